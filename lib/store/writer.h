/*
 * writer.h - the one thread that writes, for all who wait (DESIGN.md: group commit).
 *
 * writer_run() hands over a job and returns once its effects are durable (synchronous=FULL) or
 * undone. Jobs of one group share a transaction, each in a savepoint: a job that returns an error
 * is undone alone. A job does no I/O but through db, and can be run twice: where a failure rolled
 * the whole group back, each job is run again alone. So a job sets all that it tells its caller
 * anew each time.
 *
 * Between groups the writer pauses for a millisecond, so that other processes get the lock. Where
 * one of them holds it long, a single job waits for WRITER_WAIT_MS and all others are soon told
 * ERR_BUSY: the threads that wait here are the ones that serve pages. Once
 * the database file was replaced or removed, every job is ERR_CORRUPT until it is back.
 */
#ifndef HC_WRITER_H
#define HC_WRITER_H

#include "base/err.h"
#include "store/db.h"

struct writer;

typedef enum err (*writer_job)(struct db *db, void *arg);

/* The longest wait before ERR_BUSY, so that a 503 leaves within 2 s (SECURITY 23). */
enum { WRITER_WAIT_MS = 1800 };

/* Opens the database and starts the thread. The errors of db_open(); rep says what is wrong. */
enum err writer_start(const char *path, struct writer **out, struct report *rep);
/* Finishes what is queued, then stops. Nobody may call writer_run() any more. NULL is nothing. */
void writer_stop(struct writer *w);

/*
 * Any thread. The job's own error, or ERR_BUSY, ERR_FULL, ERR_READONLY, ERR_CORRUPT, ERR_IO from
 * the store. After ERR_OK the change is durable, after any other it was undone.
 */
enum err writer_run(struct writer *w, writer_job job, void *arg);

#endif
