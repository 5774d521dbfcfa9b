/*
 * wal.h - keeps the write-ahead log short: cuts it when it has grown long, or old, since what an
 * erasure took away still stands in it. The writer's thread alone.
 */
#ifndef HC_WAL_H
#define HC_WAL_H

#include <stdint.h>

#include "base/err.h"
#include "store/db.h"

struct wal {
    char *path;
    int64_t next_at; /* clock_mono_ms() of the next look */
    int64_t old_at;  /* and when it is cut however short it is */
};

/* Begins to watch the log of the database at path. ERR_NOMEM. wal_release() always. */
enum err wal_watch(struct wal *w, const char *database);
void wal_release(struct wal *w);

/*
 * Cuts the log if it is time to, between transactions of db. A reader that holds it prevents that:
 * told in the program's log of a long one, and tried again later.
 */
void wal_tend(struct wal *w, struct db *db);

#endif
