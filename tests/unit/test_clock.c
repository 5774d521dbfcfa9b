#include "unit.h"

#include "base/clock.h"

/* 15 June 2008, 14:00 in New York. */
enum { SUNDAY = 1213552800 };

static int
set_zone(void **state)
{
    (void)state;
    return clock_zone_set("America/New_York") ? 0 : -1;
}

static void
moves_for_tests_only(void **state)
{
    (void)state;
    clock_test_set(42);
    assert_int_equal(clock_now(), 42);
    clock_test_set(0);
    assert_true(clock_now() > 1700000000);
    int64_t before = clock_mono_ms();
    assert_true(before >= 0 && clock_mono_ms() >= before);
}

static void
knows_zones(void **state)
{
    static const char *const good[] = {"America/New_York", "Europe/Berlin", "UTC",
                                       "America/Argentina/Ushuaia", "Etc/GMT+5"};
    static const char *const bad[] = {
        "",          "/",         "Europe",      "Europe/",         "America/New York",
        "Mars/Base", "../passwd", "/etc/passwd", "../zoneinfo/UTC", "EST5EDT4,M3.2.0",
        "UTC\n",     "tzdata.zi",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++)
        expect(clock_zone_exists(good[i]), good[i]);
    for (size_t i = 0; i < COUNT(bad); i++)
        expect(!clock_zone_exists(bad[i]) && !clock_zone_set(bad[i]), bad[i]);
    assert_false(clock_zone_exists(letters('a', 300)));
}

static void
writes_dates_in_the_zone(void **state)
{
    char out[CLOCK_DATE_MAX];
    (void)state;
    clock_footer_date(SUNDAY, out);
    assert_string_equal(out, "Sunday 15 June, 2008");
    clock_footer_date(SUNDAY + 10 * 3600 - 1, out); /* 23:59:59 */
    assert_string_equal(out, "Sunday 15 June, 2008");
    clock_footer_date(SUNDAY + 10 * 3600, out);
    assert_string_equal(out, "Monday 16 June, 2008");
    clock_iso_date(SUNDAY, out);
    assert_string_equal(out, "2008-06-15");
    clock_iso_date(0, out);
    assert_string_equal(out, "1969-12-31");
    clock_plain_time(SUNDAY, out);
    assert_string_equal(out, "14:00");
    clock_plain_time(SUNDAY - 5 * 3600 + 59, out);
    assert_string_equal(out, "09:00");
    clock_footer_date(INT64_MAX, out);
    assert_string_equal(out, "Thursday 01 January, 1970");
    clock_iso_date(INT64_MIN, out);
    assert_string_equal(out, "1970-01-01");
}

static void
counts_local_days(void **state)
{
    (void)state;
    assert_int_equal(clock_day(0), -1);
    assert_int_equal(clock_day(5 * 3600), 0);
    assert_int_equal(clock_day(SUNDAY), 14045);
    assert_int_equal(clock_day(SUNDAY + 10 * 3600 - 1), 14045);
    assert_int_equal(clock_day(SUNDAY + 10 * 3600), 14046);
}

static void
reads_iso_dates(void **state)
{
    static const char *const good[] = {"1900-01-01", "2199-12-31", "2004-02-29",
                                       "2000-02-29", "2026-05-03", "2023-11-30"};
    static const char *const bad[] = {
        "",           "2004",       "2004-5-15",  "04-05-15",    "2004-05-15 ", " 2004-05-15",
        "2004/05/15", "2004-13-01", "2004-00-10", "2004-01-00",  "2004-01-32",  "2004-04-31",
        "2003-02-29", "1900-02-29", "2100-02-29", "1899-12-31",  "2200-01-01",  "2004-0a-15",
        "-004-05-15", "2004-05-1x", "+2004-05-1", "2004-05-151", "20040515",    "2004-05--1",
    };
    char out[CLOCK_DATE_MAX];
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++)
        expect(clock_iso_valid(good[i]), good[i]);
    for (size_t i = 0; i < COUNT(bad); i++) {
        expect(!clock_iso_valid(bad[i]), bad[i]);
        expect(!clock_plain_date(bad[i], out) && out[0] == '\0', bad[i]);
        expect(!clock_footer_iso(bad[i], out) && out[0] == '\0', bad[i]);
    }
    assert_false(clock_iso_valid(NULL));
    assert_true(clock_plain_date("2026-05-03", out));
    assert_string_equal(out, "3 May 2026");
    assert_true(clock_footer_iso("2004-05-15", out));
    assert_string_equal(out, "Saturday 15 May, 2004");
    assert_true(clock_footer_iso("1900-01-01", out));
    assert_string_equal(out, "Monday 01 January, 1900");
}

static void
adds_months_by_the_calendar(void **state)
{
    static const struct {
        int64_t from;
        int months;
        const char *date;
    } cases[] = {
        {1769878800, 1, "2026-02-28"}, /* 31 January 2026, 12:00 */
        {1769878800, 0, "2026-01-31"},   {1769878800, 3, "2026-04-30"},
        {1769878800, 12, "2027-01-31"},  {1769878800, 25, "2028-02-29"},
        {1769878800, -1, "2025-12-31"},  {1769878800, -2, "2025-11-30"},
        {1769878800, -13, "2024-12-31"}, {1769878800, 11, "2026-12-31"},
    };
    char out[CLOCK_DATE_MAX];
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        clock_iso_date(clock_add_months(cases[i].from, cases[i].months), out);
        assert_string_equal(out, cases[i].date);
    }
    /* Noon stays noon over the change to summer time: an hour less goes by. */
    assert_int_equal(clock_add_months(1769878800, 2) - 1769878800, 59 * DAY_SECONDS - 3600);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moves_for_tests_only),     cmocka_unit_test(knows_zones),
        cmocka_unit_test(writes_dates_in_the_zone), cmocka_unit_test(counts_local_days),
        cmocka_unit_test(reads_iso_dates),          cmocka_unit_test(adds_months_by_the_calendar),
    };
    return cmocka_run_group_tests(tests, set_zone, NULL);
}
