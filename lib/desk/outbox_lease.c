/* outbox_lease.c - letters that are due, in one sender's hands at a time, and their ends. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "desk/bounces.h"
#include "desk/lists.h"
#include "desk/outbox.h"

enum {
    MINUTE_SECONDS = 60,
    CLOCK_SLACK = 3600, /* further ahead than this past the longest pause, the clock went back */
};

/* Commits, or undoes what ended in an error. */
static enum err
finish(const struct desk *d, enum err e)
{
    if (e == ERR_OK)
        return db_commit(d->db);
    db_rollback(d->db);
    return e;
}

/* The latest moment that a letter can be due, or a lease end, by a clock that runs as it should. */
static int64_t
latest_due(int64_t now)
{
    return now + OUTBOX_RETRY_MOST_MINUTES * MINUTE_SECONDS + CLOCK_SLACK;
}

/* The ids of what is due within a span, beside the *n that are there already. */
static enum err
find_due(const struct desk *d, int64_t since, int64_t until, size_t max, struct outbox_item *out,
         size_t *n)
{
    struct stmt *s = stmt_open(d->db, SQL_outbox_due);

    stmt_int(s, BIND_since, since);
    stmt_int(s, BIND_until, until);
    stmt_int(s, BIND_at, d->now);
    stmt_int(s, BIND_latest, d->now + OUTBOX_LEASE_SECONDS);
    stmt_int(s, BIND_most, (int64_t)(max - *n));
    while (*n < max && stmt_row(s))
        out[(*n)++] = (struct outbox_item){.id = stmt_col_int(s, COL_outbox_due_id)};
    return stmt_close(s);
}

static enum err
find_all(const struct desk *d, size_t max, struct outbox_item *out, size_t *n)
{
    enum err e;

    *n = 0;
    e = find_due(d, INT64_MIN, d->now, max, out, n);
    if (e == ERR_OK && *n < max)
        e = find_due(d, latest_due(d->now), INT64_MAX, max, out, n);
    return e;
}

enum err
outbox_is_due(const struct desk *d, bool *due)
{
    struct outbox_item first;
    size_t n;
    enum err e = find_all(d, 1, &first, &n);

    *due = e == ERR_OK && n > 0;
    return e;
}

static enum err
take(const struct desk *d, int64_t slot, int64_t id)
{
    struct stmt *s = stmt_open(d->db, SQL_outbox_take);

    stmt_int(s, BIND_slot, slot);
    stmt_int(s, BIND_until, d->now + OUTBOX_LEASE_SECONDS);
    stmt_int(s, BIND_id, id);
    return stmt_run(s);
}

static enum letter
letter_of(const char *name)
{
    enum letter l = 0;

    while (l < LETTER_TEST && strcmp(letter_name(l), name) != 0)
        l++;
    return l;
}

/* Takes the statement's row; *token gets the id of the letter's token, 0 for none. */
static void
take_row(struct stmt *s, struct outbox_item *i, int64_t *token)
{
    size_t len;
    const char *random = stmt_col_text(s, COL_outbox_letter_random, &len);

    assert(len == 0 || len == sizeof i->random);
    memcpy(i->random, random, len);
    i->key_id = stmt_col_int(s, COL_outbox_letter_key_id);
    i->leave_key = stmt_col_int(s, COL_outbox_letter_leave_key);
    i->letter = letter_of(stmt_col_text(s, COL_outbox_letter_letter, NULL));
    i->person = stmt_col_int(s, COL_outbox_letter_person);
    i->attempts = stmt_col_int(s, COL_outbox_letter_attempts);
    i->created_at = stmt_col_int(s, COL_outbox_letter_created_at);
    i->due_at = stmt_col_int(s, COL_outbox_letter_due_at);
    *token = stmt_col_int(s, COL_outbox_letter_token);
    stmt_col_copy(s, COL_outbox_letter_sent_to, i->to, sizeof i->to);
    stmt_col_copy(s, COL_outbox_letter_canonical, i->canonical, sizeof i->canonical);
    stmt_col_copy(s, COL_outbox_letter_name, i->name, sizeof i->name);
    stmt_col_copy(s, COL_outbox_letter_lists, i->lists, sizeof i->lists);
    stmt_col_copy(s, COL_outbox_letter_reference, i->reference, sizeof i->reference);
    stmt_col_copy(s, COL_outbox_letter_day, i->day, sizeof i->day);
    stmt_col_copy(s, COL_outbox_letter_new_email, i->new_email, sizeof i->new_email);
    stmt_col_copy(s, COL_outbox_letter_request_kind, i->request_kind, sizeof i->request_kind);
}

/* An answer without a text was erased: there is nothing to send. */
static enum err
take_answer(struct stmt *s, struct outbox_item *i)
{
    if (i->letter != LETTER_ANSWER)
        return ERR_OK;
    if (stmt_col_null(s, COL_outbox_letter_answer)) {
        i->to[0] = '\0';
        return ERR_OK;
    }
    i->answer = strdup(stmt_col_text(s, COL_outbox_letter_answer, NULL));
    return i->answer != NULL ? ERR_OK : ERR_NOMEM;
}

/* All that the letter of i->id needs, in a transaction. ERR_CONFLICT: the slot has lost the row. */
static enum err
load(const struct desk *d, int64_t slot, struct outbox_item *i)
{
    struct stmt *s = stmt_open(d->db, SQL_outbox_letter);
    int64_t token = 0;
    bool found;
    enum err e, taken = ERR_OK;

    *i = (struct outbox_item){.id = i->id};
    stmt_int(s, BIND_id, i->id);
    stmt_int(s, BIND_slot, slot);
    if ((found = stmt_row(s))) {
        take_row(s, i, &token);
        taken = take_answer(s, i);
    }
    e = stmt_close(s);
    if (e == ERR_OK)
        e = found ? taken : ERR_CONFLICT;
    i->has_token = token != 0;
    if (e == ERR_OK && i->has_token)
        e = token_load(d->db, token, &i->token);
    if (i->has_token && token_ended(&i->token, d->now))
        i->to[0] = '\0'; /* its link would lead nowhere */
    if (e == ERR_OK && i->letter == LETTER_CONFIRM && i->to[0] != '\0')
        e = lists_suppressed(d, i->canonical, lists_read(i->lists), &i->opted_out_at);
    return e;
}

void
outbox_item_clear(struct outbox_item *i)
{
    free(i->answer);
    i->answer = NULL;
}

enum err
outbox_load(const struct desk *d, int64_t slot, struct outbox_item *i)
{
    enum err e = db_read_begin(d->db);

    assert(slot > 0 && i->id > 0);
    if (e == ERR_OK) {
        e = load(d, slot, i);
        db_read_end(d->db);
    }
    return e;
}

enum err
outbox_lease(const struct desk *d, int64_t slot, size_t max, struct outbox_item *out, size_t *n)
{
    enum err e = find_all(d, max, out, n);

    assert(slot > 0 && max > 0);
    if (e != ERR_OK || *n == 0)
        return e; /* mostly there is nothing, and nobody is kept from writing */
    e = db_write_begin(d->db);
    if (e == ERR_OK)
        e = find_all(d, max, out, n);
    for (size_t i = 0; e == ERR_OK && i < *n; i++)
        e = take(d, slot, out[i].id);
    e = finish(d, e);
    if (e != ERR_OK)
        *n = 0;
    return e;
}

enum err
outbox_release(const struct desk *d, int64_t slot)
{
    enum err e = db_write_begin(d->db);
    struct stmt *s;

    if (e != ERR_OK)
        return e;
    s = stmt_open(d->db, SQL_outbox_release);
    stmt_int(s, BIND_slot, slot);
    return finish(d, stmt_run(s));
}

/* Opens outbox_end or outbox_defer, inside a transaction. */
static struct stmt *
open_settle(const struct desk *d, enum sql id, const struct outbox_item *i, int64_t slot,
            const char *status)
{
    struct stmt *s = stmt_open(d->db, id);

    stmt_int(s, BIND_id, i->id);
    stmt_int(s, BIND_slot, slot);
    stmt_text(s, BIND_status, status);
    return s;
}

/* ERR_CONFLICT where the slot doesn't hold the row. */
static enum err
run_settle(const struct desk *d, struct stmt *s)
{
    enum err e = stmt_run(s);

    return e == ERR_OK && db_changes(d->db) == 0 ? ERR_CONFLICT : e;
}

/* How a letter ends: its state, the server's word, and the bounce that it is, if it is one. */
struct ending {
    const char *state, *status;
    enum bounce_kind bounce; /* BOUNCE_KINDS_: none */
};

static enum err
end_letter(const struct desk *d, const struct outbox_item *i, int64_t slot,
           const struct ending *end)
{
    enum err e = db_write_begin(d->db);
    bool ended;
    struct stmt *s;

    if (e != ERR_OK)
        return e;
    s = open_settle(d, SQL_outbox_end, i, slot, end->status);
    stmt_text(s, BIND_state, end->state);
    stmt_int(s, BIND_at, d->now);
    e = run_settle(d, s);
    if (e == ERR_OK && end->bounce != BOUNCE_KINDS_)
        e = bounce_record(d, i->id, end->bounce, end->status, "smtp", &ended);
    return finish(d, e);
}

enum err
outbox_sent(const struct desk *d, const struct outbox_item *i, int64_t slot, const char *status)
{
    return end_letter(d, i, slot, &(struct ending){"sent", status, BOUNCE_KINDS_});
}

enum err
outbox_failed(const struct desk *d, const struct outbox_item *i, int64_t slot, const char *status,
              const char *kind)
{
    bool hard = strcmp(kind, "hard") == 0;
    const struct ending end = {"failed", status, hard ? BOUNCE_HARD : BOUNCE_POLICY};

    assert(hard || strcmp(kind, "policy") == 0);
    return end_letter(d, i, slot, &end);
}

enum err
outbox_dropped(const struct desk *d, const struct outbox_item *i, int64_t slot)
{
    return end_letter(d, i, slot, &(struct ending){"dropped", NULL, BOUNCE_KINDS_});
}

/* Seconds until the next attempt, after that many. */
static int64_t
pause_after(int64_t attempts)
{
    int64_t minutes = OUTBOX_RETRY_MINUTES;

    for (; attempts > 0 && minutes < OUTBOX_RETRY_MOST_MINUTES; attempts--)
        minutes *= 2;
    return (minutes < OUTBOX_RETRY_MOST_MINUTES ? minutes : OUTBOX_RETRY_MOST_MINUTES) *
           MINUTE_SECONDS;
}

enum err
outbox_deferred(const struct desk *d, const struct outbox_item *i, int64_t slot, const char *status,
                bool *given_up)
{
    /* Without the server's word it was no fault of the address. */
    bool answered = status != NULL && status[0] != '\0';
    const struct ending end = {"failed", status, answered ? BOUNCE_SOFT : BOUNCE_KINDS_};
    enum err e;
    struct stmt *s;

    *given_up = i->attempts + 1 >= OUTBOX_TRIES_LEAST &&
                d->now - i->created_at >= OUTBOX_GIVE_UP_DAYS * (int64_t)DAY_SECONDS;
    if (*given_up)
        return end_letter(d, i, slot, &end);
    e = db_write_begin(d->db);
    if (e != ERR_OK)
        return e;
    s = open_settle(d, SQL_outbox_defer, i, slot, status);
    stmt_int(s, BIND_due_at, d->now + pause_after(i->attempts));
    return finish(d, run_settle(d, s));
}

enum err
outbox_look(const struct desk *d, struct outbox_state *out)
{
    struct stmt *s = stmt_open(d->db, SQL_outbox_look);

    *out = (struct outbox_state){0};
    stmt_int(s, BIND_at, d->now);
    stmt_int(s, BIND_until, latest_due(d->now));
    stmt_int(s, BIND_latest, d->now + OUTBOX_LEASE_SECONDS);
    if (stmt_row(s)) {
        out->due = stmt_col_int(s, COL_outbox_look_due);
        out->waiting = stmt_col_int(s, COL_outbox_look_waiting);
        out->leased = stmt_col_int(s, COL_outbox_look_leased);
        out->next_at = stmt_col_int(s, COL_outbox_look_next_at);
    }
    return stmt_close(s);
}
