/* writer.c - the thread that writes: takes what waits as a group, commits it once, tells each. */
#include "store/writer.h"

#include <assert.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "store/engine.h"
#include "store/wal.h"

enum {
    GROUP_MAX = 128,          /* jobs of one transaction: keeps it well under 50 ms */
    PAUSE_US = 1000,          /* between groups, or other processes would never get the lock */
    PATIENCE_MS = 300,        /* how long all wait for another process's lock; then only one does */
};

/* A job that somebody waits for; it lies on the waiting thread's stack. */
struct job {
    writer_job fn;
    void *arg;
    int64_t deadline; /* clock_mono_ms() */
    enum err err;
    bool done;
    pthread_cond_t told;
    struct job *next;
};

struct writer {
    struct db *db; /* the writer thread's */
    pthread_t thread;
    pthread_mutex_t lock; /* for the queue, stop, and the jobs' err and done */
    pthread_cond_t work;
    struct job *first, **last;
    bool stop;
    bool held;   /* another process has held the lock for longer than PATIENCE_MS */
    bool trying; /* a job waits for it, or is at work */

    /* the writer thread's */
    dev_t device; /* of the database file when it was opened */
    ino_t inode;
    bool lost; /* another file stands in its place, or none */
    struct wal log;
};

/* Looks whether the database file is still the one that was opened: what goes elsewhere is lost. */
static bool
is_lost(struct writer *w)
{
    struct stat st;
    bool lost = stat(w->db->path, &st) != 0 || st.st_dev != w->device || st.st_ino != w->inode;

    if (lost && !w->lost)
        log_event(LOG_ERROR, "db_replaced", "what",
                  "the database file was replaced or removed; writes stop", (char *)NULL);
    if (!lost && w->lost)
        log_event(LOG_WARN, "db_back", "what", "the database file is back; writes go on",
                  (char *)NULL);
    w->lost = lost;
    return lost;
}

/* Runs a job; a statement that it left open is a mistake of ours. */
static enum err
call(struct writer *w, struct job *j)
{
    enum err e = j->fn(w->db, j->arg);

    if (stmt_close_all(w->db) > 0) {
        log_event(LOG_ERROR, "db_bug", "what", "a job left a statement open", (char *)NULL);
        e = e != ERR_OK ? e : ERR_BUG;
    }
    return e;
}

static bool
in_transaction(struct writer *w)
{
    return !sqlite3_get_autocommit(w->db->handle);
}

/* A job within a group's transaction: undone alone. False if the whole transaction is gone. */
static bool
run_in_group(struct writer *w, struct job *j)
{
    enum err e = stmt_run(stmt_open(w->db, SQL_savepoint_begin));

    if (e == ERR_OK) {
        j->err = call(w, j);
        if (!in_transaction(w))
            return false;
        if (j->err != ERR_OK)
            e = stmt_run(stmt_open(w->db, SQL_savepoint_undo));
        if (e == ERR_OK)
            e = stmt_run(stmt_open(w->db, SQL_savepoint_end));
    }
    return e == ERR_OK && in_transaction(w);
}

/* A job in a transaction of its own. */
static void
run_alone(struct writer *w, struct job *j)
{
    db_deadline(w->db, j->deadline);
    j->err = db_write_begin(w->db);
    if (j->err != ERR_OK)
        return;
    j->err = call(w, j);
    if (j->err == ERR_OK && in_transaction(w))
        j->err = db_commit(w->db);
    else if (j->err == ERR_OK)
        j->err = ERR_BUG;
    db_rollback(w->db);
}

/* Tells the first job of a group how it ended: the rest. */
static struct job *
tell_first(struct writer *w, struct job *group, enum err e)
{
    struct job *rest = group->next;

    pthread_mutex_lock(&w->lock);
    group->err = e;
    group->done = true;
    pthread_cond_signal(&group->told);
    pthread_mutex_unlock(&w->lock); /* from here on the job may be gone */
    return rest;
}

/* Tells all of a group how they ended. */
static void
tell_all(struct writer *w, struct job *group, enum err e)
{
    while (group != NULL)
        group = tell_first(w, group, e);
}

static void
set_held(struct writer *w, bool held, bool trying)
{
    pthread_mutex_lock(&w->lock);
    w->held = held;
    w->trying = trying;
    pthread_mutex_unlock(&w->lock);
}

static struct job *take_queue(struct writer *w, int most);

/*
 * Begins the group's transaction; false if nobody of it is left. Past PATIENCE_MS all are told that
 * the database is locked but the first, who waits on: threads that wait here answer nobody else,
 * and pages must go on (SECURITY.md's table: locked for 60 s).
 */
static bool
begin_group(struct writer *w, struct job *group)
{
    enum err e = is_lost(w) ? ERR_CORRUPT : ERR_OK;

    if (e == ERR_OK) {
        db_deadline(w->db, clock_mono_ms() + PATIENCE_MS);
        e = db_write_begin(w->db);
    }
    if (e == ERR_BUSY) {
        set_held(w, true, true);
        tell_all(w, group->next, e);
        group->next = NULL;
        tell_all(w, take_queue(w, INT_MAX), e);
        db_deadline(w->db, group->deadline);
        e = db_write_begin(w->db);
    }
    set_held(w, e == ERR_BUSY, e == ERR_OK); /* before they are told, and may come again */
    if (e != ERR_OK)
        tell_all(w, group, e);
    return e == ERR_OK;
}

/* One transaction for all, or each alone where a failure took the whole of it. */
static void
run_group(struct writer *w, struct job *group)
{
    bool good = true;

    for (struct job *j = group; good && j != NULL; j = j->next)
        good = run_in_group(w, j);
    if (good && db_commit(w->db) == ERR_OK)
        return;
    db_rollback(w->db);
    for (struct job *j = group; j != NULL; j = j->next)
        run_alone(w, j);
}

/* Takes the longest waiting off the queue, as a list of its own; NULL if nobody waits. */
static struct job *
take_queue(struct writer *w, int most)
{
    struct job *group, *j;

    pthread_mutex_lock(&w->lock);
    group = j = w->first;
    for (int n = 1; j != NULL && j->next != NULL && n < most; n++)
        j = j->next;
    if (j != NULL) {
        w->first = j->next;
        j->next = NULL;
        if (w->first == NULL)
            w->last = &w->first;
    }
    pthread_mutex_unlock(&w->lock);
    return group;
}

/* Waits for work. False: stop. */
static bool
wait_work(struct writer *w)
{
    pthread_mutex_lock(&w->lock);
    w->trying = false;
    while (w->first == NULL && !w->stop)
        pthread_cond_wait(&w->work, &w->lock);
    w->trying = w->first != NULL;
    pthread_mutex_unlock(&w->lock);
    return w->trying;
}

static void *
writer_main(void *arg)
{
    static const struct timespec pause = {.tv_nsec = PAUSE_US * 1000L};
    struct writer *w = arg;

    while (wait_work(w)) {
        struct job *group = take_queue(w, GROUP_MAX);

        if (group == NULL) /* it was taken back meanwhile */
            continue;
        if (begin_group(w, group)) {
            run_group(w, group);
            while (group != NULL)
                group = tell_first(w, group, group->err);
        }
        wal_tend(&w->log, w->db);
        nanosleep(&pause, NULL);
    }
    return NULL;
}

/* Signals belong to the program's main thread. */
static int
start_thread(struct writer *w)
{
    sigset_t all, before;
    int failed;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&w->thread, NULL, writer_main, w);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

static void
release(struct writer *w)
{
    db_close(w->db);
    wal_release(&w->log);
    pthread_cond_destroy(&w->work);
    pthread_mutex_destroy(&w->lock);
    free(w);
}

enum err
writer_start(const char *path, struct writer **out, struct report *rep)
{
    struct writer *w = calloc(1, sizeof *w);
    struct stat st = {0};
    enum err e;

    if (w == NULL)
        return ERR_NOMEM;
    w->last = &w->first;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->work, NULL);
    e = db_open(path, ROLE_WRITER, &w->db, rep);
    if (e == ERR_OK && stat(path, &st) != 0)
        e = ERR_IO;
    if (e == ERR_OK)
        e = wal_watch(&w->log, path);
    if (e == ERR_OK) {
        w->device = st.st_dev;
        w->inode = st.st_ino;
        if (start_thread(w) != 0)
            e = ERR_NOMEM;
    }
    if (e != ERR_OK) {
        release(w);
        return e;
    }
    *out = w;
    return ERR_OK;
}

void
writer_stop(struct writer *w)
{
    if (w == NULL)
        return;
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_signal(&w->work);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    assert(w->first == NULL);
    release(w);
}

/* Takes a job back that the writer has not taken yet. False if it has. */
static bool
withdraw(struct writer *w, struct job *j)
{
    struct job **at = &w->first;

    while (*at != NULL && *at != j)
        at = &(*at)->next;
    if (*at == NULL)
        return false;
    *at = j->next;
    if (w->last == &j->next)
        w->last = at;
    return true;
}

/* Waits until the job is done, or takes it back once its time is over. The lock is held. */
static void
wait_told(struct writer *w, struct job *j)
{
    struct timespec until = {.tv_sec = (time_t)(j->deadline / 1000),
                             .tv_nsec = (long)(j->deadline % 1000) * 1000000};

    while (!j->done) {
        /* Past its deadline a job that runs is waited for: its end is near, and decides. */
        if (clock_mono_ms() >= j->deadline) {
            if (withdraw(w, j)) {
                j->err = ERR_BUSY;
                return;
            }
            pthread_cond_wait(&j->told, &w->lock);
        } else {
            pthread_cond_timedwait(&j->told, &w->lock, &until);
        }
    }
}

enum err
writer_run(struct writer *w, writer_job fn, void *arg)
{
    struct job j = {.fn = fn, .arg = arg, .deadline = clock_mono_ms() + WRITER_WAIT_MS};
    pthread_condattr_t attr;

    assert(fn != NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&j.told, &attr);
    pthread_condattr_destroy(&attr);

    pthread_mutex_lock(&w->lock);
    assert(!w->stop);
    if (w->held && (w->trying || w->first != NULL)) {
        j.err = ERR_BUSY; /* somebody else tries already */
    } else {
        *w->last = &j;
        w->last = &j.next;
        pthread_cond_signal(&w->work);
        wait_told(w, &j);
    }
    pthread_mutex_unlock(&w->lock);

    pthread_cond_destroy(&j.told);
    return j.err;
}
