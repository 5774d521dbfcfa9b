/* counter.c - pages served: counted in a mapped file, folded into request_count. */
#include "store/counter.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"

enum {
    MAGIC_BYTES = 16,
    ID_BYTES = 16,
    GENERATION_MAX = 2 * ID_BYTES + 1, /* hexadecimal, with its NUL */
    LINE = 64,                         /* bytes of a cache line */
    NEVER = -1,                        /* a sum that no slots have */
};

/* The node of request_count: one machine now. */
static const char node[] = "main";

static const char magic[MAGIC_BYTES] = "hc-counter-1\n";

struct slot {
    _Alignas(LINE) _Atomic int64_t count;
};

/* The file, byte for byte; of one machine, so in its own byte order. */
struct counter_file {
    char magic[MAGIC_BYTES];
    unsigned char database[ID_BYTES];
    unsigned char generation[ID_BYTES]; /* names this file in counter_slot */
    struct slot slot[COUNTER_SLOTS];
};

static_assert(sizeof(struct slot) == LINE, "a slot is a cache line of its own");
static_assert(ATOMIC_LLONG_LOCK_FREE == 2, "processes share the slots without a lock");

struct counter {
    struct writer *writer;
    struct counter_file *file; /* mapped */
    char generation[GENERATION_MAX];
    int64_t start;
    _Atomic int64_t others; /* in request_count, but not from this file */
    int64_t folded;         /* sum of the slots at the last fold, so that rest costs nothing */
};

/* What a fold does to the database; run by the writer. */
struct fold {
    struct counter *counter;
    int64_t others; /* out */
};

static int64_t
slots_sum(const struct counter *c)
{
    int64_t sum = 0;

    for (int i = 0; i < COUNTER_SLOTS; i++)
        sum += atomic_load_explicit(&c->file->slot[i].count, memory_order_relaxed);
    return sum;
}

static enum err
read_folded(struct db *db, const char *generation, int64_t folded[COUNTER_SLOTS])
{
    struct stmt *s = stmt_open(db, SQL_counter_folded);

    memset(folded, 0, COUNTER_SLOTS * sizeof *folded);
    stmt_text(s, BIND_generation, generation);
    while (stmt_row(s)) {
        int64_t slot = stmt_col_int(s, COL_counter_folded_slot);

        if (slot >= 0 && slot < COUNTER_SLOTS)
            folded[slot] = stmt_col_int(s, COL_counter_folded_folded);
    }
    return stmt_close(s);
}

static enum err
fold_slot(struct db *db, const char *generation, int slot, int64_t count)
{
    struct stmt *s = stmt_open(db, SQL_counter_fold_slot);

    stmt_text(s, BIND_generation, generation);
    stmt_int(s, BIND_slot, slot);
    stmt_int(s, BIND_folded, count);
    return stmt_run(s);
}

static enum err
add_today(struct db *db, int64_t requests)
{
    struct stmt *s = stmt_open(db, SQL_counter_add);
    char day[CLOCK_DATE_MAX];

    clock_iso_date(clock_now(), day);
    stmt_text(s, BIND_day, day);
    stmt_text(s, BIND_node, node);
    stmt_int(s, BIND_requests, requests);
    return stmt_run(s);
}

/*
 * Adds what each slot gained since it was last folded, by whichever process. What was folded and
 * what was added change in one transaction, so that nothing is added twice. A slot below what was
 * folded was taken back by a power loss: what it had counted stands in the database, and it begins
 * anew.
 */
static enum err
fold_job(struct db *db, void *arg)
{
    struct fold *f = arg;
    const struct counter *c = f->counter;
    int64_t folded[COUNTER_SLOTS], gained = 0, slots = 0, total = 0;
    enum err e = read_folded(db, c->generation, folded);

    for (int i = 0; e == ERR_OK && i < COUNTER_SLOTS; i++) {
        int64_t count = atomic_load_explicit(&c->file->slot[i].count, memory_order_relaxed);

        slots += count;
        gained += count > folded[i] ? count - folded[i] : 0;
        if (count != folded[i])
            e = fold_slot(db, c->generation, i, count);
    }
    if (e == ERR_OK && gained > 0)
        e = add_today(db, gained);
    if (e == ERR_OK)
        e = stmt_one_int(stmt_open(db, SQL_counter_sum), &total);
    f->others = total - slots;
    return e;
}

enum err
counter_fold(struct counter *c)
{
    int64_t before = slots_sum(c);
    struct fold f = {.counter = c};
    enum err e;

    if (before == c->folded)
        return ERR_OK;
    e = writer_run(c->writer, fold_job, &f);
    if (e == ERR_OK) {
        c->folded = before;
        atomic_store_explicit(&c->others, f.others, memory_order_relaxed);
    }
    return e;
}

static enum err
id_job(struct db *db, void *arg)
{
    return db_id(db, arg);
}

static enum err
wrong(struct report *rep, const char *path, const char *what)
{
    enum err e = errno == ENOSPC || errno == EDQUOT ? ERR_FULL : ERR_IO;

    report_add(rep, path, 0, "%s: %s", what, strerror(errno));
    return e;
}

/*
 * Makes a file under a name of its own and puts it in place whole, and on the disk. Where another
 * process was first, that one's file stays.
 */
static enum err
make_file(const char *path, const unsigned char *database, struct report *rep)
{
    struct counter_file *fresh = aligned_alloc(_Alignof(struct counter_file), sizeof *fresh);
    size_t room = strlen(path) + sizeof ".XXXXXX";
    char *name = malloc(room);
    enum err e = ERR_OK;
    int fd = -1;

    if (fresh == NULL || name == NULL) {
        e = ERR_NOMEM;
        goto out;
    }
    snprintf(name, room, "%s.XXXXXX", path);
    memset(fresh, 0, sizeof *fresh);
    memcpy(fresh->magic, magic, MAGIC_BYTES);
    memcpy(fresh->database, database, ID_BYTES);
    secret_random(fresh->generation, ID_BYTES);
    fd = mkostemp(name, O_CLOEXEC);
    if (fd < 0 || fchmod(fd, 0640) != 0
        || write(fd, fresh, sizeof *fresh) != (ssize_t)sizeof *fresh || fsync(fd) != 0
        || (link(name, path) != 0 && errno != EEXIST))
        e = wrong(rep, path, "the counter can't be made");
    if (fd >= 0)
        unlink(name);
out:
    if (fd >= 0)
        close(fd);
    free(name);
    free(fresh);
    return e;
}

/* Maps the file and checks that it is a counter of this database. */
static enum err
map_file(struct counter *c, int fd, const char *path, const unsigned char *database,
         struct report *rep)
{
    struct stat st;
    void *at;

    if (fstat(fd, &st) != 0)
        return wrong(rep, path, "the counter can't be read");
    if (st.st_size != (off_t)sizeof *c->file) {
        report_add(rep, path, 0, "this is not a counter: move it away, and a new one is made");
        return ERR_INVALID;
    }
    at = mmap(NULL, sizeof *c->file, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at == MAP_FAILED)
        return wrong(rep, path, "the counter can't be mapped");
    c->file = at;
    if (memcmp(c->file->magic, magic, MAGIC_BYTES) != 0) {
        report_add(rep, path, 0, "this is not a counter: move it away, and a new one is made");
        return ERR_INVALID;
    }
    if (memcmp(c->file->database, database, ID_BYTES) != 0) {
        report_add(rep, path, 0, "this counter belongs to another database: move it away, and a "
                   "new one is made; what it counted stands in request_count of its own database");
        return ERR_INVALID;
    }
    hex_encode(c->file->generation, ID_BYTES, c->generation);
    return ERR_OK;
}

static void
unmap(struct counter *c)
{
    if (c->file != NULL)
        munmap(c->file, sizeof *c->file);
    c->file = NULL;
}

/* Maps the file; makes it first where there is none. */
static enum err
open_file(struct counter *c, const char *path, struct report *rep)
{
    unsigned char database[ID_BYTES];
    enum err e = writer_run(c->writer, id_job, database);
    int fd = -1;

    if (e == ERR_OK)
        fd = open(path, O_RDWR | O_CLOEXEC);
    if (e == ERR_OK && fd < 0 && errno == ENOENT) {
        e = make_file(path, database, rep);
        fd = e == ERR_OK ? open(path, O_RDWR | O_CLOEXEC) : -1;
    }
    if (e == ERR_OK)
        e = fd >= 0 ? map_file(c, fd, path, database, rep)
                    : wrong(rep, path, "the counter can't be opened");
    if (fd >= 0)
        close(fd);
    return e;
}

enum err
counter_open(const char *path, struct writer *w, int64_t start, struct counter **out,
             struct report *rep)
{
    struct counter *c = calloc(1, sizeof *c);
    enum err e;

    assert(start >= 0);
    if (c == NULL)
        return ERR_NOMEM;
    c->writer = w;
    c->start = start;
    e = open_file(c, path, rep);
    /* Before the first hit: a slot that a power loss took back begins from there. */
    c->folded = NEVER;
    if (e == ERR_OK)
        e = counter_fold(c);
    if (e != ERR_OK) {
        unmap(c);
        free(c);
        return e;
    }
    *out = c;
    return ERR_OK;
}

void
counter_close(struct counter *c)
{
    if (c == NULL)
        return;
    /* What can't be folded now stays in the file for the next start. */
    if (counter_fold(c) != ERR_OK)
        log_event(LOG_WARN, "counter_kept", (char *)NULL);
    unmap(c);
    free(c);
}

void
counter_hit(struct counter *c, unsigned slot)
{
    atomic_fetch_add_explicit(&c->file->slot[slot % COUNTER_SLOTS].count, 1, memory_order_relaxed);
}

int64_t
counter_total(const struct counter *c)
{
    return c->start + atomic_load_explicit(&c->others, memory_order_relaxed) + slots_sum(c);
}
