/* migrate.c - lays the schema and brings it up to date. */
#include "store/migrate.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/engine.h"

int
migrate_current(void)
{
    return sql_migrations[sql_migration_count - 1].version;
}

/* Makes an empty file of mode 0640, whatever the umask, unless there is one. */
static enum err
make_file(const char *path, struct report *rep)
{
    int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0640);
    enum err e = ERR_OK;

    if (fd < 0 && errno == EEXIST)
        return ERR_OK;
    if (fd < 0 || fchmod(fd, 0640) != 0) {
        report_add(rep, path, 0, "can't be made: %s", strerror(errno));
        e = errno == ENOSPC ? ERR_FULL : ERR_IO;
    }
    if (fd >= 0)
        close(fd);
    return e;
}

/*
 * The version of a database that is ours, 0 for an empty one, ERR_INVALID for another's or a newer.
 */
static enum err
read_version(struct db *db, int *version, struct report *rep)
{
    int application = 0, tables = 0;
    int code = engine_number(db->handle, "PRAGMA application_id", &application);

    if (code == SQLITE_OK)
        code = engine_number(db->handle, "PRAGMA user_version", version);
    if (code == SQLITE_OK)
        code = engine_number(db->handle, "PRAGMA schema_version", &tables);
    if (code != SQLITE_OK)
        return engine_fail(db->handle, code, "migrate");
    if (application != DB_APPLICATION_ID && (application != 0 || tables != 0)) {
        report_add(rep, db->path, 0, "this is not a Helpcenter database");
        return ERR_INVALID;
    }
    if (*version > migrate_current()) {
        report_add(rep, db->path, 0, "its schema is version %d, made by a newer Helpcenter; this "
                   "program knows up to %d", *version, migrate_current());
        return ERR_INVALID;
    }
    return ERR_OK;
}

/* True if no foreign key points nowhere, which a migration could bring about. */
static bool
keys_hold(sqlite3 *handle)
{
    sqlite3_stmt *s = NULL;
    bool hold = sqlite3_prepare_v2(handle, "PRAGMA foreign_key_check", -1, &s, NULL) == SQLITE_OK
                && sqlite3_step(s) == SQLITE_DONE;

    sqlite3_finalize(s);
    return hold;
}

/* Runs text in a transaction of its own; afterwards the version must be `version`. */
static enum err
apply(struct db *db, const char *file, const char *text, int version, struct report *rep)
{
    int now = 0;
    int code = sqlite3_exec(db->handle, text, NULL, NULL, NULL);

    if (code == SQLITE_OK)
        code = engine_number(db->handle, "PRAGMA user_version", &now);
    if (code == SQLITE_OK && now == version && keys_hold(db->handle))
        return ERR_OK;
    /* The schema's own mistakes may be quoted; nothing that people typed stands in it. */
    report_add(rep, file, 0, "the migration failed, and nothing was changed: %s",
               code != SQLITE_OK ? sqlite3_errmsg(db->handle)
                                 : "it leaves the wrong user_version or a broken foreign key");
    return code != SQLITE_OK ? engine_fail(db->handle, code, file) : ERR_BUG;
}

/* Applies what is missing, and the views. Everything in one transaction, so that two never mix. */
static enum err
bring_up(struct db *db, int *from, struct report *rep)
{
    int code = sqlite3_exec(db->handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    enum err e = engine_fail(db->handle, code, "migrate");

    if (e != ERR_OK)
        return e;
    e = read_version(db, from, rep);
    for (int i = *from; e == ERR_OK && i < sql_migration_count; i++) {
        const struct sql_migration *m = &sql_migrations[i];

        assert(m->version == i + 1);
        e = apply(db, m->file, m->text, m->version, rep);
    }
    if (e == ERR_OK)
        e = apply(db, "views.sql", sql_views, migrate_current(), rep);
    if (e == ERR_OK)
        e = engine_fail(db->handle, sqlite3_exec(db->handle, "COMMIT", NULL, NULL, NULL),
                        "migrate");
    if (!sqlite3_get_autocommit(db->handle))
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    return e;
}

enum err
migrate(const char *path, int *from, int *to, struct report *rep)
{
    struct db *db = NULL;
    enum err e = db_setup();
    int code;

    *from = *to = 0;
    if (e == ERR_OK)
        e = make_file(path, rep);
    if (e != ERR_OK)
        return e;
    db = engine_new(path, ROLE_STAFF);
    if (db == NULL)
        return ERR_NOMEM;
    code = sqlite3_open_v2(path, &db->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = engine_prepare(db);
    if (code == SQLITE_NOTADB) {
        report_add(rep, path, 0, "this is not a Helpcenter database");
        e = ERR_INVALID;
        goto out;
    }
    e = engine_fail(db->handle, code, "migrate");
    /* Looked at before anything is touched, and again once nobody else can change it. */
    if (e == ERR_OK)
        e = read_version(db, from, rep);
    if (e == ERR_OK)
        e = engine_fail(db->handle, engine_keep_wal(db), "migrate");
    if (e == ERR_OK)
        e = bring_up(db, from, rep);
    if (e == ERR_OK)
        *to = migrate_current();
out:
    db_close(db);
    return e;
}
