/* test_outbox.c - letters: queued, leased by one at a time, settled, tried again, given up. */
#include "desk/inquiries.h"
#include "desk/people.h"
#include "desk/requests.h"
#include "lists_fixture.h"

enum { MOST = 8 };
static struct outbox_item item[MOST];

/* Leases what is due, and reads it. */
static size_t
lease(struct office *o, int64_t slot)
{
    size_t n;

    assert_int_equal(outbox_lease(&o->desk, slot, MOST, item, &n), ERR_OK);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(outbox_load(&o->desk, slot, &item[i]), ERR_OK);
    return n;
}

/* Signs some up, and leaves no transaction open. */
static void
queue(struct office *o, int letters)
{
    for (int i = 0; i < letters; i++) {
        char email[32];

        snprintf(email, sizeof email, "P%d@example.com", i);
        sign_up(o, LIST_CLUB, email);
        o->desk.now++;
    }
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
}

static const char *
row(struct office *o)
{
    return raw_text(o->path, "SELECT state || ' ' || attempts || ' ' || coalesce(status, '-') ||"
                             " ' ' || coalesce(leased_by, '-') FROM outbox ORDER BY id LIMIT 1");
}

static void
test_lease(void **state)
{
    struct office *o = *state;
    struct outbox_state look;

    assert_int_equal(lease(o, 1), 0);
    queue(o, 11);
    assert_int_equal(lease(o, 1), MOST);
    for (int i = 0; i < MOST; i++) {
        char email[32];

        snprintf(email, sizeof email, "P%d@example.com", i);
        assert_string_equal(item[i].to, email);
        email[0] = 'p';
        assert_string_equal(item[i].canonical, email);
        assert_int_equal(item[i].letter, LETTER_CONFIRM);
        assert_true(item[i].has_token);
        assert_int_equal(item[i].token.purpose, PURPOSE_CONFIRM);
        assert_string_equal(item[i].lists, "club");
        assert_string_equal(item[i].name, "");
        assert_int_equal(item[i].created_at, TEST_NOW + i);
        assert_int_equal(item[i].opted_out_at, 0);
    }
    assert_int_equal(lease(o, 2), 3);
    assert_string_equal(item[0].to, "P8@example.com");
    assert_int_equal(lease(o, 1), 0);
    assert_int_equal(outbox_look(&o->desk, &look), ERR_OK);
    assert_int_equal(look.due, 0);
    assert_int_equal(look.leased, 11);
    /* a slot's new holder has them back at once; a lease ends by itself; so does one from the
       future, when the clock went back */
    assert_int_equal(outbox_release(&o->desk, 2), ERR_OK);
    assert_int_equal(lease(o, 3), 3);
    o->desk.now += OUTBOX_LEASE_SECONDS;
    assert_int_equal(lease(o, 4), MOST);
    assert_int_equal(lease(o, 4), 3);
    o->desk.now -= 5000;
    assert_int_equal(outbox_look(&o->desk, &look), ERR_OK);
    assert_int_equal(look.leased, 0);
}

static void
test_is_due(void **state)
{
    struct office *o = *state;
    bool due = true;

    assert_int_equal(outbox_is_due(&o->desk, &due), ERR_OK);
    assert_false(due);
    queue(o, 2);
    assert_int_equal(outbox_is_due(&o->desk, &due), ERR_OK);
    assert_true(due);
    assert_int_equal(lease(o, 1), 2);
    assert_int_equal(outbox_is_due(&o->desk, &due), ERR_OK);
    assert_false(due);
    o->desk.now -= DAY_SECONDS; /* the clock went back */
    assert_int_equal(outbox_is_due(&o->desk, &due), ERR_OK);
    assert_true(due);
}

/* Two programs with connections of their own; one finds the other at work. */
static void
test_side_by_side(void **state)
{
    struct office *o = *state;
    struct desk other = o->desk;
    size_t n;

    queue(o, 2);
    assert_int_equal(db_open(o->path, ROLE_MAIL, &other.db, &o->place->report), ERR_OK);
    assert_int_equal(db_write_begin(other.db), ERR_OK);
    assert_int_equal(outbox_lease(&o->desk, 1, MOST, item, &n), ERR_BUSY);
    assert_int_equal(n, 0);
    db_rollback(other.db);
    assert_int_equal(outbox_lease(&other, 2, 1, item, &n), ERR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(outbox_load(&o->desk, 1, &item[0]), ERR_CONFLICT);
    assert_int_equal(outbox_load(&other, 2, &item[0]), ERR_OK);
    assert_string_equal(item[0].to, "P0@example.com");
    assert_int_equal(lease(o, 1), 1);
    assert_string_equal(item[0].to, "P1@example.com");
    assert_int_equal(outbox_failed(&other, &item[0], 1, "550 5.1.1", "hard"), ERR_OK);
    assert_int_equal(outbox_release(&other, 2), ERR_OK);
    assert_int_equal(outbox_lease(&other, 2, MOST, item, &n), ERR_OK);
    assert_int_equal(n, 1);
    db_close(other.db);
}

static void
test_settled(void **state)
{
    struct office *o = *state;
    struct outbox_item mine;

    queue(o, 1);
    assert_int_equal(lease(o, 1), 1);
    mine = item[0];
    assert_int_equal(outbox_sent(&o->desk, &mine, 2, "250 2.0.0"), ERR_CONFLICT);
    assert_string_equal(row(o), "queued 0 - 1");
    assert_int_equal(outbox_sent(&o->desk, &mine, 1, "250 2.0.0"), ERR_OK);
    assert_string_equal(row(o), "sent 1 250 2.0.0 -");
    assert_int_equal(outbox_sent(&o->desk, &mine, 1, "250 2.0.0"), ERR_CONFLICT);
    assert_int_equal(lease(o, 1), 0);
}

static void
test_backs_off(void **state)
{
    static const int minutes[] = {30, 60, 120, 240, 480, 480, 480};
    struct office *o = *state;
    struct outbox_state look;
    bool given_up;

    queue(o, 1);
    for (size_t i = 0; i < COUNT(minutes); i++) {
        assert_int_equal(lease(o, 1), 1);
        assert_int_equal(item[0].attempts, i);
        assert_int_equal(outbox_deferred(&o->desk, &item[0], 1, "451 4.3.0", &given_up), ERR_OK);
        assert_false(given_up);
        assert_int_equal(outbox_look(&o->desk, &look), ERR_OK);
        assert_int_equal(look.waiting, 1);
        assert_int_equal(look.next_at, o->desk.now + minutes[i] * 60);
        o->desk.now = look.next_at - 1;
        assert_int_equal(lease(o, 1), 0);
        o->desk.now++;
    }
    o->desk.now = TEST_NOW + OUTBOX_GIVE_UP_DAYS * DAY_SECONDS + 1;
    assert_int_equal(lease(o, 1), 1);
    assert_int_equal(outbox_deferred(&o->desk, &item[0], 1, "451 4.3.0", &given_up), ERR_OK);
    assert_true(given_up);
    assert_string_equal(row(o), "failed 8 451 4.3.0 -");
    assert_string_equal(raw_text(o->path, "SELECT kind || ' ' || source || ' ' || status"
                                          " FROM v_bounces"),
                        "soft smtp 451 4.3.0");
    assert_string_equal(raw_text(o->path, "SELECT state FROM subscription"), "pending");
}

/* After days in which no server was there, one that says "later" once is still asked again. */
static void
test_outage(void **state)
{
    struct office *o = *state;
    bool given_up;

    queue(o, 1);
    o->desk.now = TEST_NOW + (OUTBOX_GIVE_UP_DAYS + 1) * DAY_SECONDS;
    assert_int_equal(lease(o, 1), 1);
    assert_int_equal(outbox_deferred(&o->desk, &item[0], 1, "451 4.7.1", &given_up), ERR_OK);
    assert_false(given_up);
    assert_string_equal(row(o), "queued 1 451 4.7.1 -");
}

/* What the server refuses for good is a bounce, in the same transaction. */
static void
test_failed(void **state)
{
    struct office *o = *state;

    member(o, LIST_CLUB, "P0@example.com");
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(lease(o, 1), 2);
    assert_int_equal(outbox_failed(&o->desk, &item[0], 1, "554 5.7.1", "policy"), ERR_OK);
    assert_string_equal(raw_text(o->path, "SELECT state FROM subscription"), "active");
    assert_int_equal(outbox_failed(&o->desk, &item[1], 2, "550 5.1.1", "hard"), ERR_CONFLICT);
    assert_string_equal(raw_text(o->path, "SELECT state FROM subscription"), "active");
    assert_int_equal(outbox_failed(&o->desk, &item[1], 1, "550 5.1.1", "hard"), ERR_OK);
    assert_string_equal(raw_text(o->path, "SELECT state FROM subscription"), "bounced");
    assert_string_equal(raw_text(o->path, "SELECT group_concat(kind || ' ' || status, ', ')"
                                          " FROM v_bounces"),
                        "policy 554 5.7.1, hard 550 5.1.1");
    assert_string_equal(raw_text(o->path, "SELECT event || ' ' || channel FROM v_list_changes"
                                          " WHERE event = 'bounce'"),
                        "bounce program");
}

static void
test_clock_goes_back(void **state)
{
    struct office *o = *state;
    bool given_up;

    queue(o, 1);
    assert_int_equal(lease(o, 1), 1);
    assert_int_equal(outbox_deferred(&o->desk, &item[0], 1, NULL, &given_up), ERR_OK);
    o->desk.now -= 60; /* a little: it waits on */
    assert_int_equal(lease(o, 1), 0);
    o->desk.now -= DAY_SECONDS;
    assert_int_equal(lease(o, 1), 1);
}

/* Who gets what, and under which name. */
static void
test_recipients(void **state)
{
    struct office *o = *state;
    struct mail_address m = mail_of("Req@example.com"), old = mail_of("p0@example.com"),
                        q = mail_of("Inq@example.com");
    const struct request_new r = {.kind = REQUEST_CORRECT, .mail = &m, .old_mail = &old};
    const struct inquiry_new inquiry = {.kind = INQUIRY_CATALOG, .mail = &q, .name = "Stranger"};
    struct submission s;

    member(o, LIST_CLUB, "P0@example.com"); /* letters: confirm, welcome */
    s = sent_new(o, "correct");
    assert_int_equal(request_open(&o->desk, &r, &s), ERR_OK);
    s = sent_new(o, "catalog");
    assert_int_equal(inquiry_open(&o->desk, &inquiry, &s), ERR_OK);
    assert_int_equal(
        outbox_put(&o->desk, &(struct outbox_new){.letter = LETTER_DIGEST, .day = "2026-05-02"}),
        ERR_OK);
    opt_out(o, LIST_ALL, "gone@example.com");
    sign_up(o, LIST_CLUB, "gone@example.com"); /* confirm, of one who had opted out */
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(raw_run(o->path, "UPDATE letter_quota SET letters = 0"), 0);
    assert_int_equal(lease(o, 1), 6);
    assert_string_equal(item[1].to, "P0@example.com");
    assert_int_equal(item[1].letter, LETTER_WELCOME);
    assert_string_equal(item[1].name, "Ann");
    assert_false(item[1].has_token);
    assert_int_equal(item[2].letter, LETTER_REQUEST);
    assert_string_equal(item[2].to, "Req@example.com");
    assert_string_equal(item[2].canonical, "req@example.com");
    assert_string_equal(item[2].request_kind, "correct");
    assert_true(item[2].due_at > o->desk.now);
    assert_int_equal(item[2].person, 0);
    assert_string_equal(item[2].name, "");
    assert_int_equal(item[3].letter, LETTER_INQUIRY);
    assert_string_equal(item[3].to, "Inq@example.com");
    assert_string_equal(item[3].request_kind, "catalog");
    assert_string_equal(item[3].name, ""); /* never confirmed */
    assert_int_equal(item[4].letter, LETTER_DIGEST);
    assert_string_equal(item[4].to, "");
    assert_string_equal(item[4].day, "2026-05-02");
    assert_string_equal(item[5].to, "gone@example.com");
    assert_int_equal(item[5].opted_out_at, TEST_NOW);
}

static void
test_change(void **state)
{
    struct office *o = *state;

    member(o, LIST_CLUB, "P0@example.com");
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(
        raw_run(
            o->path,
            "UPDATE outbox SET state = 'sent', ended_at = 5;"
            "INSERT INTO address_change (id, person_id, email, email_typed, reference, created_at)"
            " VALUES (1, 1, 'new@example.com', 'New@example.com', 'R', 5);"
            "INSERT INTO outbox (random, key_id, letter, person_id, change_id, created_at, due_at)"
            " VALUES (randomblob(16), 1, 'change-old', 1, 1, 5, 5),"
            "        (randomblob(16), 1, 'change-new', 1, 1, 5, 5)"),
        0);
    assert_int_equal(lease(o, 1), 2);
    assert_string_equal(item[0].to, "P0@example.com");
    assert_string_equal(item[0].new_email, "New@example.com");
    assert_string_equal(item[0].name, "Ann");
    assert_string_equal(item[1].to, "New@example.com");
    assert_string_equal(item[1].canonical, "new@example.com");
    assert_string_equal(item[1].name, "");
    assert_int_equal(outbox_release(&o->desk, 1), ERR_OK);
    /* once it has ended, nobody is left to get them */
    assert_int_equal(raw_run(o->path, "UPDATE address_change SET state = 'ended', ended_at = 6"),
                     0);
    assert_int_equal(lease(o, 1), 2);
    assert_string_equal(item[0].to, "");
    assert_string_equal(item[1].to, "");
    assert_int_equal(outbox_dropped(&o->desk, &item[0], 1), ERR_OK);
}

/* A letter that nobody wants any more by the time it could be sent. */
static void
test_overtaken(void **state)
{
    struct office *o = *state;

    sign_up(o, LIST_CLUB, "p0@example.com");
    opt_out(o, LIST_CLUB, "p0@example.com"); /* before the letter that asks for a confirmation */
    member(o, LIST_CLUB, "p1@example.com");
    opt_out(o, LIST_ALL, "p1@example.com"); /* before the welcome */
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(lease(o, 1), 4);
    for (int i = 0; i < 3; i++)
        assert_string_equal(item[i].to, "");
    assert_int_equal(item[3].letter, LETTER_LEFT);
    assert_string_equal(item[3].to, "p1@example.com");
}

/* One list is as good as none where the letter is about another. */
static void
test_overtaken_list(void **state)
{
    struct office *o = *state;

    member(o, LIST_CLUB, "p0@example.com");
    member(o, LIST_OFFERS, "p0@example.com");
    sign_up(o, LIST_CLUB, "p0@example.com"); /* is on it already */
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(raw_run(o->path, "DELETE FROM outbox WHERE letter = 'confirm'"), 0);
    assert_int_equal(lease(o, 1), 3);
    assert_int_equal(item[2].letter, LETTER_ALREADY);
    for (int i = 0; i < 3; i++)
        assert_string_equal(item[i].to, "p0@example.com");
    assert_int_equal(raw_run(o->path, "UPDATE subscription SET state = 'opted_out'"
                                      " WHERE list = 'club'"),
                     0);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(outbox_load(&o->desk, 1, &item[i]), ERR_OK);
    assert_string_equal(item[0].to, "");
    assert_string_equal(item[1].to, "p0@example.com");
    assert_string_equal(item[2].to, "");
}

/* A link that has ended by the time its letter could be sent is sent to nobody. */
static void
test_link_ended(void **state)
{
    struct office *o = *state;

    queue(o, 1);
    assert_int_equal(lease(o, 1), 1);
    o->desk.now = item[0].token.ends_at + GRACE_HOURS * 3600 + 1;
    assert_int_equal(outbox_load(&o->desk, 1, &item[0]), ERR_OK);
    assert_string_equal(item[0].to, "");
}

static void
test_erased(void **state)
{
    struct office *o = *state;

    queue(o, 1);
    assert_int_equal(raw_run(o->path, "UPDATE person SET state = 'erased', email = NULL,"
                                      " email_typed = NULL, name = NULL"),
                     0);
    assert_int_equal(lease(o, 1), 1);
    assert_string_equal(item[0].to, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(test_lease),      office_test(test_settled), office_test(test_side_by_side),
        office_test(test_backs_off),  office_test(test_failed),  office_test(test_clock_goes_back),
        office_test(test_recipients), office_test(test_change),  office_test(test_erased),
        office_test(test_overtaken),  office_test(test_link_ended),
        office_test(test_outage),     office_test(test_is_due),
        office_test(test_overtaken_list),
    };

    return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
