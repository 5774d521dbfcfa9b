/*
 * store_fixture.h - a database of its own in a new folder, and what tests ask of it.
 *
 * Each test gets a struct place by place_make() and gives it back by place_drop().
 */
#ifndef HC_STORE_FIXTURE_H
#define HC_STORE_FIXTURE_H

#include <dirent.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/secret.h"
#include "store/db.h"
#include "store/migrate.h"
#include "unit.h"

enum { TEST_NOW = 1777816800 }; /* 2026-05-03 14:00 UTC */

struct place {
    char folder[128], db[160], other[160], keys[160];
    struct report report;
};

static inline struct place *
place_make(void)
{
    struct place *p = calloc(1, sizeof *p);
    const char *tmp = getenv("TMPDIR");
    int from, to;

    assert_non_null(p);
    snprintf(p->folder, sizeof p->folder, "%.100s/hc-test-XXXXXX", tmp != NULL ? tmp : "/tmp");
    assert_non_null(mkdtemp(p->folder));
    snprintf(p->db, sizeof p->db, "%s/helpcenter.db", p->folder);
    snprintf(p->other, sizeof p->other, "%s/other", p->folder);
    snprintf(p->keys, sizeof p->keys, "%s/helpcenter.key", p->folder);
    assert_int_equal(secret_init(), ERR_OK);
    assert_int_equal(migrate(p->db, &from, &to, &p->report), ERR_OK);
    return p;
}

static inline void
place_drop(struct place *p)
{
    DIR *dir = opendir(p->folder);
    struct dirent *entry;

    while (dir != NULL && (entry = readdir(dir)) != NULL)
        unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir != NULL)
        closedir(dir);
    rmdir(p->folder);
    report_free(&p->report);
    free(p);
}

/* Runs SQL on a connection of its own, as the owner of the file could: SQLite's result. */
static inline int
raw_run(const char *path, const char *sql)
{
    sqlite3 *handle = NULL;
    int code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, NULL);

    sqlite3_busy_timeout(handle, 5000);
    if (code == SQLITE_OK)
        code = sqlite3_exec(handle, sql, NULL, NULL, NULL);
    sqlite3_close(handle);
    return code & 0xff;
}

/* The first value of the first row as text, "" for NULL, "(none)" without a row. Static memory. */
static inline const char *
raw_text(const char *path, const char *sql)
{
    static char text[4096];
    sqlite3 *handle = NULL;
    sqlite3_stmt *s = NULL;
    const unsigned char *value = NULL;

    assert_int_equal(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    sqlite3_busy_timeout(handle, 5000);
    if (sqlite3_prepare_v2(handle, sql, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(handle));
    snprintf(text, sizeof text, "(none)");
    if (sqlite3_step(s) == SQLITE_ROW) {
        value = sqlite3_column_text(s, 0);
        snprintf(text, sizeof text, "%s", value != NULL ? (const char *)value : "");
    }
    sqlite3_finalize(s);
    sqlite3_close(handle);
    return text;
}

static inline int64_t
raw_int(const char *path, const char *sql)
{
    return strtoll(raw_text(path, sql), NULL, 10);
}

static inline int
place_setup(void **state)
{
    *state = place_make();
    return 0;
}

static inline int
place_teardown(void **state)
{
    place_drop(*state);
    return 0;
}

#define place_test(f) cmocka_unit_test_setup_teardown(f, place_setup, place_teardown)

#endif
