/* merge.c - two persons turn out to be one. */
#include "desk/merge.h"

#include <assert.h>

#include "desk/audit.h"
#include "desk/lists.h"
#include "desk/suppression.h"

/* In this order. The row of `other` is emptied last. */
static const struct {
    enum sql sql;
    bool dated; /* it takes the time */
} steps[] = {
    {SQL_merge_subscriptions_better, false},
    {SQL_merge_subscriptions_drop, false},
    {SQL_merge_subscriptions, false},
    {SQL_merge_addresses, false},
    {SQL_merge_requests, false},
    {SQL_merge_inquiries, false},
    {SQL_merge_changes, true},
    {SQL_merge_tokens, false},
    {SQL_merge_letters, false},
    {SQL_merge_mails, false},
    {SQL_merge_bounces, false},
    {SQL_merge_suppressions, false},
    {SQL_merge_name, false},
    {SQL_merge_earlier, false},
    {SQL_merge_person, true},
};

enum err
person_merge(const struct desk *d, int64_t person, int64_t other)
{
    enum err e = ERR_OK;

    assert(person > 0 && other > 0 && person != other);
    for (size_t i = 0; e == ERR_OK && i < sizeof steps / sizeof *steps; i++) {
        struct stmt *s = stmt_open(d->db, steps[i].sql);

        stmt_int(s, BIND_person, person);
        stmt_int(s, BIND_other, other);
        if (steps[i].dated)
            stmt_int(s, BIND_at, d->now);
        e = stmt_run(s);
    }
    return e == ERR_OK ? audit_record(d, "person.merge", "person", other, NULL, NULL, 0) : e;
}

static enum err
end_one(const struct desk *d, int64_t person, const char *list, const struct consent *event)
{
    struct stmt *s = stmt_open(d->db, SQL_subscription_leave);
    enum err e;

    stmt_int(s, BIND_at, d->now);
    stmt_int(s, BIND_person, person);
    stmt_text(s, BIND_list, list);
    e = stmt_run(s);
    return e == ERR_OK ? consent_record(d, event) : e;
}

enum err
person_obey_suppressions(const struct desk *d, int64_t person, const struct mail_address *mail,
                         const char *reference)
{
    const struct desk program = desk_program(d);
    struct lists_state now;
    struct address_hash hash;
    struct consent event = {.kind = "leave", .person = person, .address = &hash,
                            .email = mail->typed, .reference = reference};
    enum err e = lists_look(d->db, person, &now);

    if (e == ERR_OK)
        e = address_hash_of(d, mail->canonical, &hash);
    for (unsigned bit = 1; e == ERR_OK && bit < LIST_ALL; bit <<= 1) {
        int64_t since = 0;

        if ((now.active & bit) == 0)
            continue;
        event.list = list_name((enum list)bit);
        e = suppressed(d, mail->canonical, event.list, &since);
        if (e == ERR_OK && since != 0)
            e = end_one(&program, person, event.list, &event);
    }
    return e;
}
