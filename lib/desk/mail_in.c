/* mail_in.c - which mails were handled. */
#include "desk/mail_in.h"

#include <assert.h>

static const char *const kinds[] = {
    [MAIL_OPTOUT] = "optout",
    [MAIL_BOUNCE] = "bounce",
    [MAIL_AUTOREPLY] = "autoreply",
    [MAIL_REQUEST] = "request",
    [MAIL_PERSON] = "person",
};
static_assert(sizeof kinds / sizeof *kinds == MAIL_KINDS_, "every kind has its name");

enum err
mail_in_seen(const struct desk *d, const unsigned char digest[SECRET_HASH], bool *seen)
{
    struct stmt *s = stmt_open(d->db, SQL_mail_in_find);
    int64_t id = 0;
    enum err e;

    stmt_blob(s, BIND_digest, digest, SECRET_HASH);
    e = stmt_one_int(s, &id);
    *seen = e == ERR_OK;
    return e == ERR_NOTFOUND ? ERR_OK : e;
}

enum err
mail_in_record(const struct desk *d, const struct mail_in *m)
{
    struct stmt *s = stmt_open(d->db, SQL_mail_in_record);

    assert(m->kind < MAIL_KINDS_);
    stmt_blob(s, BIND_digest, m->digest, sizeof m->digest);
    stmt_text(s, BIND_kind, kinds[m->kind]);
    stmt_int(s, BIND_at, d->now);
    stmt_int(s, BIND_acted, m->acted);
    stmt_id(s, BIND_person, m->person);
    stmt_id(s, BIND_outbox, m->outbox);
    stmt_text(s, BIND_reference, m->reference);
    stmt_text(s, BIND_message_id, m->message_id);
    return stmt_run(s);
}
