/* delivery.c - from an order to the days on which it arrives. */
#include "desk/delivery.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

enum {
    SPAN_MAX = 3 * 366, /* days that are looked through before we give up */
    KEY_STEPS = 4,      /* those that no number of holidays may crowd out */
    YEAR = 365,
    SUNDAY = 0,
    SATURDAY = 6,
};

size_t
delivery_method_at(const struct delivery *d, const char *name)
{
    size_t i = 0;

    while (i < d->methods && strcmp(d->method[i].name, name) != 0)
        i++;
    return i;
}

size_t
delivery_zone_at(const struct delivery *d, const char *name)
{
    size_t i = 0;

    while (i < d->zones && strcmp(d->zone[i].name, name) != 0)
        i++;
    return i;
}

/* ---- days ---- */

/* Which days count: for packing the shop's, on the way the carrier's. */
struct rhythm {
    const struct delivery *d;
    const char *calendar;
    bool saturday, sunday;
};

static bool
is_weekend(const struct rhythm *r, int64_t day)
{
    int weekday = clock_weekday(day);

    return (weekday == SATURDAY && !r->saturday) || (weekday == SUNDAY && !r->sunday);
}

static int
compare_holiday(const void *key, const void *row)
{
    const struct delivery_holiday *a = key, *b = row;
    int by_name = strcmp(a->calendar, b->calendar);

    return by_name != 0 ? by_name : (a->day > b->day) - (a->day < b->day);
}

void
delivery_sort(struct delivery *d)
{
    if (d->holidays > 1)
        qsort(d->holiday, d->holidays, sizeof d->holiday[0], compare_holiday);
}

static const struct delivery_holiday *
holiday_on(const struct rhythm *r, int64_t day)
{
    struct delivery_holiday key = {.day = day};

    if (r->d->holidays == 0)
        return NULL;
    assert(strlen(r->calendar) < sizeof key.calendar);
    strcpy(key.calendar, r->calendar);
    return bsearch(&key, r->d->holiday, r->d->holidays, sizeof key, compare_holiday);
}

static bool
is_open(const struct rhythm *r, int64_t day)
{
    return !is_weekend(r, day) && holiday_on(r, day) == NULL;
}

/* The n-th day after *day that counts; n 0: *day itself, or the next one. False where none does. */
static bool
go_on(const struct rhythm *r, int n, int64_t *day)
{
    const int64_t end = *day + SPAN_MAX;
    int left = n > 0 ? n : !is_open(r, *day);

    assert(n >= 0);
    while (left > 0 && *day < end) {
        ++*day;
        left -= is_open(r, *day);
    }
    return left == 0;
}

bool
delivery_year_known(const struct delivery *d, const char *calendar, int year)
{
    for (size_t i = 0; i < d->holidays; i++)
        if (clock_year(d->holiday[i].day) == year && strcmp(d->holiday[i].calendar, calendar) == 0)
            return true;
    return false;
}

/* The first year between two days that the calendar doesn't know; 0 for none. */
static int
unknown_year(const struct delivery *d, const char *calendar, int64_t from, int64_t to)
{
    for (int year = clock_year(from); year <= clock_year(to); year++)
        if (!delivery_year_known(d, calendar, year))
            return year;
    return 0;
}

/* ---- the explanation ---- */

static void
tell(struct delivery_window *w, struct delivery_step step)
{
    bool key = step.kind == STEP_IN_TIME || step.kind == STEP_AFTER_CUTOFF ||
               step.kind == STEP_COUNTS || step.kind == STEP_LEAVES || step.kind == STEP_ARRIVES;

    if (w->steps < DELIVERY_STEPS_MAX - (key ? 0 : KEY_STEPS))
        w->step[w->steps++] = step;
    assert(w->steps <= DELIVERY_STEPS_MAX);
}

/* The holidays from one day to another, of those days that would count. */
static void
tell_holidays(struct delivery_window *w, const struct rhythm *r, int64_t from, int64_t to,
              enum delivery_step_kind kind)
{
    const struct delivery_holiday *h;

    for (int64_t day = from; day <= to; day++)
        if (!is_weekend(r, day) && (h = holiday_on(r, day)) != NULL)
            tell(w, (struct delivery_step){.kind = kind, .day = day, .title = h->title});
}

/* Weekends and holidays between the order and the day that it counts as of, as they come. */
static void
tell_waiting(struct delivery_window *w, const struct rhythm *shop, int64_t from, int64_t to)
{
    for (int64_t day = from, last; day < to; day = last + 1) {
        last = day;
        if (!is_weekend(shop, day)) {
            tell_holidays(w, shop, day, day, STEP_HOLIDAY);
            continue;
        }
        while (last + 1 < to && is_weekend(shop, last + 1))
            last++;
        tell(w, (struct delivery_step){.kind = STEP_CLOSED, .day = day, .last = last});
    }
}

/* True if a day of this weekday lies between the two, and doesn't count. */
static bool
passes(const struct rhythm *r, int weekday, int64_t from, int64_t to)
{
    for (int64_t day = from; day <= to; day++)
        if (clock_weekday(day) == weekday && is_weekend(r, day))
            return true;
    return false;
}

static void
tell_carrier_weekend(struct delivery_window *w, const struct rhythm *r, int64_t from, int64_t to)
{
    bool saturday = passes(r, SATURDAY, from, to), sunday = passes(r, SUNDAY, from, to);
    enum delivery_step_kind kind = saturday && sunday ? STEP_CARRIER_WEEKEND
                                   : saturday         ? STEP_CARRIER_SATURDAY
                                                      : STEP_CARRIER_SUNDAY;

    if (saturday || sunday)
        tell(w, (struct delivery_step){.kind = kind});
}

/* ---- the way of a parcel ---- */

/* From the order to the working day that it counts as of. */
static bool
count_from(const struct delivery_order *o, const struct delivery_method *m,
           const struct rhythm *shop, struct delivery_window *w, int64_t *counts)
{
    bool open = is_open(shop, o->day), late = o->minute >= m->cutoff;
    struct delivery_step ordered = {.day = o->day, .minute = m->cutoff};

    *counts = o->day;
    if (!go_on(shop, open && late ? 1 : 0, counts))
        return false;
    ordered.kind = late ? STEP_AFTER_CUTOFF : STEP_IN_TIME;
    if (open)
        tell(w, ordered);
    tell_waiting(w, shop, open ? o->day + 1 : o->day, *counts);
    tell(w, (struct delivery_step){.kind = STEP_COUNTS, .day = *counts});
    return true;
}

static bool
pack(const struct delivery_method *m, const struct rhythm *shop, int64_t counts,
     struct delivery_window *w)
{
    w->leaves_first = w->leaves_last = counts;
    if (!go_on(shop, m->handling_min, &w->leaves_first) ||
        !go_on(shop, m->handling_max, &w->leaves_last))
        return false;
    tell_holidays(w, shop, counts + 1, w->leaves_last, STEP_HOLIDAY);
    if (passes(shop, SATURDAY, counts, w->leaves_last))
        tell(w, (struct delivery_step){.kind = STEP_NO_WEEKEND});
    tell(w, (struct delivery_step){.kind = STEP_LEAVES,
                                   .day = w->leaves_first,
                                   .last = w->leaves_last,
                                   .min = m->handling_min,
                                   .max = m->handling_max});
    return true;
}

static bool
travel(const struct delivery_days *days, const struct rhythm *carrier, struct delivery_window *w)
{
    w->first = w->leaves_first;
    w->last = w->leaves_last;
    if (!go_on(carrier, days->min, &w->first) || !go_on(carrier, days->max, &w->last))
        return false;
    /* With no days on the way the day of leaving counts too; else those after it. */
    int64_t from = w->leaves_first + (days->min > 0);

    tell_holidays(w, carrier, from, w->last, STEP_CARRIER_HOLIDAY);
    tell_carrier_weekend(w, carrier, from, w->last);
    tell(w, (struct delivery_step){.kind = STEP_ARRIVES,
                                   .day = w->first,
                                   .last = w->last,
                                   .min = days->min,
                                   .max = days->max});
    return true;
}

enum err
delivery_work(const struct delivery *d, const struct delivery_order *o, struct delivery_window *out)
{
    const struct delivery_method *m = &d->method[o->method];
    const struct delivery_zone *z = &d->zone[o->zone];
    const struct delivery_days *days = &z->days[o->method];
    const struct rhythm shop = {.d = d, .calendar = DELIVERY_SHOP};
    const struct rhythm carrier = {d, z->calendar, m->saturday, m->sunday};
    int64_t counts;

    assert(o->method < d->methods && o->zone < d->zones && o->minute < 24 * 60);
    *out = (struct delivery_window){.steps = 0};
    if (!days->offered)
        return ERR_NOTFOUND;
    if (!count_from(o, m, &shop, out, &counts) || !pack(m, &shop, counts, out) ||
        !travel(days, &carrier, out))
        return ERR_TOOBIG;
    assert(out->first <= out->last && o->day <= out->leaves_first);
    out->unknown_year = unknown_year(d, shop.calendar, o->day, out->leaves_last);
    if (out->unknown_year == 0)
        out->unknown_year = unknown_year(d, z->calendar, out->leaves_first, out->last);
    return ERR_OK;
}

/* ---- what is missing ---- */

/* True if the calendar has a holiday in the year that follows today. */
static bool
has_coming(const struct delivery *d, const char *calendar, int64_t today)
{
    for (size_t i = 0; i < d->holidays; i++)
        if (d->holiday[i].day >= today && d->holiday[i].day < today + YEAR &&
            strcmp(d->holiday[i].calendar, calendar) == 0)
            return true;
    return false;
}

static bool
has_method(const struct delivery *d, const struct delivery_zone *z)
{
    for (size_t i = 0; i < d->methods; i++)
        if (z->days[i].offered)
            return true;
    return false;
}

/* Zones may share a calendar, which is told of once. */
static bool
came_before(const struct delivery *d, size_t zone)
{
    for (size_t i = 0; i < zone; i++)
        if (strcmp(d->zone[i].calendar, d->zone[zone].calendar) == 0)
            return true;
    return strcmp(d->zone[zone].calendar, DELIVERY_SHOP) == 0;
}

static size_t
review_calendar(const struct delivery *d, const char *calendar, int64_t today, struct report *rep)
{
    if (has_coming(d, calendar, today))
        return 0;
    report_add(rep, NULL, 0,
               "delivery: the calendar %s has no holidays in the coming 12 months; add them to "
               "delivery.conf, then: helpctl delivery load",
               calendar);
    return 1;
}

size_t
delivery_review(const struct delivery *d, int64_t today, struct report *rep)
{
    size_t missing = 0;

    if (d->methods == 0 || d->zones == 0) {
        report_add(rep, NULL, 0,
                   "delivery: no methods are set up, so visitors get no dates; set them up with: "
                   "helpctl delivery load");
        return 1;
    }
    for (size_t i = 0; i < d->zones; i++)
        if (!has_method(d, &d->zone[i])) {
            report_add(rep, NULL, 0, "delivery: no method leads to the zone %s; give it one in "
                       "delivery.conf, or take it out", d->zone[i].name);
            missing++;
        }
    missing += review_calendar(d, DELIVERY_SHOP, today, rep);
    for (size_t i = 0; i < d->zones; i++)
        if (!came_before(d, i))
            missing += review_calendar(d, d->zone[i].calendar, today, rep);
    return missing;
}
