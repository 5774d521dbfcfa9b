/*
 * test_delivery.c - delivery windows against cases worked by hand with a calendar: a method's
 * cutoff, weekends, holidays here and there, year's end, leap days, clocks that change.
 */
#include "base/clock.h"
#include "desk/delivery_tables.h"
#include "unit.h"

static const struct delivery_method methods[] = {
    /* name, title, summary, cutoff, handling, Saturday, Sunday */
    {"ground", "Ground", "", 13 * 60, 0, 2, false, false},
    {"two-day", "Two-day", "", 13 * 60, 0, 0, false, false},
    {"overnight", "Overnight", "", 13 * 60, 0, 0, false, false},
    {"saturday", "Saturday", "", 15 * 60 + 30, 0, 0, true, false},
    {"daily", "Daily", "", 23 * 60 + 59, 1, 1, true, true},
    {"sunday", "Sunday", "", 9 * 60, 0, 1, false, true},
    {"courier", "Courier", "", 10 * 60, 0, 0, false, false},
    {"midnight", "Midnight", "", 0, 0, 0, false, false},
    {"made", "Made to order", "", 13 * 60, 5, 10, false, false},
};

static const struct {
    const char *zone, *calendar, *method;
    int min, max;
} times[] = {
    {"us", "us", "ground", 3, 7},      {"us", "us", "two-day", 2, 2},
    {"us", "us", "overnight", 1, 1},   {"us", "us", "saturday", 1, 1},
    {"us", "us", "daily", 2, 3},       {"us", "us", "sunday", 1, 2},
    {"us", "us", "courier", 0, 0},     {"us", "us", "midnight", 1, 1},
    {"us", "us", "made", 3, 7},        {"ca", "ca", "ground", 5, 10},
    {"ca", "ca", "overnight", 2, 3},   {"world", "world", "ground", 7, 15},
    {"mars", "none", "overnight", 1, 1},
};

/* To the end of 2028; "shop" has all of "us" and its own. */
static const struct {
    const char *calendar, *day, *title;
} holidays[] = {
    /* the United States: those on a Saturday are kept on Friday, those on a Sunday on Monday */
    {"us", "2026-01-01", "New Year's Day"},
    {"us", "2026-01-19", "Birthday of Martin Luther King, Jr."},
    {"us", "2026-02-16", "Washington's Birthday"},
    {"us", "2026-05-25", "Memorial Day"},
    {"us", "2026-06-19", "Juneteenth"},
    {"us", "2026-07-03", "Independence Day (observed)"},
    {"us", "2026-07-04", "Independence Day"},
    {"us", "2026-09-07", "Labor Day"},
    {"us", "2026-10-12", "Columbus Day"},
    {"us", "2026-11-11", "Veterans Day"},
    {"us", "2026-11-26", "Thanksgiving Day"},
    {"us", "2026-12-25", "Christmas Day"},
    {"us", "2027-01-01", "New Year's Day"},
    {"us", "2027-01-18", "Birthday of Martin Luther King, Jr."},
    {"us", "2027-02-15", "Washington's Birthday"},
    {"us", "2027-05-31", "Memorial Day"},
    {"us", "2027-06-18", "Juneteenth (observed)"},
    {"us", "2027-06-19", "Juneteenth"},
    {"us", "2027-07-04", "Independence Day"},
    {"us", "2027-07-05", "Independence Day (observed)"},
    {"us", "2027-09-06", "Labor Day"},
    {"us", "2027-10-11", "Columbus Day"},
    {"us", "2027-11-11", "Veterans Day"},
    {"us", "2027-11-25", "Thanksgiving Day"},
    {"us", "2027-12-24", "Christmas Day (observed)"},
    {"us", "2027-12-25", "Christmas Day"},
    {"us", "2027-12-31", "New Year's Day (observed)"},
    {"us", "2028-01-01", "New Year's Day"},
    {"us", "2028-01-17", "Birthday of Martin Luther King, Jr."},
    {"us", "2028-02-21", "Washington's Birthday"},
    {"us", "2028-05-29", "Memorial Day"},
    {"us", "2028-06-19", "Juneteenth"},
    {"us", "2028-07-04", "Independence Day"},
    {"us", "2028-09-04", "Labor Day"},
    {"us", "2028-10-09", "Columbus Day"},
    {"us", "2028-11-10", "Veterans Day (observed)"},
    {"us", "2028-11-11", "Veterans Day"},
    {"us", "2028-11-23", "Thanksgiving Day"},
    {"us", "2028-12-25", "Christmas Day"},
    /* Canada: on the next working day */
    {"ca", "2026-01-01", "New Year's Day"},
    {"ca", "2026-04-03", "Good Friday"},
    {"ca", "2026-05-18", "Victoria Day"},
    {"ca", "2026-07-01", "Canada Day"},
    {"ca", "2026-09-07", "Labour Day"},
    {"ca", "2026-09-30", "National Day for Truth and Reconciliation"},
    {"ca", "2026-10-12", "Thanksgiving"},
    {"ca", "2026-11-11", "Remembrance Day"},
    {"ca", "2026-12-25", "Christmas Day"},
    {"ca", "2026-12-26", "Boxing Day"},
    {"ca", "2026-12-28", "Boxing Day (observed)"},
    {"ca", "2027-01-01", "New Year's Day"},
    {"ca", "2027-03-26", "Good Friday"},
    {"ca", "2027-05-24", "Victoria Day"},
    {"ca", "2027-07-01", "Canada Day"},
    {"ca", "2027-09-06", "Labour Day"},
    {"ca", "2027-09-30", "National Day for Truth and Reconciliation"},
    {"ca", "2027-10-11", "Thanksgiving"},
    {"ca", "2027-11-11", "Remembrance Day"},
    {"ca", "2027-12-25", "Christmas Day"},
    {"ca", "2027-12-26", "Boxing Day"},
    {"ca", "2027-12-27", "Christmas Day (observed)"},
    {"ca", "2027-12-28", "Boxing Day (observed)"},
    {"ca", "2028-01-01", "New Year's Day"},
    {"ca", "2028-01-03", "New Year's Day (observed)"},
    {"ca", "2028-04-14", "Good Friday"},
    {"ca", "2028-05-22", "Victoria Day"},
    {"ca", "2028-07-01", "Canada Day"},
    {"ca", "2028-07-03", "Canada Day (observed)"},
    {"ca", "2028-09-04", "Labour Day"},
    {"ca", "2028-09-30", "National Day for Truth and Reconciliation"},
    {"ca", "2028-10-02", "National Day for Truth and Reconciliation (observed)"},
    {"ca", "2028-10-09", "Thanksgiving"},
    {"ca", "2028-11-11", "Remembrance Day"},
    {"ca", "2028-11-13", "Remembrance Day (observed)"},
    {"ca", "2028-12-25", "Christmas Day"},
    {"ca", "2028-12-26", "Boxing Day"},
    /* nearly everywhere */
    {"world", "2026-01-01", "New Year's Day"},
    {"world", "2026-12-25", "Christmas Day"},
    {"world", "2027-01-01", "New Year's Day"},
    {"world", "2027-12-25", "Christmas Day"},
    {"world", "2028-01-01", "New Year's Day"},
    {"world", "2028-12-25", "Christmas Day"},
    /* the shop closes for a week of its own */
    {"shop", "2026-08-17", "Summer break"},
    {"shop", "2026-08-18", "Summer break"},
    {"shop", "2026-08-19", "Summer break"},
    {"shop", "2026-08-20", "Summer break"},
    {"shop", "2026-08-21", "Summer break"},
};

static int64_t
day_of(const char *iso)
{
    int64_t day = 0;

    expect(clock_iso_day(iso, &day), iso);
    return day;
}

static size_t
zone_named(struct delivery *d, const char *name, const char *calendar)
{
    size_t i = delivery_zone_at(d, name);

    if (i == d->zones) {
        snprintf(d->zone[i].name, sizeof d->zone[i].name, "%s", name);
        snprintf(d->zone[i].calendar, sizeof d->zone[i].calendar, "%s", calendar);
        d->zones++;
    }
    return i;
}

static int
setup(void **state)
{
    struct delivery *d = delivery_new();

    assert_non_null(d);
    memcpy(d->method, methods, sizeof methods);
    d->methods = COUNT(methods);
    for (size_t i = 0; i < COUNT(times); i++) {
        size_t z = zone_named(d, times[i].zone, times[i].calendar);
        size_t m = delivery_method_at(d, times[i].method);

        d->zone[z].days[m] = (struct delivery_days){true, times[i].min, times[i].max};
    }
    for (size_t i = 0; i < COUNT(holidays); i++) {
        int64_t day = day_of(holidays[i].day);

        assert_int_equal(delivery_holiday_add(d, holidays[i].calendar, day, holidays[i].title),
                         ERR_OK);
        if (strcmp(holidays[i].calendar, "us") == 0)
            assert_int_equal(delivery_holiday_add(d, "shop", day, holidays[i].title), ERR_OK);
    }
    delivery_sort(d);
    *state = d;
    return 0;
}

static int
teardown(void **state)
{
    delivery_free(*state);
    return 0;
}

static struct delivery_order
order_of(const struct delivery *d, const char *zone, const char *method, const char *day,
         const char *time)
{
    struct delivery_order o = {.zone = delivery_zone_at(d, zone),
                               .method = delivery_method_at(d, method),
                               .day = day_of(day),
                               .minute = -1};

    expect(o.zone < d->zones && o.method < d->methods, zone);
    if (time != NULL)
        expect(clock_minute_read(time, &o.minute), time);
    return o;
}

/* Says both days where they differ. */
static void
same_days(const struct delivery_window *w, const char *first, const char *last, const char *why)
{
    char a[CLOCK_DATE_MAX], b[CLOCK_DATE_MAX];

    clock_day_iso(w->first, a);
    clock_day_iso(w->last, b);
    if (strcmp(a, first) != 0 || strcmp(b, last) != 0)
        fail_msg("%s: %s to %s, not %s to %s", why, a, b, first, last);
}

/* zone, method, ordered on and at (the shop's clock), first and last day, why */
static const struct {
    const char *zone, *method, *day, *time, *first, *last, *why;
} cases[] = {
    /* An ordinary week: Monday 9 to Friday 13 March 2026, no holiday near. */
    {"us", "overnight", "2026-03-09", "09:00", "2026-03-10", "2026-03-10",
     "Monday morning: leaves Monday, arrives Tuesday"},
    {"us", "overnight", "2026-03-09", "12:59", "2026-03-10", "2026-03-10",
     "the last minute in time"},
    {"us", "overnight", "2026-03-09", "13:00", "2026-03-11", "2026-03-11",
     "the cutoff's own minute is too late: counts as of Tuesday"},
    {"us", "overnight", "2026-03-09", "23:59", "2026-03-11", "2026-03-11",
     "the day's last minute: as of Tuesday"},
    {"us", "overnight", "2026-03-10", "00:00", "2026-03-11", "2026-03-11",
     "the next day's first minute: the same answer"},
    {"us", "overnight", "2026-03-12", "10:00", "2026-03-13", "2026-03-13",
     "Thursday: arrives Friday"},
    {"us", "overnight", "2026-03-13", "10:00", "2026-03-16", "2026-03-16",
     "Friday in time: Saturday and Sunday pass, Monday"},
    {"us", "overnight", "2026-03-13", "13:01", "2026-03-17", "2026-03-17",
     "Friday too late: as of Monday, arrives Tuesday"},
    {"us", "overnight", "2026-03-14", "08:00", "2026-03-17", "2026-03-17",
     "Saturday: as of Monday, whatever the hour"},
    {"us", "overnight", "2026-03-15", "23:00", "2026-03-17", "2026-03-17",
     "Sunday night: the same"},
    {"us", "overnight", "2026-03-09", NULL, "2026-03-10", "2026-03-10",
     "a day alone is taken as in time"},
    {"us", "two-day", "2026-03-12", "10:00", "2026-03-16", "2026-03-16",
     "Thursday: Friday is the first day, Monday the second"},
    {"us", "two-day", "2026-03-10", "10:00", "2026-03-12", "2026-03-12",
     "Tuesday: Thursday"},
    {"us", "ground", "2026-03-09", "10:00", "2026-03-12", "2026-03-20",
     "leaves Monday to Wednesday; 3 days after Monday, 7 after Wednesday"},
    {"us", "ground", "2026-03-13", "14:00", "2026-03-19", "2026-03-27",
     "as of Monday 16, leaves to Wednesday 18"},
    {"us", "ground", "2026-03-11", "10:00", "2026-03-16", "2026-03-24",
     "leaves Wednesday to Friday: a weekend in both counts"},
    {"ca", "ground", "2026-03-09", "10:00", "2026-03-16", "2026-03-25",
     "5 days after Monday, 10 after Wednesday"},
    {"world", "ground", "2026-03-09", "10:00", "2026-03-18", "2026-04-01",
     "7 days after Monday, 15 after Wednesday"},
    /* Methods that deliver on weekends, or count otherwise. */
    {"us", "saturday", "2026-03-13", "10:00", "2026-03-14", "2026-03-14",
     "Friday: Saturday is a delivery day"},
    {"us", "saturday", "2026-03-13", "15:29", "2026-03-14", "2026-03-14",
     "its cutoff is half past three: still in time"},
    {"us", "saturday", "2026-03-13", "15:30", "2026-03-17", "2026-03-17",
     "and this is too late: as of Monday, Tuesday"},
    {"us", "saturday", "2026-03-14", "10:00", "2026-03-17", "2026-03-17",
     "nothing leaves on a Saturday all the same"},
    {"us", "daily", "2026-03-12", "10:00", "2026-03-15", "2026-03-16",
     "packed until Friday; Saturday, Sunday are days on the way"},
    {"us", "daily", "2026-03-13", "23:58", "2026-03-18", "2026-03-19",
     "in time on Friday; leaves Monday"},
    {"us", "daily", "2026-03-13", "23:59", "2026-03-19", "2026-03-20",
     "too late: as of Monday, leaves Tuesday"},
    {"us", "sunday", "2026-03-13", "08:59", "2026-03-15", "2026-03-18",
     "leaves Friday or Monday; Sunday counts, Saturday doesn't"},
    {"us", "sunday", "2026-03-13", "09:00", "2026-03-17", "2026-03-19",
     "as of Monday, leaves to Tuesday"},
    {"us", "courier", "2026-03-09", "09:59", "2026-03-09", "2026-03-09",
     "no day on the way: the same day"},
    {"us", "courier", "2026-03-09", "10:00", "2026-03-10", "2026-03-10",
     "the next"},
    {"us", "courier", "2026-03-13", "10:00", "2026-03-16", "2026-03-16",
     "Friday too late: Monday"},
    {"us", "midnight", "2026-03-09", "00:00", "2026-03-11", "2026-03-11",
     "a cutoff at midnight: nothing is ever in time"},
    {"us", "midnight", "2026-03-13", "12:00", "2026-03-17", "2026-03-17",
     "so Friday counts as of Monday"},
    {"us", "made", "2026-03-09", "10:00", "2026-03-19", "2026-04-01",
     "made to order: 5 to 10 working days, then the road"},
    {"us", "made", "2026-12-14", "10:00", "2026-12-24", "2027-01-08",
     "across Christmas and New Year: both calendars twice"},
    /* Single holidays. */
    {"us", "overnight", "2026-05-22", "10:00", "2026-05-26", "2026-05-26",
     "Friday before Memorial Day: Monday is none, Tuesday"},
    {"us", "overnight", "2026-05-22", "14:00", "2026-05-27", "2026-05-27",
     "too late: as of Tuesday after it, Wednesday"},
    {"us", "overnight", "2026-05-25", "10:00", "2026-05-27", "2026-05-27",
     "ordered on Memorial Day itself: as of Tuesday"},
    {"us", "ground", "2026-05-20", "10:00", "2026-05-26", "2026-06-03",
     "leaves Wednesday to Friday; the Monday counts for neither"},
    {"us", "overnight", "2026-06-18", "10:00", "2026-06-22", "2026-06-22",
     "Thursday before Juneteenth, a Friday: Monday"},
    {"us", "overnight", "2026-06-19", "10:00", "2026-06-23", "2026-06-23",
     "on Juneteenth: as of Monday, Tuesday"},
    {"us", "overnight", "2026-07-02", "10:00", "2026-07-06", "2026-07-06",
     "4 July is a Saturday, kept on Friday 3: Monday 6"},
    {"us", "saturday", "2026-07-02", "10:00", "2026-07-06", "2026-07-06",
     "Friday 3 and Saturday 4 are both holidays, Sunday is no day: Monday"},
    {"us", "overnight", "2027-07-02", "10:00", "2027-07-06", "2027-07-06",
     "4 July is a Sunday, kept on Monday 5: Tuesday"},
    {"us", "overnight", "2026-11-25", "10:00", "2026-11-27", "2026-11-27",
     "Wednesday before Thanksgiving: Friday"},
    {"us", "overnight", "2026-11-25", "13:00", "2026-11-30", "2026-11-30",
     "too late: as of Friday, Monday"},
    {"us", "overnight", "2026-11-26", "11:00", "2026-11-30", "2026-11-30",
     "on Thanksgiving: as of Friday, Monday"},
    {"us", "ground", "2026-11-23", "10:00", "2026-11-27", "2026-12-07",
     "leaves to Wednesday; Thursday is no day on the way"},
    {"us", "overnight", "2027-12-23", "10:00", "2027-12-27", "2027-12-27",
     "Christmas is a Saturday, kept on Friday 24: Monday 27"},
    {"us", "overnight", "2027-12-23", "14:00", "2027-12-28", "2027-12-28",
     "as of Monday 27: Tuesday 28"},
    /* Year's end. */
    {"us", "overnight", "2026-12-31", "10:00", "2027-01-04", "2027-01-04",
     "leaves on the last day; 1 January is none, Friday 2 doesn't exist: Monday 4"},
    {"us", "overnight", "2026-12-31", "13:00", "2027-01-05", "2027-01-05",
     "as of Monday 4 January: Tuesday 5"},
    {"us", "ground", "2026-12-31", "14:05", "2027-01-07", "2027-01-15",
     "as of Monday 4, leaves to Wednesday 6"},
    {"us", "ground", "2026-12-23", "10:00", "2026-12-29", "2027-01-07",
     "leaves Wednesday, Thursday or Monday; Christmas and New Year on the way"},
    {"us", "two-day", "2026-12-24", "12:00", "2026-12-29", "2026-12-29",
     "Christmas on Friday: Monday is the first day, Tuesday the second"},
    {"us", "overnight", "2026-01-01", "10:00", "2026-01-05", "2026-01-05",
     "New Year's Day, a Thursday: as of Friday 2, Monday 5"},
    {"us", "overnight", "2027-12-30", "10:00", "2028-01-03", "2028-01-03",
     "1 January 2028 is a Saturday, kept on Friday 31: Monday 3"},
    {"us", "overnight", "2027-12-30", "13:00", "2028-01-04", "2028-01-04",
     "as of Monday 3 January 2028: Tuesday 4"},
    {"us", "overnight", "2027-12-31", "10:00", "2028-01-04", "2028-01-04",
     "on the day kept for it: the same"},
    {"world", "ground", "2026-12-21", "10:00", "2026-12-31", "2027-01-15",
     "7 days after Monday; 15 after Wednesday: two holidays there"},
    /* Several holidays in a row, and those of one side only. */
    {"ca", "ground", "2026-12-18", "10:00", "2026-12-29", "2027-01-08",
     "Canada: Christmas on Friday, Boxing Day kept on Monday 28"},
    {"ca", "ground", "2027-12-17", "10:00", "2027-12-24", "2028-01-07",
     "Canada keeps Monday 27 and Tuesday 28"},
    {"ca", "overnight", "2027-12-22", "10:00", "2027-12-24", "2027-12-29",
     "Thursday 23 and Friday 24 are days there; the 27th and 28th none"},
    {"ca", "overnight", "2026-07-01", "10:00", "2026-07-03", "2026-07-06",
     "Canada Day is a day like any other here: leaves, then Thursday and Friday or Monday"},
    {"ca", "overnight", "2026-11-26", "10:00", "2026-12-01", "2026-12-02",
     "Thanksgiving here, a working day there"},
    {"ca", "overnight", "2026-10-09", "10:00", "2026-10-14", "2026-10-15",
     "both keep Monday 12 October, under two names"},
    {"ca", "overnight", "2026-04-02", "10:00", "2026-04-07", "2026-04-08",
     "Good Friday is a holiday there alone"},
    {"us", "overnight", "2026-08-14", "14:00", "2026-08-25", "2026-08-25",
     "the shop's week off: as of Monday 24 August"},
    {"us", "ground", "2026-08-13", "10:00", "2026-08-18", "2026-09-02",
     "leaves Thursday, Friday or Monday 24"},
    {"us", "courier", "2026-08-19", "09:00", "2026-08-24", "2026-08-24",
     "within it: Monday 24"},
    {"us", "ground", "2026-08-14", "10:00", "2026-08-19", "2026-09-03",
     "the carrier goes on meanwhile"},
    {"mars", "overnight", "2026-11-25", "10:00", "2026-11-26", "2026-11-26",
     "a calendar without holidays: Thursday, Thanksgiving or not"},
    /* Leap day and month's ends. */
    {"us", "overnight", "2028-02-28", "10:00", "2028-02-29", "2028-02-29",
     "a leap year: Tuesday 29 February"},
    {"us", "overnight", "2028-02-29", "10:00", "2028-03-01", "2028-03-01",
     "ordered on the leap day: Wednesday 1 March"},
    {"us", "overnight", "2027-02-26", "14:00", "2027-03-02", "2027-03-02",
     "no leap year: Friday, as of Monday 1 March"},
    {"us", "ground", "2028-02-24", "10:00", "2028-02-29", "2028-03-08",
     "across 29 February"},
    {"us", "overnight", "2026-04-30", "14:00", "2026-05-04", "2026-05-04",
     "Thursday: as of Friday 1 May, Monday 4"},
    /* Days on which the clocks change: Sunday 8 March and Sunday 1 November 2026. */
    {"us", "overnight", "2026-03-06", "12:59", "2026-03-09", "2026-03-09",
     "Friday before summer time: Monday 9"},
    {"us", "overnight", "2026-03-08", "02:30", "2026-03-10", "2026-03-10",
     "an hour that no clock shows: Sunday all the same"},
    {"us", "overnight", "2026-03-08", "13:00", "2026-03-10", "2026-03-10",
     "Sunday: as of Monday"},
    {"us", "overnight", "2026-11-01", "01:30", "2026-11-03", "2026-11-03",
     "an hour that comes twice: Sunday"},
    {"us", "overnight", "2026-10-30", "13:00", "2026-11-03", "2026-11-03",
     "Friday before winter time: as of Monday 2 November"},
};

static void
test_cases(void **state)
{
    const struct delivery *d = *state;

    assert_true(COUNT(cases) >= 70);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct delivery_order o = order_of(d, cases[i].zone, cases[i].method, cases[i].day,
                                           cases[i].time);
        struct delivery_window w;

        assert_int_equal(delivery_work(d, &o, &w), ERR_OK);
        same_days(&w, cases[i].first, cases[i].last, cases[i].why);
        assert_int_equal(w.unknown_year, strcmp(cases[i].zone, "mars") == 0 ? 2026 : 0);
    }
}

/* Orders by the second, as the web program takes them: the shop's zone says which day it is. */
static const struct {
    const char *zone;
    int64_t at; /* Unix seconds */
    const char *first, *why;
} moments[] = {
    {"America/New_York", 1772819999, "2026-03-09", "Friday 6 March 12:59:59, winter time"},
    {"America/New_York", 1772820000, "2026-03-10", "a second later it is 13:00"},
    {"America/New_York", 1773075599, "2026-03-10", "Monday 9 March 12:59:59, summer time now"},
    {"America/New_York", 1773075600, "2026-03-11", "13:00, an hour sooner by UTC"},
    {"America/New_York", 1793379599, "2026-11-02", "Friday 30 October 12:59:59, summer time"},
    {"America/New_York", 1793379600, "2026-11-03", "13:00"},
    {"America/New_York", 1793642399, "2026-11-03", "Monday 2 November 12:59:59, winter time"},
    {"America/New_York", 1793642400, "2026-11-04", "13:00"},
    {"America/New_York", 1773028800, "2026-03-10", "Monday 04:00 UTC: midnight there"},
    {"America/New_York", 1773028799, "2026-03-10", "a second before, still Sunday: as of Monday"},
    {"Asia/Kolkata", 1773041399, "2026-03-10", "Monday 07:29:59 UTC is 12:59:59 there"},
    {"Asia/Kolkata", 1773041400, "2026-03-11", "and this is 13:00"},
    {"Pacific/Auckland", 1773014400, "2026-03-11", "Monday 00:00 UTC is Monday 13:00 there"},
    {"Pacific/Auckland", 1773014399, "2026-03-10", "12:59:59"},
    {"Pacific/Honolulu", 1773100799, "2026-03-11", "Monday 23:59:59 UTC is 13:59:59 there"},
    {"UTC", 1773061199, "2026-03-10", "12:59:59"},
    {"UTC", 1773061200, "2026-03-11", "13:00"},
};

static void
test_moments(void **state)
{
    const struct delivery *d = *state;

    for (size_t i = 0; i < COUNT(moments); i++) {
        struct delivery_order o = {.zone = delivery_zone_at(d, "us"),
                                   .method = delivery_method_at(d, "overnight")};
        struct delivery_window w;

        assert_true(clock_zone_set(moments[i].zone));
        o.day = clock_day(moments[i].at);
        o.minute = clock_minute(moments[i].at);
        assert_int_equal(delivery_work(d, &o, &w), ERR_OK);
        same_days(&w, moments[i].first, moments[i].first, moments[i].why);
    }
}

/* What the page says of an order: kinds of steps, and the day of each where it has one. */
static const struct {
    const char *zone, *method, *day, *time;
    struct {
        enum delivery_step_kind kind;
        const char *day, *last, *title;
    } step[9];
} told[] = {
    {"us", "overnight", "2026-03-09", "09:00",
     {{STEP_IN_TIME, "2026-03-09", NULL, NULL},
      {STEP_COUNTS, "2026-03-09", NULL, NULL},
      {STEP_LEAVES, "2026-03-09", "2026-03-09", NULL},
      {STEP_ARRIVES, "2026-03-10", "2026-03-10", NULL}}},
    {"us", "ground", "2026-12-31", "13:00",
     {{STEP_AFTER_CUTOFF, "2026-12-31", NULL, NULL},
      {STEP_HOLIDAY, "2027-01-01", NULL, "New Year's Day"},
      {STEP_CLOSED, "2027-01-02", "2027-01-03", NULL},
      {STEP_COUNTS, "2027-01-04", NULL, NULL},
      {STEP_LEAVES, "2027-01-04", "2027-01-06", NULL},
      {STEP_CARRIER_WEEKEND, NULL, NULL, NULL},
      {STEP_ARRIVES, "2027-01-07", "2027-01-15", NULL}}},
    {"us", "overnight", "2026-03-15", "08:00",
     {{STEP_CLOSED, "2026-03-15", "2026-03-15", NULL},
      {STEP_COUNTS, "2026-03-16", NULL, NULL},
      {STEP_LEAVES, "2026-03-16", "2026-03-16", NULL},
      {STEP_ARRIVES, "2026-03-17", "2026-03-17", NULL}}},
    {"us", "saturday", "2026-07-02", "10:00",
     {{STEP_IN_TIME, "2026-07-02", NULL, NULL},
      {STEP_COUNTS, "2026-07-02", NULL, NULL},
      {STEP_LEAVES, "2026-07-02", "2026-07-02", NULL},
      {STEP_CARRIER_HOLIDAY, "2026-07-03", NULL, "Independence Day (observed)"},
      {STEP_CARRIER_HOLIDAY, "2026-07-04", NULL, "Independence Day"},
      {STEP_CARRIER_SUNDAY, NULL, NULL, NULL},
      {STEP_ARRIVES, "2026-07-06", "2026-07-06", NULL}}},
    {"us", "sunday", "2026-03-13", "08:00",
     {{STEP_IN_TIME, "2026-03-13", NULL, NULL},
      {STEP_COUNTS, "2026-03-13", NULL, NULL},
      {STEP_NO_WEEKEND, NULL, NULL, NULL},
      {STEP_LEAVES, "2026-03-13", "2026-03-16", NULL},
      {STEP_CARRIER_SATURDAY, NULL, NULL, NULL},
      {STEP_ARRIVES, "2026-03-15", "2026-03-18", NULL}}},
    {"ca", "ground", "2026-11-25", "09:00",
     {{STEP_IN_TIME, "2026-11-25", NULL, NULL},
      {STEP_COUNTS, "2026-11-25", NULL, NULL},
      {STEP_HOLIDAY, "2026-11-26", NULL, "Thanksgiving Day"},
      {STEP_NO_WEEKEND, NULL, NULL, NULL},
      {STEP_LEAVES, "2026-11-25", "2026-11-30", NULL},
      {STEP_CARRIER_WEEKEND, NULL, NULL, NULL},
      {STEP_ARRIVES, "2026-12-02", "2026-12-14", NULL}}},
};

static void
same_step(const struct delivery_step *step, enum delivery_step_kind kind, const char *day,
          const char *last, const char *title)
{
    assert_int_equal(step->kind, kind);
    if (day != NULL)
        assert_int_equal(step->day, day_of(day));
    if (last != NULL)
        assert_int_equal(step->last, day_of(last));
    if (title != NULL)
        assert_string_equal(step->title, title);
}

static void
test_steps(void **state)
{
    const struct delivery *d = *state;

    for (size_t i = 0; i < COUNT(told); i++) {
        struct delivery_order o = order_of(d, told[i].zone, told[i].method, told[i].day,
                                           told[i].time);
        struct delivery_window w;

        assert_int_equal(delivery_work(d, &o, &w), ERR_OK);
        for (size_t n = 0; n < w.steps; n++) {
            assert_true(n < COUNT(told[i].step));
            same_step(&w.step[n], told[i].step[n].kind, told[i].step[n].day, told[i].step[n].last,
                      told[i].step[n].title);
        }
        assert_int_equal(w.step[w.steps - 1].kind, STEP_ARRIVES);
        assert_true(w.steps == COUNT(told[i].step) || told[i].step[w.steps].day == NULL);
    }
}

static void
test_not_offered(void **state)
{
    const struct delivery *d = *state;
    struct delivery_order o = order_of(d, "ca", "courier", "2026-03-09", NULL);
    struct delivery_window w;

    assert_int_equal(delivery_work(d, &o, &w), ERR_NOTFOUND);
    assert_int_equal(w.steps, 0);
}

/* A year that nobody has entered is named, here or there, past or future. */
static void
test_unknown_year(void **state)
{
    static const struct {
        const char *zone, *day;
        int year;
    } rows[] = {
        {"us", "2028-12-20", 0},    /* arrives in December */
        {"us", "2028-12-28", 2029}, /* the road goes into January */
        {"us", "2029-03-01", 2029},
        {"ca", "2028-12-15", 0},    /* arrives before Christmas */
        {"us", "2025-12-30", 2025},
        {"mars", "2026-03-09", 2026},
    };
    const struct delivery *d = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct delivery_order o = order_of(d, rows[i].zone, "overnight", rows[i].day, "10:00");
        struct delivery_window w;

        if (strcmp(rows[i].day, "2028-12-28") == 0)
            o.method = delivery_method_at(d, "ground");
        assert_int_equal(delivery_work(d, &o, &w), ERR_OK);
        if (w.unknown_year != rows[i].year)
            fail_msg("%s: %d, not %d", rows[i].day, w.unknown_year, rows[i].year);
    }
}

/* Holidays without an end give no date, and many of them no more steps than there is room for. */
static void
test_no_day_left(void **state)
{
    struct delivery *d = *state;
    struct delivery_order o = order_of(d, "us", "ground", "2026-03-09", NULL);
    struct delivery_window w;

    for (int64_t day = o.day; day < o.day + 90; day++)
        assert_int_equal(delivery_holiday_add(d, "us", day, "Closed"), ERR_OK);
    delivery_sort(d);
    assert_int_equal(delivery_work(d, &o, &w), ERR_OK);
    same_days(&w, "2026-06-10", "2026-06-16", "90 days without delivery");
    assert_true(w.steps < DELIVERY_STEPS_MAX);
    assert_int_equal(w.step[w.steps - 1].kind, STEP_ARRIVES);
    for (int64_t day = o.day + 90; day < o.day + 4 * 366; day++)
        assert_int_equal(delivery_holiday_add(d, "us", day, "Closed"), ERR_OK);
    delivery_sort(d);
    assert_int_equal(delivery_work(d, &o, &w), ERR_TOOBIG);
}

/* What staff are told is missing. */
static void
test_review(void **state)
{
    struct delivery *d = *state, *empty = delivery_new();
    struct report rep = {0};

    assert_int_equal(delivery_review(empty, day_of("2026-03-09"), &rep), 1);
    assert_non_null(strstr(rep.line[0], "no methods are set up"));
    report_free(&rep);
    delivery_free(empty);
    /* mars' calendar is empty; the others have holidays to the end of 2028 */
    assert_int_equal(delivery_review(d, day_of("2026-03-09"), &rep), 1);
    assert_non_null(strstr(rep.line[0], "the calendar none has no holidays"));
    report_free(&rep);
    d->zone[delivery_zone_at(d, "world")].days[delivery_method_at(d, "ground")].offered = false;
    assert_int_equal(delivery_review(d, day_of("2028-12-26"), &rep), 5);
    assert_non_null(strstr(rep.line[0], "no method leads to the zone world"));
    assert_non_null(strstr(rep.line[1], "the calendar shop has no holidays"));
    report_free(&rep);
}

#define delivery_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        delivery_test(test_cases),        delivery_test(test_moments),
        delivery_test(test_steps),        delivery_test(test_not_offered),
        delivery_test(test_unknown_year), delivery_test(test_no_day_left),
        delivery_test(test_review),
    };

    return cmocka_run_group_tests_name("delivery", tests, NULL, NULL);
}
