/* test_inquiries.c - asking for the catalogue. */
#include "desk/inquiries.h"
#include "desk_fixture.h"

static const struct postal home = {.address1 = "1 Main St", .city = "Albany", .state = "NY",
                                   .zip = "12207", .country = "US"};

static struct submission
ask(struct office *o, const char *email, const struct postal *postal, char nonce, char content)
{
    struct mail_address m = mail_of(email);
    const struct inquiry_new q = {.kind = INQUIRY_CATALOG, .mail = &m, .name = "Ann",
                                  .message = "Please.", .postal = postal};
    struct submission s = sent("catalog", nonce, content);

    assert_int_equal(submission_begin(&o->desk, &s), ERR_OK);
    assert_int_equal(inquiry_open(&o->desk, &q, &s), ERR_OK);
    office_commit(o);
    return s;
}

static void
test_catalog(void **state)
{
    struct office *o = *state;
    struct submission s = ask(o, "ann@example.com", &home, 'a', 'x');

    assert_string_equal(raw_text(o->path, "SELECT reference FROM v_inquiries"), s.reference);
    assert_string_equal(raw_text(o->path, "SELECT kind || '|' || state || '|' || email || '|' ||"
                                          " name || '|' || address1 || '|' || city || '|' || region"
                                          " || '|' || zip || '|' || country || '|' || message ||"
                                          " '|' || received_at FROM v_inquiries"),
                        "catalog|open|ann@example.com|Ann|1 Main St|Albany|NY|12207|US|Please.|"
                        "2026-05-03 14:00");
    assert_string_equal(raw_text(o->path, "SELECT action || ' ' || subject || ' ' || detail"
                                          " FROM v_audit"),
                        "inquiry.open inquiry catalog");
}

static void
test_repeat_makes_nothing(void **state)
{
    struct office *o = *state;
    struct submission a = ask(o, "ann@example.com", &home, 'a', 'x');
    struct submission b = ask(o, "ann@example.com", &home, 'b', 'x');

    assert_string_equal(a.reference, b.reference);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM inquiry"), 1);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM audit"), 1);
}

static void
test_same_address_is_kept_once(void **state)
{
    struct office *o = *state;
    struct postal other = home;

    other.address2 = "Apt 2";
    ask(o, "ann@example.com", &home, 'a', 'x');
    ask(o, "ann@example.com", &home, 'b', 'y');
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM address_book"), 1);
    ask(o, "ann@example.com", &other, 'c', 'z');
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM address_book"), 2);
    ask(o, "bob@example.com", &home, 'd', 'w');
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM address_book"), 3);
    ask(o, "eve@example.com", NULL, 'e', 'v');
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM v_inquiries"), 5);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM v_inquiries WHERE city IS NULL"), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(test_catalog),
        office_test(test_repeat_makes_nothing),
        office_test(test_same_address_is_kept_once),
    };

    return cmocka_run_group_tests_name("inquiries", tests, NULL, NULL);
}
