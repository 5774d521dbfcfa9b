#include "sending.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "desk/bounces.h"
#include "desk/digest.h"
#include "desk/setup.h"

enum {
    BATCH = 32,
    PATIENCE_MS = 600 * 1000, /* with a database that won't take what became of a letter */
    SPARE_SECONDS = 60,       /* of a lease, beside the time that a letter takes */
    LAST_TRIES = 3,           /* where the program was told to end meanwhile */
};

/* What to write down about a letter. */
struct verdict {
    enum { SENT, DEFERRED, FAILED, DROPPED, KEPT } what; /* KEPT: not tried, so nothing at all */
    const char *status;                                  /* "451 4.3.0", or NULL */
    const char *kind;                                    /* of FAILED: "hard", "policy" */
    bool down;                                           /* no use in trying another letter now */
};

enum err
office_open(const char *conf, struct office *o, struct report *rep)
{
    *o = (struct office){0};
    enum err e = setup(conf, &o->settings, &o->keys, rep);
    if (e == ERR_OK)
        e = letter_room_open(o->settings, o->keys, &o->room, rep);
    if (e == ERR_OK)
        e = deliver_open(o->settings, &o->deliver, rep);
    return e;
}

void
office_close(struct office *o)
{
    deliver_close(o->deliver);
    letter_room_close(&o->room);
    keys_free(o->keys);
    settings_free(o->settings);
    *o = (struct office){0};
}

struct desk
sending_desk(const struct sending *s)
{
    return (struct desk){.db = s->db,
                         .keys = s->office->keys,
                         .now = clock_now(),
                         .channel = CHANNEL_PROGRAM,
                         .actor = "mailout"};
}

/* ---- one letter ----------------------------------------------------------------------------- */

/* The digest's facts are read when it is sent, and it goes to the owner. */
static enum err
digest_fill(const struct sending *s, struct outbox_item *i, struct digest *g)
{
    struct desk d = sending_desk(s);
    if (i->letter != LETTER_DIGEST)
        return ERR_OK;
    snprintf(i->to, sizeof i->to, "%s", s->office->settings->digest_mail);
    enum err e = db_read_begin(s->db);
    if (e != ERR_OK)
        return e;
    e = digest_read(&d, i->day, g);
    db_read_end(s->db);
    return e;
}

/*
 * Reads a row and makes its letter. ERR_NOTFOUND: there is nobody, or nothing, to write about;
 * ERR_CONFLICT: another has the row.
 */
static enum err
letter_make(const struct sending *s, struct outbox_item *i, struct drawn_letter *l,
            struct buf *mail)
{
    const struct letter_room *room = &s->office->room;
    static struct digest digest; /* too large for the stack */
    struct desk d = sending_desk(s);
    enum err e = outbox_load(&d, s->slot, i);
    if (e == ERR_OK)
        e = digest_fill(s, i, &digest);
    if (e == ERR_OK && i->to[0] == '\0')
        e = ERR_NOTFOUND;
    if (e == ERR_OK)
        e = letter_draw(room, i, i->letter == LETTER_DIGEST ? &digest : NULL, l);
    if (e == ERR_OK)
        e = letter_mail(room, l, mail);
    digest_free(&digest);
    memset(&digest, 0, sizeof digest);
    return e;
}

/* The enhanced status of "550 5.1.1", or "". */
static const char *
enhanced(const char *status)
{
    const char *space = strchr(status, ' ');
    return space != NULL ? space + 1 : "";
}

/* A mailbox that is full today may not be tomorrow, whatever class of code says so. */
static struct verdict
refused(const struct smtp_result *r)
{
    enum bounce_kind kind = bounce_judge(enhanced(r->status), r->code, r->text);
    struct verdict v = {.what = FAILED, .status = r->status};
    if (kind == BOUNCE_SOFT)
        v.what = DEFERRED;
    else
        v.kind = kind == BOUNCE_HARD ? "hard" : "policy";
    return v;
}

static struct verdict
judge(const struct smtp_result *r)
{
    struct verdict v = {.what = SENT, .status = r->status[0] != '\0' ? r->status : NULL};
    if (r->end == SMTP_REFUSED)
        return refused(r);
    if (r->end == SMTP_ACCEPTED)
        return v;
    /* Before the sender is named no letter was tried; no answer, or 421, tells of the server. */
    v.what = r->step < SMTP_SENDER ? KEPT : DEFERRED;
    v.down = r->step < SMTP_SENDER || r->code == 0 || r->code == 421;
    return v;
}

/* Errors of ours, not of the server's: the letter waits for a mended template, setting or key. */
static struct verdict
not_made(const struct outbox_item *i, enum err e)
{
    if (e == ERR_NOTFOUND)
        return (struct verdict){.what = DROPPED};
    log_event(LOG_ERROR, "letter_not_made", "letter", letter_name(i->letter), "why", err_text(e),
              NULL);
    return (struct verdict){.what = DEFERRED};
}

/* ---- settling ------------------------------------------------------------------------------- */

static enum err
settle_once(const struct sending *s, const struct outbox_item *i, struct verdict *v)
{
    struct desk d = sending_desk(s);
    bool given_up = false;
    enum err e = ERR_OK;
    switch (v->what) {
    case SENT: return outbox_sent(&d, i, s->slot, v->status);
    case FAILED: return outbox_failed(&d, i, s->slot, v->status, v->kind);
    case DROPPED: return outbox_dropped(&d, i, s->slot);
    case DEFERRED:
        e = outbox_deferred(&d, i, s->slot, v->status, &given_up);
        if (given_up)
            v->what = FAILED;
        return e;
    case KEPT: break;
    }
    return e;
}

static bool
may_pass(enum err e)
{
    return e == ERR_BUSY || e == ERR_FULL || e == ERR_IO || e == ERR_READONLY || e == ERR_NOMEM;
}

/* Another has taken the row, since this lease had ended: it is theirs to send, or sent already. */
static enum err
lease_lost(void)
{
    log_event(LOG_WARN, "lease_lost", NULL);
    return ERR_OK;
}

/* Keeps trying: what became of the letter is known here alone. */
static enum err
settle(const struct sending *s, const struct outbox_item *i, struct verdict *v)
{
    int64_t begin = clock_mono_ms();
    enum err e;
    for (int tries = 1; (e = settle_once(s, i, v)) != ERR_OK && may_pass(e); tries++) {
        if (tries == 1)
            log_event(LOG_WARN, "outcome_waits", "why", err_text(e), NULL);
        if (clock_mono_ms() - begin > PATIENCE_MS || (s->ending() && tries >= LAST_TRIES))
            break;
        nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
    }
    return e == ERR_CONFLICT ? lease_lost() : e;
}

static void
count(struct outcome *t, const struct verdict *v)
{
    t->sent += v->what == SENT;
    t->deferred += v->what == DEFERRED;
    t->failed += v->what == FAILED;
    t->dropped += v->what == DROPPED;
}

/* Staff see which row in v_outbox; the log says no more than that. */
static void
refusal_log(const struct outbox_item *i, const struct verdict *v)
{
    char id[24];
    if (v->what != FAILED)
        return;
    snprintf(id, sizeof id, "%lld", (long long)i->id);
    log_event(LOG_INFO, "letter_failed", "row", id, "status", v->status, "kind",
              v->kind != NULL ? v->kind : "given up", NULL);
}

static enum err
verdict_settle(const struct sending *s, const struct outbox_item *i, struct verdict *v,
               struct outcome *t)
{
    enum err e = settle(s, i, v);
    if (e == ERR_OK)
        count(t, v);
    refusal_log(i, v);
    return e;
}

/* Errors of the database, where another letter fares no better. */
static bool
of_store(enum err e)
{
    return e == ERR_BUSY || e == ERR_FULL || e == ERR_IO || e == ERR_CORRUPT;
}

/* Makes, sends and settles one. *down: no use in trying another now. */
static enum err
letter_handle(struct sending *s, struct outbox_item *i, struct outcome *t, bool *down)
{
    struct drawn_letter l = {0};
    struct buf mail = BUF_INIT;
    struct verdict v;
    enum err e = letter_make(s, i, &l, &mail);
    if (e == ERR_OK) {
        struct smtp_result r;
        deliver_send(s->office->deliver, i, &l, &mail, &r);
        v = judge(&r);
        if ((*down = v.down))
            s->down = r;
        e = verdict_settle(s, i, &v, t);
    } else if (e == ERR_CONFLICT) {
        e = lease_lost();
    } else if (!of_store(e)) {
        v = not_made(i, e);
        e = verdict_settle(s, i, &v, t);
    }
    buf_free(&mail);
    drawn_letter_free(&l);
    outbox_item_clear(i);
    return e;
}

/*
 * Rows name the key they were made with, which was in its file before they were written: so a look
 * at the file after the lease finds each of them.
 */
static void
follow_keys(const struct sending *s)
{
    struct report rep = {0};
    bool added;
    if (keys_follow(s->office->keys, s->office->settings->key_file, &added, &rep) != ERR_OK)
        report_log(&rep);
    else if (added)
        log_event(LOG_INFO, "key_added", NULL);
    report_free(&rep);
}

/* ---- a pass --------------------------------------------------------------------------------- */

/* Sends what of the n leased letters can be sent before the lease ends; frees the rest. */
static enum pass_end
batch_send(struct sending *s, struct outbox_item *items, size_t n, struct outcome *t, enum err *e)
{
    int64_t spare = (s->office->settings->smtp_timeout + SPARE_SECONDS) * 1000;
    int64_t end = clock_mono_ms() + OUTBOX_LEASE_SECONDS * 1000LL - spare;
    bool down = false;
    size_t at = 0;
    while (at < n && !down && !s->interrupted() && (at == 0 || clock_mono_ms() < end)) {
        *e = letter_handle(s, &items[at++], t, &down);
        if (*e != ERR_OK)
            return PASS_STORE;
        if (s->progress != NULL)
            s->progress(t);
    }
    if (at < n || down) {
        struct desk d = sending_desk(s);
        *e = outbox_release(&d, s->slot);
    }
    if (*e != ERR_OK)
        return PASS_STORE;
    return down ? PASS_DOWN : PASS_DONE;
}

enum pass_end
sending_pass(struct sending *s, struct outcome *t, enum err *e)
{
    static struct outbox_item items[BATCH]; /* too large for the stack */
    enum pass_end end = PASS_DONE;
    assert(s->slot > 0 && s->interrupted != NULL && s->ending != NULL);
    for (*e = ERR_OK; end == PASS_DONE;) {
        struct desk d = sending_desk(s);
        size_t n = 0;
        if (s->interrupted())
            return PASS_INTERRUPTED;
        *e = outbox_lease(&d, s->slot, BATCH, items, &n);
        if (*e != ERR_OK)
            return PASS_STORE;
        if (n == 0)
            return PASS_DONE;
        follow_keys(s);
        assert(n <= BATCH);
        end = batch_send(s, items, n, t, e);
    }
    return end;
}
