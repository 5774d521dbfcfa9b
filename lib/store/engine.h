/*
 * engine.h - SQLite below db.h: what db.c, stmt.c, writer.c and migrate.c share.
 *
 * Inside lib/store only. A struct db and all in it belong to one thread.
 */
#ifndef HC_ENGINE_H
#define HC_ENGINE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/sql.h"

enum { DB_APPLICATION_ID = 0x48435452 }; /* "HCTR", as the first migration sets it */

enum {
    DB_WAIT_MS = 1800,          /* how long a statement or a BEGIN waits for a lock */
    DB_VALUE_MAX = 1024 * 1024, /* bytes of one value or row */
};

struct stmt {
    struct db *db;
    const struct sql_statement *sql;
    sqlite3_stmt *handle; /* NULL where the role may not run it */
    uint32_t bound;       /* bit n: parameter n + 1 was bound */
    enum err err;
    bool open, row, done;
};

struct db {
    sqlite3 *handle;
    enum db_role role;
    int64_t deadline; /* clock_mono_ms() until which a lock is waited for; 0: DB_WAIT_MS from now */
    struct fts *fts;  /* of ROLE_MEMORY; NULL otherwise */
    bool held;        /* the deadline was set by db_deadline() and stays */
    unsigned open;    /* statements open now */
    struct stmt stmt[SQL_COUNT_];
    struct stmt refused; /* what stmt_open() gives where it can't give the statement */
    char path[];         /* "" for ROLE_MEMORY */
};

/* A connection that isn't open yet; db_close() releases it. NULL without memory. */
struct db *engine_new(const char *path, enum db_role role);

/*
 * The one place where a result of SQLite becomes an enum err. code is an extended result code;
 * handle may be NULL (it serves to tell a full disk from other failures of a write).
 */
enum err engine_err(sqlite3 *handle, int code);

/*
 * The same, and logs what is not ERR_OK, ERR_BUSY or ERR_CONFLICT; where names the statement or
 * step.
 */
enum err engine_fail(sqlite3 *handle, int code, const char *where);

/* Limits, db_config, busy handler of *db and the PRAGMAs of sql/connection.sql: SQLite's result. */
int engine_prepare(struct db *db);

/* A PRAGMA that gives one number: SQLite's result. */
int engine_number(sqlite3 *handle, const char *pragma, int *out);

/*
 * WAL, kept when the last writer leaves: readers without rights on the folder need it (STACK.md).
 */
int engine_keep_wal(struct db *db);

/* From here on the connection does what its role may: reads, or reads and writes; nothing else. */
void engine_restrict(struct db *db);

/*
 * Waits for locks until `deadline` (clock_mono_ms()) whatever runs; 0 goes back to DB_WAIT_MS each.
 */
void db_deadline(struct db *db, int64_t deadline);

/* Tokenizers and the function hits() for ROLE_MEMORY (fts.h), before statements are prepared:
 * SQLite's result. fts_end() releases them, and does nothing where there are none. */
int fts_begin(struct db *db);
void fts_end(struct db *db);
/* Makes the image the connection's database, to be read: SQLite's result. */
struct fts_image;
int fts_image_attach(sqlite3 *handle, const struct fts_image *image);

/* Ends every statement that is still open: how many there were. */
unsigned stmt_close_all(struct db *db);

/*
 * Prepares all statements of the role. ERR_BUG where one doesn't compile or isn't what the table
 * says.
 */
enum err stmt_prepare_all(struct db *db);
void stmt_finalize_all(struct db *db);

#endif
