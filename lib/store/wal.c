/* wal.c - keeps the write-ahead log short. */
#include "store/wal.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/log.h"
#include "store/engine.h"

enum {
    LOOK_MS = 1000,               /* how often its length is looked at */
    LONG_BYTES = 8 * 1024 * 1024, /* past it the log is checkpointed and cut */
    OLD_MS = 3600 * 1000,         /* and after that in any case */
    WAIT_MS = 200,                /* how long that waits for readers */
    RETRY_MS = 10 * 1000,         /* and how long until the next try where a reader held it */
};

enum err
wal_watch(struct wal *w, const char *database)
{
    size_t size = strlen(database) + sizeof "-wal";

    *w = (struct wal){.old_at = clock_mono_ms() + OLD_MS, .path = malloc(size)};
    if (w->path == NULL)
        return ERR_NOMEM;
    snprintf(w->path, size, "%s-wal", database);
    return ERR_OK;
}

void
wal_release(struct wal *w)
{
    free(w->path);
    w->path = NULL;
}

void
wal_tend(struct wal *w, struct db *db)
{
    int64_t now = clock_mono_ms();
    struct stat st;
    char bytes[24];
    enum err e;

    assert(w->path != NULL);
    if (now < w->next_at)
        return;
    w->next_at = now + LOOK_MS;
    if (stat(w->path, &st) != 0 || st.st_size == 0)
        return;
    if (st.st_size <= LONG_BYTES && now < w->old_at)
        return;
    db_deadline(db, now + WAIT_MS);
    e = db_cut_log(db);
    db_deadline(db, 0);
    if (e == ERR_OK) {
        w->old_at = now + OLD_MS;
        return;
    }
    w->next_at = now + RETRY_MS;
    if (st.st_size <= LONG_BYTES)
        return;
    snprintf(bytes, sizeof bytes, "%lld", (long long)st.st_size);
    log_event(LOG_WARN, "db_wal_long", "bytes", bytes, "cause", err_text(e), (char *)NULL);
}
