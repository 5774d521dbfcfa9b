/* test_seal.c - the chain over the ledgers: made in batches, proven, and found broken. */
#include "desk/audit.h"
#include "desk/consent.h"
#include "desk/policies.h"
#include "desk/seal.h"
#include "desk_fixture.h"

static void
event(struct office *o, const char *kind)
{
    struct address_hash h = {.key_id = 1, .bytes = {7}};
    struct consent c = {.kind = kind, .list = "club", .address = &h, .name = "Ann",
                        .reason = "none", .reference = "H4K2-9MXT"};

    assert_int_equal(consent_record(&o->desk, &c), ERR_OK);
}

/* Seals all that waits: how many rounds it took. */
static int
seal_all(struct office *o)
{
    bool more = true;
    int rounds = 0;

    for (; more; rounds++) {
        assert_int_equal(seal_some(&o->desk, &more), ERR_OK);
        office_commit(o);
    }
    return rounds;
}

static enum err
verify(struct office *o, const char *expected, struct seal_report *out)
{
    struct db *db = NULL;
    enum err e;

    assert_int_equal(db_open(o->path, ROLE_STAFF, &db, &o->place->report), ERR_OK);
    e = seal_verify(db, expected, out);
    db_close(db);
    return e;
}

static void
test_empty(void **state)
{
    struct office *o = *state;
    struct seal_report r;

    assert_int_equal(seal_all(o), 1);
    assert_int_equal(verify(o, NULL, &r), ERR_OK);
    assert_int_equal(r.sealed + r.waiting + r.values + r.blanked, 0);
    assert_string_equal(r.wrong, "");
    assert_int_equal(verify(o, "0000", &r), ERR_CORRUPT);
}

static void
test_seals_what_is_old(void **state)
{
    struct office *o = *state;
    struct seal_report r;
    char head[sizeof r.head];

    event(o, "join");
    event(o, "confirm");
    seal_all(o);
    assert_int_equal(verify(o, NULL, &r), ERR_OK);
    assert_true(r.sealed == 0 && r.waiting == 4 && r.values == 6);
    o->desk.now += SEAL_DELAY_SECONDS;
    event(o, "leave"); /* too young yet */
    seal_all(o);
    assert_int_equal(verify(o, NULL, &r), ERR_OK);
    assert_true(r.sealed == 4 && r.waiting == 2);
    strcpy(head, r.head);
    o->desk.now += SEAL_DELAY_SECONDS;
    seal_all(o);
    assert_int_equal(verify(o, head, &r), ERR_OK);
    assert_true(r.sealed == 6 && r.waiting == 0);
    assert_string_not_equal(head, r.head);
    head[0] = head[0] == 'a' ? 'b' : 'a';
    assert_int_equal(verify(o, head, &r), ERR_CORRUPT);
}

/* The clock goes back by a day: rows of "tomorrow" are sealed, and so is what comes behind them. */
static void
test_clock_back(void **state)
{
    struct office *o = *state;
    struct seal_report r;

    o->desk.now += DAY_SECONDS;
    event(o, "join");
    o->desk.now -= DAY_SECONDS;
    event(o, "leave");
    o->desk.now += SEAL_DELAY_SECONDS;
    seal_all(o);
    assert_int_equal(verify(o, NULL, &r), ERR_OK);
    assert_true(r.sealed == 4 && r.waiting == 0);
}

static void
test_batches(void **state)
{
    struct office *o = *state;
    struct seal_report r;

    for (int i = 0; i < 2 * SEAL_BATCH + 10; i++)
        event(o, "join");
    o->desk.now += SEAL_DELAY_SECONDS;
    assert_int_equal(seal_all(o), 3);
    assert_int_equal(verify(o, NULL, &r), ERR_OK);
    assert_int_equal(r.sealed, 2 * (2 * SEAL_BATCH + 10));
}

static void
test_blanked_values_prove(void **state)
{
    struct office *o = *state;
    struct seal_report r;

    event(o, "join");
    event(o, "leave");
    o->desk.now += SEAL_DELAY_SECONDS;
    seal_all(o);
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(raw_run(o->path, "UPDATE audit_value SET value = NULL, salt = NULL"
                                      " WHERE field = 'network'"), SQLITE_OK);
    assert_int_equal(verify(o, NULL, &r), ERR_OK);
    assert_true(r.values == 4 && r.blanked == 2);
}

#define DROP(table) "DROP TRIGGER " table "_no_update; DROP TRIGGER " table "_no_delete;"
#define UNLOCK                                                                                     \
    DROP("audit") DROP("consent_event") DROP("seal")                                               \
    "DROP TRIGGER audit_value_blank_only; DROP TRIGGER audit_value_no_delete;"

/* What somebody with the file in hands could do, and which row is told. */
static const struct {
    const char *sql, *wrong;
} changes[] = {
    {"UPDATE audit SET at = at + 1 WHERE id = 2", "audit 2: "},
    {"UPDATE audit SET actor = 'visitos' WHERE id = 2", "audit 2: "},
    {"UPDATE audit SET channel = 'link' WHERE id = 2", "audit 2: "},
    {"UPDATE audit SET action = 'list.leavf' WHERE id = 2", "audit 2: "},
    {"UPDATE audit SET subject = 'consent_evens' WHERE id = 2", "audit 2: "},
    {"UPDATE audit SET subject_id = 1 WHERE id = 2", "audit 2: "},
    {"UPDATE audit SET detail = 'cluc' WHERE id = 2", "audit 2: "},
    {"UPDATE audit SET detail = NULL WHERE id = 2", "audit 2: "},
    {"UPDATE audit SET commitment = zeroblob(32) WHERE id = 2", "audit 2: "},
    {"UPDATE audit SET id = 9 WHERE id = 2", "audit 2: the row is gone"},
    {"DELETE FROM audit WHERE id = 1", "audit 1: the row is gone"},
    {"UPDATE consent_event SET at = at + 1 WHERE id = 2", "consent_event 2: "},
    {"UPDATE consent_event SET kind = 'join' WHERE id = 2", "consent_event 2: "},
    {"UPDATE consent_event SET list = 'bargains' WHERE id = 2", "consent_event 2: "},
    {"UPDATE consent_event SET list = NULL WHERE id = 2", "consent_event 2: "},
    {"UPDATE consent_event SET person_id = 1 WHERE id = 2", "consent_event 2: "},
    {"UPDATE consent_event SET address_hash = zeroblob(32) WHERE id = 2", "consent_event 2: "},
    {"UPDATE consent_event SET key_id = 2 WHERE id = 2", "consent_event 2: "},
    {"UPDATE consent_event SET channel = 'mail' WHERE id = 2", "consent_event 2: "},
    {"UPDATE consent_event SET page = '/opt-out' WHERE id = 2", "consent_event 2: "},
    {"UPDATE consent_event SET page = '' WHERE id = 2", "consent_event 2: "},
    {"UPDATE consent_event SET wording_id = 1, wording_hash = zeroblob(32) WHERE id = 2",
     "consent_event 2: "},
    {"UPDATE consent_event SET policy_id = 1 WHERE id = 2", "consent_event 2: "},
    {"UPDATE consent_event SET reference = 'H4K2-9MXS' WHERE id = 2", "consent_event 2: "},
    {"UPDATE consent_event SET commitment = zeroblob(32) WHERE id = 2", "consent_event 2: "},
    {"DELETE FROM consent_event WHERE id = 3", "consent_event 3: the row is gone"},
    {"INSERT INTO audit SELECT 4, at, actor, channel, action, subject, subject_id, detail,"
     " commitment FROM audit WHERE id = 2; UPDATE seal SET row_id = 4 WHERE id = 3",
     "audit 4: "},
    {"UPDATE seal SET row_id = 4 WHERE id = 2", "audit 4: the row is gone"},
    {"UPDATE seal SET at = at + 1 WHERE id = 2", "audit 2: "},
    {"UPDATE seal SET hash = zeroblob(32) WHERE id = 2", "audit 2: "},
    {"UPDATE seal SET id = 9 WHERE id = 2", "seal 2: the link is missing"},
    {"DELETE FROM seal WHERE id = 1", "seal 1: the link is missing"},
    {"DELETE FROM seal WHERE id = 3", "seal 3: the link is missing"},
    {"UPDATE audit_value SET value = 'Anm' WHERE field = 'name' AND consent_event_id = 2",
     "audit_value 4: the value was changed"},
    {"UPDATE audit_value SET field = 'namf' WHERE field = 'name' AND consent_event_id = 2",
     "audit_value 4: the value was changed"},
    {"UPDATE audit_value SET salt = zeroblob(16) WHERE id = 4",
     "audit_value 4: the value was changed"},
    {"UPDATE audit_value SET salt = zeroblob(15) WHERE id = 4",
     "audit_value 4: the value was changed"},
    {"UPDATE audit_value SET commitment = zeroblob(32) WHERE id = 4",
     "audit_value 4: the value was changed"},
    {"UPDATE audit_value SET commitment = zeroblob(32), value = NULL, salt = NULL WHERE id = 4",
     "consent_event 2: its values are not those it committed to"},
    {"UPDATE audit_value SET position = 9 WHERE id = 4",
     "consent_event 2: its values are not those it committed to"},
    {"UPDATE audit_value SET consent_event_id = NULL, audit_id = 2 WHERE id = 4",
     "audit 2: its values are not those it committed to"},
    {"DELETE FROM audit_value WHERE id = 4",
     "consent_event 2: its values are not those it committed to"},
    {"DELETE FROM audit_value WHERE consent_event_id = 3",
     "consent_event 3: its values are not those it committed to"},
};

static void
test_changes_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(changes); i++) {
        void *made = NULL;
        struct office *o;
        struct seal_report r;

        office_setup(&made);
        o = made;
        event(o, "join");
        event(o, "confirm");
        event(o, "leave");
        o->desk.now += SEAL_DELAY_SECONDS;
        seal_all(o);
        assert_int_equal(db_commit(o->desk.db), ERR_OK);
        assert_int_equal(raw_run(o->path, UNLOCK), SQLITE_OK);
        expect(raw_run(o->path, changes[i].sql) == SQLITE_OK, changes[i].sql);
        expect(verify(o, NULL, &r) == ERR_CORRUPT, changes[i].sql);
        if (strncmp(r.wrong, changes[i].wrong, strlen(changes[i].wrong)) != 0)
            fail_msg("%s: %s", changes[i].sql, r.wrong);
        office_teardown(&made);
    }
}

/* A row that is put between sealed ones, and one whose seal was taken away with those behind it. */
static void
test_left_out(void **state)
{
    struct office *o = *state;
    struct seal_report r;

    event(o, "join");
    event(o, "leave");
    o->desk.now += SEAL_DELAY_SECONDS;
    seal_all(o);
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(raw_run(o->path, UNLOCK "UPDATE audit SET id = id + 10;"
                                             "UPDATE seal SET row_id = row_id + 10"
                                             " WHERE ledger = 'audit'"), SQLITE_OK);
    assert_int_equal(verify(o, NULL, &r), ERR_CORRUPT);
    assert_int_equal(raw_run(o->path, "UPDATE audit SET id = id - 10;"
                                      "UPDATE seal SET row_id = row_id - 10"
                                      " WHERE ledger = 'audit'"), SQLITE_OK);
    assert_int_equal(verify(o, NULL, &r), ERR_OK);
    assert_int_equal(
        raw_run(o->path, "INSERT INTO audit SELECT 0, at, actor, channel, action, subject,"
                         " subject_id, detail, commitment FROM audit WHERE id = 1"), SQLITE_OK);
    assert_int_equal(verify(o, NULL, &r), ERR_CORRUPT);
    assert_string_equal(r.wrong, "audit 0: it was put in later");
}

/* The words that people agreed to, changed afterwards: alone, with their hash, or taken away. */
static void
test_words(void **state)
{
    static const struct {
        const char *sql, *wrong;
    } tries[] = {
        {"UPDATE page_version SET source = 'Yes, sell my data'", "page_version 1: the text was "},
        {"UPDATE page_version SET hash = zeroblob(32)", "page_version 1: the text was changed"},
        {"UPDATE page_version SET source = (SELECT source FROM page_version WHERE id = 2), hash ="
         " (SELECT hash FROM page_version WHERE id = 2) WHERE id = 1", "consent_event 1: its words"},
        {"DELETE FROM page_version WHERE id = 1", "consent_event 1: its words are not those"},
    };
    (void)state;

    for (size_t i = 0; i < COUNT(tries); i++) {
        void *made = NULL;
        struct office *o;
        struct seal_report r;
        int64_t other;

        office_setup(&made);
        o = made;
        assert_int_equal(wording_keep(&o->desk, "/club", "Club", "Yes", &o->desk.wording), ERR_OK);
        assert_int_equal(policy_publish(&o->desk, &(struct policy_text){.page = "/help/p.html",
                                        .title = "P", .source = "No"}, &other, &(bool){false}),
                         ERR_OK);
        event(o, "join");
        o->desk.now += SEAL_DELAY_SECONDS;
        seal_all(o);
        assert_int_equal(db_commit(o->desk.db), ERR_OK);
        assert_int_equal(verify(o, NULL, &r), ERR_OK);
        assert_int_equal(raw_run(o->path, "PRAGMA foreign_keys = OFF; DROP TRIGGER"
                                          " page_version_no_update; DROP TRIGGER"
                                          " page_version_no_delete; DROP INDEX"
                                          " page_version_wording"), SQLITE_OK);
        expect(raw_run(o->path, tries[i].sql) == SQLITE_OK, tries[i].sql);
        expect(verify(o, NULL, &r) == ERR_CORRUPT, tries[i].sql);
        if (strncmp(r.wrong, tries[i].wrong, strlen(tries[i].wrong)) != 0)
            fail_msg("%s: %s", tries[i].sql, r.wrong);
        office_teardown(&made);
    }
}

static void
test_speed(void **state)
{
    struct office *o = *state;
    struct seal_report r;
    int64_t begin;

    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(
        raw_run(o->path,
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
                " INSERT INTO audit (at, actor, channel, action, subject, subject_id, commitment)"
                " SELECT 1777816000, 'visitor', 'web', 'list.join', 'consent_event', i,"
                " x'0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8' FROM n"),
        SQLITE_OK);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
    assert_int_equal(seal_all(o), 201);
    begin = clock_mono_ms();
    assert_int_equal(verify(o, NULL, &r), ERR_OK);
    assert_int_equal(r.sealed, 100000);
    assert_true(clock_mono_ms() - begin < 20000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(test_empty),
        office_test(test_seals_what_is_old),
        office_test(test_clock_back),
        office_test(test_batches),
        office_test(test_blanked_values_prove),
        cmocka_unit_test(test_changes_are_found),
        office_test(test_left_out),
        cmocka_unit_test(test_words),
        office_test(test_speed),
    };

    return cmocka_run_group_tests_name("seal", tests, NULL, NULL);
}
