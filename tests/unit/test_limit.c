#include "unit.h"

#include "base/secret.h"
#include "http/limit.h"

enum { HOUR_MS = 3600 * 1000 };

static int
set_up(void **state)
{
    (void)state;
    return secret_init() == ERR_OK ? 0 : -1;
}

static void
gives_a_burst_then_one_at_a_time(void **state)
{
    (void)state;
    struct limiter *l = limiter_new(1024);
    assert_non_null(l);
    for (int i = 0; i < 10; i++)
        assert_int_equal(limiter_take(l, "a", 1, 10, 5000), 0);
    assert_int_equal(limiter_take(l, "a", 1, 10, 5000), 360);
    assert_int_equal(limiter_take(l, "a", 1, 10, 5000), 360); /* refusals cost nothing */
    assert_int_equal(limiter_take(l, "a", 1, 10, 5000 + 359999), 1);
    assert_int_equal(limiter_take(l, "a", 1, 10, 5000 + 360000), 0);
    assert_int_equal(limiter_take(l, "a", 1, 10, 5000 + 360000), 360);
    for (int i = 0; i < 10; i++)
        assert_int_equal(limiter_take(l, "a", 1, 10, 5000 + 3 * HOUR_MS), 0);
    assert_true(limiter_take(l, "a", 1, 10, 5000 + 3 * HOUR_MS) > 0);
    limiter_free(l);
}

static void
keeps_keys_apart(void **state)
{
    (void)state;
    struct limiter *l = limiter_new(1 << 20);
    assert_int_equal(limiter_take(l, "a", 1, 1, 0), 0);
    assert_int_equal(limiter_take(l, "b", 1, 1, 0), 0);
    assert_int_equal(limiter_take(l, "", 0, 1, 0), 0);
    assert_int_equal(limiter_take(l, "a", 1, 1, 0), 3600);
    limiter_free(l);
}

static void
is_strict_where_keys_share_a_bucket(void **state)
{
    (void)state;
    struct limiter *l = limiter_new(1);
    assert_int_equal(limiter_take(l, "a", 1, 1, 0), 0);
    assert_int_equal(limiter_take(l, "b", 1, 1, 0), 3600);
    limiter_free(l);
    limiter_free(NULL);
}

static void
takes_zero_for_no_limit_and_big_ones(void **state)
{
    (void)state;
    struct limiter *l = limiter_new(1);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(limiter_take(l, "a", 1, 0, 0), 0);
    for (int i = 0; i < 5000; i++)
        assert_int_equal(limiter_take(l, "a", 1, 5000, 0), 0);
    assert_int_equal(limiter_take(l, "a", 1, 5000, 0), 1);
    assert_int_equal(limiter_take(l, "b", 1, INT64_MAX, HOUR_MS), 0);
    limiter_free(l);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_a_burst_then_one_at_a_time),
        cmocka_unit_test(keeps_keys_apart),
        cmocka_unit_test(is_strict_where_keys_share_a_bucket),
        cmocka_unit_test(takes_zero_for_no_limit_and_big_ones),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
