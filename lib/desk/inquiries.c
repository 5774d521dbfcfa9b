/* inquiries.c - intake of what isn't about a person's data. */
#include "desk/inquiries.h"

#include <assert.h>

#include "desk/audit.h"
#include "desk/outbox.h"
#include "desk/quota.h"

static const char *const kinds[] = {
    [INQUIRY_CATALOG] = "catalog", [INQUIRY_ADVICE] = "advice",   [INQUIRY_SELL] = "sell",
    [INQUIRY_JOB] = "job",         [INQUIRY_MESSAGE] = "message",
};
static_assert(sizeof kinds / sizeof *kinds == INQUIRY_KINDS_, "every kind has its name");

const char *
inquiry_kind_name(enum inquiry_kind k)
{
    assert(k < INQUIRY_KINDS_);
    return kinds[k];
}

static enum err
make_inquiry(const struct desk *d, const struct inquiry_new *q, const char *reference,
             int64_t person, int64_t address, int64_t *id)
{
    struct stmt *s = stmt_open(d->db, SQL_inquiry_make);

    stmt_text(s, BIND_reference, reference);
    stmt_text(s, BIND_kind, inquiry_kind_name(q->kind));
    stmt_int(s, BIND_person, person);
    stmt_text(s, BIND_name, q->name);
    stmt_text(s, BIND_message, q->message);
    stmt_id(s, BIND_address, address);
    stmt_text(s, BIND_channel, channel_name(d->channel));
    stmt_int(s, BIND_at, d->now);
    return stmt_one_int(s, id);
}

static enum err
make_details(const struct desk *d, const struct inquiry_new *q, int64_t inquiry)
{
    enum err e = ERR_OK;

    assert(q->detail_count == 0 || q->detail != NULL);
    for (size_t i = 0; e == ERR_OK && i < q->detail_count; i++) {
        struct stmt *s = stmt_open(d->db, SQL_inquiry_detail_make);

        stmt_int(s, BIND_inquiry, inquiry);
        stmt_int(s, BIND_position, (int64_t)i);
        stmt_text(s, BIND_field, q->detail[i].field);
        stmt_text(s, BIND_value, q->detail[i].value);
        e = stmt_run(s);
    }
    return e;
}

/* Its reference, by letter. */
static enum err
acknowledge(const struct desk *d, const struct inquiry_new *q, int64_t person, int64_t inquiry,
            const char *reference)
{
    const struct outbox_new n = {.letter = LETTER_INQUIRY, .person = person, .inquiry = inquiry,
                                 .reference = reference};
    bool granted;
    enum err e = quota_take(d, QUOTA_INQUIRY, q->mail->canonical, &granted);

    return e == ERR_OK && granted ? outbox_put(d, &n) : e;
}

enum err
inquiry_open(const struct desk *d, const struct inquiry_new *q, struct submission *s)
{
    const struct audit_value values[] = {
        {"email", q->mail->typed}, {"name", q->name}, {"network", d->network}};
    int64_t person = 0, address = 0, id = 0;
    enum err e;

    assert(q->kind < INQUIRY_KINDS_ && s->reference[0] != '\0');
    if (s->repeat)
        return ERR_OK;
    e = person_meet(d, q->mail, q->name, &person);
    if (e == ERR_OK && q->postal != NULL)
        e = address_book_add(d, person, q->name, q->postal, &address);
    if (e == ERR_OK)
        e = make_inquiry(d, q, s->reference, person, address, &id);
    if (e == ERR_OK)
        e = make_details(d, q, id);
    if (e == ERR_OK)
        e = audit_record(d, "inquiry.open", "inquiry", id, kinds[q->kind], values,
                         sizeof values / sizeof *values);
    if (e == ERR_OK)
        e = acknowledge(d, q, person, id, s->reference);
    return e == ERR_OK ? submission_end(d, s) : e;
}
