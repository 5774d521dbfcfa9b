/* test_policies.c - versions of policies and of wordings. */
#include "desk/policies.h"
#include "desk_fixture.h"

static const char page[] = "/help/privacy-policy.html";

static void
publish(struct office *o, const char *source, int64_t version, bool fresh)
{
    int64_t got;
    bool is_fresh;
    const struct policy_text text = {.page = page, .title = "Privacy", .effective = "2026-05-03",
                                     .source = source, .compared = version > 1, .words_added = 3,
                                     .words_removed = 4};

    assert_int_equal(policy_publish(&o->desk, &text, &got, &is_fresh), ERR_OK);
    assert_int_equal(got, version);
    assert_int_equal(is_fresh, fresh);
}

static void
test_publish(void **state)
{
    struct office *o = *state;
    struct policy_version v = {0};
    int64_t id = 9, stamp = 9, later = 0;
    char *source;

    assert_int_equal(policy_current(o->desk.db, page, &v), ERR_NOTFOUND);
    assert_int_equal(policy_current_id(o->desk.db, page, &id), ERR_OK);
    assert_int_equal(id, 0);
    assert_int_equal(policy_stamp(o->desk.db, &stamp), ERR_OK);
    assert_int_equal(stamp, 0);

    publish(o, "one", 1, true);
    publish(o, "one", 1, false);
    publish(o, "two", 2, true);
    publish(o, "one", 3, true); /* back to the first text */
    assert_int_equal(policy_current(o->desk.db, page, &v), ERR_OK);
    assert_int_equal(v.version, 3);
    assert_string_equal(v.source, "one");
    assert_int_equal(policy_current_id(o->desk.db, page, &id), ERR_OK);
    assert_int_equal(id, v.id);
    free(v.source);
    assert_int_equal(policy_source(o->desk.db, page, 2, &source), ERR_OK);
    assert_string_equal(source, "two");
    free(source);
    assert_int_equal(policy_source(o->desk.db, page, 4, &source), ERR_NOTFOUND);
    assert_null(source);
    assert_int_equal(policy_stamp(o->desk.db, &later), ERR_OK);
    assert_int_equal(later, id);
    office_commit(o);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM v_audit"
                                      " WHERE action = 'policy.publish'"), 3);
    assert_string_equal(raw_text(o->path, "SELECT effective FROM page_version"), "2026-05-03");
    assert_int_equal(raw_int(o->path, "SELECT sum(words_added) * 100 + sum(words_removed)"
                                      " FROM page_version WHERE version > 1"), 608);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM page_version"
                                      " WHERE words_added IS NULL"), 1);
}

static void
test_wording(void **state)
{
    struct office *o = *state;
    int64_t a, b, c, d, stamp;

    assert_int_equal(wording_keep(&o->desk, "/club", "Club", "words", &a), ERR_OK);
    assert_int_equal(wording_keep(&o->desk, "/club", "Club", "other words", &b), ERR_OK);
    assert_int_equal(wording_keep(&o->desk, "/club", "Club", "words", &c), ERR_OK);
    assert_int_equal(wording_keep(&o->desk, "/offers", "Offers", "words", &d), ERR_OK);
    assert_int_equal(a, c);
    assert_int_not_equal(a, b);
    assert_int_not_equal(a, d);
    assert_int_equal(policy_stamp(o->desk.db, &stamp), ERR_OK);
    assert_int_equal(stamp, 0);
    office_commit(o);
    assert_int_equal(raw_int(o->path, "SELECT max(version) FROM page_version"), 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {office_test(test_publish), office_test(test_wording)};

    return cmocka_run_group_tests_name("policies", tests, NULL, NULL);
}
