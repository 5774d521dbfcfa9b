/* test_db.c - connections, roles and statements: what they do and what they refuse. */
#include "store_fixture.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/log.h"
#include "store/engine.h"

static struct db *
open_as(struct place *p, enum db_role role)
{
    struct db *db = NULL;

    assert_int_equal(db_open(role == ROLE_MEMORY ? NULL : p->db, role, &db, &p->report), ERR_OK);
    return db;
}

/* Opening prepares each statement of the role and compares columns and binds with the table. */
static void
test_every_statement_prepares(void **state)
{
    unsigned roles = 0;

    for (unsigned role = 0; role < ROLE_COUNT_; role++) {
        struct db *db = open_as(*state, (enum db_role)role);

        for (int i = 0; i < SQL_COUNT_; i++)
            assert_true((db->stmt[i].handle != NULL) == ((sql_table[i].roles >> role & 1) != 0));
        db_close(db);
    }
    for (int i = 0; i < SQL_COUNT_; i++)
        roles |= sql_table[i].roles;
    assert_int_equal(roles, (1U << ROLE_COUNT_) - 1);
}

static void
test_every_bind_is_checked(void **state)
{
    for (unsigned role = 0; role < ROLE_COUNT_; role++) {
        struct db *db = open_as(*state, (enum db_role)role);

        for (int i = 0; i < SQL_COUNT_; i++) {
            const struct sql_statement *sql = &sql_table[i];

            if (sql->bind_count == 0 || (sql->roles >> role & 1) == 0)
                continue;
            for (int left_out = 1; left_out <= sql->bind_count; left_out++) {
                struct stmt *s = stmt_open(db, (enum sql)i);

                for (int b = 0; b < BIND_COUNT_; b++)
                    if (sql->bind_index[b] != 0 && sql->bind_index[b] != left_out)
                        stmt_null(s, (enum bind)b);
                assert_false(stmt_row(s));
                assert_int_equal(stmt_close(s), ERR_BUG);
            }
        }
        db_close(db);
    }
}

static void
test_misuse_is_a_bug(void **state)
{
    struct db *db = open_as(*state, ROLE_STAFF);
    struct db *web = open_as(*state, ROLE_WEB);
    struct stmt *s, *again;
    int64_t n;

    /* a bind that it doesn't have */
    s = stmt_open(db, SQL_person_by_email);
    stmt_text(s, BIND_reference, "x");
    assert_int_equal(stmt_close(s), ERR_BUG);
    /* bound once it began */
    s = stmt_open(db, SQL_setting_get);
    stmt_text(s, BIND_name, "database_id");
    assert_true(stmt_row(s));
    stmt_text(s, BIND_name, "database_id");
    assert_int_equal(stmt_close(s), ERR_BUG);
    /* a column of another statement, and one where there is no row */
    s = stmt_open(db, SQL_setting_get);
    stmt_text(s, BIND_name, "database_id");
    assert_true(stmt_row(s));
    assert_int_equal(stmt_col_int(s, COL_person_by_email_id), 0);
    assert_int_equal(stmt_close(s), ERR_BUG);
    s = stmt_open(db, SQL_setting_get);
    assert_string_equal(stmt_col_text(s, COL_setting_get_value, NULL), "");
    assert_int_equal(stmt_close(s), ERR_BUG);
    /* opened twice: the first goes on */
    s = stmt_open(db, SQL_setting_get);
    again = stmt_open(db, SQL_setting_get);
    assert_ptr_not_equal(s, again);
    assert_int_equal(stmt_close(again), ERR_BUG);
    stmt_text(s, BIND_name, "database_id");
    assert_true(stmt_row(s));
    assert_int_equal(stmt_close(s), ERR_OK);
    /* closed twice, and run to its end twice */
    assert_int_equal(stmt_close(s), ERR_BUG);
    /* a role that may not run it */
    s = stmt_open(web, SQL_person_by_email);
    stmt_text(s, BIND_email, "a@example.com");
    assert_int_equal(stmt_one_int(s, &n), ERR_BUG);
    db_close(web);
    db_close(db);
}

static void
test_rows_and_values(void **state)
{
    struct db *db = open_as(*state, ROLE_STAFF);
    struct stmt *s = stmt_open(db, SQL_policy_newest);
    size_t len = 1;
    int64_t id = 0;

    stmt_text(s, BIND_page, "/nowhere");
    assert_false(stmt_row(s));
    assert_false(stmt_row(s));
    assert_int_equal(stmt_close(s), ERR_OK);

    s = stmt_open(db, SQL_person_make);
    stmt_text(s, BIND_email, "a@example.com");
    stmt_text(s, BIND_email_typed, "A@example.com");
    stmt_int(s, BIND_mixed_script, 0);
    stmt_text(s, BIND_name, NULL);
    stmt_int(s, BIND_at, TEST_NOW);
    assert_int_equal(stmt_one_int(s, &id), ERR_OK);
    assert_int_equal(id, 1);
    assert_int_equal(db_changes(db), 1);

    s = stmt_open(db, SQL_person_by_email);
    stmt_text(s, BIND_email, "b@example.com");
    assert_int_equal(stmt_one_int(s, &id), ERR_NOTFOUND);
    assert_int_equal(id, 1);

    s = stmt_open(db, SQL_setting_get);
    stmt_text(s, BIND_name, "database_id");
    assert_true(stmt_row(s));
    assert_false(stmt_col_null(s, COL_setting_get_value));
    stmt_col_text(s, COL_setting_get_value, &len);
    assert_int_equal(len, 32);
    assert_int_equal(stmt_close(s), ERR_OK);
    db_close(db);
}

/* The same address again, and a row that breaks a rule of the schema. */
static void
test_constraints(void **state)
{
    struct db *db = open_as(*state, ROLE_STAFF);
    static const enum err expected[] = {ERR_OK, ERR_CONFLICT, ERR_BUG};

    for (int i = 0; i < 3; i++) {
        struct stmt *s = stmt_open(db, SQL_person_make);

        stmt_text(s, BIND_email, "a@example.com");
        stmt_text(s, BIND_email_typed, "a@example.com");
        stmt_int(s, BIND_mixed_script, i < 2 ? 0 : 7);
        stmt_null(s, BIND_name);
        stmt_int(s, BIND_at, TEST_NOW);
        assert_int_equal(stmt_run(s), expected[i]);
    }
    db_close(db);
}

static void
test_transactions(void **state)
{
    struct place *p = *state;
    struct db *db = open_as(p, ROLE_STAFF), *web = open_as(p, ROLE_WEB);
    int64_t stamp = -1;

    assert_int_equal(db_read_begin(web), ERR_OK);
    assert_int_equal(stmt_one_int(stmt_open(web, SQL_policy_stamp), &stamp), ERR_OK);
    assert_int_equal(stamp, 0);
    assert_int_equal(db_write_begin(db), ERR_OK);
    for (int i = 0; i < 2; i++) {
        struct stmt *s = stmt_open(db, SQL_page_version_make);

        stmt_text(s, BIND_kind, "policy");
        stmt_text(s, BIND_page, "/p");
        stmt_text(s, BIND_title, "P");
        stmt_null(s, BIND_effective);
        stmt_text(s, BIND_source, "words");
        stmt_blob(s, BIND_hash, "0123456789abcdef0123456789abcdef", 32);
        stmt_int(s, BIND_at, TEST_NOW);
        stmt_null(s, BIND_words_added);
        stmt_null(s, BIND_words_removed);
        assert_int_equal(stmt_run(s), ERR_OK);
        if (i == 0) {
            db_rollback(db);
            db_rollback(db); /* harmless */
            assert_int_equal(db_write_begin(db), ERR_OK);
        }
    }
    assert_int_equal(db_commit(db), ERR_OK);
    assert_int_equal(db_commit(db), ERR_BUG);
    assert_int_equal(raw_int(p->db, "SELECT count(*) FROM page_version"), 1);
    /* a page reads as of one moment */
    assert_int_equal(stmt_one_int(stmt_open(web, SQL_policy_stamp), &stamp), ERR_OK);
    assert_int_equal(stamp, 0);
    db_read_end(web);
    assert_int_equal(stmt_one_int(stmt_open(web, SQL_policy_stamp), &stamp), ERR_OK);
    assert_int_equal(stamp, 1);
    db_close(web);
    db_close(db);
}

/* What was overwritten is gone from the log too, unless somebody still reads as of before. */
static void
test_log_is_cut(void **state)
{
    struct place *p = *state;
    struct db *db = open_as(p, ROLE_STAFF), *web = open_as(p, ROLE_WEB);
    char wal[192];
    struct stat st;
    int64_t stamp;

    snprintf(wal, sizeof wal, "%s-wal", p->db);
    raw_run(p->db, "INSERT INTO setting (name, value) VALUES ('x', 'y')");
    assert_int_equal(db_read_begin(web), ERR_OK);
    assert_int_equal(stmt_one_int(stmt_open(web, SQL_policy_stamp), &stamp), ERR_OK);
    raw_run(p->db, "UPDATE setting SET value = 'z' WHERE name = 'x'");
    db_deadline(db, clock_mono_ms() + 50);
    assert_int_equal(db_cut_log(db), ERR_BUSY);
    db_deadline(db, 0);
    assert_int_equal(stat(wal, &st), 0);
    assert_true(st.st_size > 0);
    db_read_end(web);
    assert_int_equal(db_cut_log(db), ERR_OK);
    assert_int_equal(stat(wal, &st), 0);
    assert_int_equal(st.st_size, 0);
    db_close(web);
    db_close(db);
}

static void
test_authorizer(void **state)
{
    static const struct {
        const char *sql;
        bool web, writer;
    } cases[] = {
        {"SELECT count(*) FROM person", true, true},
        {"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) "
         "SELECT count(i) FROM n", true, true},
        {"PRAGMA quick_check", true, true},
        {"INSERT INTO list (name, title, position) VALUES ('x', 'X', 99)", false, true},
        {"UPDATE list SET title = 'Y' WHERE name = 'x'", false, true},
        {"DELETE FROM list WHERE name = 'x'", false, true},
        {"SAVEPOINT s; RELEASE s", false, true},
        {"CREATE TABLE t (a)", false, false},
        {"CREATE TEMP TABLE t (a)", false, false},
        {"CREATE VIEW v AS SELECT 1", false, false},
        {"CREATE TRIGGER t BEFORE UPDATE ON audit BEGIN SELECT 1; END", false, false},
        {"DROP TRIGGER audit_no_delete", false, false},
        {"DROP TABLE person", false, false},
        {"ALTER TABLE person ADD COLUMN x", false, false},
        {"ATTACH ':memory:' AS other", false, false},
        {"PRAGMA writable_schema = 1", false, false},
        {"PRAGMA synchronous = OFF", false, false},
        {"PRAGMA foreign_keys = OFF", false, false},
        {"PRAGMA journal_mode = DELETE", false, false},
        {"REINDEX", false, false},
        {"ANALYZE", false, false},
        {"VACUUM INTO '/dev/null'", false, false},
        {"DELETE FROM sqlite_schema", false, false},
    };
    struct db *web = open_as(*state, ROLE_WEB), *writer = open_as(*state, ROLE_WRITER);

    for (size_t i = 0; i < COUNT(cases); i++) {
        bool web_ran = sqlite3_exec(web->handle, cases[i].sql, NULL, NULL, NULL) == SQLITE_OK;
        bool ran = sqlite3_exec(writer->handle, cases[i].sql, NULL, NULL, NULL) == SQLITE_OK;

        if (web_ran != cases[i].web || ran != cases[i].writer)
            fail_msg("%s: web %d, writer %d", cases[i].sql, web_ran, ran);
    }
    db_close(writer);
    db_close(web);
}

static void
test_settings_of_a_connection(void **state)
{
    static const struct {
        const char *pragma;
        int value;
    } cases[] = {
        {"PRAGMA synchronous", 2},    {"PRAGMA foreign_keys", 1},  {"PRAGMA trusted_schema", 0},
        {"PRAGMA cell_size_check", 1}, {"PRAGMA temp_store", 2},
        {"PRAGMA application_id", DB_APPLICATION_ID}, {"PRAGMA user_version", 3},
    };

    for (unsigned role = ROLE_WEB; role <= ROLE_STAFF; role++) {
        struct db *db = open_as(*state, (enum db_role)role);
        int on = 0;

        sqlite3_set_authorizer(db->handle, NULL, NULL);
        for (size_t i = 0; i < COUNT(cases); i++) {
            int value = -1;

            assert_int_equal(engine_number(db->handle, cases[i].pragma, &value), SQLITE_OK);
            assert_int_equal(value, cases[i].value);
        }
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, -1, &on);
        assert_int_equal(on, 1);
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, -1, &on);
        assert_int_equal(on, 0);
        assert_int_equal(sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, -1), 0);
        db_close(db);
    }
    assert_string_equal(raw_text(((struct place *)*state)->db, "PRAGMA journal_mode"), "wal");
}

/* mailout's commits don't wait for the disk; all else stays as it was. */
static void
test_relax(void **state)
{
    struct db *db = open_as(*state, ROLE_MAIL);
    int value = -1;

    assert_int_equal(db_relax(db), ERR_OK);
    assert_int_not_equal(sqlite3_exec(db->handle, "PRAGMA synchronous = OFF", NULL, NULL, NULL),
                         SQLITE_OK);
    sqlite3_set_authorizer(db->handle, NULL, NULL);
    assert_int_equal(engine_number(db->handle, "PRAGMA synchronous", &value), SQLITE_OK);
    assert_int_equal(value, 1);
    assert_int_equal(engine_number(db->handle, "PRAGMA foreign_keys", &value), SQLITE_OK);
    assert_int_equal(value, 1);
    db_close(db);
}

/* What staff and web ask is found by an index; the few exceptions are named. */
static void
test_statements_use_an_index(void **state)
{
    static const int scans[] = {
        SQL_counter_sum,   /* a row for each day */
        SQL_search_scan,   /* FTS5's own index shows as a scan */
        SQL_search_snippet,
        SQL_delivery_methods, /* some rows, read and emptied whole */
        SQL_delivery_zones,
        SQL_delivery_times,
        SQL_delivery_holidays,
        SQL_delivery_lines,
        SQL_delivery_clear_times,
        SQL_delivery_clear_methods,
        SQL_delivery_clear_zones,
        SQL_feedback_pages, /* staff sum up every page's votes, once in a while */
        SQL_quick_check,
        SQL_outbox_look,   /* what waits, by an index of that alone */
        SQL_seal_chain,    /* the proof goes through everything */
        SQL_seal_audit_values,
        SQL_seal_consent_values,
        SQL_seal_versions,
        SQL_seal_other_words,
        SQL_queue_look,    /* staff count everything, once in a while */
        SQL_staff_keys,
        SQL_staff_standing, /* the lists themselves are few */
        SQL_staff_counts,
        SQL_report_lists,
        SQL_digest_rest,   /* active subscriptions are counted once a day */
        SQL_page_version_make, /* of consent_event: only if a deferred foreign key were broken */
    };
    int bad = 0;

    for (unsigned role = 0; role < ROLE_MEMORY; role++) {
        struct db *db = open_as(*state, (enum db_role)role);

        for (int i = 0; i < SQL_COUNT_; i++) {
            char sql[4096];
            sqlite3_stmt *s = NULL;
            bool allowed = false;

            for (size_t k = 0; k < COUNT(scans); k++)
                allowed = allowed || scans[k] == i;
            if (allowed || db->stmt[i].handle == NULL)
                continue;
            snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", sql_table[i].text);
            assert_int_equal(sqlite3_prepare_v2(db->handle, sql, -1, &s, NULL), SQLITE_OK);
            while (sqlite3_step(s) == SQLITE_ROW) {
                const char *plan = (const char *)sqlite3_column_text(s, 3);

                if (strncmp(plan, "SCAN", 4) == 0 && strstr(plan, "CONSTANT ROW") == NULL)
                    print_error("%s: %s\n", sql_table[i].name, plan), bad++;
            }
            sqlite3_finalize(s);
        }
        db_close(db);
    }
    assert_int_equal(bad, 0);
}

static void
write_file(const char *path, const char *text, mode_t mode)
{
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, mode);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

static void
expect_open(struct place *p, const char *path, enum err e, const char *says)
{
    for (unsigned role = ROLE_WEB; role <= ROLE_STAFF; role++) {
        struct db *db = NULL;
        struct report rep = {0};

        assert_int_equal(db_open(path, (enum db_role)role, &db, &rep), e);
        assert_null(db);
        assert_int_equal(rep.count, 1);
        assert_non_null(strstr(rep.line[0], says));
        report_free(&rep);
    }
    (void)p;
}

static void
test_open_refuses(void **state)
{
    struct place *p = *state;
    char garbage[8192];

    expect_open(p, p->other, ERR_NOTFOUND, "can't be opened");
    memset(garbage, 'x', sizeof garbage - 1);
    garbage[sizeof garbage - 1] = '\0';
    write_file(p->other, garbage, 0600);
    expect_open(p, p->other, ERR_INVALID, "not a Helpcenter database");
    write_file(p->other, "", 0600);
    expect_open(p, p->other, ERR_INVALID, "not a Helpcenter database");
    assert_int_equal(raw_run(p->other, "CREATE TABLE t (a); INSERT INTO t VALUES (1)"), SQLITE_OK);
    expect_open(p, p->other, ERR_INVALID, "not a Helpcenter database");
    assert_int_equal(raw_run(p->db, "PRAGMA user_version = 4"), SQLITE_OK);
    expect_open(p, p->db, ERR_INVALID, "newer");
    assert_int_equal(raw_run(p->db, "PRAGMA user_version = 0"), SQLITE_OK);
    expect_open(p, p->db, ERR_INVALID, "helpctl init");
}

static void
test_id_and_check(void **state)
{
    struct place *p = *state;
    struct db *db = open_as(p, ROLE_WEB);
    unsigned char id[16], again[16];
    char hex[33];

    assert_int_equal(db_id(db, id), ERR_OK);
    assert_int_equal(db_id(db, again), ERR_OK);
    assert_memory_equal(id, again, 16);
    hex_encode(id, 16, hex);
    assert_string_equal(
        hex, raw_text(p->db, "SELECT value FROM setting WHERE name = 'database_id'"));
    assert_int_equal(db_check(db, &p->report), ERR_OK);
    assert_int_equal(p->report.count, 0);
    db_close(db);

    assert_int_equal(raw_run(p->db, "UPDATE setting SET value = 'xyz'"), SQLITE_OK);
    db = open_as(p, ROLE_WEB);
    assert_int_equal(db_id(db, id), ERR_CORRUPT);
    db_close(db);
}

/* Pages of the middle are overwritten: it's told, and nothing crashes. */
static void
test_damage_is_told(void **state)
{
    struct place *p = *state;
    struct db *db;
    char noise[4096];
    struct stat st;
    enum err e;
    int fd;

    assert_int_equal(raw_run(p->db, "PRAGMA wal_checkpoint(TRUNCATE)"), SQLITE_OK);
    assert_int_equal(stat(p->db, &st), 0);
    fd = open(p->db, O_RDWR);
    memset(noise, 0xa5, sizeof noise);
    for (off_t at = 4096 * 4; at + 4096 <= st.st_size; at += 4096)
        assert_int_equal(pwrite(fd, noise, sizeof noise, at), sizeof noise);
    close(fd);
    e = db_open(p->db, ROLE_WEB, &db, &p->report);
    if (e == ERR_OK) {
        e = db_check(db, &p->report);
        db_close(db);
    }
    assert_int_equal(e, ERR_CORRUPT);
    assert_true(p->report.count > 0);
}

static void
test_causes(void **state)
{
    static const struct {
        int code;
        enum err err;
    } cases[] = {
        {SQLITE_OK, ERR_OK},
        {SQLITE_DONE, ERR_OK},
        {SQLITE_BUSY, ERR_BUSY},
        {SQLITE_BUSY_SNAPSHOT, ERR_BUSY},
        {SQLITE_FULL, ERR_FULL},
        {SQLITE_IOERR_WRITE, ERR_IO},
        {SQLITE_IOERR_NOMEM, ERR_NOMEM},
        {SQLITE_CORRUPT_VTAB, ERR_CORRUPT},
        {SQLITE_NOTADB, ERR_CORRUPT},
        {SQLITE_READONLY_DBMOVED, ERR_CORRUPT},
        {SQLITE_READONLY_RECOVERY, ERR_READONLY},
        {SQLITE_CONSTRAINT_UNIQUE, ERR_CONFLICT},
        {SQLITE_CONSTRAINT_CHECK, ERR_BUG},
        {SQLITE_CONSTRAINT_TRIGGER, ERR_BUG},
        {SQLITE_AUTH, ERR_BUG},
        {SQLITE_MISUSE, ERR_BUG},
        {SQLITE_ERROR, ERR_BUG},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(engine_err(NULL, cases[i].code), cases[i].err);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        place_test(test_every_statement_prepares),
        place_test(test_every_bind_is_checked),
        place_test(test_misuse_is_a_bug),
        place_test(test_rows_and_values),
        place_test(test_constraints),
        place_test(test_transactions),
        place_test(test_log_is_cut),
        place_test(test_authorizer),
        place_test(test_settings_of_a_connection),
        place_test(test_relax),
        place_test(test_statements_use_an_index),
        place_test(test_open_refuses),
        place_test(test_id_and_check),
        place_test(test_damage_is_told),
        cmocka_unit_test(test_causes),
    };

    return cmocka_run_group_tests_name("db", tests, NULL, NULL);
}
