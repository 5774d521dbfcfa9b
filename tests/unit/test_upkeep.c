/* test_upkeep.c - what happens by itself, whatever the clock does. */
#include "desk/upkeep.h"

#include "desk/audit.h"
#include "desk/bounces.h"
#include "desk/changes.h"
#include "desk/consent.h"
#include "desk/inquiries.h"
#include "desk/inquiry_desk.h"
#include "desk/lists.h"
#include "desk/mail_in.h"
#include "desk/outbox.h"
#include "desk/people.h"
#include "desk/seal.h"
#include "desk_fixture.h"

enum { HOUR = 3600, LAPSE = (CONFIRM_DAYS * 24 + GRACE_HOURS) * HOUR };

/* Runs it to its end, as the web program does over some seconds: how many rounds it took. */
static int
keep_up(struct office *o, bool digest)
{
    struct upkeep u = {.digest = digest};
    struct desk program = {.db = o->desk.db, .keys = o->keys, .now = o->desk.now,
                           .channel = CHANNEL_PROGRAM, .actor = "program"};
    bool more = true;
    int rounds = 0;

    for (; more; rounds++) {
        assert_true(rounds < 100);
        assert_int_equal(upkeep_run(&program, &u, &more), ERR_OK);
        office_commit(o);
    }
    return rounds;
}

static void
raw(struct office *o, const char *sql)
{
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    if (raw_run(o->path, sql) != SQLITE_OK)
        fail_msg("%s", sql);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
}

static void
join(struct office *o, unsigned lists, const char *email, char nonce)
{
    struct submission s = sent("newsletter", nonce, nonce);
    struct mail_address m = mail_of(email);

    assert_int_equal(submission_begin(&o->desk, &s), ERR_OK);
    assert_int_equal(lists_join(&o->desk, lists, &m, "Ann", &s), ERR_OK);
    office_commit(o);
}

static void
leave(struct office *o, unsigned lists, const char *email, char nonce)
{
    struct submission s = sent("opt-out", nonce, nonce);
    struct mail_address m = mail_of(email);

    assert_int_equal(submission_begin(&o->desk, &s), ERR_OK);
    assert_int_equal(lists_leave(&o->desk, &(struct leaving){.lists = lists, .mail = &m}, &s),
                     ERR_OK);
    office_commit(o);
}

static const char *
states(struct office *o)
{
    return raw_text(o->path, "SELECT coalesce(group_concat(list || '=' || state), '') FROM "
                             "(SELECT * FROM subscription ORDER BY person_id, list)");
}

static void
test_lapse(void **state)
{
    struct office *o = *state;

    join(o, LIST_CLUB | LIST_NEWSLETTER, "a@example.com", 'a');
    o->desk.now += LAPSE;
    keep_up(o, false);
    assert_string_equal(states(o), "club=pending,newsletter=pending");
    o->desk.now++;
    keep_up(o, false);
    assert_string_equal(states(o), "");
    assert_string_equal(raw_text(o->path, "SELECT state FROM person"), "erased");
    assert_string_equal(raw_text(o->path, "SELECT group_concat(kind || ' ' || list || ' ' || channel)"
                                          " FROM consent_event WHERE kind <> 'join'"),
                        "lapse newsletter program,lapse club program");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM audit_value WHERE value IS NOT NULL"
                                      " AND field <> 'network'"), 0);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM outbox WHERE state = 'queued'"), 0);
}

/* What else is known of somebody whose sign-up lapses, and whether they are remembered. */
static const struct {
    const char *sql, *state;
} ties[] = {
    {"SELECT 1", "erased"},
    {"INSERT INTO request (reference, kind, person_id, channel, received_at, due_at, state_at)"
     " VALUES ('R', 'delete', 1, 'web', 1, 2, 1)", "active"},
    {"INSERT INTO inquiry (reference, kind, person_id, channel, received_at)"
     " VALUES ('I', 'catalog', 1, 'web', 1)", "active"},
    {"INSERT INTO address_book (person_id, created_at) VALUES (1, 1)", "active"},
    {"INSERT INTO address_change (person_id, state, ended_at, reference, created_at)"
     " VALUES (1, 'ended', 1, 'C', 1)", "active"},
    {"INSERT INTO subscription (person_id, list, state, since, source, created_at)"
     " VALUES (1, 'club', 'active', 1, 'web', 1)", "active"},
    {"INSERT INTO person (created_at, updated_at, state, merged_into) VALUES (1, 1, 'erased', 1)",
     "active"},
    {"INSERT INTO consent_event (at, kind, person_id, address_hash, key_id, channel, reference,"
     " commitment) VALUES (1, 'confirm', 1, zeroblob(32), 1, 'link', 'E', zeroblob(32))", "active"},
};

static void
test_lapse_with_ties(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(ties); i++) {
        void *made = NULL;
        struct office *o;

        office_setup(&made);
        o = made;
        join(o, LIST_NEWSLETTER, "a@example.com", 'a');
        raw(o, ties[i].sql);
        o->desk.now += LAPSE + 1;
        keep_up(o, false);
        assert_int_equal(raw_int(o->path, "SELECT count(*) FROM subscription"
                                          " WHERE state = 'pending'"), 0);
        expect(strcmp(raw_text(o->path, "SELECT state FROM person WHERE id = 1"),
                      ties[i].state) == 0, ties[i].sql);
        office_teardown(&made);
    }
}

/* Somebody applies for work, or asks; the reference. */
static const char *
apply(struct office *o, enum inquiry_kind kind, const char *email, char nonce)
{
    static char reference[REFERENCE_MAX];
    static const struct inquiry_detail detail = {"resume", "Ten years at the bench"};
    struct mail_address m = mail_of(email);
    const struct inquiry_new q = {.kind = kind, .mail = &m, .name = "Ann", .message = "I like it",
                                  .detail = &detail, .detail_count = 1};
    struct submission s = sent("careers", nonce, nonce);

    assert_int_equal(submission_begin(&o->desk, &s), ERR_OK);
    assert_int_equal(inquiry_open(&o->desk, &q, &s), ERR_OK);
    snprintf(reference, sizeof reference, "%s", s.reference);
    return reference;
}

/* An application is deleted six months after it ended, with an applicant of whom nothing else is
 * known; one that is open, one that a letter names, and other inquiries are not. */
static void
test_applications(void **state)
{
    struct office *o = *state;
    struct inquiry_head was;
    const char *reference;

    reference = apply(o, INQUIRY_JOB, "a@example.com", 'a');
    assert_int_equal(inquiry_answer(&o->desk, reference, "Come and see us.", false, &was), ERR_OK);
    assert_int_equal(inquiry_close(&o->desk, reference, &was), ERR_OK);
    reference = apply(o, INQUIRY_JOB, "b@example.com", 'b');
    assert_int_equal(inquiry_close(&o->desk, reference, &was), ERR_OK);
    assert_int_equal(inquiry_reopen(&o->desk, reference, &was), ERR_OK);
    reference = apply(o, INQUIRY_ADVICE, "c@example.com", 'c');
    assert_int_equal(inquiry_close(&o->desk, reference, &was), ERR_OK);
    office_commit(o);
    assert_string_equal(raw_text(o->path, "SELECT group_concat(coalesce(deleted_on, '-')) FROM"
                                          " v_inquiries ORDER BY 1"), "2026-11-01,-,-");
    o->desk.now += APPLICATIONS_KEPT_DAYS * (int64_t)DAY_SECONDS + 1;
    keep_up(o, false);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM inquiry"), 3);
    raw(o, "UPDATE outbox SET state = 'sent', ended_at = 1");
    keep_up(o, false); /* the letters first */
    keep_up(o, false);
    assert_string_equal(raw_text(o->path, "SELECT group_concat(kind || state) FROM inquiry"),
                        "jobopen,adviceclosed");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM inquiry_answer"), 0);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM inquiry_detail"), 2);
    assert_string_equal(raw_text(o->path, "SELECT group_concat(state) FROM person"),
                        "erased,active,active");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM audit_value"
                                      " WHERE value LIKE 'a@example%'"), 0);
}

/* A stranger signs somebody up who has left: after it lapsed, they have left as before. */
static void
test_lapse_restores(void **state)
{
    struct office *o = *state;
    struct mail_address m = mail_of("a@example.com");
    enum import_end end = IMPORT_ENDS_;
    int64_t since = 0;

    assert_int_equal(lists_import(&o->desk, LIST_CLUB, &m, "Ann", "fair", 0, &end), ERR_OK);
    leave(o, LIST_CLUB, "a@example.com", 'l');
    o->desk.now += DAY_SECONDS;
    join(o, LIST_CLUB, "a@example.com", 'j');
    assert_string_equal(states(o), "club=pending");
    o->desk.now += LAPSE + 1;
    keep_up(o, false);
    assert_string_equal(states(o), "club=opted_out");
    assert_string_equal(raw_text(o->path, "SELECT state || ' ' || name FROM person"), "active Ann");
    assert_int_equal(suppressed(&o->desk, "a@example.com", "club", &since), ERR_OK);
    assert_int_not_equal(since, 0);
    /* and again, though a lapse lies between */
    join(o, LIST_CLUB, "a@example.com", 'k');
    o->desk.now += LAPSE + 1;
    keep_up(o, false);
    assert_string_equal(states(o), "club=opted_out");
}

/* A mistyped address: the letter comes back, nobody ever confirms. Whoever did once is kept. */
static void
test_bounced_lapses(void **state)
{
    static const char *const others[] = {"SELECT 1",
        "INSERT INTO consent_event (at, kind, person_id, address_hash, key_id, channel, reference,"
        " commitment) VALUES (1, 'confirm', 1, zeroblob(32), 1, 'link', 'E', zeroblob(32))"};

    (void)state;
    for (size_t i = 0; i < COUNT(others); i++) {
        void *made = NULL;
        struct office *o;
        bool ended = false;

        office_setup(&made);
        o = made;
        join(o, LIST_CLUB, "a@example.com", 'a');
        raw(o, others[i]);
        assert_int_equal(bounce_record(&o->desk, 1, BOUNCE_HARD, "5.1.1", "smtp", &ended), ERR_OK);
        assert_true(ended);
        raw(o, "UPDATE outbox SET state = 'failed', ended_at = created_at");
        o->desk.now += LETTERS_KEPT_DAYS * DAY_SECONDS;
        keep_up(o, false);
        assert_string_equal(states(o), "club=bounced");
        o->desk.now++;
        keep_up(o, false);
        assert_string_equal(states(o), i == 0 ? "" : "club=bounced");
        o->desk.now += 2 * DAY_SECONDS;
        keep_up(o, false);
        assert_string_equal(raw_text(o->path, "SELECT state FROM person"),
                            i == 0 ? "erased" : "active");
        assert_int_equal(raw_int(o->path, "SELECT count(*) FROM outbox"), 0);
        office_teardown(&made);
    }
}

static void
test_lapse_batches(void **state)
{
    struct office *o = *state;

    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(
        raw_run(o->path,
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)"
                " INSERT INTO person (id, email, email_typed, created_at, updated_at)"
                " SELECT i, i || '@example.com', i || '@example.com', 1, 1 FROM n;"
                "INSERT INTO subscription (person_id, list, state, since, source, created_at)"
                " SELECT id, 'club', 'pending', 1, 'web', 1 FROM person"), SQLITE_OK);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
    o->desk.now += SEAL_DELAY_SECONDS;
    assert_int_equal(keep_up(o, false), 3);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM person WHERE state = 'erased'"), 250);
}

/* The clock jumps a day forth, and back: nothing ends early. */
static void
test_clock_jumps(void **state)
{
    struct office *o = *state;
    struct mail_address m = mail_of("b@example.com");
    char reference[REFERENCE_MAX];
    int64_t person = 0, begin = o->desk.now;

    join(o, LIST_CLUB, "a@example.com", 'a');
    assert_int_equal(person_find(&o->desk, "a@example.com", &person), ERR_OK);
    assert_int_equal(change_open(&o->desk, person, &m, reference), ERR_OK);
    o->desk.now = begin + CHANGE_HOURS * HOUR - 1 + DAY_SECONDS;
    keep_up(o, false);
    assert_string_equal(raw_text(o->path, "SELECT state FROM address_change"), "open");
    o->desk.now = begin + CONFIRM_DAYS * DAY_SECONDS - 1 + DAY_SECONDS;
    keep_up(o, false);
    assert_string_equal(states(o), "club=pending");
    assert_string_equal(raw_text(o->path, "SELECT state || ' ' || (email IS NULL)"
                                          " FROM address_change"), "ended 1");
    o->desk.now -= DAY_SECONDS;
    keep_up(o, false);
    assert_string_equal(states(o), "club=pending");
}

static void
test_networks(void **state)
{
    struct office *o = *state;
    const struct audit_value v[] = {{"email", "a@example.com"}, {"network", "192.0.2.0/24"}};

    assert_int_equal(audit_record(&o->desk, "person.note", "person", 1, NULL, v, 2), ERR_OK);
    o->desk.now += NETWORK_KEPT_DAYS * DAY_SECONDS;
    keep_up(o, false);
    assert_string_equal(raw_text(o->path, "SELECT details FROM v_audit"),
                        "email=a@example.com, network=192.0.2.0/24");
    o->desk.now++;
    keep_up(o, false);
    assert_string_equal(raw_text(o->path, "SELECT details FROM v_audit"),
                        "email=a@example.com, network=(erased)");
}

/* Letters, their tokens, bounces and mails, each at its time though rows name rows. */
static void
test_ageing(void **state)
{
    struct office *o = *state;
    int64_t begin = o->desk.now;

    join(o, LIST_CLUB, "a@example.com", 'a');
    raw(o, "UPDATE subscription SET state = 'active';"
           "UPDATE outbox SET state = 'sent', ended_at = created_at;"
           "INSERT INTO bounce (outbox_id, at, kind, source) VALUES (1, 1777816900, 'soft', 'mail');"
           "INSERT INTO mail_in (digest, kind, at, acted, outbox_id)"
           " VALUES (zeroblob(32), 'bounce', 1777816900, 1, 1);"
           "INSERT INTO letter_quota (scope, key, hour, letters, last_at)"
           " VALUES ('total', x'', 1777816800 / 3600, 1, 1777816800);");
    o->desk.now = begin + 8 * DAY_SECONDS;
    keep_up(o, false);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM letter_quota WHERE key = x''"), 0);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM submission"), 1);
    o->desk.now = begin + (CONFIRM_DAYS + TOKENS_KEPT_DAYS) * DAY_SECONDS;
    keep_up(o, false);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM submission"), 0);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM token"), 1);
    o->desk.now++;
    keep_up(o, false);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM token"), 0);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM outbox WHERE token_id IS NULL"), 1);
    /* the letter is old enough, but a bounce and a mail still name it */
    o->desk.now = begin + LETTERS_KEPT_DAYS * DAY_SECONDS + 1;
    keep_up(o, false);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM outbox"), 1);
    o->desk.now += DAY_SECONDS + 101;
    keep_up(o, false);
    assert_int_equal(raw_int(o->path, "SELECT (SELECT count(*) FROM bounce)"
                                      " + (SELECT count(*) FROM mail_in)"
                                      " + (SELECT count(*) FROM outbox)"), 0);
    assert_string_equal(states(o), "club=active");
}

static const char *
digests(struct office *o)
{
    return raw_text(o->path, "SELECT coalesce(group_concat(day), '') FROM outbox"
                             " WHERE letter = 'digest'");
}

static void
test_digest(void **state)
{
    struct office *o = *state;

    keep_up(o, true); /* the first run only notes where it begins */
    join(o, LIST_CLUB, "a@example.com", 'a');
    leave(o, LIST_CLUB, "a@example.com", 'b');
    o->desk.now += 13 * HOUR; /* 23:00 of the same day in New York */
    keep_up(o, true);
    assert_string_equal(digests(o), "");
    o->desk.now += HOUR;
    keep_up(o, false); /* nobody wants it */
    assert_string_equal(digests(o), "");
    keep_up(o, true);
    assert_string_equal(digests(o), "2026-05-03");
    keep_up(o, true);
    o->desk.now += DAY_SECONDS; /* nothing happened on the 4th */
    keep_up(o, true);
    assert_string_equal(digests(o), "2026-05-03");
    leave(o, LIST_ALL, "b@example.com", 'c'); /* on the 5th */
    o->desk.now += DAY_SECONDS;
    keep_up(o, true);
    assert_string_equal(digests(o), "2026-05-03,2026-05-05");
    /* back a day, and forth again: no second one */
    o->desk.now -= DAY_SECONDS;
    keep_up(o, true);
    o->desk.now += DAY_SECONDS;
    keep_up(o, true);
    assert_string_equal(digests(o), "2026-05-03,2026-05-05");
}

/* After a long stop only the last day is told; a clock that was years ahead silences nothing. */
static void
test_digest_gaps(void **state)
{
    struct office *o = *state;
    int64_t begin = o->desk.now;

    keep_up(o, true);
    leave(o, LIST_ALL, "a@example.com", 'a');
    o->desk.now += 9 * DAY_SECONDS;
    leave(o, LIST_ALL, "b@example.com", 'b');
    o->desk.now += DAY_SECONDS;
    keep_up(o, true);
    assert_string_equal(digests(o), "2026-05-12");
    o->desk.now = begin + 1000 * (int64_t)DAY_SECONDS;
    keep_up(o, true);
    o->desk.now = begin + 12 * DAY_SECONDS;
    keep_up(o, true);
    leave(o, LIST_ALL, "c@example.com", 'c');
    o->desk.now += DAY_SECONDS;
    keep_up(o, true);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM outbox WHERE day = '2026-05-15'"), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(test_lapse),
        cmocka_unit_test(test_lapse_with_ties),
        office_test(test_applications),
        office_test(test_lapse_restores),
        cmocka_unit_test(test_bounced_lapses),
        office_test(test_lapse_batches),
        office_test(test_clock_jumps),
        office_test(test_networks),
        office_test(test_ageing),
        office_test(test_digest),
        office_test(test_digest_gaps),
    };

    return cmocka_run_group_tests_name("upkeep", tests, NULL, NULL);
}
