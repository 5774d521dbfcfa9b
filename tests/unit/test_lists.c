/* test_lists.c - joining and leaving, again and again, and what is recorded of it. */
#include "desk/lists.h"
#include "desk/people.h"
#include "desk/policies.h"
#include "desk_fixture.h"

static struct submission
join(struct office *o, unsigned lists, const char *email, char nonce, char content)
{
    struct submission s = sent("newsletter", nonce, content);
    struct mail_address m = mail_of(email);

    assert_int_equal(submission_begin(&o->desk, &s), ERR_OK);
    assert_int_equal(lists_join(&o->desk, lists, &m, "Ann", &s), ERR_OK);
    office_commit(o);
    return s;
}

static struct submission
leave(struct office *o, unsigned lists, const char *email, char nonce, char content)
{
    struct submission s = sent("opt-out", nonce, content);
    struct mail_address m = mail_of(email);

    assert_int_equal(submission_begin(&o->desk, &s), ERR_OK);
    assert_int_equal(lists_leave(&o->desk, &(struct leaving){.lists = lists, .mail = &m}, &s), ERR_OK);
    office_commit(o);
    return s;
}

static const char *
states(struct office *o)
{
    return raw_text(o->path, "SELECT group_concat(list || '=' || state) FROM "
                             "(SELECT * FROM v_subscribers ORDER BY list)");
}

static void
test_names(void **state)
{
    (void)state;
    assert_string_equal(list_name(LIST_NEWSLETTER), "newsletter");
    assert_string_equal(list_name(LIST_OFFERS), "special-offers");
    assert_string_equal(list_name(LIST_ALL), "all");
}

/* The names in C are those of the table `list`: the foreign key would refuse another. */
static void
test_join_all(void **state)
{
    struct office *o = *state;

    join(o, LIST_ALL, "Ann@Example.COM", 'a', 'x');
    assert_string_equal(states(o),
                        "bargains=pending,club=pending,newsletter=pending,special-offers=pending");
    assert_string_equal(raw_text(o->path, "SELECT email FROM v_subscribers"), "ann@example.com");
    assert_string_equal(raw_text(o->path, "SELECT name FROM v_subscribers"), "Ann");
    assert_string_equal(raw_text(o->path, "SELECT source FROM v_subscribers"), "web /newsletter");
    assert_string_equal(raw_text(o->path, "SELECT since FROM v_subscribers"), "2026-05-03 14:00");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM v_consent WHERE event = 'join'"), 4);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM v_audit"), 4);
}

static void
test_join_twice(void **state)
{
    struct office *o = *state;
    struct submission a = join(o, LIST_NEWSLETTER, "a@example.com", 'a', 'x'), b;

    b = join(o, LIST_NEWSLETTER, "a@example.com", 'b', 'x');
    assert_true(b.repeat);
    assert_string_equal(a.reference, b.reference);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM consent_event"), 1);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM submission"), 1);
    /* two days later it is said anew: kept, and it waits for the letter that goes out now */
    o->desk.now += 2 * DAY_SECONDS;
    b = join(o, LIST_NEWSLETTER, "a@example.com", 'c', 'x');
    assert_false(b.repeat);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM consent_event"), 2);
    assert_string_equal(raw_text(o->path, "SELECT since FROM v_subscribers"), "2026-05-05 14:00");
}

static void
test_active_stays_active(void **state)
{
    struct office *o = *state;

    join(o, LIST_CLUB, "a@example.com", 'a', 'x');
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(raw_run(o->path, "UPDATE subscription SET state = 'active'"), SQLITE_OK);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
    join(o, LIST_CLUB, "a@example.com", 'b', 'y');
    assert_string_equal(states(o), "club=active");
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(raw_run(o->path, "UPDATE subscription SET state = 'bounced'"), SQLITE_OK);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
    join(o, LIST_CLUB, "a@example.com", 'c', 'z');
    assert_string_equal(states(o), "club=pending");
}

static void
test_leave_one(void **state)
{
    struct office *o = *state;

    join(o, LIST_NEWSLETTER | LIST_CLUB, "a@example.com", 'a', 'x');
    leave(o, LIST_CLUB, "A@example.com", 'b', 'y');
    assert_string_equal(states(o), "club=opted_out,newsletter=pending");
    assert_string_equal(
        raw_text(o->path, "SELECT email || ' ' || list || ' ' || channel || ' ' || at"
                          " FROM v_optouts"),
        "a@example.com club web 2026-05-03 14:00");
    assert_string_equal(raw_text(o->path, "SELECT list FROM v_consent WHERE event = 'leave'"),
                        "club");
}

static void
test_leave_all(void **state)
{
    struct office *o = *state;

    join(o, LIST_NEWSLETTER | LIST_CLUB, "a@example.com", 'a', 'x');
    join(o, LIST_NEWSLETTER, "other@example.com", 'b', 'y');
    leave(o, LIST_ALL, "a@example.com", 'c', 'z');
    assert_string_equal(states(o), "club=opted_out,newsletter=opted_out,newsletter=pending");
    assert_string_equal(raw_text(o->path, "SELECT list FROM v_optouts"), "all");
    assert_string_equal(raw_text(o->path, "SELECT list FROM v_consent WHERE event = 'leave'"),
                        "all");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM v_audit WHERE detail = 'all'"), 1);
}

/* Of a stranger nothing but the keyed hash is kept. */
static void
test_leave_unknown(void **state)
{
    struct office *o = *state;
    struct address_hash hash;
    char hex[2 * SECRET_HASH + 1], sql[256];

    leave(o, LIST_ALL, "Stranger@example.com", 'a', 'x');
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM person"), 0);
    assert_string_equal(raw_text(o->path, "SELECT email FROM v_optouts"), "");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM audit_value WHERE field <> 'network'"),
                     0);
    assert_int_equal(address_hash_of(&o->desk, "stranger@example.com", &hash), ERR_OK);
    hex_encode(hash.bytes, sizeof hash.bytes, hex);
    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM suppression s JOIN consent_event e USING (address_hash, key_id)"
             " WHERE lower(hex(address_hash)) = '%s' AND key_id = %d", hex, (int)hash.key_id);
    assert_int_equal(raw_int(o->path, sql), 1);
    /* nothing of it stands anywhere in the file */
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM v_consent WHERE email IS NOT NULL"), 0);
}

static void
test_leave_twice(void **state)
{
    struct office *o = *state;
    struct submission a = leave(o, LIST_ALL, "a@example.com", 'a', 'x');
    struct submission b = leave(o, LIST_ALL, "a@example.com", 'a', 'x');

    assert_true(b.repeat);
    assert_string_equal(a.reference, b.reference);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM suppression"), 1);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM consent_event"), 1);
    /* another form later: kept, and still one suppression */
    o->desk.now += 2 * DAY_SECONDS;
    b = leave(o, LIST_ALL, "a@example.com", 'b', 'x');
    assert_false(b.repeat);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM suppression"), 1);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM consent_event"), 2);
}

/* Left, joined anew, left again from the old tab within an hour: the last one counts. */
static void
test_the_last_word_counts(void **state)
{
    struct office *o = *state;
    struct submission first, again;

    join(o, LIST_CLUB, "a@example.com", 'j', 'x');
    first = leave(o, LIST_CLUB, "a@example.com", 'l', 'y');
    assert_string_equal(states(o), "club=opted_out");
    o->desk.now += 600;
    again = join(o, LIST_CLUB, "a@example.com", 'k', 'x');
    assert_false(again.repeat);
    assert_string_equal(states(o), "club=pending");
    o->desk.now += 600;
    again = leave(o, LIST_CLUB, "a@example.com", 'l', 'y');
    assert_false(again.repeat);
    assert_string_not_equal(again.reference, first.reference);
    assert_string_equal(states(o), "club=opted_out");
    assert_string_equal(raw_text(o->path, "SELECT group_concat(kind) FROM consent_event"),
                        "join,leave,join,leave");
    assert_string_equal(raw_text(o->path, "SELECT at FROM v_optouts"), "2026-05-03 14:20");
    /* a repeat of that one is one */
    first = leave(o, LIST_CLUB, "a@example.com", 'l', 'y');
    assert_true(first.repeat);
    assert_string_equal(first.reference, again.reference);
}

/* A tab that a browser sends once more is no new wish: it undoes no opt-out that came between. */
static void
test_resent_join_undoes_no_leave(void **state)
{
    struct office *o = *state;
    struct submission first = join(o, LIST_CLUB, "a@example.com", 'j', 'x'), again;

    leave(o, LIST_ALL, "a@example.com", 'l', 'y');
    again = join(o, LIST_CLUB, "a@example.com", 'j', 'x');
    assert_true(again.resent);
    assert_string_equal(again.reference, first.reference);
    assert_string_equal(states(o), "club=opted_out");
    assert_string_equal(raw_text(o->path, "SELECT group_concat(kind) FROM consent_event"),
                        "join,leave");
    /* joined anew, the old tab's receipt is still its own */
    assert_string_not_equal(join(o, LIST_CLUB, "a@example.com", 'k', 'x').reference,
                            first.reference);
    assert_string_equal(join(o, LIST_CLUB, "a@example.com", 'j', 'x').reference, first.reference);
    assert_string_equal(states(o), "club=pending");
}

/* A backup was put back, and the form's words are of a version that the database doesn't know. */
static void
test_lost_wording(void **state)
{
    struct office *o = *state;

    o->desk.wording = 4711;
    o->desk.policy = 4712;
    leave(o, LIST_ALL, "a@example.com", 'l', 'x');
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM suppression"), 1);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM consent_event WHERE wording_id IS NULL"
                                      " AND wording_hash IS NULL AND policy_id IS NULL"), 1);
}

/* Left as a stranger, then signed up, then left: the opt-out is the person's. */
static void
test_stranger_then_known(void **state)
{
    struct office *o = *state;

    leave(o, LIST_ALL, "a@example.com", 'a', 'x');
    join(o, LIST_CLUB, "a@example.com", 'b', 'y');
    /* not confirmed, so the opt-out stands */
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM v_optouts"), 1);
    leave(o, LIST_ALL, "a@example.com", 'a', 'x');
    assert_string_equal(states(o), "club=opted_out");
    assert_string_equal(raw_text(o->path, "SELECT email FROM v_optouts"), "a@example.com");
}

static void
test_ledger(void **state)
{
    struct office *o = *state;
    struct submission s;
    int64_t version;
    bool fresh;

    assert_int_equal(wording_keep(&o->desk, "/newsletter", "Newsletter", "Yes, please.",
                                  &o->desk.wording), ERR_OK);
    assert_int_equal(policy_publish(&o->desk,
                                    &(struct policy_text){.page = "/help/privacy-policy.html",
                                                          .title = "Privacy", .source = "We"},
                                    &version, &fresh), ERR_OK);
    assert_int_equal(policy_current_id(o->desk.db, "/help/privacy-policy.html", &o->desk.policy),
                     ERR_OK);
    s = join(o, LIST_CLUB, "Ann@example.com", 'a', 'x');
    assert_string_equal(raw_text(o->path, "SELECT words FROM v_consent"), "/newsletter version 1");
    assert_string_equal(raw_text(o->path, "SELECT policy FROM v_consent"),
                        "/help/privacy-policy.html version 1");
    assert_string_equal(raw_text(o->path, "SELECT network FROM v_consent"), "192.0.2.0/24");
    assert_string_equal(raw_text(o->path, "SELECT reference FROM v_consent"), s.reference);
    assert_string_equal(raw_text(o->path, "SELECT email FROM v_consent"), "ann@example.com");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM v_consent c JOIN page_version w"
                                      " ON lower(hex(w.hash)) = c.words_hash"), 1);
    assert_string_equal(raw_text(o->path, "SELECT group_concat(field || '=' || value) FROM"
                                          " (SELECT * FROM audit_value ORDER BY position)"),
                        "email=Ann@example.com,name=Ann,network=192.0.2.0/24");
    assert_int_equal(raw_int(o->path, "SELECT keep_until FROM audit_value WHERE field = 'network'"),
                     TEST_NOW + 90 * DAY_SECONDS);
    /* the audit row names rows, and nobody */
    assert_string_equal(raw_text(o->path, "SELECT action || ' ' || subject || ' ' || subject_id ||"
                                          " ' ' || detail FROM v_audit WHERE action LIKE 'list%'"),
                        "list.join consent_event 1 club");
}

/* Two acts of one form share its submission, and its reference. */
static void
test_two_acts(void **state)
{
    struct office *o = *state;
    struct submission s = sent("preferences", 'a', 'x');
    struct mail_address m = mail_of("a@example.com");

    assert_int_equal(submission_begin(&o->desk, &s), ERR_OK);
    assert_int_equal(lists_leave(&o->desk, &(struct leaving){.lists = LIST_CLUB, .mail = &m, .reason = "too many"}, &s), ERR_OK);
    assert_int_equal(lists_join(&o->desk, LIST_NEWSLETTER, &m, NULL, &s), ERR_OK);
    office_commit(o);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM submission"), 1);
    assert_int_equal(raw_int(o->path, "SELECT count(DISTINCT reference) FROM consent_event"), 1);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM consent_event"), 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        office_test(test_join_all),
        office_test(test_join_twice),
        office_test(test_active_stays_active),
        office_test(test_leave_one),
        office_test(test_leave_all),
        office_test(test_leave_unknown),
        office_test(test_leave_twice),
        office_test(test_the_last_word_counts),
        office_test(test_resent_join_undoes_no_leave),
        office_test(test_lost_wording),
        office_test(test_stranger_then_known),
        office_test(test_ledger),
        office_test(test_two_acts),
    };

    return cmocka_run_group_tests_name("lists", tests, NULL, NULL);
}
