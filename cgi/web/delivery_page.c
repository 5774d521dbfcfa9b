#include "delivery_page.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "draw.h"
#include "pages.h"

/* How far from today an order may be: dates beyond that say nothing. */
enum { PAST_DAYS = 366, AHEAD_DAYS = 366 };

static const char address[] = "/delivery";

static const char *const names[] = {"to", "method", "date", "time", "number"};
static_assert(sizeof names / sizeof *names == FINDER_FIELDS, "each field has a name");

const char *
finder_name(enum finder_field f)
{
    assert(f < FINDER_FIELDS);
    return names[f];
}

void
delivery_extras(const struct site *s, struct delivery_extras *out)
{
    out->count = s->delivery->methods;
    for (size_t i = 0; i < out->count; i++) {
        const struct delivery_method *m = &s->delivery->method[i];
        snprintf(out->address[i], sizeof out->address[i], "%s?method=%s", address, m->name);
        out->extra[i] =
            (struct search_extra){.address = out->address[i],
                                  .title = m->title,
                                  .keywords = words_get(s->words, MSG_delivery_keywords),
                                  .summary = m->summary,
                                  .path = words_get(s->words, MSG_delivery_path)};
    }
}

static void
finder_begin(struct finder *f, int64_t now)
{
    *f = (struct finder){.earliest = clock_day(now) - PAST_DAYS,
                         .latest = clock_day(now) + AHEAD_DAYS};
    for (size_t i = 0; i < FINDER_FIELDS; i++)
        f->typed[i] = "";
}

void
delivery_draw(const struct site *s, const struct page *p, struct tpl_dict *d)
{
    struct finder f;
    finder_begin(&f, clock_now());
    finder_draw(s, &f, p, d);
}

/* ---- what was asked ---- */

static void
take_typed(struct finder *f, const struct params *p)
{
    for (size_t i = 0; i < FINDER_FIELDS; i++) {
        const struct param *one = params_find(p, names[i]);
        if (one != NULL)
            f->typed[i] = one->value;
    }
}

/* The method where only one leads there, so that nothing is to be compared; else `methods`. */
static size_t
only_method(const struct delivery *d, size_t zone)
{
    size_t only = d->methods, offered = 0;
    for (size_t i = 0; i < d->methods; i++) {
        if (d->zone[zone].days[i].offered) {
            only = i;
            offered++;
        }
    }
    return offered == 1 ? only : d->methods;
}

static void
read_places(const struct delivery *d, struct finder *f)
{
    f->order.zone = delivery_zone_at(d, f->typed[FINDER_TO]);
    f->order.method = delivery_method_at(d, f->typed[FINDER_METHOD]);
    if (f->order.zone == d->zones)
        f->wrong[FINDER_TO] = MSG_delivery_wrong_to;
    if (f->order.method == d->methods && f->typed[FINDER_METHOD][0] != '\0')
        f->wrong[FINDER_METHOD] = MSG_delivery_wrong_method;
    else if (f->order.method == d->methods && f->order.zone < d->zones)
        f->order.method = only_method(d, f->order.zone);
}

/* Day and time of the order: now where neither is given; on another day the time may be unknown. */
static void
read_moment(struct finder *f, int64_t now)
{
    const char *date = f->typed[FINDER_DATE], *time = f->typed[FINDER_TIME];
    f->order.day = clock_day(now);
    if (date[0] != '\0' && !clock_iso_day(date, &f->order.day))
        f->wrong[FINDER_DATE] = MSG_delivery_wrong_date;
    else if (f->order.day < f->earliest || f->order.day > f->latest)
        f->wrong[FINDER_DATE] = MSG_delivery_far_date;
    f->order.minute = f->order.day == clock_day(now) ? clock_minute(now) : -1;
    if (time[0] != '\0' && !clock_minute_read(time, &f->order.minute))
        f->wrong[FINDER_TIME] = MSG_delivery_wrong_time;
}

static bool
all_right(const struct finder *f)
{
    for (size_t i = 0; i < FINDER_FIELDS; i++)
        if (f->wrong[i] != MSG_NONE)
            return false;
    return true;
}

static void
show(const struct call *c, const struct finder *f)
{
    const struct site *s = c->site;
    const struct page *p = catalogue_page(s->pages, address);
    assert(p != NULL); /* site_load refuses a site without it */
    struct frame frame = {.title = p->head.title,
                          .summary = p->head.summary,
                          .address = address,
                          .failed = !all_right(f),
                          .noindex = true};
    frame_crumbs(&frame, s, p->head.section, p->head.title);
    struct tpl_dict *inner;
    struct tpl_dict *root = draw_frame(s, &frame, TPL_forms_delivery, &inner);
    finder_draw(s, f, p, inner);
    c->res->status = frame.failed ? 422 : 200;
    c->res->cache = CACHE_NEVER;
    draw_response(c, root, NULL);
}

static void
find_dates(const struct call *c, struct finder *f)
{
    take_typed(f, &c->req->query);
    f->typed[FINDER_NUMBER] = ""; /* comes by POST only */
    /* A link that names a method alone chooses it in the form, and asks nothing yet. */
    if (params_find(&c->req->query, names[FINDER_TO]) != NULL && c->site->delivery->methods > 0) {
        read_places(c->site->delivery, f);
        read_moment(f, c->now);
        f->asked = all_right(f);
    }
    show(c, f);
}

static void
find_carrier(const struct call *c, struct finder *f)
{
    static const enum word wrong[] = {[TRACKING_FOUND] = MSG_NONE,
                                      [TRACKING_MISTYPED] = MSG_delivery_mistyped_number,
                                      [TRACKING_UNKNOWN] = MSG_delivery_unknown_number};
    const struct param *number = params_find(&c->req->form, names[FINDER_NUMBER]);
    f->typed[FINDER_NUMBER] = number != NULL ? number->value : "";
    const char *typed = f->typed[FINDER_NUMBER];
    enum tracking_verdict verdict = tracking_read(typed, &f->tracking);
    f->found = verdict == TRACKING_FOUND;
    f->wrong[FINDER_NUMBER] =
        typed[strspn(typed, " \t")] == '\0' ? MSG_delivery_missing_number : wrong[verdict];
    show(c, f);
}

/* A form holds its own fields, each once (SECURITY 5). */
static bool
number_alone(const struct params *form)
{
    return form->count == 0 ||
           (form->count == 1 && params_find(form, names[FINDER_NUMBER]) != NULL);
}

/* What other sites add to addresses asks for nothing. */
static bool
asks(const struct params *query)
{
    for (enum finder_field i = FINDER_TO; i < FINDER_NUMBER; i++)
        if (params_find(query, names[i]) != NULL)
            return true;
    return false;
}

void
delivery_handle(const struct call *c, int arg)
{
    struct finder f;
    (void)arg;
    finder_begin(&f, c->now);
    if (c->req->method == METHOD_POST && !number_alone(&c->req->form))
        draw_error(c, ERR_INVALID);
    else if (c->req->method == METHOD_POST)
        find_carrier(c, &f);
    else if (c->req->query_refused)
        draw_error(c, ERR_INVALID);
    else if (asks(&c->req->query))
        find_dates(c, &f);
    else
        pages_answer(c, site_fixed(c->site, catalogue_page(c->site->pages, address)));
}
