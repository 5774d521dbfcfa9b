/* bounces.c - letters that came back, and what follows for their reader. */
#include "desk/bounces.h"

#include <assert.h>
#include <stdio.h>

#include "base/clock.h"
#include "desk/consent.h"

static const char *const kinds[] = {
    [BOUNCE_HARD] = "hard",
    [BOUNCE_SOFT] = "soft",
    [BOUNCE_POLICY] = "policy",
};
static_assert(sizeof kinds / sizeof *kinds == BOUNCE_KINDS_, "every kind has its name");

/* The reader of a letter, as far as the letter went to the person's present address. */
struct reader {
    int64_t person; /* 0: nobody whose subscriptions it says anything about */
    char email[MAIL_MAX + 1], typed[MAIL_MAX + 1];
    int64_t sent_at; /* when the letter was written */
};

static enum err
find_reader(const struct desk *d, int64_t outbox, struct reader *out)
{
    struct stmt *s = stmt_open(d->db, SQL_bounce_reader);
    bool found;

    *out = (struct reader){0};
    stmt_int(s, BIND_outbox, outbox);
    if ((found = stmt_row(s))) {
        out->person = stmt_col_int(s, COL_bounce_reader_person);
        out->sent_at = stmt_col_int(s, COL_bounce_reader_created_at);
        stmt_col_copy(s, COL_bounce_reader_email, out->email, sizeof out->email);
        stmt_col_copy(s, COL_bounce_reader_email_typed, out->typed, sizeof out->typed);
    }
    return stmt_close_found(s, found);
}

/* *fresh: it wasn't recorded before. */
static enum err
keep_bounce(const struct desk *d, int64_t outbox, const struct reader *r, enum bounce_kind k,
            const char *status, const char *source, bool *fresh)
{
    struct stmt *s = stmt_open(d->db, SQL_bounce_keep);
    enum err e;

    stmt_int(s, BIND_outbox, outbox);
    stmt_id(s, BIND_person, r->person);
    stmt_int(s, BIND_at, d->now);
    stmt_text(s, BIND_kind, kinds[k]);
    stmt_text(s, BIND_status, status);
    stmt_text(s, BIND_source, source);
    e = stmt_run(s);
    *fresh = e == ERR_OK && db_changes(d->db) > 0;
    return e;
}

/* Ends one subscription that the bounces are enough for; list gets which. ERR_NOTFOUND: none. */
static enum err
end_next(const struct desk *d, const struct reader *r, enum bounce_kind k, char *list, size_t size)
{
    struct stmt *s = stmt_open(d->db, SQL_bounce_end_next);
    bool found = false;

    stmt_int(s, BIND_at, d->now);
    stmt_int(s, BIND_person, r->person);
    stmt_int(s, BIND_hard, k == BOUNCE_HARD);
    stmt_int(s, BIND_sent_at, r->sent_at);
    stmt_int(s, BIND_since, d->now - BOUNCE_SOFT_SPAN_DAYS * (int64_t)DAY_SECONDS);
    stmt_int(s, BIND_days, BOUNCE_SOFT_DAYS);
    while (stmt_row(s)) {
        stmt_col_copy(s, COL_bounce_end_next_list, list, size);
        found = true;
    }
    return stmt_close_found(s, found);
}

/* Nobody asked for it, so the ledger's rows are the program's own. */
static enum err
end_subscriptions(const struct desk *d, const struct reader *r, enum bounce_kind k, bool *ended)
{
    const struct desk program = desk_program(d);
    struct address_hash hash;
    char list[64], reference[REFERENCE_MAX];
    struct consent c = {.kind = "bounce", .list = list, .person = r->person, .address = &hash,
                        .email = r->typed, .reference = reference};
    enum err e = address_hash_of(d, r->email, &hash);

    reference_new(reference);
    while (e == ERR_OK && (e = end_next(&program, r, k, list, sizeof list)) == ERR_OK) {
        e = consent_record(&program, &c);
        *ended = true;
    }
    return e == ERR_NOTFOUND ? ERR_OK : e;
}

enum err
bounce_record(const struct desk *d, int64_t outbox, enum bounce_kind k, const char *status,
              const char *source, bool *ended)
{
    struct reader r;
    bool fresh = false;
    enum err e;

    assert(k < BOUNCE_KINDS_ && source != NULL);
    *ended = false;
    e = find_reader(d, outbox, &r);
    if (e == ERR_OK)
        e = keep_bounce(d, outbox, &r, k, status, source, &fresh);
    if (e == ERR_OK && fresh && r.person != 0 && k != BOUNCE_POLICY)
        e = end_subscriptions(d, &r, k, ended);
    return e;
}

enum err
bounce_letter(const struct desk *d, const unsigned char random[SECRET_ID], int64_t *outbox,
              int64_t *person)
{
    struct stmt *s = stmt_open(d->db, SQL_bounce_letter);
    bool found;

    stmt_blob(s, BIND_random, random, SECRET_ID);
    if ((found = stmt_row(s))) {
        *outbox = stmt_col_int(s, COL_bounce_letter_id);
        *person = stmt_col_int(s, COL_bounce_letter_person);
    }
    return stmt_close_found(s, found);
}
