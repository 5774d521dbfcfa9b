/*
 * delivery.h - when a parcel arrives: the rules over the tables of methods, zones and holidays.
 *
 * Pure: no database, no clock, no words. Days are civil days of the shop's calendar (clock.h), so a
 * change to summer time moves nothing; times are minutes since midnight of the shop's clock.
 *
 *   order -> the working day it counts as of -> the days on which it leaves -> those on which it
 *   arrives
 *
 * A working day is Monday to Friday without the holidays of the calendar "shop". What is ordered on
 * one before the method's cutoff counts as of that day, all else as of the next one. The parcel
 * leaves handling_min to handling_max working days after that, and arrives min to max delivery days
 * after it left: Monday to Friday, Saturday and Sunday where the method delivers then, without the
 * holidays of the zone's calendar.
 */
#ifndef HC_DELIVERY_H
#define HC_DELIVERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum {
    DELIVERY_METHODS_MAX = 12,
    DELIVERY_ZONES_MAX = 64,
    DELIVERY_NAME_MAX = 32,     /* bytes with the NUL; a-z, 0-9 and hyphens */
    DELIVERY_TITLE_MAX = 100,   /* bytes with the NUL */
    DELIVERY_SUMMARY_MAX = 300, /* likewise */
    DELIVERY_HANDLING_MAX = 60, /* working days */
    DELIVERY_DAYS_MAX = 120,    /* delivery days */
    DELIVERY_STEPS_MAX = 40,
};

/* The calendar of days on which nothing leaves. */
#define DELIVERY_SHOP "shop"

struct delivery_method {
    char name[DELIVERY_NAME_MAX], title[DELIVERY_TITLE_MAX], summary[DELIVERY_SUMMARY_MAX];
    int cutoff; /* minutes since midnight */
    int handling_min, handling_max;
    bool saturday, sunday; /* delivers then */
};

struct delivery_days {
    bool offered;
    int min, max;
};

struct delivery_zone {
    char name[DELIVERY_NAME_MAX], title[DELIVERY_TITLE_MAX], calendar[DELIVERY_NAME_MAX];
    struct delivery_days days[DELIVERY_METHODS_MAX]; /* beside the methods */
};

struct delivery_holiday {
    char calendar[DELIVERY_NAME_MAX], title[DELIVERY_TITLE_MAX];
    int64_t day;
};

/* All that is known; made by delivery_tables.h, never changed afterwards. Any thread may read. */
struct delivery {
    struct delivery_method method[DELIVERY_METHODS_MAX];
    size_t methods;
    struct delivery_zone zone[DELIVERY_ZONES_MAX];
    size_t zones;
    struct delivery_holiday *holiday; /* by calendar, then by day */
    size_t holidays, holiday_room;
};

/* The place of a method or zone by name; `methods` or `zones` where there is none. */
size_t delivery_method_at(const struct delivery *d, const char *name);
size_t delivery_zone_at(const struct delivery *d, const char *name);

/* Puts the holidays in their order, once they are all there. */
void delivery_sort(struct delivery *d);

/* True if the calendar has a holiday in that year: one without any has not been entered yet. */
bool delivery_year_known(const struct delivery *d, const char *calendar, int year);

/* Why the dates are as they are, in the order in which it happens. */
enum delivery_step_kind {
    STEP_IN_TIME,         /* day: ordered before `minute`, the cutoff */
    STEP_AFTER_CUTOFF,    /* day: ordered at `minute` the cutoff or later */
    STEP_CLOSED,          /* day to last: ordered, or waiting, on a weekend */
    STEP_HOLIDAY,         /* day is `title`: nothing leaves */
    STEP_COUNTS,          /* the order counts as of day */
    STEP_NO_WEEKEND,      /* while it is packed: nothing leaves on a weekend */
    STEP_LEAVES,          /* day to last, min to max working days after it counts */
    STEP_CARRIER_HOLIDAY, /* day is `title`: nothing is delivered */
    STEP_CARRIER_WEEKEND, /* no delivery on Saturday and Sunday */
    STEP_CARRIER_SATURDAY,
    STEP_CARRIER_SUNDAY,
    STEP_ARRIVES, /* day to last, min to max delivery days after it left */
    STEP_KINDS_
};

struct delivery_step {
    enum delivery_step_kind kind;
    int64_t day, last;
    int minute, min, max;
    const char *title; /* the table's */
};

struct delivery_order {
    size_t zone, method;
    int64_t day;
    int minute; /* -1: not known, taken as before the cutoff */
};

struct delivery_window {
    int64_t first, last;               /* the days on which it arrives */
    int64_t leaves_first, leaves_last; /* and those on which it leaves */
    int unknown_year; /* whose holidays are not entered, so that it may take longer; 0 for none */
    struct delivery_step step[DELIVERY_STEPS_MAX];
    size_t steps;
};

/*
 * Works out *out. ERR_NOTFOUND: the method isn't offered in that zone. ERR_TOOBIG: there is no
 * such day within three years, since holidays take them all. The titles of steps live as long as d.
 */
enum err delivery_work(const struct delivery *d, const struct delivery_order *order,
                       struct delivery_window *out);

/*
 * Tells staff what is missing: no methods, a zone without methods, a calendar without holidays in
 * the year that follows today (a civil day). One line of rep each; returns how many.
 */
size_t delivery_review(const struct delivery *d, int64_t today, struct report *rep);

#endif
