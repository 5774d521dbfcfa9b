/* delivery_draw.c - the answer of the delivery date finder: dates, why they are so, carriers. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "delivery_page.h"
#include "draw.h"
#include "http/url.h"

enum { COUNT = 24 };

/* ---- days and their reasons ---- */

/* A day, or two with what they share written once: "Tuesday 6 and Friday 9 January 2026"; without
 * the year where it is `year`. */
static void
draw_span(struct tpl_dict *d, int64_t first, int64_t last, int year)
{
    char iso[CLOCK_DATE_MAX], text[CLOCK_DATE_MAX], last_iso[CLOCK_DATE_MAX];
    clock_day_iso(first, iso);
    clock_day_iso(last, last_iso);
    struct tpl_dict *span = tpl_section(d, first == last ? KEY_DAY : KEY_SPAN);
    enum date_part part = DATE_WEEKDAY;
    enum date_part whole = clock_year(last) == year ? DATE_MONTH : DATE_WHOLE;
    if (first == last || strncmp(iso, last_iso, 4) != 0)
        part = whole;
    else if (strncmp(iso, last_iso, 7) != 0)
        part = DATE_MONTH;
    clock_day_text(first, part, text);
    tpl_text(span, KEY_FIRST_ISO, iso);
    tpl_text(span, KEY_FIRST_TEXT, text);
    clock_day_text(last, whole, text);
    tpl_text(span, KEY_LAST_ISO, last_iso);
    tpl_text(span, KEY_LAST_TEXT, text);
}

/* "1 pm", "9:30 am" */
static void
time_text(const struct site *s, int minute, struct buf *out)
{
    char text[16];
    int hour = minute / 60 % 12 == 0 ? 12 : minute / 60 % 12;
    assert(minute >= 0);
    snprintf(text, sizeof text, minute % 60 == 0 ? "%d" : "%d:%02d", hour, minute % 60);
    words_format(s->words, out, minute < 12 * 60 ? MSG_delivery_am : MSG_delivery_pm, "time", text,
                 NULL);
}

/* "1 working day", "3 delivery days" */
static void
days_text(const struct site *s, int count, bool working, struct buf *out)
{
    char text[COUNT];
    enum word one = working ? MSG_delivery_working_one : MSG_delivery_day_one;
    enum word many = working ? MSG_delivery_working_many : MSG_delivery_day_many;
    snprintf(text, sizeof text, "%d", count);
    words_format(s->words, out, count == 1 ? one : many, "count", text, NULL);
}

/* The sentence of a step; of leaving and arriving there are several. */
static enum word
step_word(const struct delivery_step *step)
{
    static const enum word words[] = {
        [STEP_IN_TIME] = MSG_delivery_step_in_time,
        [STEP_AFTER_CUTOFF] = MSG_delivery_step_after_cutoff,
        [STEP_CLOSED] = MSG_delivery_step_closed,
        [STEP_HOLIDAY] = MSG_delivery_step_holiday,
        [STEP_COUNTS] = MSG_delivery_step_counts,
        [STEP_NO_WEEKEND] = MSG_delivery_step_no_weekend,
        [STEP_LEAVES] = MSG_delivery_step_leaves_range,
        [STEP_CARRIER_HOLIDAY] = MSG_delivery_step_carrier_holiday,
        [STEP_CARRIER_WEEKEND] = MSG_delivery_step_carrier_weekend,
        [STEP_CARRIER_SATURDAY] = MSG_delivery_step_carrier_saturday,
        [STEP_CARRIER_SUNDAY] = MSG_delivery_step_carrier_sunday,
        [STEP_ARRIVES] = MSG_delivery_step_arrives_range,
    };
    static_assert(sizeof words / sizeof *words == STEP_KINDS_, "each step has its sentence");
    if (step->kind == STEP_CLOSED && step->day != step->last)
        return MSG_delivery_step_closed_days;
    if (step->kind == STEP_LEAVES && step->min == step->max)
        return step->max == 0 ? MSG_delivery_step_leaves_at_once : MSG_delivery_step_leaves;
    if (step->kind == STEP_LEAVES && step->min == 0)
        return MSG_delivery_step_leaves_within;
    if (step->kind == STEP_ARRIVES && step->max == 0 && step->day == step->last)
        return MSG_delivery_step_arrives_at_once;
    if (step->kind == STEP_ARRIVES && step->min == step->max)
        return step->day == step->last ? MSG_delivery_step_arrives_on : MSG_delivery_step_arrives;
    return words[step->kind];
}

/* The day with its year where that is another than the last one said. */
static void
step_day(int64_t day, int *year, char out[CLOCK_DATE_MAX])
{
    bool same = day == 0 || clock_year(day) == *year; /* a step may have no day */
    clock_day_text(day, same ? DATE_MONTH : DATE_WHOLE, out);
    if (!same)
        *year = clock_year(day);
}

static void
draw_step(const struct site *s, const struct delivery_step *step, int *year, struct tpl_dict *why)
{
    struct buf text = BUF_INIT, time = BUF_INIT, days = BUF_INIT;
    char day[CLOCK_DATE_MAX], last[CLOCK_DATE_MAX], min[COUNT];
    step_day(step->day, year, day);
    step_day(step->last, year, last);
    snprintf(min, sizeof min, "%d", step->min);
    time_text(s, step->minute, &time);
    days_text(s, step->max, step->kind == STEP_LEAVES, &days);
    words_format(s->words, &text, step_word(step), "day", day, "last", last, "time",
                 buf_text(&time), "min", min, "days", buf_text(&days), "title",
                 step->title != NULL ? step->title : "", NULL);
    tpl_text(tpl_section(why, KEY_STEP), KEY_STEP_TEXT, buf_text(&text));
    buf_free(&days);
    buf_free(&time);
    buf_free(&text);
}

/* ---- the answer ---- */

static void
draw_note(const struct site *s, const struct delivery_order *o, enum word note, int year,
          struct tpl_dict *dates)
{
    const struct delivery *d = s->delivery;
    const char *method = o->method < d->methods ? d->method[o->method].title : "";
    struct buf text = BUF_INIT;
    char number[COUNT];
    snprintf(number, sizeof number, "%d", year);
    words_format(s->words, &text, note, "method", method, "zone", d->zone[o->zone].title, "year",
                 number, NULL);
    tpl_text(tpl_section(dates, KEY_NOTE), KEY_NOTE_TEXT, buf_text(&text));
    buf_free(&text);
}

/* What the answer is for: destination, method, moment. */
static void
draw_ordered(const struct site *s, const struct delivery_order *o, struct tpl_dict *dates)
{
    const struct delivery *d = s->delivery;
    bool one = o->method < d->methods, timed = o->minute >= 0;
    enum word word = one ? (timed ? MSG_delivery_ordered : MSG_delivery_ordered_day)
                         : (timed ? MSG_delivery_ordered_any : MSG_delivery_ordered_any_day);
    struct buf text = BUF_INIT, time = BUF_INIT;
    char day[CLOCK_DATE_MAX], city[FINDER_CITY];
    clock_day_text(o->day, DATE_WHOLE, day);
    finder_city(s, city);
    time_text(s, timed ? o->minute : 0, &time);
    words_format(s->words, &text, word, "zone", d->zone[o->zone].title, "method",
                 one ? d->method[o->method].title : "", "day", day, "time", buf_text(&time), "city",
                 city, NULL);
    tpl_text(dates, KEY_ORDERED_TEXT, buf_text(&text));
    buf_free(&time);
    buf_free(&text);
}

/* The same question for one method. */
static void
method_href(const struct finder *f, const char *method, struct buf *out)
{
    const char *values[] = {f->typed[FINDER_TO], method, f->typed[FINDER_DATE],
                            f->typed[FINDER_TIME]};
    buf_str(out, "/delivery");
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        buf_fmt(out, "%c%s=", i == 0 ? '?' : '&', finder_name((enum finder_field)i));
        url_encode(out, values[i]);
    }
}

static void
draw_method(const struct finder *f, const struct delivery_method *m,
            const struct delivery_window *w, struct tpl_dict *list)
{
    struct tpl_dict *row = tpl_section(list, KEY_METHOD);
    struct buf href = BUF_INIT;
    method_href(f, m->name, &href);
    tpl_text(row, KEY_LINK_HREF, buf_text(&href));
    tpl_text(row, KEY_LINK_TEXT, m->title);
    int year = clock_year(f->order.day);
    draw_span(tpl_section(row, KEY_CELL), w->first, w->last, year);
    draw_span(tpl_section(row, KEY_CELL), w->leaves_first, w->leaves_last, year);
    buf_free(&href);
}

/* The methods beside the one that was asked for, if it was one; how many there are. */
static size_t
draw_methods(const struct site *s, const struct finder *f, struct tpl_dict *dates)
{
    struct delivery_order o = f->order;
    struct delivery_window w;
    struct tpl_dict *list = NULL;
    size_t count = 0;
    bool one = f->order.method < s->delivery->methods;
    for (o.method = 0; o.method < s->delivery->methods; o.method++) {
        if (o.method == f->order.method || delivery_work(s->delivery, &o, &w) != ERR_OK)
            continue;
        if (list == NULL) {
            list = tpl_section(dates, KEY_METHODS);
            tpl_text(list, KEY_METHODS_TITLE,
                     words_get(s->words, one ? MSG_delivery_others : MSG_delivery_methods));
        }
        draw_method(f, &s->delivery->method[o.method], &w, list);
        if (!one && w.unknown_year != 0 && count == 0)
            draw_note(s, &o, MSG_delivery_unknown_year, w.unknown_year, dates);
        count++;
    }
    return count;
}

static void
draw_window(const struct site *s, const struct delivery_order *o, const struct delivery_window *w,
            struct tpl_dict *dates)
{
    draw_span(tpl_section(dates, KEY_WINDOW), w->first, w->last, 0);
    if (w->unknown_year != 0)
        draw_note(s, o, MSG_delivery_unknown_year, w->unknown_year, dates);
    struct tpl_dict *why = tpl_section(dates, KEY_WHY);
    int year = clock_year(o->day);
    for (size_t i = 0; i < w->steps; i++)
        draw_step(s, &w->step[i], &year, why);
}

static void
draw_dates(const struct site *s, const struct finder *f, struct tpl_dict *page)
{
    struct tpl_dict *dates = tpl_section(page, KEY_DATES);
    struct delivery_window w;
    bool one = f->order.method < s->delivery->methods;
    enum err e = one ? delivery_work(s->delivery, &f->order, &w) : ERR_OK;
    draw_ordered(s, &f->order, dates);
    if (one && e == ERR_OK)
        draw_window(s, &f->order, &w, dates);
    size_t others = draw_methods(s, f, dates);
    if (e == ERR_TOOBIG)
        draw_note(s, &f->order, MSG_delivery_never, 0, dates);
    else if (others == 0 && (e == ERR_NOTFOUND || !one))
        draw_note(s, &f->order, MSG_delivery_none, 0, dates);
    else if (e == ERR_NOTFOUND)
        draw_note(s, &f->order, MSG_delivery_not_offered, 0, dates);
}

static void
draw_found(const struct site *s, const struct tracking *t, struct tpl_dict *page)
{
    struct tpl_dict *found = tpl_section(page, KEY_FOUND);
    struct buf text = BUF_INIT;
    char url[TRACKING_URL_MAX];
    assert(t->matches > 0);
    words_format(s->words, &text,
                 t->matches == 1 ? MSG_delivery_found : MSG_delivery_found_several, "carrier",
                 t->match[0].carrier->name, NULL);
    tpl_text(found, KEY_FOUND_TEXT, buf_text(&text));
    for (size_t i = 0; i < t->matches; i++) {
        buf_reset(&text);
        words_format(s->words, &text, MSG_delivery_follow, "carrier", t->match[i].carrier->name,
                     NULL);
        tracking_url(t, i, url);
        draw_link(found, KEY_CARRIER, url, buf_text(&text));
    }
    buf_free(&text);
}

void
finder_draw(const struct site *s, const struct finder *f, const struct page *p, struct tpl_dict *d)
{
    struct tpl_dict *summary = NULL, *form = NULL;
    tpl_text(d, KEY_LEAD, p->head.summary);
    tpl_trusted_html(d, KEY_BODY, p->body.html, p->body.html_len);
    if (f->found)
        draw_found(s, &f->tracking, d);
    if (f->asked)
        draw_dates(s, f, d);
    if (s->delivery->methods > 0)
        form = tpl_section(d, KEY_FINDER);
    else
        tpl_show(d, KEY_DELIVERY_OFF);
    for (enum finder_field field = FINDER_TO; form != NULL && field < FINDER_NUMBER; field++)
        finder_field_draw(s, f, field, form, d, &summary);
    finder_field_draw(s, f, FINDER_NUMBER, d, d, &summary);
}
