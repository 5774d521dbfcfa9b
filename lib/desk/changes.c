/* changes.c - a person's mail address changes once both mailboxes have confirmed it. */
#include "desk/changes.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "desk/audit.h"
#include "desk/merge.h"
#include "desk/outbox.h"
#include "desk/people.h"
#include "desk/quota.h"
#include "desk/submissions.h"
#include "desk/suppression.h"

/* A row of address_change with its person's address. */
struct change_row {
    int64_t id, person;
    enum change_state state; /* OPEN, DONE or ENDED */
    bool old_confirmed, new_confirmed;
    struct mail_address from, to; /* "" where they are gone */
    char reference[REFERENCE_MAX];
};

static enum err
find(struct db *db, int64_t id, struct change_row *out)
{
    struct stmt *s = stmt_open(db, SQL_change_look);
    bool found;

    *out = (struct change_row){.id = id};
    stmt_int(s, BIND_change, id);
    if ((found = stmt_row(s))) {
        const char *state = stmt_col_text(s, COL_change_look_state, NULL);

        out->state = strcmp(state, "open") == 0   ? CHANGE_OPEN
                     : strcmp(state, "done") == 0 ? CHANGE_DONE
                                                  : CHANGE_ENDED;
        out->person = stmt_col_int(s, COL_change_look_person);
        out->old_confirmed = !stmt_col_null(s, COL_change_look_old_confirmed_at);
        out->new_confirmed = !stmt_col_null(s, COL_change_look_new_confirmed_at);
        stmt_col_copy(s, COL_change_look_old_email, out->from.canonical,
                      sizeof out->from.canonical);
        stmt_col_copy(s, COL_change_look_old_typed, out->from.typed, sizeof out->from.typed);
        stmt_col_copy(s, COL_change_look_email, out->to.canonical, sizeof out->to.canonical);
        stmt_col_copy(s, COL_change_look_email_typed, out->to.typed, sizeof out->to.typed);
        out->to.mixed_script = stmt_col_int(s, COL_change_look_mixed_script) != 0;
        stmt_col_copy(s, COL_change_look_reference, out->reference, sizeof out->reference);
    }
    return stmt_close_found(s, found);
}

/* Ends the person's open ones: a new one takes their place. */
static enum err
end_open(const struct desk *d, int64_t person)
{
    struct stmt *s = stmt_open(d->db, SQL_change_end_open);

    stmt_int(s, BIND_person, person);
    stmt_int(s, BIND_at, d->now);
    return stmt_run(s);
}

static enum err
make_change(const struct desk *d, struct change_row *c)
{
    struct submission s = {.form = "preferences"};
    struct stmt *q;
    enum err e = submission_renew(d, &s); /* for a reference that is not taken */

    if (e != ERR_OK)
        return e;
    memcpy(c->reference, s.reference, sizeof c->reference);
    q = stmt_open(d->db, SQL_change_make);
    stmt_int(q, BIND_person, c->person);
    stmt_text(q, BIND_email, c->to.canonical);
    stmt_text(q, BIND_email_typed, c->to.typed);
    stmt_int(q, BIND_mixed_script, c->to.mixed_script);
    stmt_text(q, BIND_reference, c->reference);
    stmt_int(q, BIND_at, d->now);
    return stmt_one_int(q, &c->id);
}

/* One mailbox's letter with its link; not sent where its cap is used up. */
static enum err
send_link(const struct desk *d, const struct change_row *c, enum letter letter, enum purpose p,
          const struct mail_address *to)
{
    struct token t = {.purpose = p, .person = c->person, .change = c->id};
    struct outbox_new n = {.letter = letter, .person = c->person, .change = c->id,
                           .reference = c->reference};
    bool granted = false;
    enum err e = quota_take(d, QUOTA_LINK, to->canonical, &granted);

    if (e != ERR_OK || !granted)
        return e;
    memcpy(t.reference, c->reference, sizeof t.reference);
    e = token_make(d, &t);
    n.token = t.id;
    return e == ERR_OK ? outbox_put(d, &n) : e;
}

/* Without the new address: it may be a stranger's, and goes where nobody confirms it. */
static enum err
record_open(const struct desk *d, const struct change_row *c)
{
    const struct audit_value values[] = {{"old_email", c->from.typed}, {"network", d->network}};

    return audit_record(d, "change.open", "address_change", c->id, NULL, values, 2);
}

enum err
change_open(const struct desk *d, int64_t person, const struct mail_address *mail,
            char reference[REFERENCE_MAX])
{
    struct change_row c = {.person = person, .to = *mail};
    struct person now;
    enum err e = person_look(d->db, person, &now);

    assert(person > 0 && mail->canonical[0] != '\0');
    if (e != ERR_OK)
        return e;
    if (strcmp(now.mail.canonical, mail->canonical) == 0)
        return ERR_CONFLICT;
    c.from = now.mail;
    e = end_open(d, person);
    if (e == ERR_OK)
        e = make_change(d, &c);
    if (e == ERR_OK)
        e = send_link(d, &c, LETTER_CHANGE_OLD, PURPOSE_CHANGE_OLD, &c.from);
    if (e == ERR_OK)
        e = send_link(d, &c, LETTER_CHANGE_NEW, PURPOSE_CHANGE_NEW, &c.to);
    if (e == ERR_OK)
        e = record_open(d, &c);
    memcpy(reference, c.reference, REFERENCE_MAX);
    return e;
}

/* The state as that side sees it. */
static enum change_state
seen_from(const struct change_row *c, enum purpose side)
{
    bool confirmed = side == PURPOSE_CHANGE_OLD ? c->old_confirmed : c->new_confirmed;

    return c->state == CHANGE_OPEN && confirmed ? CHANGE_HALF : c->state;
}

enum err
change_look(struct db *db, const struct token *t, struct change_view *out)
{
    struct change_row c;
    enum err e = find(db, t->change, &c);

    assert(t->purpose == PURPOSE_CHANGE_OLD || t->purpose == PURPOSE_CHANGE_NEW);
    *out = (struct change_view){.state = CHANGE_ENDED};
    if (e != ERR_OK)
        return e == ERR_NOTFOUND ? ERR_OK : e;
    out->state = seen_from(&c, t->purpose);
    /* Once it is done the person's address is the new one, and the old one is known no more. */
    if (c.state == CHANGE_OPEN)
        memcpy(out->old_email, c.from.typed, sizeof out->old_email);
    if (c.state == CHANGE_OPEN || c.state == CHANGE_DONE)
        memcpy(out->new_email, c.state == CHANGE_OPEN ? c.to.typed : c.from.typed,
               sizeof out->new_email);
    return ERR_OK;
}

static enum err
note_side(const struct desk *d, struct change_row *c, enum purpose side)
{
    bool old = side == PURPOSE_CHANGE_OLD;
    struct stmt *s = stmt_open(d->db, SQL_change_note);

    stmt_int(s, BIND_change, c->id);
    stmt_int(s, BIND_old, old);
    stmt_int(s, BIND_at, d->now);
    c->old_confirmed = c->old_confirmed || old;
    c->new_confirmed = c->new_confirmed || !old;
    return stmt_run(s);
}

static enum err
set_address(const struct desk *d, const struct change_row *c)
{
    struct stmt *s = stmt_open(d->db, SQL_change_person);
    enum err e;

    stmt_int(s, BIND_person, c->person);
    stmt_text(s, BIND_email, c->to.canonical);
    stmt_text(s, BIND_email_typed, c->to.typed);
    stmt_int(s, BIND_mixed_script, c->to.mixed_script);
    stmt_int(s, BIND_at, d->now);
    e = stmt_run(s);
    if (e != ERR_OK)
        return e;
    s = stmt_open(d->db, SQL_change_done);
    stmt_int(s, BIND_change, c->id);
    stmt_int(s, BIND_at, d->now);
    return stmt_run(s);
}

/* The ledger: an event for each address, so that either hash leads to the person. */
static enum err
record_done(const struct desk *d, const struct change_row *c)
{
    const struct audit_value values[] = {
        {"old_email", c->from.typed}, {"email", c->to.typed}, {"network", d->network}};
    const struct mail_address *const sides[] = {&c->from, &c->to};
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < 2; i++) {
        struct address_hash hash;
        struct consent event = {.kind = "change", .person = c->person, .address = &hash,
                                .email = sides[i]->typed, .reference = c->reference};

        e = address_hash_of(d, sides[i]->canonical, &hash);
        if (e == ERR_OK)
            e = consent_record(d, &event);
    }
    return e == ERR_OK ? audit_record(d, "person.change", "person", c->person, NULL, values, 3)
                       : e;
}

/* Links that lie in the old mailbox act no more: it may be somebody else's one day. */
static enum err
drop_links(const struct desk *d, int64_t person)
{
    const enum sql steps[] = {SQL_change_letters, SQL_change_tokens};
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < sizeof steps / sizeof *steps; i++) {
        struct stmt *s = stmt_open(d->db, steps[i]);

        stmt_int(s, BIND_person, person);
        e = stmt_run(s);
    }
    return e;
}

/* Both mailboxes have confirmed. */
static enum err
finish(const struct desk *d, const struct change_row *c)
{
    struct outbox_new letter = {.letter = LETTER_CHANGED, .person = c->person, .change = c->id,
                                .reference = c->reference};
    int64_t other = 0;
    enum err e = drop_links(d, c->person);

    if (e == ERR_OK)
        e = person_find(d, c->to.canonical, &other);
    if (e == ERR_OK && other != c->person)
        e = person_merge(d, c->person, other);
    if (e == ERR_OK || e == ERR_NOTFOUND)
        e = set_address(d, c);
    if (e == ERR_OK)
        e = suppression_carry(d, c->from.canonical, c->to.canonical, c->person);
    if (e == ERR_OK)
        e = record_done(d, c);
    if (e == ERR_OK)
        e = person_obey_suppressions(d, c->person, &c->to, c->reference);
    return e == ERR_OK ? outbox_put(d, &letter) : e;
}

enum err
change_confirm(const struct desk *d, const struct token *t, enum change_state *state)
{
    struct change_row c;
    enum err e = find(d->db, t->change, &c);

    assert(t->purpose == PURPOSE_CHANGE_OLD || t->purpose == PURPOSE_CHANGE_NEW);
    *state = CHANGE_ENDED;
    if (e == ERR_OK && c.state == CHANGE_DONE)
        *state = CHANGE_DONE;
    if (e != ERR_OK || c.state == CHANGE_DONE)
        return e == ERR_NOTFOUND ? ERR_DENIED : e;
    if (c.state == CHANGE_ENDED || token_ended(t, d->now))
        return ERR_DENIED;
    e = note_side(d, &c, t->purpose);
    if (e == ERR_OK)
        e = token_use(d, t->id);
    if (e == ERR_OK && c.old_confirmed && c.new_confirmed)
        e = finish(d, &c);
    *state = c.old_confirmed && c.new_confirmed ? CHANGE_DONE : CHANGE_HALF;
    return e;
}
