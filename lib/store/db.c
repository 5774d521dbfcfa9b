/* db.c - connections: opened, checked that they are ours, and their transactions. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "store/engine.h"
#include "store/fts.h"
#include "store/migrate.h"

static enum err setup_result;

static void
setup_once(void)
{
    /* The memory statistics take a lock on every allocation; a connection is used by one thread. */
    int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);

    if (code == SQLITE_OK)
        code = sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    if (code == SQLITE_OK)
        code = sqlite3_initialize();
    setup_result = engine_fail(NULL, code, "setup");
}

enum err
db_setup(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, setup_once);
    return setup_result;
}

/* ERR_INVALID unless the database is Helpcenter's and of this program's version. */
static enum err
check_version(struct db *db, struct report *rep)
{
    int application = 0, version = 0;
    int code = engine_number(db->handle, "PRAGMA application_id", &application);

    if (code == SQLITE_OK)
        code = engine_number(db->handle, "PRAGMA user_version", &version);
    if (code != SQLITE_OK)
        return engine_fail(db->handle, code, "version");
    if (application != DB_APPLICATION_ID) {
        report_add(rep, db->path, 0, "this is not a Helpcenter database");
        return ERR_INVALID;
    }
    if (version < migrate_current()) {
        report_add(rep, db->path, 0, "its schema is version %d, this program needs %d: run helpctl "
                   "init to bring it up to date", version, migrate_current());
        return ERR_INVALID;
    }
    if (version > migrate_current()) {
        report_add(rep, db->path, 0, "its schema is version %d, made by a newer Helpcenter; this "
                   "program knows up to %d: install the newer one", version, migrate_current());
        return ERR_INVALID;
    }
    return ERR_OK;
}

static enum err
open_file(struct db *db, struct report *rep)
{
    bool writes = db->role != ROLE_WEB;
    int flags = SQLITE_OPEN_NOMUTEX | (writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
    int code = sqlite3_open_v2(db->path, &db->handle, flags, NULL);
    enum err e;

    if (code == SQLITE_OK)
        code = engine_prepare(db);
    if (code == SQLITE_NOTADB) {
        report_add(rep, db->path, 0, "this is not a Helpcenter database");
        return ERR_INVALID;
    }
    if (code == SQLITE_OK && writes && sqlite3_db_readonly(db->handle, "main") == 1)
        code = SQLITE_READONLY;
    if (code == SQLITE_OK && (e = check_version(db, rep)) != ERR_OK)
        return e;
    if (code == SQLITE_OK && writes)
        code = engine_keep_wal(db);
    e = engine_fail(db->handle, code, "open");
    if (e != ERR_OK)
        report_add(rep, db->path, 0, "can't be opened: %s", sqlite3_errstr(code));
    return e;
}

/* A new index, or one that reads an image. */
static enum err
open_memory(struct db *db, const struct fts_image *image)
{
    int code = sqlite3_open_v2(":memory:", &db->handle,
                               SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                               NULL);

    if (code == SQLITE_OK)
        code = engine_prepare(db);
    if (code == SQLITE_OK)
        code = image != NULL ? fts_image_attach(db->handle, image)
                             : sqlite3_exec(db->handle, sql_memory, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = fts_begin(db);
    return engine_fail(db->handle, code, "memory");
}

/* What each connection needs once it is open; where that failed, it is closed. */
static enum err
ready(struct db *db, enum err opened, struct db **out)
{
    enum err e = opened;

    if (e == ERR_OK) {
        engine_restrict(db);
        e = stmt_prepare_all(db);
    }
    if (e == ERR_OK)
        *out = db;
    else
        db_close(db);
    return e;
}

enum err
db_open(const char *path, enum db_role role, struct db **out, struct report *rep)
{
    struct db *db = NULL;
    struct stat st;
    enum err e = db_setup();

    assert(role < ROLE_COUNT_ && (path == NULL) == (role == ROLE_MEMORY));
    if (e != ERR_OK)
        return e;
    if (path != NULL && stat(path, &st) != 0) {
        report_add(rep, path, 0, "can't be opened: %s", strerror(errno));
        return errno == ENOENT || errno == ENOTDIR ? ERR_NOTFOUND : ERR_IO;
    }
    db = engine_new(path != NULL ? path : "", role);
    if (db == NULL)
        return ERR_NOMEM;
    return ready(db, role == ROLE_MEMORY ? open_memory(db, NULL) : open_file(db, rep), out);
}

enum err
fts_image_open(const struct fts_image *image, struct db **out)
{
    struct db *db = engine_new("", ROLE_MEMORY);

    assert(image != NULL);
    return db == NULL ? ERR_NOMEM : ready(db, open_memory(db, image), out);
}

void
db_close(struct db *db)
{
    int code;

    if (db == NULL)
        return;
    stmt_finalize_all(db);
    fts_end(db);
    code = sqlite3_close(db->handle);
    engine_fail(NULL, code, "close");
    free(db);
}

enum err
db_relax(struct db *db)
{
    int code;

    assert(db->role == ROLE_MAIL);
    sqlite3_set_authorizer(db->handle, NULL, NULL);
    code = sqlite3_exec(db->handle, "PRAGMA synchronous = NORMAL", NULL, NULL, NULL);
    engine_restrict(db);
    return engine_fail(db->handle, code, "relax");
}

enum err
db_read_begin(struct db *db)
{
    return stmt_run(stmt_open(db, SQL_begin_read));
}

void
db_read_end(struct db *db)
{
    db_rollback(db);
}

enum err
db_write_begin(struct db *db)
{
    return stmt_run(stmt_open(db, SQL_begin_write));
}

enum err
db_commit(struct db *db)
{
    enum err e = stmt_run(stmt_open(db, SQL_commit));

    if (e != ERR_OK)
        db_rollback(db);
    return e;
}

void
db_rollback(struct db *db)
{
    stmt_close_all(db);
    /* SQLite may have rolled back by itself, as it does when the disk is full. */
    if (!sqlite3_get_autocommit(db->handle))
        stmt_run(stmt_open(db, SQL_rollback));
}

enum err
db_cut_log(struct db *db)
{
    int code = sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

    return engine_fail(db->handle, code, "cutting the log");
}

int64_t
db_changes(struct db *db)
{
    return sqlite3_changes64(db->handle);
}

/* The value of a lower case hexadecimal digit, or -1. */
static int
hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c != '\0' ? strchr(digits, c) : NULL;

    return at != NULL ? (int)(at - digits) : -1;
}

enum err
db_id(struct db *db, unsigned char out[16])
{
    struct stmt *s = stmt_open(db, SQL_setting_get);
    bool good = false;
    enum err e;

    stmt_text(s, BIND_name, "database_id");
    if (stmt_row(s)) {
        size_t len;
        const char *text = stmt_col_text(s, COL_setting_get_value, &len);

        good = len == 32;
        for (size_t i = 0; good && i < 16; i++) {
            int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);

            good = high >= 0 && low >= 0;
            out[i] = (unsigned char)(good ? high * 16 + low : 0);
        }
    }
    e = stmt_close(s);
    return e != ERR_OK || good ? e : ERR_CORRUPT;
}

enum err
db_check(struct db *db, struct report *rep)
{
    struct stmt *s = stmt_open(db, SQL_quick_check);
    enum err found = ERR_OK, e;

    while (stmt_row(s)) {
        const char *line = stmt_col_text(s, COL_quick_check_quick_check, NULL);

        if (strcmp(line, "ok") == 0)
            continue;
        report_add(rep, db->path, 0, "the database is damaged: %s", line);
        found = ERR_CORRUPT;
    }
    e = stmt_close(s);
    return e != ERR_OK ? e : found;
}
