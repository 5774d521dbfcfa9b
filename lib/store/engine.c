/*
 * engine.c - how each connection to SQLite is set up, restricted, and how its failures are named.
 */
#include "store/engine.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"

/* Extended codes stand before the primary code they belong to. */
static const struct {
    int code;
    enum err err;
} causes[] = {
    {SQLITE_OK, ERR_OK},
    {SQLITE_ROW, ERR_OK},
    {SQLITE_DONE, ERR_OK},
    {SQLITE_NOMEM, ERR_NOMEM},
    {SQLITE_IOERR_NOMEM, ERR_NOMEM},
    {SQLITE_BUSY, ERR_BUSY},
    {SQLITE_LOCKED, ERR_BUSY},
    {SQLITE_INTERRUPT, ERR_BUSY},
    {SQLITE_FULL, ERR_FULL},
    {SQLITE_IOERR_CORRUPTFS, ERR_CORRUPT},
    {SQLITE_IOERR, ERR_IO},
    {SQLITE_CANTOPEN, ERR_IO},
    {SQLITE_PROTOCOL, ERR_BUSY},
    {SQLITE_CORRUPT, ERR_CORRUPT},
    {SQLITE_NOTADB, ERR_CORRUPT},
    {SQLITE_READONLY_DBMOVED, ERR_CORRUPT},
    {SQLITE_READONLY, ERR_READONLY},
    {SQLITE_PERM, ERR_READONLY},
    {SQLITE_TOOBIG, ERR_TOOBIG},
    {SQLITE_CONSTRAINT_UNIQUE, ERR_CONFLICT},
    {SQLITE_CONSTRAINT_PRIMARYKEY, ERR_CONFLICT},
};

static enum err
cause_of(int code)
{
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
        if (causes[i].code == code)
            return causes[i].err;
    return (code & 0xff) == code ? ERR_BUG : cause_of(code & 0xff);
}

/* The errno behind an I/O error. A COMMIT leaves it with the log's file only. */
static int
system_errno(sqlite3 *handle)
{
    int code = sqlite3_system_errno(handle);
    sqlite3_file *log = NULL;

    if (code != 0)
        return code;
    sqlite3_file_control(handle, NULL, SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (log != NULL && log->pMethods != NULL)
        log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &code);
    return code;
}

enum err
engine_err(sqlite3 *handle, int code)
{
    enum err e = cause_of(code);

    if (e != ERR_IO || handle == NULL)
        return e;
    switch (system_errno(handle)) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ERR_FULL;
    case EROFS:
        return ERR_READONLY;
    default:
        return e;
    }
}

enum err
engine_fail(sqlite3 *handle, int code, const char *where)
{
    enum err e = engine_err(handle, code);
    char number[16];

    if (e == ERR_OK || e == ERR_BUSY || e == ERR_CONFLICT)
        return e;
    /* Not sqlite3_errmsg(): it may quote what people typed. */
    snprintf(number, sizeof number, "%d", code);
    log_event(LOG_ERROR, "db_error", "where", where, "code", number, "cause", sqlite3_errstr(code),
              "bug", e == ERR_BUG ? "yes" : "no", (char *)NULL);
    return e;
}

struct db *
engine_new(const char *path, enum db_role role)
{
    size_t len = strlen(path);
    struct db *db = calloc(1, sizeof *db + len + 1);

    assert(role < ROLE_COUNT_);
    if (db != NULL) {
        db->role = role;
        memcpy(db->path, path, len);
    }
    return db;
}

/* The one busy handler: short sleeps until the deadline. */
static int
busy(void *ctx, int times)
{
    struct db *db = ctx;
    struct timespec pause = {.tv_nsec = times < 10 ? 1000000 : 5000000};
    int64_t now = clock_mono_ms();

    if (times == 0 && !db->held)
        db->deadline = now + DB_WAIT_MS;
    if (now >= db->deadline)
        return 0;
    nanosleep(&pause, NULL);
    return 1;
}

void
db_deadline(struct db *db, int64_t deadline)
{
    db->held = deadline != 0;
    db->deadline = deadline;
}

int
engine_number(sqlite3 *handle, const char *pragma, int *out)
{
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(handle, pragma, -1, &s, NULL);

    *out = 0;
    if (code == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
        *out = sqlite3_column_int(s, 0);
    return code == SQLITE_OK ? sqlite3_finalize(s) : code;
}

int
engine_prepare(struct db *db)
{
    static const struct {
        int limit, value;
    } limits[] = {
        {SQLITE_LIMIT_ATTACHED, 0},        {SQLITE_LIMIT_LENGTH, DB_VALUE_MAX},
        {SQLITE_LIMIT_EXPR_DEPTH, 100},    {SQLITE_LIMIT_COMPOUND_SELECT, 20},
        {SQLITE_LIMIT_VARIABLE_NUMBER, 32}, {SQLITE_LIMIT_TRIGGER_DEPTH, 10},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    static const struct {
        int option, value;
    } options[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    };
    int code = sqlite3_extended_result_codes(db->handle, 1);

    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        sqlite3_limit(db->handle, limits[i].limit, limits[i].value);
    for (size_t i = 0; code == SQLITE_OK && i < sizeof options / sizeof *options; i++)
        code = sqlite3_db_config(db->handle, options[i].option, options[i].value, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_busy_handler(db->handle, busy, db);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db->handle, sql_connection, NULL, NULL, NULL);
    return code;
}

int
engine_keep_wal(struct db *db)
{
    int on = 1;
    int code = sqlite3_exec(db->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_file_control(db->handle, NULL, SQLITE_FCNTL_PERSIST_WAL, &on);
    return code;
}

enum { MAY_READ = 1, MAY_WRITE = 2, MAY_ALL_BUT_ATTACH = 4 };

/* FTS5 makes statements of its own behind the index, so a memory database may do all but attach. */
static const unsigned role_may[ROLE_COUNT_] = {
    [ROLE_WEB] = MAY_READ,
    [ROLE_WRITER] = MAY_READ | MAY_WRITE,
    [ROLE_STAFF] = MAY_READ | MAY_WRITE,
    [ROLE_MAIL] = MAY_READ | MAY_WRITE,
    [ROLE_MEMORY] = MAY_ALL_BUT_ATTACH,
};

static unsigned
action_needs(int action, const char *name)
{
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION:
        return MAY_READ;
    case SQLITE_FUNCTION: /* the second argument is not the name here */
        return MAY_READ;
    case SQLITE_PRAGMA:
        return name != NULL && strcmp(name, "quick_check") == 0 ? MAY_READ : 0;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
    case SQLITE_SAVEPOINT:
        return MAY_WRITE;
    default:
        return 0;
    }
}

static int
authorize(void *ctx, int action, const char *a, const char *b, const char *c, const char *d)
{
    const struct db *db = ctx;
    unsigned may = role_may[db->role];

    (void)b, (void)c, (void)d;
    if (may & MAY_ALL_BUT_ATTACH)
        return action == SQLITE_ATTACH || action == SQLITE_DETACH ? SQLITE_DENY : SQLITE_OK;
    return action_needs(action, a) & may ? SQLITE_OK : SQLITE_DENY;
}

void
engine_restrict(struct db *db)
{
    assert(db->role < ROLE_COUNT_);
    sqlite3_set_authorizer(db->handle, authorize, db);
}
