/* test_migrate.c - the schema: laid, laid again, refused; what its rules and triggers refuse. */
#include "store_fixture.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "store/sql.h"

static enum err
run(struct place *p, const char *path, int *from, int *to)
{
    report_free(&p->report);
    p->report = (struct report){0};
    return migrate(path, from, to, &p->report);
}

static void
test_new_and_again(void **state)
{
    struct place *p = *state;
    mode_t before = umask(077);
    struct stat st;
    int from, to;

    assert_int_equal(run(p, p->other, &from, &to), ERR_OK);
    umask(before);
    assert_int_equal(from, 0);
    assert_int_equal(to, migrate_current());
    assert_int_equal(stat(p->other, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0640);
    assert_int_equal(raw_run(p->other, "DROP VIEW v_audit"), SQLITE_OK);
    assert_int_equal(run(p, p->other, &from, &to), ERR_OK);
    assert_int_equal(from, migrate_current());
    assert_int_equal(to, migrate_current());
    assert_int_equal(raw_int(p->other, "SELECT count(*) FROM v_audit"), 0);
    assert_string_equal(raw_text(p->other, "PRAGMA integrity_check"), "ok");
    assert_int_equal(sql_migrations[sql_migration_count - 1].version, migrate_current());
}

/* A program that serves meanwhile goes on: its statements are prepared anew by themselves. */
static void
test_under_a_reader(void **state)
{
    struct place *p = *state;
    struct db *db = NULL;
    int64_t stamp;
    int from, to;

    assert_int_equal(db_open(p->db, ROLE_WEB, &db, &p->report), ERR_OK);
    assert_int_equal(run(p, p->db, &from, &to), ERR_OK);
    assert_int_equal(stmt_one_int(stmt_open(db, SQL_policy_stamp), &stamp), ERR_OK);
    db_close(db);
}

static void
test_refuses(void **state)
{
    struct place *p = *state;
    int from, to, fd;

    assert_int_equal(raw_run(p->db, "PRAGMA user_version = 99"), SQLITE_OK);
    assert_int_equal(run(p, p->db, &from, &to), ERR_INVALID);
    assert_non_null(strstr(p->report.line[0], "newer"));
    assert_int_equal(raw_int(p->db, "PRAGMA user_version"), 99);

    fd = open(p->other, O_CREAT | O_WRONLY, 0600);
    close(fd);
    assert_int_equal(raw_run(p->other, "CREATE TABLE theirs (a)"), SQLITE_OK);
    assert_int_equal(run(p, p->other, &from, &to), ERR_INVALID);
    assert_non_null(strstr(p->report.line[0], "not a Helpcenter database"));
    assert_int_equal(raw_int(p->other, "SELECT count(*) FROM sqlite_schema"), 1);

    fd = open(p->other, O_TRUNC | O_WRONLY);
    assert_int_equal(write(fd, "these are words, not a database", 31), 31);
    close(fd);
    assert_int_equal(run(p, p->other, &from, &to), ERR_INVALID);

    assert_int_equal(run(p, "/nowhere/helpcenter.db", &from, &to), ERR_IO);
    assert_non_null(strstr(p->report.line[0], "can't be made"));
}

/* Rows to try the rules on. */
static const char rows[] =
    "INSERT INTO person (id, email, email_typed, created_at, updated_at)"
    " VALUES (1, 'a@example.com', 'A@example.com', 5, 5);"
    "INSERT INTO page_version (id, kind, page, version, title, source, hash, at)"
    " VALUES (1, 'policy', '/p', 1, 'P', 'x', zeroblob(32), 5);"
    "INSERT INTO consent_event (id, at, kind, list, person_id, address_hash, key_id, channel,"
    " reference, commitment)"
    " VALUES (1, 5, 'join', 'club', 1, zeroblob(32), 1, 'web', 'R', zeroblob(32));"
    "INSERT INTO audit (id, at, actor, channel, action, subject, subject_id, commitment)"
    " VALUES (1, 5, 'visitor', 'web', 'list.join', 'consent_event', 1, zeroblob(32));"
    "INSERT INTO audit_value (id, audit_id, position, field, value, salt, commitment)"
    " VALUES (1, 1, 0, 'email', 'a@example.com', zeroblob(16), zeroblob(32));";

static void
test_append_only(void **state)
{
    static const char *const refused[] = {
        "UPDATE consent_event SET at = 6",
        "DELETE FROM consent_event",
        "INSERT OR REPLACE INTO consent_event SELECT * FROM consent_event",
        "REPLACE INTO consent_event (id, at, kind, address_hash, key_id, channel, reference,"
        " commitment) VALUES (1, 6, 'leave', zeroblob(32), 1, 'web', 'R', zeroblob(32))",
        "UPDATE audit SET actor = 'nobody'",
        "DELETE FROM audit",
        "REPLACE INTO audit (id, at, actor, channel, action, subject, subject_id, commitment)"
        " VALUES (1, 5, 'x', 'web', 'y', 'person', 1, zeroblob(32))",
        "UPDATE page_version SET source = 'y'",
        "DELETE FROM page_version",
        "REPLACE INTO page_version (id, kind, page, version, title, source, hash, at)"
        " VALUES (1, 'policy', '/p', 1, 'P', 'y', zeroblob(32), 5)",
        "REPLACE INTO page_version (kind, page, version, title, source, hash, at)"
        " VALUES ('policy', '/p', 1, 'P', 'y', zeroblob(32), 5)",
        "DELETE FROM audit_value",
        "UPDATE audit_value SET value = 'other@example.com'",
        "UPDATE audit_value SET value = NULL",
        "UPDATE audit_value SET value = NULL, salt = NULL, field = 'name'",
        "UPDATE audit_value SET value = NULL, salt = NULL, commitment = randomblob(32)",
        "REPLACE INTO audit_value (audit_id, position, field, value, salt, commitment)"
        " VALUES (1, 0, 'email', 'b@example.com', zeroblob(16), zeroblob(32))",
    };
    struct place *p = *state;

    assert_int_equal(raw_run(p->db, rows), SQLITE_OK);
    for (size_t i = 0; i < COUNT(refused); i++)
        if (raw_run(p->db, refused[i]) != SQLITE_CONSTRAINT)
            fail_msg("not refused: %s", refused[i]);
    assert_string_equal(raw_text(p->db, "SELECT value FROM audit_value"), "a@example.com");
    assert_int_equal(raw_run(p->db, "UPDATE audit_value SET value = NULL, salt = NULL"), SQLITE_OK);
    assert_string_equal(raw_text(p->db, "SELECT details FROM v_audit"), "email=(erased)");
    /* and again: blanking twice is harmless */
    assert_int_equal(raw_run(p->db, "UPDATE audit_value SET value = NULL, salt = NULL"), SQLITE_OK);
}

static void
test_rules(void **state)
{
    static const char *const refused[] = {
        "UPDATE person SET state = 'gone'",
        "UPDATE person SET state = 'erased'",
        "UPDATE person SET email = NULL",
        "UPDATE person SET mixed_script = 2",
        "UPDATE person SET created_at = 'today'",
        "INSERT INTO subscription (person_id, list, state, since, source, created_at)"
        " VALUES (1, 'club', 'maybe', 5, 'web', 5)",
        "INSERT INTO consent_event (at, kind, address_hash, key_id, channel, reference, commitment)"
        " VALUES (5, 'guess', zeroblob(32), 1, 'web', 'R', zeroblob(32))",
        "INSERT INTO consent_event (at, kind, address_hash, key_id, channel, reference, commitment)"
        " VALUES (5, 'join', zeroblob(31), 1, 'web', 'R', zeroblob(32))",
        "INSERT INTO consent_event (at, kind, address_hash, key_id, channel, reference, commitment)"
        " VALUES (5, 'join', zeroblob(32), 1, 'pigeon', 'R', zeroblob(32))",
        "INSERT INTO request (reference, kind, channel, received_at, due_at, state_at)"
        " VALUES ('R', 'praise', 'web', 5, 6, 5)",
        "INSERT INTO request (reference, kind, state, channel, received_at, due_at, state_at)"
        " VALUES ('R', 'delete', 'lost', 'web', 5, 6, 5)",
        "INSERT INTO request (reference, kind, channel, received_at, due_at, state_at)"
        " VALUES ('R', 'delete', 'web', 5, 5, 5)",
        "INSERT INTO inquiry (reference, kind, person_id, channel, received_at)"
        " VALUES ('R', 'gossip', 1, 'web', 5)",
        "INSERT INTO audit_value (position, field, commitment) VALUES (1, 'name', zeroblob(32))",
        "INSERT INTO request_count VALUES ('2026-05-03', 'main', -1)",
    };
    struct place *p = *state;

    assert_int_equal(raw_run(p->db, rows), SQLITE_OK);
    for (size_t i = 0; i < COUNT(refused); i++)
        if (raw_run(p->db, refused[i]) != SQLITE_CONSTRAINT)
            fail_msg("not refused: %s", refused[i]);
    assert_int_equal(raw_run(p->db, "UPDATE person SET state = 'erased', email = NULL,"
                                    " email_typed = NULL, name = NULL"), SQLITE_OK);
}

static void
test_states_and_kinds(void **state)
{
    static const char *const states[] = {
        "received", "awaiting_verification", "verified", "in_review", "needs_info", "approved",
        "cooling_off", "executing", "fulfilled", "partially_fulfilled", "on_hold", "exec_failed",
        "denied", "withdrawn", "expired_unverified", "merged",
    };
    static const char *const kinds[] = {
        "correct", "update", "delete", "deactivate", "reactivate", "access", "export", "object",
        "restrict", "opt_out",
    };
    struct place *p = *state;
    char sql[512];

    for (size_t i = 0; i < COUNT(states); i++) {
        snprintf(sql, sizeof sql,
                 "INSERT INTO request (reference, kind, state, channel, received_at, due_at,"
                 " state_at) VALUES ('R%zu', '%s', '%s', 'web', 5, 6, 5)",
                 i, kinds[i % (COUNT(kinds))], states[i]);
        assert_int_equal(raw_run(p->db, sql), SQLITE_OK);
    }
    /* the six ends have no deadline any more */
    assert_int_equal(raw_int(p->db, "SELECT count(*) FROM v_requests WHERE days_left IS NULL"), 6);
    assert_int_equal(raw_int(p->db, "SELECT count(*) FROM v_requests WHERE days_left < 0"), 10);
}

static void
test_views(void **state)
{
    static const struct {
        const char *view, *columns;
    } cases[] = {
        {"v_subscribers", "email,name,list,state,since,source"},
        {"v_optouts", "email,list,channel,at"},
        {"v_requests", "reference,kind,state,email,received_at,due_at,days_left,assigned_to"},
        {"v_request_changes", "reference,field,old_value,new_value,applied_at"},
        {"v_inquiries", "reference,kind,state,email,name,address1,address2,city,region,zip,country,"
                        "message,received_at,assigned_to,answered_at,answers,deleted_on"},
        {"v_inquiry_details", "reference,field,value"},
        {"v_inquiry_answers", "reference,at,actor,text"},
        {"v_requests_served", "day,requests"},
        {"v_consent", "at,email,list,event,channel,page,network,reference,words,words_hash,policy,"
                      "name,reason,source"},
        {"v_list_changes", "at,email,list,event,channel,reason"},
        {"v_outbox", "id,letter,email,state,created_at,due_at,attempts,status"},
        {"v_mail_in", "at,kind,acted,email,reference,message_id"},
        {"v_bounces", "at,email,kind,status,source"},
        {"v_letters_held", "day,scope,letters"},
        {"v_audit", "id,at,actor,channel,action,subject,subject_id,detail,details"},
    };
    struct place *p = *state;
    char sql[256];

    for (size_t i = 0; i < COUNT(cases); i++) {
        snprintf(sql, sizeof sql, "SELECT group_concat(name) FROM pragma_table_info('%s')",
                 cases[i].view);
        assert_string_equal(raw_text(p->db, sql), cases[i].columns);
        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", cases[i].view);
        assert_int_equal(raw_int(p->db, sql), 0);
    }
}

static void
test_deadlines(void **state)
{
    static const struct {
        const char *due;
        int days;
    } cases[] = {
        {"unixepoch() + 86400 * 30 + 60", 30}, {"unixepoch() + 86300", 0},
        {"unixepoch() - 60", -1},             {"unixepoch() - 86460", -2},
    };
    struct place *p = *state;
    char sql[512];

    for (size_t i = 0; i < COUNT(cases); i++) {
        snprintf(sql, sizeof sql,
                 "DELETE FROM request; INSERT INTO request (reference, kind, channel, received_at,"
                 " due_at, state_at) VALUES ('R', 'delete', 'web', 5, %s, 5)",
                 cases[i].due);
        assert_int_equal(raw_run(p->db, sql), SQLITE_OK);
        assert_int_equal(raw_int(p->db, "SELECT days_left FROM v_requests"), cases[i].days);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        place_test(test_new_and_again), place_test(test_under_a_reader),
        place_test(test_refuses),       place_test(test_append_only),
        place_test(test_rules),         place_test(test_states_and_kinds),
        place_test(test_views),         place_test(test_deadlines),
    };

    return cmocka_run_group_tests_name("migrate", tests, NULL, NULL);
}
