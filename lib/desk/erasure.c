/* erasure.c - a person is forgotten. */
#include "desk/erasure.h"

#include <assert.h>
#include <string.h>

#include "desk/audit.h"

/* In this order, since rows name rows. */
static const struct {
    enum sql sql;
    bool dated; /* it takes the time */
} steps[] = {
    {SQL_erase_consent_values, false},
    {SQL_erase_audit_values, false},
    {SQL_erase_letters, true},
    {SQL_erase_letter_links, false},
    {SQL_erase_tokens, false},
    {SQL_erase_changes, true},
    {SQL_erase_inquiries, false},
    {SQL_erase_inquiry_details, false},
    {SQL_erase_inquiry_answers, false},
    {SQL_erase_addresses, false},
    {SQL_erase_subscriptions, false},
    {SQL_erase_mails, false},
    {SQL_erase_person, true},
};

static enum err
look(const struct desk *d, int64_t person, struct erasure *out, bool *erased)
{
    struct stmt *s = stmt_open(d->db, SQL_erase_look);
    bool found;

    stmt_int(s, BIND_person, person);
    if ((found = stmt_row(s))) {
        *erased = strcmp(stmt_col_text(s, COL_erase_look_state, NULL), "erased") == 0;
        out->requests = stmt_col_int(s, COL_erase_look_requests);
    }
    return stmt_close_found(s, found);
}

enum err
person_erase(const struct desk *d, int64_t person, struct erasure *out)
{
    bool erased = false;
    enum err e;

    assert(person > 0);
    *out = (struct erasure){0};
    e = look(d, person, out, &erased);
    if (e != ERR_OK || erased)
        return e;
    for (size_t i = 0; e == ERR_OK && i < sizeof steps / sizeof *steps; i++) {
        struct stmt *s = stmt_open(d->db, steps[i].sql);

        stmt_int(s, BIND_person, person);
        if (steps[i].dated)
            stmt_int(s, BIND_at, d->now);
        e = stmt_run(s);
    }
    return e == ERR_OK ? audit_record(d, "person.erase", "person", person, NULL, NULL, 0) : e;
}
