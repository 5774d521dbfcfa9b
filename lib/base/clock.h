/*
 * clock.h - what time it is, and how a date is written.
 *
 * Times are int64_t Unix seconds, UTC. The zone is the shop's, set once at start before threads
 * begin. Tests move the clock by clock_test_set().
 */
#ifndef HC_CLOCK_H
#define HC_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum {
    CLOCK_DATE_MAX = 64, /* bytes for the longest written date with its NUL */
    DAY_SECONDS = 86400,
};

int64_t clock_now(void);          /* wall clock, seconds */
int64_t clock_mono_ms(void);      /* monotonic, milliseconds; for durations */
void clock_test_set(int64_t now); /* tests only: 0 gives the real clock back */

/*
 * Sets the shop's zone, e.g. "America/New_York". False if the system's zone files don't have it.
 * Call once, before threads.
 */
bool clock_zone_set(const char *zone);

/* True if the system has that zone; changes nothing. For checking settings. */
bool clock_zone_exists(const char *zone);

/* Days since 1970-01-01 of the local date at t. */
int64_t clock_day(int64_t t);

/*
 * "Sunday 15 June, 2008": weekday spelt out, day of two digits, in the shop's zone. out holds
 * CLOCK_DATE_MAX bytes.
 */
void clock_footer_date(int64_t t, char *out);

/* "2026-05-03" of the local date at t. */
void clock_iso_date(int64_t t, char *out);

/* "14:05" of the local time at t. */
void clock_plain_time(int64_t t, char *out);

/* When an ISO date begins in the shop's zone: its first second. False if iso is no real date. */
bool clock_day_begin(const char *iso, int64_t *t);

/* "3 May 2026" for an ISO date; false and "" if iso is not a real date YYYY-MM-DD. */
bool clock_plain_date(const char *iso, char *out);

/* "Saturday 15 May, 2004" for an ISO date (weekday by the calendar, no zone). */
bool clock_footer_iso(const char *iso, char *out);

/* True for a real calendar date YYYY-MM-DD between 1900 and 2199. */
bool clock_iso_valid(const char *iso);

/*
 * Civil days, as clock_day() counts them: days since 1970-01-01 in no zone at all, from 1900 to
 * 2199. A day past these ends is an assertion.
 */
bool clock_iso_day(const char *iso, int64_t *day); /* false if iso is not a real date */
void clock_day_iso(int64_t day, char *out);        /* "2026-05-03" */
int clock_weekday(int64_t day);                    /* 0 Sunday to 6 Saturday */
int clock_year(int64_t day);

/* How much of a date is written: "Sunday 3", "Sunday 3 May", "Sunday 3 May 2026". */
enum date_part { DATE_WEEKDAY, DATE_MONTH, DATE_WHOLE };
void clock_day_text(int64_t day, enum date_part part, char *out);

/* Minutes since midnight that the shop's clock shows at t. */
int clock_minute(int64_t t);

/* "9:05" in 24 hours to minutes since midnight: one or two digits, a colon, two digits. False if it
 * is no time of a day. */
bool clock_minute_read(const char *text, int *minute);

/*
 * t plus n calendar months in the shop's zone, the day cut to the month's last (31 January + 1 = 28
 * or 29 February), same local hour.
 */
int64_t clock_add_months(int64_t t, int n);

#endif
