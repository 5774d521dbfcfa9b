/* upkeep.c - what happens by itself as time goes by. */
#include "desk/upkeep.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "desk/audit.h"
#include "desk/consent.h"
#include "desk/digest.h"
#include "desk/erasure.h"
#include "desk/outbox.h"
#include "desk/seal.h"
#include "desk/tokens.h"

enum {
    HOUR = 3600,
    QUOTAS_KEPT_DAYS = 7, /* caps look back one day, the digest another */
    SUBMISSIONS_KEPT_DAYS = 30, /* a form is good for a week at most */
    APPLICATIONS_BATCH = 20, /* each takes many steps, nearly 2 ms */
};

static enum err
seal(const struct desk *d, const struct upkeep *u, bool *more)
{
    bool some = false;
    enum err e = seal_some(d, &some);

    (void)u;
    *more = *more || some;
    return e;
}

/* A sign-up that nobody has confirmed in time, or could. */
struct lapsed {
    int64_t subscription, person;
    char list[64], state[16]; /* what it was before it was asked for anew; "" for nothing */
    char email[MAIL_MAX + 1], typed[MAIL_MAX + 1];
};

static enum err
next_lapsed(const struct desk *d, struct lapsed *out)
{
    struct stmt *s = stmt_open(d->db, SQL_lapse_next);
    bool found;

    *out = (struct lapsed){0};
    stmt_int(s, BIND_before, d->now - (CONFIRM_DAYS * 24 + GRACE_HOURS) * (int64_t)HOUR);
    stmt_int(s, BIND_bounced_before, d->now - LETTERS_KEPT_DAYS * (int64_t)DAY_SECONDS);
    if ((found = stmt_row(s))) {
        out->subscription = stmt_col_int(s, COL_lapse_next_id);
        out->person = stmt_col_int(s, COL_lapse_next_person);
        stmt_col_copy(s, COL_lapse_next_list, out->list, sizeof out->list);
        stmt_col_copy(s, COL_lapse_next_earlier, out->state, sizeof out->state);
        stmt_col_copy(s, COL_lapse_next_email, out->email, sizeof out->email);
        stmt_col_copy(s, COL_lapse_next_email_typed, out->typed, sizeof out->typed);
    }
    return stmt_close_found(s, found);
}

/* It goes; or it is again what it was before, which a stranger's sign-up must not undo. */
static enum err
end_lapsed(const struct desk *d, const struct lapsed *l)
{
    bool gone = l->state[0] == '\0';
    struct stmt *s = stmt_open(d->db, gone ? SQL_lapse_remove : SQL_lapse_restore);

    assert(l->subscription > 0 && l->person > 0);
    stmt_int(s, BIND_id, l->subscription);
    if (!gone) {
        stmt_text(s, BIND_state, l->state);
        stmt_int(s, BIND_at, d->now);
    }
    return stmt_run(s);
}

/* Forgets a person of whom nothing is left but what was never confirmed. */
static enum err
forget_stranger(const struct desk *d, int64_t person)
{
    struct stmt *s = stmt_open(d->db, SQL_lapse_stranger);
    struct erasure erased;
    int64_t id = 0;
    enum err e;

    stmt_int(s, BIND_person, person);
    e = stmt_one_int(s, &id);
    if (e != ERR_OK)
        return e == ERR_NOTFOUND ? ERR_OK : e;
    assert(id == person);
    return person_erase(d, person, &erased);
}

static enum err
lapse_one(const struct desk *d, const struct lapsed *l)
{
    struct address_hash hash;
    char reference[REFERENCE_MAX];
    struct consent c = {.kind = "lapse", .list = l->list, .person = l->person, .address = &hash,
                        .email = l->typed, .reference = reference};
    enum err e = address_hash_of(d, l->email, &hash);

    reference_new(reference);
    if (e == ERR_OK)
        e = end_lapsed(d, l);
    if (e == ERR_OK)
        e = consent_record(d, &c);
    return e == ERR_OK ? forget_stranger(d, l->person) : e;
}

static enum err
lapse(const struct desk *d, const struct upkeep *u, bool *more)
{
    enum err e = ERR_OK;
    int count = 0;

    (void)u;
    for (struct lapsed l; count < UPKEEP_BATCH; count++) {
        e = next_lapsed(d, &l);
        if (e == ERR_OK)
            e = lapse_one(d, &l);
        if (e != ERR_OK)
            break;
    }
    assert(count <= UPKEEP_BATCH);
    *more = *more || count == UPKEEP_BATCH;
    return e == ERR_NOTFOUND ? ERR_OK : e;
}

/* ---- applications for work ---- */

/* In this order, since rows name rows. */
static const enum sql application_steps[] = {
    SQL_application_values_forget,
    SQL_application_details_forget,
    SQL_application_answers_forget,
    SQL_application_forget,
};

static enum err
next_application(const struct desk *d, int64_t *id, int64_t *person)
{
    struct stmt *s = stmt_open(d->db, SQL_application_ended);
    bool found;

    stmt_int(s, BIND_before, d->now - APPLICATIONS_KEPT_DAYS * (int64_t)DAY_SECONDS);
    if ((found = stmt_row(s))) {
        *id = stmt_col_int(s, COL_application_ended_id);
        *person = stmt_col_int(s, COL_application_ended_person);
    }
    return stmt_close_found(s, found);
}

static enum err
forget_application(const struct desk *d, int64_t id, int64_t person)
{
    enum err e = ERR_OK;

    assert(id > 0 && person > 0);
    for (size_t i = 0; e == ERR_OK && i < sizeof application_steps / sizeof *application_steps;
         i++) {
        struct stmt *s = stmt_open(d->db, application_steps[i]);

        stmt_int(s, BIND_id, id);
        e = stmt_run(s);
    }
    if (e == ERR_OK)
        e = audit_record(d, "inquiry.forget", "inquiry", id, "job", NULL, 0);
    return e == ERR_OK ? forget_stranger(d, person) : e;
}

/* What the form and the privacy policy promise to applicants. */
static enum err
applications(const struct desk *d, const struct upkeep *u, bool *more)
{
    enum err e = ERR_OK;
    int count = 0;

    (void)u;
    for (int64_t id = 0, person = 0; e == ERR_OK && count < APPLICATIONS_BATCH; count++) {
        if ((e = next_application(d, &id, &person)) != ERR_OK)
            break;
        e = forget_application(d, id, person);
    }
    *more = *more || count == APPLICATIONS_BATCH;
    return e == ERR_NOTFOUND ? ERR_OK : e;
}

/* ---- what ages ---- */

/* What ends by age alone, a batch at a time. Rows that name others go before these. */
static const struct {
    enum sql sql;
    int64_t age; /* seconds */
    enum { BY_TIME, BY_TIME_DATED, BY_DAY } by; /* dated: it takes the time of now too */
} ageing[] = {
    {SQL_upkeep_networks, 0, BY_TIME}, /* they carry their end */
    {SQL_upkeep_changes, (CHANGE_HOURS + GRACE_HOURS) * (int64_t)HOUR, BY_TIME_DATED},
    {SQL_upkeep_token_links, TOKENS_KEPT_DAYS * (int64_t)DAY_SECONDS, BY_TIME},
    {SQL_upkeep_tokens, TOKENS_KEPT_DAYS * (int64_t)DAY_SECONDS, BY_TIME},
    {SQL_upkeep_submissions, SUBMISSIONS_KEPT_DAYS * (int64_t)DAY_SECONDS, BY_TIME},
    {SQL_upkeep_quotas, QUOTAS_KEPT_DAYS * (int64_t)DAY_SECONDS, BY_TIME},
    {SQL_upkeep_mails, LETTERS_KEPT_DAYS * (int64_t)DAY_SECONDS, BY_TIME},
    {SQL_upkeep_bounces, (LETTERS_KEPT_DAYS + 1) * (int64_t)DAY_SECONDS, BY_TIME}, /* lapse first */
    {SQL_upkeep_letters, LETTERS_KEPT_DAYS * (int64_t)DAY_SECONDS, BY_TIME},
    {SQL_upkeep_voters, 0, BY_DAY},
    {SQL_upkeep_feedback, COUNTS_KEPT_DAYS * (int64_t)DAY_SECONDS, BY_DAY},
    {SQL_upkeep_reads, COUNTS_KEPT_DAYS * (int64_t)DAY_SECONDS, BY_DAY},
    {SQL_upkeep_searches, COUNTS_KEPT_DAYS * (int64_t)DAY_SECONDS, BY_DAY},
    {SQL_upkeep_misses, TYPED_KEPT_DAYS * (int64_t)DAY_SECONDS, BY_DAY},
    {SQL_upkeep_lost, TYPED_KEPT_DAYS * (int64_t)DAY_SECONDS, BY_DAY},
};

static enum err
age(const struct desk *d, const struct upkeep *u, bool *more)
{
    enum err e = ERR_OK;
    char day[CLOCK_DATE_MAX];

    (void)u;
    for (size_t i = 0; e == ERR_OK && i < sizeof ageing / sizeof *ageing; i++) {
        struct stmt *s = stmt_open(d->db, ageing[i].sql);

        clock_iso_date(d->now - ageing[i].age, day);
        if (ageing[i].by == BY_DAY)
            stmt_text(s, BIND_day, day);
        else
            stmt_int(s, BIND_before, d->now - ageing[i].age);
        stmt_int(s, BIND_batch, UPKEEP_BATCH);
        if (ageing[i].by == BY_TIME_DATED)
            stmt_int(s, BIND_at, d->now);
        e = stmt_run(s);
        *more = *more || (e == ERR_OK && db_changes(d->db) >= UPKEEP_BATCH);
    }
    return e;
}

/* The day that was told last, "" for none. out holds CLOCK_DATE_MAX bytes. */
static enum err
day_told(const struct desk *d, char *out)
{
    struct stmt *s = stmt_open(d->db, SQL_setting_get);

    out[0] = '\0';
    stmt_text(s, BIND_name, "digest_day");
    if (stmt_row(s))
        stmt_col_copy(s, COL_setting_get_value, out, CLOCK_DATE_MAX);
    return stmt_close(s);
}

static enum err
tell_day(const struct desk *d, const char *day)
{
    struct outbox_new n = {.letter = LETTER_DIGEST, .day = day};
    bool worth = false;
    enum err e = digest_worth(d, day, &worth);

    return e == ERR_OK && worth ? outbox_put(d, &n) : e;
}

static enum err
note_day(const struct desk *d, const char *day)
{
    struct stmt *s = stmt_open(d->db, SQL_setting_put);

    stmt_text(s, BIND_name, "digest_day");
    stmt_text(s, BIND_value, day);
    return stmt_run(s);
}

/*
 * Tells of the day that has ended last, once. A clock that went back by a day makes no second
 * digest of it; a day that still lies ahead was told by a clock that was wrong, and counts for
 * nothing.
 */
static enum err
digest(const struct desk *d, const struct upkeep *u, bool *more)
{
    char today[CLOCK_DATE_MAX], ended[CLOCK_DATE_MAX], told[CLOCK_DATE_MAX];
    int64_t begin = 0;
    enum err e;

    (void)more;
    clock_iso_date(d->now, today);
    if (!u->digest || !clock_day_begin(today, &begin))
        return ERR_OK;
    clock_iso_date(begin - 1, ended);
    e = day_told(d, told);
    if (e != ERR_OK || (strcmp(told, ended) >= 0 && strcmp(told, today) <= 0))
        return e;
    if (told[0] != '\0' && strcmp(told, ended) < 0)
        e = tell_day(d, ended);
    return e == ERR_OK ? note_day(d, ended) : e;
}

static enum err (*const steps[])(const struct desk *, const struct upkeep *, bool *) = {
    seal, lapse, applications, age, digest,
};

enum err
upkeep_run(const struct desk *d, const struct upkeep *u, bool *more)
{
    enum err e = ERR_OK;

    *more = false;
    for (size_t i = 0; e == ERR_OK && i < sizeof steps / sizeof *steps; i++)
        e = steps[i](d, u, more);
    return e;
}
