/* requests.c - intake of requests about a person's own data. */
#include "desk/requests.h"

#include <assert.h>

#include "base/clock.h"
#include "desk/audit.h"
#include "desk/outbox.h"
#include "desk/people.h"
#include "desk/quota.h"

static const char *const kinds[] = {
    [REQUEST_CORRECT] = "correct",
    [REQUEST_UPDATE] = "update",
    [REQUEST_DELETE] = "delete",
    [REQUEST_DEACTIVATE] = "deactivate",
};
static_assert(sizeof kinds / sizeof *kinds == REQUEST_KINDS_, "every kind has its name");

/* GDPR Art. 12(3): without undue delay, and within one month of receipt. */
enum { MONTHS_TO_ANSWER = 1 };

const char *
request_kind_name(enum request_kind k)
{
    assert(k < REQUEST_KINDS_);
    return kinds[k];
}

static enum err
make_request(const struct desk *d, const struct request_new *r, const char *reference,
             int64_t person, int64_t *id)
{
    struct stmt *s = stmt_open(d->db, SQL_request_make);

    stmt_text(s, BIND_reference, reference);
    stmt_text(s, BIND_kind, request_kind_name(r->kind));
    stmt_id(s, BIND_person, person);
    stmt_text(s, BIND_email, r->mail->canonical);
    stmt_text(s, BIND_email_typed, r->mail->typed);
    stmt_text(s, BIND_old_email, r->old_mail != NULL ? r->old_mail->canonical : NULL);
    stmt_text(s, BIND_name, r->name);
    stmt_text(s, BIND_message, r->message);
    stmt_text(s, BIND_channel, channel_name(d->channel));
    stmt_int(s, BIND_at, d->now);
    stmt_int(s, BIND_due_at, clock_add_months(d->now, MONTHS_TO_ANSWER));
    return stmt_one_int(s, id);
}

static enum err
make_change(const struct desk *d, int64_t request, const struct change *c)
{
    struct stmt *s = stmt_open(d->db, SQL_request_change_make);

    stmt_int(s, BIND_request, request);
    stmt_text(s, BIND_field, c->field);
    stmt_text(s, BIND_old_value, c->old_value);
    stmt_text(s, BIND_new_value, c->new_value);
    return stmt_run(s);
}

/* Its reference, to the address where the answer goes. */
static enum err
acknowledge(const struct desk *d, const struct request_new *r, int64_t request,
            const char *reference)
{
    const struct outbox_new n = {
        .letter = LETTER_REQUEST, .request = request, .reference = reference};
    bool granted;
    enum err e = quota_take(d, QUOTA_RECEIPT, r->mail->canonical, &granted);

    return e == ERR_OK && granted ? outbox_put(d, &n) : e;
}

enum err
request_open(const struct desk *d, const struct request_new *r, struct submission *s)
{
    const struct audit_value values[] = {{"email", r->mail->typed}, {"network", d->network}};
    const struct mail_address *known = r->old_mail != NULL ? r->old_mail : r->mail;
    int64_t person = 0, id = 0;
    enum err e;

    assert(s->reference[0] != '\0');
    if (s->repeat)
        return ERR_OK;
    e = person_find(d, known->canonical, &person);
    if (e == ERR_OK || e == ERR_NOTFOUND)
        e = make_request(d, r, s->reference, person, &id);
    for (size_t i = 0; e == ERR_OK && i < r->change_count; i++)
        e = make_change(d, id, &r->change[i]);
    if (e == ERR_OK)
        e = audit_record(d, "request.open", "request", id, request_kind_name(r->kind), values,
                         sizeof values / sizeof *values);
    if (e == ERR_OK)
        e = acknowledge(d, r, id, s->reference);
    return e == ERR_OK ? submission_end(d, s) : e;
}
