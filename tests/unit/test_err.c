#define _POSIX_C_SOURCE 200809L

#include "unit.h"

#include "base/clock.h"
#include "base/err.h"
#include "capture.h"

static void
names_every_error(void **state)
{
    (void)state;
    for (int e = 0; e < ERR_COUNT_; e++)
        assert_true(strlen(err_text((enum err)e)) > 3);
    assert_string_equal(err_text(ERR_COUNT_), err_text(ERR_BUG));
    assert_string_equal(err_text((enum err) - 1), err_text(ERR_BUG));
}

static void
collects_lines_with_their_place(void **state)
{
    (void)state;
    struct report r = {0};
    report_add(&r, "a.md", 7, "no %s", "title");
    report_add(&r, "a.md", 0, "empty");
    report_add(&r, NULL, 3, "no place");
    assert_int_equal(r.count, 3);
    assert_string_equal(r.line[0], "a.md:7: no title");
    assert_string_equal(r.line[1], "a.md: empty");
    assert_string_equal(r.line[2], "no place");
    report_free(&r);
    assert_int_equal(r.count, 0);
}

static void
takes_lines_back(void **state)
{
    (void)state;
    struct report r = {0};
    report_add(&r, "a", 1, "stays");
    struct report before = r;
    for (unsigned i = 1; i <= REPORT_LINES_MAX + 5; i++)
        report_add(&r, "b", i, "goes");
    report_rewind(&r, &before);
    assert_int_equal(r.count, 1);
    assert_int_equal(r.missed, 0);
    assert_string_equal(r.line[0], "a:1: stays");
    report_add(&r, "c", 2, "comes");
    assert_string_equal(r.line[1], "c:2: comes");
    report_free(&r);
}

static void
counts_what_is_too_much_and_logs(void **state)
{
    (void)state;
    static char text[64 * 1024];
    struct report r = {0};
    for (unsigned i = 1; i <= REPORT_LINES_MAX + 5; i++)
        report_add(&r, "f", i, "x");
    assert_int_equal(r.count, REPORT_LINES_MAX);
    assert_int_equal(r.missed, 5);
    capture_begin();
    report_log(&r);
    capture_end(text, sizeof text);
    assert_non_null(strstr(text, "level=error event=report line=\"f:200: x\"\n"));
    assert_non_null(strstr(text, "event=report_missed lines=5\n"));
    report_free(&r);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_every_error),
        cmocka_unit_test(collects_lines_with_their_place),
        cmocka_unit_test(takes_lines_back),
        cmocka_unit_test(counts_what_is_too_much_and_logs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
