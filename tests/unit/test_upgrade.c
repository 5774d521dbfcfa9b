/* test_upgrade.c - a database of the first release, with rows, brought up to date. */
#include "store/sql.h"
#include "store_fixture.h"

/* What the first release left behind: somebody joined, left everything, and asked for something. */
static const char rows[] =
    "INSERT INTO person (id, email, email_typed, name, created_at, updated_at)"
    " VALUES (7, 'a@example.com', 'A@example.com', 'Ann', 5, 6);"
    "INSERT INTO subscription (person_id, list, state, since, source, created_at)"
    " VALUES (7, 'club', 'opted_out', 9, 'web /club', 5);"
    "INSERT INTO page_version (id, kind, page, version, title, source, hash, at)"
    " VALUES (3, 'wording', '/club', 1, 'Club', 'x', zeroblob(32), 4);"
    "INSERT INTO consent_event (id, at, kind, list, person_id, address_hash, key_id, channel, page,"
    " wording_id, wording_hash, reference, commitment) VALUES"
    " (11, 5, 'join', 'club', 7, zeroblob(32), 1, 'web', '/club', 3, zeroblob(32), 'R1',"
    "  randomblob(32)),"
    " (12, 9, 'leave', NULL, 7, zeroblob(32), 1, 'web', '/opt-out', NULL, NULL, 'R2',"
    "  randomblob(32));"
    "INSERT INTO suppression (address_hash, key_id, list, person_id, channel, reference, at)"
    " VALUES (zeroblob(32), 1, NULL, 7, 'web', 'R2', 9);"
    "INSERT INTO audit (id, at, actor, channel, action, subject, subject_id, commitment)"
    " VALUES (21, 5, 'visitor', 'web', 'list.join', 'consent_event', 11, zeroblob(32));"
    "INSERT INTO audit_value (id, consent_event_id, position, field, value, salt, commitment,"
    " keep_until) VALUES (31, 11, 0, 'email', 'A@example.com', randomblob(16), randomblob(32), "
    "NULL),"
    " (32, 11, 3, 'network', '192.0.2.0/24', randomblob(16), randomblob(32), 99);"
    "INSERT INTO audit_value (id, audit_id, position, field, value, salt, commitment)"
    " VALUES (33, 21, 0, 'email', 'A@example.com', randomblob(16), randomblob(32));"
    "INSERT INTO request (id, reference, kind, channel, email, email_typed, received_at, due_at,"
    " state_at) VALUES (41, 'R3', 'delete', 'web', 'a@example.com', 'a@example.com', 5, 6, 5);";

/* And the second: letters in the outbox, of which one bounced and one came back by mail. */
static const char second_rows[] =
    "INSERT INTO inquiry (id, reference, kind, person_id, message, channel, received_at)"
    " VALUES (51, 'R4', 'catalog', 7, 'Please.', 'web', 5);"
    "INSERT INTO outbox (id, random, key_id, letter, person_id, inquiry_id, lists, reference, state,"
    " created_at, due_at, attempts, leased_by, leased_until, ended_at, status) VALUES"
    " (61, randomblob(16), 1, 'inquiry', 7, 51, NULL, 'R4', 'queued', 5, 6, 2, 1, 9, NULL, NULL),"
    " (62, randomblob(16), 1, 'confirm', 7, NULL, 'club', NULL, 'failed', 5, 6, 3, NULL, NULL, 8,"
    "  '550 5.1.1'),"
    " (63, randomblob(16), 1, 'welcome', 7, NULL, 'club', NULL, 'sent', 5, 6, 1, NULL, NULL, 7,"
    "  '250 2.0.0');"
    "INSERT INTO bounce (id, outbox_id, person_id, at, kind, status, source)"
    " VALUES (71, 62, 7, 8, 'hard', '5.1.1', 'smtp');"
    "INSERT INTO mail_in (id, digest, kind, at, acted, person_id, outbox_id, message_id)"
    " VALUES (81, randomblob(32), 'bounce', 9, 1, 7, 63, 'm@example.com');";

/* What the second release says of them. */
static const char in_mail[] =
    "SELECT (SELECT group_concat(id || hex(random) || key_id || letter || person_id ||"
    " coalesce(inquiry_id, '-') || coalesce(lists, '-') || coalesce(reference, '-') || state ||"
    " created_at || due_at || attempts || coalesce(leased_by, '-') || coalesce(leased_until, '-') ||"
    " coalesce(ended_at, '-') || coalesce(status, '-')) FROM outbox) ||"
    " (SELECT group_concat(id || outbox_id || person_id || at || kind || status || source) FROM"
    " bounce) || (SELECT group_concat(id || hex(digest) || kind || at || acted || person_id ||"
    " outbox_id || message_id) FROM mail_in)";

/* Everything that the two releases have in common, as one text. */
static const char all[] =
    "SELECT (SELECT group_concat(hex(commitment) || id || at || kind || coalesce(list, '-') ||"
    " person_id || key_id || channel || page || coalesce(wording_id, '-') || reference) FROM"
    " consent_event) || (SELECT group_concat(id || coalesce(audit_id, '-') ||"
    " coalesce(consent_event_id, '-') || position || field || value || hex(salt) ||"
    " hex(commitment) || coalesce(keep_until, '-')) FROM audit_value) ||"
    " (SELECT group_concat(email || name || state) FROM person) ||"
    " (SELECT group_concat(list || state || since) FROM subscription) ||"
    " (SELECT group_concat(coalesce(list, 'all') || person_id || reference || at) FROM suppression)"
    " || (SELECT group_concat(action || subject_id) FROM audit) ||"
    " (SELECT group_concat(reference || kind) FROM request)";

/* Lays the first release's schema and rows at p->other. */
static void
first_release(struct place *p)
{
    sqlite3 *handle = NULL;

    assert_int_equal(sql_migrations[0].version, 1);
    assert_int_equal(sqlite3_open(p->other, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql_migrations[0].text, NULL, NULL, NULL), SQLITE_OK);
    /* views of that release that stand in the way of what is made anew */
    assert_int_equal(sqlite3_exec(handle,
                                  "CREATE VIEW v_consent (at) AS SELECT at FROM consent_event;"
                                  "CREATE VIEW v_audit (id, details) AS SELECT a.id,"
                                  " (SELECT v.value FROM audit_value v WHERE v.audit_id = a.id)"
                                  " FROM audit a;",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, rows, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(handle);
}

/* Brings the first release at p->other to the second, and lays its rows. */
static void
second_release(struct place *p)
{
    sqlite3 *handle = NULL;

    assert_int_equal(sql_migrations[1].version, 2);
    assert_int_equal(sqlite3_open(p->other, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, "PRAGMA foreign_keys = ON; BEGIN;", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql_migrations[1].text, NULL, NULL, NULL), SQLITE_OK);
    /* views of that release over what is made anew */
    assert_int_equal(sqlite3_exec(handle,
                                  "CREATE VIEW v_outbox (id) AS SELECT id FROM outbox;"
                                  "CREATE VIEW v_mail_in (at) AS SELECT at FROM mail_in;"
                                  "CREATE VIEW v_bounces (at) AS SELECT b.at FROM bounce b"
                                  " JOIN outbox o ON o.id = b.outbox_id; COMMIT;",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, second_rows, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(handle);
}

/* Letters that wait, and what came back, outlive the making anew of their tables. */
static void
test_letters_stay(void **state)
{
    struct place *p = *state;
    char before[4096];
    int from, to;

    first_release(p);
    second_release(p);
    snprintf(before, sizeof before, "%s", raw_text(p->other, in_mail));
    assert_true(strlen(before) > 200);
    assert_int_equal(migrate(p->other, &from, &to, &p->report), ERR_OK);
    assert_int_equal(from, 2);
    assert_string_equal(raw_text(p->other, in_mail), before);
    assert_string_equal(raw_text(p->other, "PRAGMA integrity_check"), "ok");
    assert_string_equal(raw_text(p->other, "PRAGMA foreign_key_check"), "(none)");
    assert_int_equal(raw_run(p->other, "PRAGMA foreign_keys = ON;"
                                       "DELETE FROM outbox WHERE id = 62"),
                     SQLITE_CONSTRAINT);
    assert_string_equal(raw_text(p->other, "SELECT letter || ' ' || state || ' ' || email FROM"
                                           " v_outbox WHERE id = 61"),
                        "inquiry queued a@example.com");
    assert_int_equal(raw_int(p->other, "SELECT count(*) FROM outbox WHERE answer_id IS NULL"), 3);
}

static void
test_upgrade(void **state)
{
    static const char *const refused[] = {
        "UPDATE consent_event SET at = 6",
        "DELETE FROM consent_event",
        "INSERT OR REPLACE INTO consent_event SELECT * FROM consent_event",
        "DELETE FROM audit_value",
        "UPDATE audit_value SET value = 'other'",
        "UPDATE audit SET actor = 'nobody'",
        "UPDATE audit_value SET consent_event_id = 12 WHERE id = 31",
    };
    struct place *p = *state;
    char before[4096];
    int from, to;

    first_release(p);
    snprintf(before, sizeof before, "%s", raw_text(p->other, all));
    assert_true(strlen(before) > 200);
    assert_int_equal(migrate(p->other, &from, &to, &p->report), ERR_OK);
    assert_int_equal(from, 1);
    assert_int_equal(to, migrate_current());
    assert_string_equal(raw_text(p->other, all), before);
    assert_string_equal(raw_text(p->other, "PRAGMA integrity_check"), "ok");
    assert_string_equal(raw_text(p->other, "PRAGMA foreign_key_check"), "(none)");
    for (size_t i = 0; i < COUNT(refused); i++) {
        if (raw_run(p->other, refused[i]) != SQLITE_CONSTRAINT)
            fail_msg("not refused: %s", refused[i]);
    }
    assert_int_equal(raw_run(p->other, "PRAGMA foreign_keys = ON;"
                                       "INSERT INTO audit_value (consent_event_id, position, field,"
                                       " commitment) VALUES (4711, 0, 'name', zeroblob(32))"),
                     SQLITE_CONSTRAINT);
    assert_int_equal(raw_run(p->other, "UPDATE audit_value SET value = NULL, salt = NULL"), 0);
    assert_string_equal(raw_text(p->other, "SELECT email || ' ' || list FROM v_optouts"),
                        "a@example.com all");
    assert_string_equal(raw_text(p->other, "SELECT group_concat(event || ' ' || list) FROM"
                                           " v_consent"),
                        "join club,leave all");
    assert_string_equal(raw_text(p->other, "SELECT details FROM v_audit"), "email=(erased)");
}

/* An upgraded database has exactly the schema of a new one. */
static void
test_same_schema(void **state)
{
    static const char schema[] =
        "SELECT group_concat(type || name || tbl_name || replace(replace(sql, ' ', ''), '\"', ''))"
        " FROM (SELECT * FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name)";
    struct place *p = *state;
    sqlite3 *a = NULL, *b = NULL;
    sqlite3_stmt *s[2];
    int from, to;

    first_release(p);
    assert_int_equal(migrate(p->other, &from, &to, &p->report), ERR_OK);
    assert_int_equal(sqlite3_open(p->db, &a), SQLITE_OK);
    assert_int_equal(sqlite3_open(p->other, &b), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(a, schema, -1, &s[0], NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(b, schema, -1, &s[1], NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s[0]), SQLITE_ROW);
    assert_int_equal(sqlite3_step(s[1]), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(s[0], 0),
                        (const char *)sqlite3_column_text(s[1], 0));
    sqlite3_finalize(s[0]);
    sqlite3_finalize(s[1]);
    sqlite3_close(a);
    sqlite3_close(b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {place_test(test_upgrade), place_test(test_letters_stay),
                                       place_test(test_same_schema)};

    return cmocka_run_group_tests_name("upgrade", tests, NULL, NULL);
}
