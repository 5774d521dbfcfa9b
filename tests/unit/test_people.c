/* test_people.c - persons by their address, and the names they are given. */
#include "desk/people.h"
#include "desk_fixture.h"

static void
test_meet(void **state)
{
    struct office *o = *state;
    struct mail_address typed = mail_of("Ann@EXAMPLE.com"), same = mail_of("ann@example.COM");
    struct mail_address other = mail_of("ann+shop@example.com");
    int64_t a = 0, b = 0, c = 0, found = 0;

    assert_int_equal(person_find(&o->desk, typed.canonical, &found), ERR_NOTFOUND);
    assert_int_equal(person_meet(&o->desk, &typed, NULL, &a), ERR_OK);
    assert_int_equal(person_meet(&o->desk, &same, NULL, &b), ERR_OK);
    assert_int_equal(person_meet(&o->desk, &other, NULL, &c), ERR_OK);
    assert_int_equal(a, b);
    assert_int_not_equal(a, c);
    assert_int_equal(person_find(&o->desk, "ann@example.com", &found), ERR_OK);
    assert_int_equal(found, a);
    office_commit(o);
    assert_string_equal(raw_text(o->path, "SELECT email_typed FROM person WHERE id = 1"),
                        "Ann@EXAMPLE.com");
}

static void
test_name_is_kept(void **state)
{
    struct office *o = *state;
    struct mail_address m = mail_of("a@example.com");
    int64_t id;

    assert_int_equal(person_meet(&o->desk, &m, NULL, &id), ERR_OK);
    assert_int_equal(person_meet(&o->desk, &m, "Ann", &id), ERR_OK);
    assert_int_equal(person_meet(&o->desk, &m, "Mallory", &id), ERR_OK);
    assert_int_equal(person_meet(&o->desk, &m, NULL, &id), ERR_OK);
    office_commit(o);
    assert_string_equal(raw_text(o->path, "SELECT name FROM person"), "Ann");
}

static void
test_mixed_script(void **state)
{
    struct office *o = *state;
    struct mail_address m = mail_of("a@example.com");
    int64_t id;

    m.mixed_script = true;
    assert_int_equal(person_meet(&o->desk, &m, NULL, &id), ERR_OK);
    office_commit(o);
    assert_int_equal(raw_int(o->path, "SELECT mixed_script FROM person"), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(test_meet),
        office_test(test_name_is_kept),
        office_test(test_mixed_script),
    };

    return cmocka_run_group_tests_name("people", tests, NULL, NULL);
}
