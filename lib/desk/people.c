/* people.c - persons, and where they want their post. */
#include "desk/people.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "desk/audit.h"

enum err
person_find(const struct desk *d, const char *canonical, int64_t *id)
{
    struct stmt *s = stmt_open(d->db, SQL_person_by_email);

    stmt_text(s, BIND_email, canonical);
    return stmt_one_int(s, id);
}

enum err
person_look(struct db *db, int64_t id, struct person *out)
{
    struct stmt *s = stmt_open(db, SQL_person_look);
    bool found;

    *out = (struct person){.active = false};
    stmt_int(s, BIND_person, id);
    found = stmt_row(s);
    if (found) {
        stmt_col_copy(s, COL_person_look_email, out->mail.canonical, sizeof out->mail.canonical);
        stmt_col_copy(s, COL_person_look_email_typed, out->mail.typed, sizeof out->mail.typed);
        stmt_col_copy(s, COL_person_look_name, out->name, sizeof out->name);
        out->mail.mixed_script = stmt_col_int(s, COL_person_look_mixed_script) != 0;
        out->active = strcmp(stmt_col_text(s, COL_person_look_state, NULL), "active") == 0;
    }
    return stmt_close_found(s, found);
}

static enum err
person_make(const struct desk *d, const struct mail_address *mail, const char *name, int64_t *id)
{
    struct stmt *s = stmt_open(d->db, SQL_person_make);

    stmt_text(s, BIND_email, mail->canonical);
    stmt_text(s, BIND_email_typed, mail->typed);
    stmt_int(s, BIND_mixed_script, mail->mixed_script);
    stmt_text(s, BIND_name, name);
    stmt_int(s, BIND_at, d->now);
    return stmt_one_int(s, id);
}

static enum err
fill_name(const struct desk *d, int64_t person, const char *name)
{
    struct stmt *s = stmt_open(d->db, SQL_person_name);

    stmt_text(s, BIND_name, name);
    stmt_int(s, BIND_at, d->now);
    stmt_int(s, BIND_person, person);
    return stmt_run(s);
}

enum err
person_meet(const struct desk *d, const struct mail_address *mail, const char *name, int64_t *id)
{
    enum err e = person_find(d, mail->canonical, id);

    assert(mail->canonical[0] != '\0');
    if (e == ERR_NOTFOUND)
        return person_make(d, mail, name, id);
    return e == ERR_OK && name != NULL ? fill_name(d, *id, name) : e;
}

enum err
person_rename(const struct desk *d, int64_t person, const char *name)
{
    struct person before;
    enum err e = person_look(d->db, person, &before);
    struct stmt *s;

    if (e != ERR_OK || strcmp(before.name, name != NULL ? name : "") == 0)
        return e;
    s = stmt_open(d->db, SQL_person_rename);
    stmt_text(s, BIND_name, name);
    stmt_int(s, BIND_at, d->now);
    stmt_int(s, BIND_person, person);
    e = stmt_run(s);
    const struct audit_value values[] = {
        {"old_name", before.name[0] != '\0' ? before.name : NULL}, {"name", name}};
    return e == ERR_OK ? audit_record(d, "person.rename", "person", person, NULL, values, 2) : e;
}

/* Binds what address_same and address_make have in common. */
static void
bind_address(struct stmt *s, int64_t person, const char *name, const struct postal *p)
{
    stmt_int(s, BIND_person, person);
    stmt_text(s, BIND_name, name);
    stmt_text(s, BIND_address1, p->address1);
    stmt_text(s, BIND_address2, p->address2);
    stmt_text(s, BIND_city, p->city);
    stmt_text(s, BIND_state, p->state);
    stmt_text(s, BIND_zip, p->zip);
    stmt_text(s, BIND_country, p->country);
}

enum err
address_book_add(const struct desk *d, int64_t person, const char *name, const struct postal *p,
                 int64_t *id)
{
    struct stmt *s = stmt_open(d->db, SQL_address_same);
    enum err e;

    assert(person > 0);
    bind_address(s, person, name, p);
    e = stmt_one_int(s, id);
    if (e != ERR_NOTFOUND)
        return e;
    s = stmt_open(d->db, SQL_address_make);
    bind_address(s, person, name, p);
    stmt_int(s, BIND_at, d->now);
    return stmt_one_int(s, id);
}
