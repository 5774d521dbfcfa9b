/* test_submissions.c - what counts as sent once. */
#include "desk_fixture.h"

static bool
repeats(struct office *o, const char *form, char nonce, char content)
{
    struct submission s = sent(form, nonce, content);

    assert_int_equal(submission_begin(&o->desk, &s), ERR_OK);
    assert_int_equal(strlen(s.reference), REFERENCE_MAX - 1);
    return s.repeat;
}

static void
test_repeats(void **state)
{
    static const struct {
        const char *form;
        char nonce, content;
        int64_t later; /* seconds */
        bool repeat;
    } cases[] = {
        {"newsletter", 'a', 'x', 0, true},          /* a double click */
        {"newsletter", 'b', 'x', 0, true},          /* a second tab */
        {"newsletter", 'a', 'y', 0, false},         /* other words */
        {"club", 'a', 'x', 0, false},               /* another form */
        {"newsletter", 'b', 'x', 24 * 3600 - 1, true},
        {"newsletter", 'b', 'x', 24 * 3600, false}, /* the next day */
        {"newsletter", 'a', 'x', 400 * 86400, true}, /* an old tab */
    };
    struct office *o = *state;
    struct submission s = sent("newsletter", 'a', 'x'), again = s;

    assert_int_equal(submission_begin(&o->desk, &s), ERR_OK);
    assert_false(s.repeat);
    assert_false(repeats(o, "newsletter", 'a', 'x')); /* not recorded yet */
    assert_int_equal(submission_end(&o->desk, &s), ERR_OK);
    assert_int_equal(submission_end(&o->desk, &s), ERR_OK);
    for (size_t i = 0; i < COUNT(cases); i++) {
        o->desk.now = TEST_NOW + cases[i].later;
        if (repeats(o, cases[i].form, cases[i].nonce, cases[i].content) != cases[i].repeat)
            fail_msg("case %zu", i);
    }
    assert_int_equal(submission_begin(&o->desk, &again), ERR_OK);
    assert_string_equal(again.reference, s.reference);
    office_commit(o);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM submission"), 1);
}

static void
test_renew(void **state)
{
    struct office *o = *state;
    struct submission s = sent("opt-out", 'a', 'x'), again = s, third = s;

    assert_int_equal(submission_begin(&o->desk, &s), ERR_OK);
    assert_int_equal(submission_end(&o->desk, &s), ERR_OK);
    assert_int_equal(submission_begin(&o->desk, &again), ERR_OK);
    assert_true(again.repeat);
    assert_int_equal(submission_renew(&o->desk, &again), ERR_OK);
    assert_false(again.repeat);
    assert_string_not_equal(again.reference, s.reference);
    assert_int_equal(submission_end(&o->desk, &again), ERR_OK);
    /* from now on the newest one stands for it */
    assert_int_equal(submission_begin(&o->desk, &third), ERR_OK);
    assert_true(third.repeat);
    assert_string_equal(third.reference, again.reference);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {office_test(test_repeats), office_test(test_renew)};

    return cmocka_run_group_tests_name("submissions", tests, NULL, NULL);
}
