/* test_quota.c - caps on letters: for an address, a network, a domain and in all. */
#include "desk/quota.h"
#include "lists_fixture.h"

static bool
take(struct office *o, enum quota_kind k, const char *canonical)
{
    bool granted;

    assert_int_equal(quota_take(&o->desk, k, canonical, &granted), ERR_OK);
    return granted;
}

static int
taken(struct office *o, enum quota_kind k, bool same, const char *domain, int tries)
{
    char email[64];
    int n = 0;

    for (int i = 0; i < tries; i++) {
        snprintf(email, sizeof email, "a%d@%s", same ? 0 : i, domain);
        n += take(o, k, email);
    }
    return n;
}

static int64_t
held(struct office *o, int64_t since)
{
    char sql[160];

    office_commit(o);
    snprintf(sql, sizeof sql,
             "SELECT coalesce(sum(letters), 0) FROM letter_quota WHERE scope = 'held'"
             " AND last_at > %lld",
             (long long)since);
    return raw_int(o->path, sql);
}

static void
test_no_caps(void **state)
{
    assert_int_equal(taken(*state, QUOTA_SIGNUP, true, "example.com", 50), 50);
}

static void
test_address(void **state)
{
    struct office *o = *state;
    const struct quota_limits limits = {1, 1000, 1000, 1000};

    o->desk.limits = &limits;
    assert_int_equal(taken(o, QUOTA_SIGNUP, true, "example.com", 5), 1);
    assert_int_equal(taken(o, QUOTA_LINK, true, "example.com", 5), 3);
    assert_int_equal(taken(o, QUOTA_RECEIPT, true, "example.com", 15), 10);
    assert_int_equal(taken(o, QUOTA_LEFT, true, "example.com", 15), 10);
    assert_int_equal(held(o, TEST_NOW - 1), 4 + 2 + 5 + 5);
    assert_true(take(o, QUOTA_SIGNUP, "b@example.com"));
    /* to the second */
    o->desk.now = TEST_NOW + DAY_SECONDS - 1;
    assert_false(take(o, QUOTA_SIGNUP, "a0@example.com"));
    o->desk.now++;
    assert_true(take(o, QUOTA_SIGNUP, "a0@example.com"));
    /* the clock goes back a day: nothing is given twice; but a clock that was years ahead holds
       nobody up for years */
    o->desk.now = TEST_NOW;
    assert_false(take(o, QUOTA_SIGNUP, "a0@example.com"));
    o->desk.now = TEST_NOW - 400 * DAY_SECONDS;
    assert_true(take(o, QUOTA_SIGNUP, "a0@example.com"));
}

static void
test_network(void **state)
{
    struct office *o = *state;
    const struct quota_limits limits = {1, 20, 1000, 1000};

    o->desk.limits = &limits;
    assert_int_equal(taken(o, QUOTA_SIGNUP, false, "example.com", 30), 20);
    assert_false(take(o, QUOTA_RECEIPT, "other@example.com"));
    assert_true(take(o, QUOTA_LEFT, "other@example.com")); /* or a stranger could stop mail unseen */
    o->desk.network = "198.51.100.0/24";
    assert_true(take(o, QUOTA_SIGNUP, "a29@example.com"));
    o->desk.network = NULL; /* staff: bound by the address alone */
    assert_true(take(o, QUOTA_SIGNUP, "a28@example.com"));
    assert_false(take(o, QUOTA_SIGNUP, "a28@example.com"));
}

static void
test_domain_and_total(void **state)
{
    struct office *o = *state;
    const struct quota_limits limits = {1, 1000, 10, 15};

    o->desk.limits = &limits;
    assert_int_equal(taken(o, QUOTA_SIGNUP, false, "example.com", 12), 10);
    assert_int_equal(taken(o, QUOTA_SIGNUP, false, "example.org", 12), 5);
    assert_int_equal(held(o, TEST_NOW - 1), 2 + 7);
    assert_int_equal(held(o, TEST_NOW), 0);
    /* nothing was taken from the caps of who was held back */
    o->desk.now += DAY_SECONDS + 3600;
    assert_true(take(o, QUOTA_SIGNUP, "a11@example.com"));
}

/* A flood of messages in somebody's name keeps none of their other letters back, and one from a
 * network, or in all, leaves half to the others. */
static void
test_inquiries(void **state)
{
    struct office *o = *state;
    const struct quota_limits limits = {1, 20, 1000, 30};

    o->desk.limits = &limits;
    assert_int_equal(taken(o, QUOTA_INQUIRY, true, "example.com", 9), 3);
    assert_true(take(o, QUOTA_RECEIPT, "a0@example.com"));
    assert_int_equal(taken(o, QUOTA_INQUIRY, false, "example.org", 30), 6); /* 10 of 20 */
    o->desk.network = "198.51.100.0/24";
    assert_int_equal(taken(o, QUOTA_INQUIRY, false, "example.net", 30), 5); /* 15 of 30 */
    assert_int_equal(taken(o, QUOTA_RECEIPT, false, "example.net", 30), 15);
}

/* Nobody's address, network or domain can be read from the table. */
static void
test_says_nothing(void **state)
{
    struct office *o = *state;
    const struct quota_limits limits = {1, 10, 10, 10};

    o->desk.limits = &limits;
    take(o, QUOTA_SIGNUP, "ann@example.com");
    office_commit(o);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM letter_quota"), 4);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM letter_quota WHERE scope IN ('signup',"
                                      " 'network', 'domain') AND length(key) = 32"),
                     3);
    assert_int_equal(raw_int(o->path, "SELECT count(DISTINCT key) FROM letter_quota"), 4);
}

/* Whoever holds links causes no more letters than the caps have it, however often they are used. */
static void
test_cycles(void **state)
{
    static const char ann[] = "ann@example.com";
    const struct quota_limits limits = {.address = 1, .network = 99, .domain = 99, .total = 99};
    struct office *o = *state;
    unsigned restored;

    o->desk.limits = &limits;
    for (int i = 0; i < 30; i++) {
        sign_up(o, LIST_CLUB, ann);
        assert_int_equal(confirm(o, LIST_CLUB), LIST_CLUB);
        opt_out(o, LIST_CLUB, ann);
        if (i < 3) {
            struct token t = letter_token(o, LETTER_LEFT);

            assert_int_equal(lists_undo(&o->desk, &t, &restored), ERR_OK);
            assert_int_equal(restored, LIST_CLUB);
            opt_out(o, LIST_CLUB, ann);
        }
    }
    /* one to confirm, welcomes and receipts to their own caps */
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM outbox"), 1 + 10 + 10);
    assert_true(is_suppressed(o, ann, LIST_CLUB));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(test_no_caps),      office_test(test_address),
        office_test(test_network),      office_test(test_domain_and_total),
        office_test(test_inquiries),    office_test(test_says_nothing),
        office_test(test_cycles),
    };

    return cmocka_run_group_tests_name("quota", tests, NULL, NULL);
}
