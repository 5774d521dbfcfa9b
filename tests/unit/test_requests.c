/* test_requests.c - requests about personal data: what their intake keeps. */
#include "desk/people.h"
#include "desk/requests.h"
#include "desk_fixture.h"

static const struct change changes[] = {
    {"zip", "10001", "10036"},
    {"phone", NULL, "+1 212 555 0100"},
    {"city", "York", NULL},
};

static struct submission
open_one(struct office *o, const struct request_new *r, char nonce, char content)
{
    struct submission s = sent("correct", nonce, content);

    assert_int_equal(submission_begin(&o->desk, &s), ERR_OK);
    assert_int_equal(request_open(&o->desk, r, &s), ERR_OK);
    office_commit(o);
    return s;
}

static void
test_correction(void **state)
{
    struct office *o = *state;
    struct mail_address m = mail_of("Ann@Example.com");
    const struct request_new r = {.kind = REQUEST_CORRECT, .mail = &m, .name = "Ann",
                                  .message = "My zip code is wrong.", .change = changes,
                                  .change_count = 3};
    struct submission s = open_one(o, &r, 'a', 'x');

    assert_string_equal(raw_text(o->path, "SELECT reference FROM v_requests"), s.reference);
    assert_string_equal(raw_text(o->path, "SELECT kind || ' ' || state || ' ' || email || ' ' ||"
                                          " received_at || ' ' || due_at FROM v_requests"),
                        "correct received ann@example.com 2026-05-03 14:00 2026-06-03 14:00");
    assert_string_equal(raw_text(o->path, "SELECT group_concat(field || ':' ||"
                                          " coalesce(old_value, '-') || ':' ||"
                                          " coalesce(new_value, '-')) FROM v_request_changes"),
                        "zip:10001:10036,phone:-:+1 212 555 0100,city:York:-");
    assert_string_equal(raw_text(o->path, "SELECT action || ' ' || detail || ' ' || details"
                                          " FROM v_audit"),
                        "request.open correct email=Ann@Example.com, network=192.0.2.0/24");
    assert_string_equal(raw_text(o->path, "SELECT person_id FROM request"), "");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM person"), 0);
}

static void
test_person_is_found(void **state)
{
    struct office *o = *state;
    struct mail_address old = mail_of("old@example.com"), new = mail_of("new@example.com");
    const struct request_new r = {.kind = REQUEST_UPDATE, .mail = &new, .old_mail = &old};
    const struct request_new d = {.kind = REQUEST_DELETE, .mail = &old};
    int64_t person;

    assert_int_equal(person_meet(&o->desk, &old, NULL, &person), ERR_OK);
    open_one(o, &r, 'a', 'x');
    open_one(o, &d, 'b', 'y');
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM request WHERE person_id = 1"), 2);
    assert_string_equal(raw_text(o->path, "SELECT email || ' ' || old_email FROM request"),
                        "new@example.com old@example.com");
}

static void
test_repeat_makes_nothing(void **state)
{
    struct office *o = *state;
    struct mail_address m = mail_of("a@example.com");
    const struct request_new r = {.kind = REQUEST_DEACTIVATE, .mail = &m};
    struct submission a = open_one(o, &r, 'a', 'x'), b = open_one(o, &r, 'b', 'x');

    assert_true(b.repeat);
    assert_string_equal(a.reference, b.reference);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM request"), 1);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM audit"), 1);
}

static void
test_field_twice(void **state)
{
    struct office *o = *state;
    struct mail_address m = mail_of("a@example.com");
    const struct change twice[] = {{"zip", "1", "2"}, {"zip", "1", "3"}};
    const struct request_new r = {.kind = REQUEST_CORRECT, .mail = &m, .change = twice,
                                  .change_count = 2};
    struct submission s = sent("correct", 'a', 'x');

    assert_int_equal(submission_begin(&o->desk, &s), ERR_OK);
    assert_int_equal(request_open(&o->desk, &r, &s), ERR_CONFLICT);
}

static void
test_kinds(void **state)
{
    static const char *const names[] = {"correct", "update", "delete", "deactivate"};
    struct office *o = *state;
    struct mail_address m = mail_of("a@example.com");

    for (unsigned k = 0; k < REQUEST_KINDS_; k++) {
        const struct request_new r = {.kind = (enum request_kind)k, .mail = &m};

        assert_string_equal(request_kind_name((enum request_kind)k), names[k]);
        open_one(o, &r, 'a', (char)('a' + k));
    }
    assert_int_equal(raw_int(o->path, "SELECT count(DISTINCT kind) FROM v_requests"),
                     REQUEST_KINDS_);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(test_correction),           office_test(test_person_is_found),
        office_test(test_repeat_makes_nothing), office_test(test_field_twice),
        office_test(test_kinds),
    };

    return cmocka_run_group_tests_name("requests", tests, NULL, NULL);
}
