#define _DEFAULT_SOURCE /* timegm */

#include "base/clock.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static _Atomic int64_t test_now;

static const char *const weekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                       "Thursday", "Friday", "Saturday"};
static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};
/* Shown for a time past what the C library can break down. */
static const struct tm epoch = {.tm_year = 70, .tm_mday = 1, .tm_wday = 4};

static_assert(sizeof weekdays / sizeof *weekdays == 7, "weekdays");
static_assert(sizeof months / sizeof *months == 12, "months");

int64_t
clock_now(void)
{
    int64_t test = atomic_load(&test_now);
    return test != 0 ? test : (int64_t)time(NULL);
}

int64_t
clock_mono_ms(void)
{
    struct timespec ts = {0};
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void
clock_test_set(int64_t now)
{
    atomic_store(&test_now, now);
}

/* A zone's name as it may stand in a path: no way out of the folder. */
static bool
zone_name_valid(const char *zone)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                  "0123456789_+-/";
    return zone[0] != '\0' && zone[0] != '/' && strspn(zone, allowed) == strlen(zone);
}

bool
clock_zone_exists(const char *zone)
{
    char path[256], magic[4] = "";
    if (!zone_name_valid(zone))
        return false;
    int n = snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone);
    if (n < 0 || (size_t)n >= sizeof path)
        return false;
    FILE *f = fopen(path, "re");
    if (f == NULL)
        return false;
    /* RFC 8536 3.1: each zone file begins so; a folder reads nothing. */
    bool is_zone = fread(magic, 1, sizeof magic, f) == sizeof magic && !memcmp(magic, "TZif", 4);
    fclose(f);
    return is_zone;
}

bool
clock_zone_set(const char *zone)
{
    if (!clock_zone_exists(zone) || setenv("TZ", zone, 1) != 0)
        return false;
    tzset();
    return true;
}

/* The shop's local time at t. */
static struct tm
local_time(int64_t t)
{
    time_t seconds = (time_t)t;
    struct tm tm;
    if (localtime_r(&seconds, &tm) == NULL)
        tm = epoch;
    assert(tm.tm_wday >= 0 && tm.tm_wday < 7 && tm.tm_mon >= 0 && tm.tm_mon < 12);
    return tm;
}

int64_t
clock_day(int64_t t)
{
    struct tm tm = local_time(t);
    tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
    return (int64_t)timegm(&tm) / DAY_SECONDS;
}

static void
footer_date(const struct tm *tm, char *out)
{
    snprintf(out, CLOCK_DATE_MAX, "%s %02d %s, %d", weekdays[tm->tm_wday], tm->tm_mday,
             months[tm->tm_mon], tm->tm_year + 1900);
}

void
clock_footer_date(int64_t t, char *out)
{
    struct tm tm = local_time(t);
    footer_date(&tm, out);
}

void
clock_iso_date(int64_t t, char *out)
{
    struct tm tm = local_time(t);
    snprintf(out, CLOCK_DATE_MAX, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

void
clock_plain_time(int64_t t, char *out)
{
    struct tm tm = local_time(t);
    snprintf(out, CLOCK_DATE_MAX, "%02d:%02d", tm.tm_hour, tm.tm_min);
}

/* How many days month 0-11 of the year has. */
static int
month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    assert(month >= 0 && month < 12);
    return days[month] + (month == 1 && leap);
}

/* n digits as a number, or -1. */
static int
digits(const char *text, int n)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* Reads YYYY-MM-DD into tm with its weekday; false if there's no such day from 1900 to 2199. */
static bool
iso_read(const char *iso, struct tm *tm)
{
    if (iso == NULL || strlen(iso) != 10 || iso[4] != '-' || iso[7] != '-')
        return false;
    int year = digits(iso, 4), month = digits(iso + 5, 2), day = digits(iso + 8, 2);
    if (year < 1900 || year > 2199 || month < 1 || month > 12)
        return false;
    if (day < 1 || day > month_days(year, month - 1))
        return false;
    *tm = (struct tm){.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
    timegm(tm);
    return true;
}

bool
clock_iso_valid(const char *iso)
{
    struct tm tm;
    return iso_read(iso, &tm);
}

bool
clock_day_begin(const char *iso, int64_t *t)
{
    struct tm tm;
    if (!iso_read(iso, &tm))
        return false;
    /* Where summer time begins at midnight, there is none: mktime() goes on to the first second. */
    tm.tm_isdst = -1;
    *t = (int64_t)mktime(&tm);
    return true;
}

bool
clock_plain_date(const char *iso, char *out)
{
    struct tm tm;
    out[0] = '\0';
    if (!iso_read(iso, &tm))
        return false;
    snprintf(out, CLOCK_DATE_MAX, "%d %s %d", tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900);
    return true;
}

bool
clock_footer_iso(const char *iso, char *out)
{
    struct tm tm;
    out[0] = '\0';
    if (!iso_read(iso, &tm))
        return false;
    footer_date(&tm, out);
    return true;
}

bool
clock_iso_day(const char *iso, int64_t *day)
{
    struct tm tm;
    if (!iso_read(iso, &tm))
        return false;
    *day = (int64_t)timegm(&tm) / DAY_SECONDS; /* no seconds are left, before 1970 either */
    return true;
}

static struct tm
civil_day(int64_t day)
{
    time_t seconds = (time_t)(day * DAY_SECONDS);
    struct tm tm;
    bool written = gmtime_r(&seconds, &tm) != NULL;
    assert(written && tm.tm_year >= 0 && tm.tm_year < 300);
    return written ? tm : epoch;
}

void
clock_day_iso(int64_t day, char *out)
{
    struct tm tm = civil_day(day);
    snprintf(out, CLOCK_DATE_MAX, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

int
clock_weekday(int64_t day)
{
    return civil_day(day).tm_wday;
}

int
clock_year(int64_t day)
{
    return civil_day(day).tm_year + 1900;
}

void
clock_day_text(int64_t day, enum date_part part, char *out)
{
    struct tm tm = civil_day(day);
    int len = snprintf(out, CLOCK_DATE_MAX, "%s %d", weekdays[tm.tm_wday], tm.tm_mday);
    if (part >= DATE_MONTH)
        len += snprintf(out + len, CLOCK_DATE_MAX - (size_t)len, " %s", months[tm.tm_mon]);
    if (part == DATE_WHOLE)
        snprintf(out + len, CLOCK_DATE_MAX - (size_t)len, " %d", tm.tm_year + 1900);
}

int
clock_minute(int64_t t)
{
    struct tm tm = local_time(t);
    return tm.tm_hour * 60 + tm.tm_min;
}

bool
clock_minute_read(const char *text, int *minute)
{
    size_t len = strlen(text);
    if (len < 4 || len > 5 || text[len - 3] != ':')
        return false;
    int hours = digits(text, (int)len - 3), minutes = digits(text + len - 2, 2);
    *minute = hours * 60 + minutes;
    return hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60;
}

int64_t
clock_add_months(int64_t t, int n)
{
    struct tm tm = local_time(t);
    int month = tm.tm_mon + n % 12 + 12;
    tm.tm_year += n / 12 + month / 12 - 1;
    tm.tm_mon = month % 12;
    int last = month_days(tm.tm_year + 1900, tm.tm_mon);
    if (tm.tm_mday > last)
        tm.tm_mday = last;
    tm.tm_isdst = -1; /* the new day decides between winter and summer time */
    return (int64_t)mktime(&tm);
}
