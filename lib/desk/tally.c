/*
 * tally.c - counts of what visitors do. Of two sets of shelves one is added to, the other is
 * folded, and they change places. So adding never waits for the database, and a fold that failed
 * finds what it had.
 */
#include "desk/tally.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/clock.h"
#include "base/secret.h"
#include "base/utf8.h"

enum {
    SLOTS = 2 * TALLY_ENTRIES,      /* a power of two */
    ROOM = 64 * TALLY_ENTRIES,      /* bytes of a shelf's texts */
    TEXT_MAX = LIMIT_TALLY * 4 + 1, /* bytes of a text with its NUL */
    QUARTER = 900, /* seconds; a day begins at a quarter of an hour, whatever the zone */
};
static_assert((SLOTS & (SLOTS - 1)) == 0 && TALLY_ENTRIES < UINT16_MAX, "slots hold entries");

struct entry {
    int64_t at, day; /* when it was counted first, and the local day of that */
    int64_t count;
    uint64_t hash;
    uint32_t subject, near; /* offsets in room */
};

struct shelf {
    struct entry entry[TALLY_ENTRIES];
    uint16_t slot[SLOTS]; /* by hash: an entry's index + 1, or 0 */
    char room[ROOM];
    size_t count, used; /* entries, bytes of room */
    size_t folded;      /* entries that the database has */
    size_t going;       /* and will have once the commit holds */
};

struct tally {
    pthread_mutex_t lock;                         /* for open, quarter and day */
    unsigned char key[crypto_shorthash_KEYBYTES]; /* random: nobody can aim at one slot */
    struct shelf *open, *taken;                   /* TALLY_KINDS_ each */
    int64_t quarter, day;                         /* the last time asked for, and its day */
    /* The day whose rows are full, as far as the last commit told and as this one may. */
    int64_t full[TALLY_KINDS_], filling[TALLY_KINDS_];
};

/* How each kind is kept. `more` adds to a row that is there, `first` makes one; where anybody can
 * make subjects up they are two, and `first` only acts while there is room. */
static const struct {
    enum sql more, first;
    bool bounded, subject, near;
} kinds[] = {
    [TALLY_PAGE] = {.more = SQL_tally_page, .subject = true},
    [TALLY_SEARCH] = {.more = SQL_tally_search},
    [TALLY_MISS] = {SQL_tally_miss, SQL_tally_miss_first, .bounded = true, .subject = true},
    [TALLY_LOST] = {SQL_tally_lost, SQL_tally_lost_first, true, true, true},
};
static_assert(sizeof kinds / sizeof *kinds == TALLY_KINDS_, "each kind has a row");

enum err
tally_open(struct tally **out)
{
    struct tally *t = calloc(1, sizeof *t);

    if (t == NULL)
        return ERR_NOMEM;
    t->open = calloc(TALLY_KINDS_, sizeof *t->open);
    t->taken = calloc(TALLY_KINDS_, sizeof *t->taken);
    if (t->open == NULL || t->taken == NULL || pthread_mutex_init(&t->lock, NULL) != 0) {
        free(t->open);
        free(t->taken);
        free(t);
        return ERR_NOMEM;
    }
    secret_random(t->key, sizeof t->key);
    t->quarter = -1;
    *out = t;
    return ERR_OK;
}

void
tally_free(struct tally *t)
{
    if (t == NULL)
        return;
    pthread_mutex_destroy(&t->lock);
    free(t->open);
    free(t->taken);
    free(t);
}

/* Copies a text as tally_add() says; out holds TEXT_MAX bytes. Its length. */
static size_t
clean(const char *text, bool lower, char *out)
{
    size_t left = strlen(text), len = 0, n;
    bool gap = false;

    for (int chars = 0; left > 0 && chars < LIMIT_TALLY; text += n, left -= n) {
        uint32_t c = 0;

        n = utf8_read(text, left, &c);
        if (n == 0 || utf8_is_space(c) || utf8_is_control(c)) {
            gap = len > 0;
            n += n == 0;
            continue;
        }
        if (gap && ++chars == LIMIT_TALLY)
            break;
        if (gap)
            out[len++] = ' ';
        memcpy(out + len, text, n);
        if (lower && c >= 'A' && c <= 'Z')
            out[len] = (char)(c | 0x20);
        len += n;
        chars++;
        gap = false;
    }
    assert(len < TEXT_MAX);
    out[len] = '\0';
    return len;
}

/* The same of what is clean already: a page's address. */
static size_t
copy(const char *text, char *out)
{
    size_t len = strnlen(text, LIMIT_TALLY);

    memcpy(out, text, len);
    out[len] = '\0';
    return len;
}

static uint64_t
hash_of(const struct tally *t, const char *subject, size_t len)
{
    unsigned char bytes[crypto_shorthash_BYTES];
    uint64_t hash = 0;

    crypto_shorthash(bytes, (const unsigned char *)subject, len, t->key);
    for (size_t i = 0; i < sizeof bytes; i++)
        hash = hash << 8 | bytes[i];
    return hash;
}

/* Puts a text into a shelf's room, where there is some: its offset. */
static uint32_t
store(struct shelf *s, const char *text, size_t len)
{
    size_t at = s->used;

    assert(at + len + 1 <= ROOM);
    memcpy(s->room + at, text, len + 1);
    s->used += len + 1;
    return (uint32_t)at;
}

/* The entry of a subject on a day, made where there is none; NULL past the bounds. */
static struct entry *
entry_for(struct shelf *s, uint64_t hash, int64_t day, const char *subject, size_t len)
{
    struct entry *e;
    size_t i = (size_t)hash & (SLOTS - 1);

    for (; s->slot[i] != 0; i = (i + 1) & (SLOTS - 1)) {
        e = &s->entry[s->slot[i] - 1];
        if (e->hash == hash && e->day == day && strcmp(s->room + e->subject, subject) == 0)
            return e;
    }
    if (s->count == TALLY_ENTRIES || s->used + len + 1 + TEXT_MAX > ROOM)
        return NULL;
    e = &s->entry[s->count++];
    s->slot[i] = (uint16_t)s->count;
    *e = (struct entry){.day = day, .hash = hash, .subject = store(s, subject, len)};
    return e;
}

/* Today; the zone is asked once in a quarter of an hour. The lock is held. */
static int64_t
today(struct tally *t, int64_t now)
{
    if (t->quarter != now / QUARTER) {
        t->quarter = now / QUARTER;
        t->day = clock_day(now);
    }
    return t->day;
}

void
tally_add(struct tally *t, enum tally_kind kind, const char *subject, const char *near)
{
    char text[TEXT_MAX], next[TEXT_MAX];
    size_t len = 0, next_len = 0;
    int64_t now = clock_now();
    struct entry *e;
    uint64_t hash;

    assert(kind < TALLY_KINDS_);
    if (t == NULL || (kinds[kind].bounded && tally_private(subject)))
        return;
    text[0] = next[0] = '\0';
    if (kinds[kind].subject)
        len = kinds[kind].bounded ? clean(subject, kind == TALLY_MISS, text) : copy(subject, text);
    if (kinds[kind].subject && len == 0)
        return;
    if (kinds[kind].near && near != NULL)
        next_len = clean(near, false, next);
    hash = hash_of(t, text, len);
    pthread_mutex_lock(&t->lock);
    e = entry_for(&t->open[kind], hash, today(t, now), text, len);
    if (e != NULL && e->count++ == 0) {
        e->at = now;
        e->near = store(&t->open[kind], next, next_len); /* entry_for() left room for it */
    }
    pthread_mutex_unlock(&t->lock);
}

bool
tally_take(struct tally *t)
{
    bool some = false;

    for (int k = 0; k < TALLY_KINDS_ && !some; k++)
        some = t->taken[k].count > 0;
    if (some)
        return true;
    pthread_mutex_lock(&t->lock);
    for (int k = 0; k < TALLY_KINDS_; k++)
        some = some || t->open[k].count > 0;
    if (some) {
        struct shelf *full = t->open;

        t->open = t->taken;
        t->taken = full;
    }
    pthread_mutex_unlock(&t->lock);
    return some;
}

static enum err
run(struct db *db, enum sql sql, enum tally_kind kind, const struct shelf *s, const struct entry *e)
{
    struct stmt *q = stmt_open(db, sql);
    const char *near = s->room + e->near;
    char day[CLOCK_DATE_MAX];

    clock_iso_date(e->at, day);
    stmt_text(q, BIND_day, day);
    stmt_int(q, BIND_count, e->count);
    if (kinds[kind].subject)
        stmt_text(q, BIND_subject, s->room + e->subject);
    if (kinds[kind].near)
        stmt_text(q, BIND_near, near[0] != '\0' ? near : NULL);
    if (kinds[kind].bounded && sql == kinds[kind].first)
        stmt_int(q, BIND_most, TALLY_ROWS);
    return stmt_run(q);
}

static enum err
fold_entry(struct tally *t, struct db *db, enum tally_kind kind, const struct entry *entry)
{
    const struct shelf *s = &t->taken[kind];
    enum err e = run(db, kinds[kind].more, kind, s, entry);

    if (e != ERR_OK || !kinds[kind].bounded || db_changes(db) > 0
        || t->filling[kind] == entry->day)
        return e;
    e = run(db, kinds[kind].first, kind, s, entry);
    if (e == ERR_OK && db_changes(db) == 0)
        t->filling[kind] = entry->day;
    return e;
}

enum err
tally_fold(struct tally *t, struct db *db)
{
    size_t left = TALLY_BATCH;
    enum err e = ERR_OK;

    memcpy(t->filling, t->full, sizeof t->filling);
    for (enum tally_kind k = 0; k < TALLY_KINDS_; k++) {
        struct shelf *s = &t->taken[k];

        for (s->going = s->folded; e == ERR_OK && left > 0 && s->going < s->count; left--)
            e = fold_entry(t, db, k, &s->entry[s->going++]);
    }
    return e;
}

bool
tally_folded(struct tally *t)
{
    bool more = false;

    memcpy(t->full, t->filling, sizeof t->full);
    for (int k = 0; k < TALLY_KINDS_; k++) {
        struct shelf *s = &t->taken[k];

        assert(s->going >= s->folded && s->going <= s->count);
        s->folded = s->going;
        more = more || s->folded < s->count;
    }
    for (int k = 0; k < TALLY_KINDS_ && !more; k++) {
        struct shelf *s = &t->taken[k];

        memset(s->slot, 0, s->count > 0 ? sizeof s->slot : 0);
        s->count = s->used = s->folded = s->going = 0;
    }
    return more;
}
