#define _POSIX_C_SOURCE 200809L

#include "unit.h"

#include "base/clock.h"
#include "base/log.h"
#include "capture.h"

#define HEAD "2026-05-03T14:00:01Z level="

static char text[8192];

static int
set_clock(void **state)
{
    (void)state;
    clock_test_set(1777816801);
    return 0;
}

static void
writes_pairs_and_escapes_values(void **state)
{
    static const struct {
        const char *value, *written;
    } values[] = {
        {"plain-_./:@09", "plain-_./:@09"},
        {"", "\"\""},
        {NULL, "\"\""},
        {"two words", "\"two words\""},
        {"a=b", "\"a=b\""},
        {"say \"hi\"", "\"say \\\"hi\\\"\""},
        {"back\\slash", "\"back\\\\slash\""},
        {"x\nlevel=error event=forged", "\"x\\x0alevel=error event=forged\""},
        {"\r\t\x1b[31m\x7f", "\"\\x0d\\x09\\x1b[31m\\x7f\""},
        {"caf\xc3\xa9", "\"caf\\xc3\\xa9\""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(values); i++) {
        char want[256];
        snprintf(want, sizeof want, HEAD "warn event=test key=%s\n", values[i].written);
        capture_begin();
        log_event(LOG_WARN, "test", "key", values[i].value, NULL);
        capture_end(text, sizeof text);
        assert_string_equal(text, want);
    }
}

static void
adds_the_request_id(void **state)
{
    (void)state;
    capture_begin();
    log_request_id("k3f9");
    log_event(LOG_INFO, "one", NULL);
    log_request_id("0123456789abcdefgh");
    log_event(LOG_INFO, "two", "a", "1", "b", "2", NULL);
    log_request_id("");
    log_event(LOG_INFO, "three", NULL);
    capture_end(text, sizeof text);
    assert_string_equal(text, HEAD "info id=k3f9 event=one\n" HEAD
                                   "info id=0123456789abcde event=two a=1 b=2\n" HEAD
                                   "info event=three\n");
}

static void
drops_lines_above_the_level(void **state)
{
    (void)state;
    capture_begin();
    log_event(LOG_DEBUG, "hidden", NULL);
    log_level_set(LOG_DEBUG);
    log_event(LOG_DEBUG, "shown", NULL);
    log_level_set(LOG_ERROR);
    log_event(LOG_WARN, "hidden", NULL);
    log_level_set(LOG_INFO);
    capture_end(text, sizeof text);
    assert_string_equal(text, HEAD "debug event=shown\n");
}

/* Any length and any cut leaves one line with its quotes closed. */
static void
bounds_a_line(void **state)
{
    (void)state;
    for (size_t n = LOG_LINE_MAX - 100; n < LOG_LINE_MAX + 100; n++)
        for (int kind = 0; kind < 3; kind++) {
            const char *value = letters("a\x01 "[kind], n);
            capture_begin();
            log_event(LOG_INFO, "long", "key", value, "after", value, NULL);
            capture_end(text, sizeof text);
            size_t len = strlen(text);
            assert_in_range(len, 100, LOG_LINE_MAX);
            assert_int_equal(strchr(text, '\n') - text, len - 1);
            size_t quotes = 0;
            for (size_t i = 0; i < len; i++)
                quotes += text[i] == '"';
            assert_int_equal(quotes % 2, 0);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_pairs_and_escapes_values),
        cmocka_unit_test(adds_the_request_id),
        cmocka_unit_test(drops_lines_above_the_level),
        cmocka_unit_test(bounds_a_line),
    };
    return cmocka_run_group_tests(tests, set_clock, NULL);
}
