/*
 * db.h - the database: connections with a role, and the fixed statements of sql/queries/.
 *
 * A connection belongs to one thread. All statements that its role may run are prepared when it
 * opens; none is put together at run time. The interface names no engine, so that PostgreSQL can
 * stand behind it later.
 *
 *     struct stmt *s = stmt_open(db, SQL_person_by_email);
 *     stmt_text(s, BIND_email, canonical);
 *     while (stmt_row(s)) id = stmt_col_int(s, COL_person_by_email_id);
 *     e = stmt_close(s);
 *
 * Errors stay in the statement: after one, binds and rows do nothing and stmt_close() tells it. A
 * statement run with a bind missing, or a bind or column that it doesn't have, or by a role that
 * may not run it, is ERR_BUG and is logged. A unique value that is taken is ERR_CONFLICT; any other
 * rule of the schema that is broken is ERR_BUG. Waiting for another's lock ends after 1.8 s:
 * ERR_BUSY.
 */
#ifndef HC_DB_H
#define HC_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
/* Made from sql/: enum sql { SQL_... }, enum bind { BIND_... }, enum { COL_statement_column }. */
#include "store/sql_ids.h"

enum db_role {
    ROLE_WEB,    /* a worker of the public program: reads only */
    ROLE_WRITER, /* its one writer */
    ROLE_STAFF,  /* helpctl */
    ROLE_MAIL,   /* mailout and mailin */
    ROLE_MEMORY, /* a private database in memory, for the search index */
    ROLE_COUNT_
};

struct db;
struct stmt;

/* Once per process, before any db_open() and before threads; db_open() does it otherwise. */
enum err db_setup(void);

/*
 * Opens an existing database whose schema is this program's; db_close() releases it. ERR_NOTFOUND,
 * ERR_INVALID (not a Helpcenter database, or another version: rep says which and what to run),
 * ERR_CORRUPT, ERR_READONLY, ERR_BUSY, ERR_NOMEM, ERR_IO. ROLE_MEMORY: path and rep may be NULL,
 * and sql/memory.sql is its schema.
 */
enum err db_open(const char *path, enum db_role role, struct db **out, struct report *rep);
void db_close(struct db *db);

/*
 * From now on this connection's commits don't wait for the disk (synchronous=NORMAL). They outlive
 * the program whatever ends it, but a power cut may take the last ones back: only for what does no
 * harm when it is done again. ROLE_MAIL. The errors of db_open().
 */
enum err db_relax(struct db *db);

/*
 * One read transaction for one page: all that is read in between is of one moment. Not ROLE_MEMORY.
 */
enum err db_read_begin(struct db *db);
void db_read_end(struct db *db);

/*
 * A write transaction (BEGIN IMMEDIATE). ROLE_STAFF and ROLE_MAIL; the web program writes through
 * writer.h. Keep it under 50 ms. A commit that fails has rolled back.
 */
enum err db_write_begin(struct db *db);
enum err db_commit(struct db *db);
/* Also closes statements that are open; harmless where there is no transaction. */
void db_rollback(struct db *db);

/*
 * Writes the log back into the database file and cuts it to nothing, so that what was overwritten
 * or deleted stands in neither. Outside a transaction; ERR_BUSY where others read or write all the
 * while.
 */
enum err db_cut_log(struct db *db);

/* Never NULL. A statement may be open once at a time; it belongs to db. */
struct stmt *stmt_open(struct db *db, enum sql id);

/* Binds. Text and bytes must live until stmt_close(); NULL binds NULL. */
void stmt_int(struct stmt *s, enum bind b, int64_t n);
void stmt_text(struct stmt *s, enum bind b, const char *text);
void stmt_blob(struct stmt *s, enum bind b, const void *bytes, size_t len);
void stmt_null(struct stmt *s, enum bind b);
void stmt_id(struct stmt *s, enum bind b, int64_t id); /* of a row; 0, for none, binds NULL */

/* True while there's a row; the first call runs the statement. */
bool stmt_row(struct stmt *s);

/*
 * Of the row: 0 or "" for NULL. Text and bytes are valid until the next row or close; len may be
 * NULL.
 */
int64_t stmt_col_int(struct stmt *s, int col);
const char *stmt_col_text(struct stmt *s, int col, size_t *len);
/* Copies the text, cut to size bytes with its NUL. */
void stmt_col_copy(struct stmt *s, int col, char *out, size_t size);
bool stmt_col_null(struct stmt *s, int col);

/* Ends it: its first error, or ERR_OK. */
enum err stmt_close(struct stmt *s);
/* The same; without an error ERR_NOTFOUND where no row was found. */
enum err stmt_close_found(struct stmt *s, bool found);

/* Runs a statement whose rows nobody wants, to its end, and closes it. */
enum err stmt_run(struct stmt *s);
/*
 * Runs a statement that gives at most one row with one whole number, and closes it. ERR_NOTFOUND
 * without a row; *out is set on ERR_OK only.
 */
enum err stmt_one_int(struct stmt *s, int64_t *out);

int64_t db_changes(struct db *db); /* rows of the last write */
/* 16 bytes, the database's own id (setting 'database_id'). ERR_CORRUPT where it has none. */
enum err db_id(struct db *db, unsigned char out[16]);
/* PRAGMA quick_check for `--check`; problems go to rep, ERR_CORRUPT. ROLE_WEB and ROLE_STAFF. */
enum err db_check(struct db *db, struct report *rep);

#endif
