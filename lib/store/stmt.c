/* stmt.c - the fixed statements of sql/queries/: prepared once, bound by name, checked. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "store/engine.h"

/* True if the statement's columns are those that its "-- gives:" line promises, in order. */
static bool
columns_match(const struct sql_statement *sql, sqlite3_stmt *handle)
{
    const char *at = sql->columns;

    if (sqlite3_column_count(handle) != sql->column_count)
        return false;
    for (int i = 0; i < sql->column_count; i++) {
        const char *name = sqlite3_column_name(handle, i);
        size_t len = strcspn(at, " ");

        if (name == NULL || strlen(name) != len || strncmp(name, at, len) != 0)
            return false;
        at += len + (at[len] == ' ');
    }
    return true;
}

static bool
binds_match(const struct sql_statement *sql, sqlite3_stmt *handle)
{
    if (sqlite3_bind_parameter_count(handle) != sql->bind_count)
        return false;
    for (int b = 0; b < BIND_COUNT_; b++)
        if (sqlite3_bind_parameter_index(handle, sql_bind_names[b]) != sql->bind_index[b])
            return false;
    return true;
}

static enum err
prepare_one(struct db *db, struct stmt *s)
{
    int code = sqlite3_prepare_v3(db->handle, s->sql->text, -1, SQLITE_PREPARE_PERSISTENT,
                                  &s->handle, NULL);

    if (code != SQLITE_OK)
        return engine_fail(db->handle, code, s->sql->name);
    if (columns_match(s->sql, s->handle) && binds_match(s->sql, s->handle))
        return ERR_OK;
    log_event(LOG_ERROR, "db_bug", "statement", s->sql->name, "what",
              "columns or binds are not those of the table", (char *)NULL);
    return ERR_BUG;
}

enum err
stmt_prepare_all(struct db *db)
{
    enum err e = ERR_OK;

    for (int i = 0; i < SQL_COUNT_; i++) {
        struct stmt *s = &db->stmt[i];

        s->db = db;
        s->sql = &sql_table[i];
        if (e == ERR_OK && s->sql->roles & 1U << db->role)
            e = prepare_one(db, s);
    }
    db->refused.db = db;
    return e;
}

void
stmt_finalize_all(struct db *db)
{
    for (int i = 0; i < SQL_COUNT_; i++)
        sqlite3_finalize(db->stmt[i].handle);
}

/* A mistake of ours: told once for a run of the statement. */
static void
bug(struct stmt *s, const char *what)
{
    if (s->err == ERR_OK)
        log_event(LOG_ERROR, "db_bug", "statement", s->sql->name, "what", what, (char *)NULL);
    s->err = ERR_BUG;
}

struct stmt *
stmt_open(struct db *db, enum sql id)
{
    struct stmt *s = &db->stmt[id];

    assert(id < SQL_COUNT_);
    if (s->handle == NULL || s->open) {
        db->refused.sql = s->sql;
        db->refused.err = ERR_OK;
        bug(&db->refused, s->open ? "opened twice" : "not for this role");
        return &db->refused;
    }
    s->open = true;
    s->row = s->done = false;
    s->bound = 0;
    s->err = ERR_OK;
    db->open++;
    return s;
}

/* The parameter's number, or 0 after telling that there is none, or that it is too late. */
static int
bind_at(struct stmt *s, enum bind b)
{
    int n = b < BIND_COUNT_ ? s->sql->bind_index[b] : 0;

    if (s->err != ERR_OK)
        return 0;
    if (n == 0 || s->row || s->done) {
        bug(s, n == 0 ? "it has no such bind" : "bound after it began");
        return 0;
    }
    s->bound |= 1U << (n - 1);
    return n;
}

static void
bound(struct stmt *s, int code)
{
    if (code != SQLITE_OK)
        s->err = engine_fail(s->db->handle, code, s->sql->name);
}

void
stmt_int(struct stmt *s, enum bind b, int64_t n)
{
    int at = bind_at(s, b);

    if (at > 0)
        bound(s, sqlite3_bind_int64(s->handle, at, n));
}

void
stmt_text(struct stmt *s, enum bind b, const char *text)
{
    int at = bind_at(s, b);

    if (at > 0)
        bound(s, text == NULL ? sqlite3_bind_null(s->handle, at)
                              : sqlite3_bind_text(s->handle, at, text, -1, SQLITE_STATIC));
}

void
stmt_blob(struct stmt *s, enum bind b, const void *bytes, size_t len)
{
    int at = bind_at(s, b);

    if (at > 0)
        bound(s, bytes == NULL ? sqlite3_bind_null(s->handle, at)
                               : sqlite3_bind_blob64(s->handle, at, bytes, len, SQLITE_STATIC));
}

void
stmt_null(struct stmt *s, enum bind b)
{
    int at = bind_at(s, b);

    if (at > 0)
        bound(s, sqlite3_bind_null(s->handle, at));
}

void
stmt_id(struct stmt *s, enum bind b, int64_t id)
{
    if (id != 0)
        stmt_int(s, b, id);
    else
        stmt_null(s, b);
}

bool
stmt_row(struct stmt *s)
{
    uint32_t all = s->sql->bind_count == 32 ? UINT32_MAX : (1U << s->sql->bind_count) - 1;
    int code;

    if (s->err != ERR_OK || s->done)
        return false;
    if (s->bound != all) {
        bug(s, "a bind is missing");
        return false;
    }
    code = sqlite3_step(s->handle);
    s->row = code == SQLITE_ROW;
    s->done = !s->row;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        s->err = engine_fail(s->db->handle, code, s->sql->name);
    return s->row;
}

/* The column's place, or -1 after telling that there is no such column or no row. */
static int
column_at(struct stmt *s, int col)
{
    if (s->err != ERR_OK)
        return -1;
    if (!s->row) {
        bug(s, "a column is read where there is no row");
        return -1;
    }
    if (col < 0 || col / 256 != s->sql - sql_table || col % 256 >= s->sql->column_count) {
        bug(s, "it has no such column");
        return -1;
    }
    return col % 256;
}

int64_t
stmt_col_int(struct stmt *s, int col)
{
    int at = column_at(s, col);

    return at < 0 ? 0 : sqlite3_column_int64(s->handle, at);
}

const char *
stmt_col_text(struct stmt *s, int col, size_t *len)
{
    int at = column_at(s, col);
    const void *text = NULL;

    if (at >= 0 && sqlite3_column_type(s->handle, at) != SQLITE_NULL) {
        /* A blob comes as its bytes, too: the database's encoding is UTF-8. */
        text = sqlite3_column_text(s->handle, at);
        if (text == NULL && sqlite3_errcode(s->db->handle) == SQLITE_NOMEM)
            s->err = ERR_NOMEM;
    }
    if (len != NULL)
        *len = text != NULL ? (size_t)sqlite3_column_bytes(s->handle, at) : 0;
    return text != NULL ? text : "";
}

void
stmt_col_copy(struct stmt *s, int col, char *out, size_t size)
{
    assert(size > 0);
    snprintf(out, size, "%s", stmt_col_text(s, col, NULL));
}

bool
stmt_col_null(struct stmt *s, int col)
{
    int at = column_at(s, col);

    return at < 0 || sqlite3_column_type(s->handle, at) == SQLITE_NULL;
}

enum err
stmt_close(struct stmt *s)
{
    enum err e = s->err;

    if (s == &s->db->refused || !s->open)
        return e != ERR_OK ? e : ERR_BUG;
    /* What sqlite3_reset() returns was told by stmt_row() already. */
    sqlite3_reset(s->handle);
    sqlite3_clear_bindings(s->handle);
    s->open = false;
    assert(s->db->open > 0);
    s->db->open--;
    return e;
}

unsigned
stmt_close_all(struct db *db)
{
    unsigned found = db->open;

    for (int i = 0; db->open > 0 && i < SQL_COUNT_; i++)
        if (db->stmt[i].open)
            stmt_close(&db->stmt[i]);
    return found;
}

enum err
stmt_close_found(struct stmt *s, bool found)
{
    enum err e = stmt_close(s);

    return e == ERR_OK && !found ? ERR_NOTFOUND : e;
}

enum err
stmt_run(struct stmt *s)
{
    while (stmt_row(s))
        continue;
    return stmt_close(s);
}

enum err
stmt_one_int(struct stmt *s, int64_t *out)
{
    enum err e;
    bool found = stmt_row(s);
    int64_t n = found ? sqlite3_column_int64(s->handle, 0) : 0;

    /* To its end, as an INSERT ... RETURNING wants it. */
    while (stmt_row(s))
        continue;
    e = stmt_close_found(s, found);
    if (e == ERR_OK)
        *out = n;
    return e;
}
