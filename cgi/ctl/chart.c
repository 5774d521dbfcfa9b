#include "chart.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "view/plot.h"

#define SAYS(name)                                                                                 \
    .title = MSG_report_##name, .about = MSG_report_##name##_about, .says = MSG_report_##name##_says

static const struct chart charts[] = {
    [FIGURE_SERVED] = {SAYS(served), .column = MSG_report_day, .days = true, .parts = 1,
                       .part = {{MSG_report_pages, false, SHADE_SOLID}}},
    [FIGURE_READ] = {SAYS(read), .column = MSG_report_page, .parts = 1,
                     .part = {{MSG_report_reads, false, SHADE_SOLID}}},
    [FIGURE_SEARCHES] = {SAYS(searches), .column = MSG_report_day, .days = true, .parts = 2,
                         .part = {{MSG_report_found, false, SHADE_SOLID},
                                  {MSG_report_found_nothing, false, SHADE_STRIPED}}},
    [FIGURE_MISSED] = {SAYS(missed), .column = MSG_report_words, .parts = 1,
                       .part = {{MSG_report_times, false, SHADE_SOLID}}},
    [FIGURE_LOST] = {SAYS(lost), .column = MSG_report_address, .notes = true, .parts = 1,
                     .part = {{MSG_report_requests_for, false, SHADE_SOLID}}},
    [FIGURE_HELPFUL] = {SAYS(helpful), .column = MSG_report_page, .greatest = 1, .parts = 2,
                        .part = {{MSG_report_yes, false, SHADE_SOLID},
                                 {MSG_report_no, false, SHADE_STRIPED}}},
    [FIGURE_LIST] = {SAYS(list), .column = MSG_report_day, .days = true, .parts = 3,
                     .part = {{MSG_report_joined, false, SHADE_SOLID},
                              {MSG_report_left, true, SHADE_STRIPED},
                              {MSG_report_bounced, true, SHADE_DOTTED}}},
    [FIGURE_OPEN] = {SAYS(open), .column = MSG_report_age, .parts = 3,
                     .part = {{MSG_report_later, false, SHADE_SOLID},
                              {MSG_report_soon, false, SHADE_DOTTED},
                              {MSG_report_overdue, false, SHADE_STRIPED}}},
    [FIGURE_ENDED] = {SAYS(ended), .column = MSG_report_outcome, .parts = 1,
                      .part = {{MSG_report_requests, false, SHADE_SOLID}}},
    [FIGURE_LETTERS] = {SAYS(letters), .column = MSG_report_day, .days = true, .parts = 3,
                        .part = {{MSG_report_sent, false, SHADE_SOLID},
                                 {MSG_report_failed, true, SHADE_STRIPED},
                                 {MSG_report_returned, true, SHADE_DOTTED}}},
};
static_assert(sizeof charts / sizeof *charts == FIGURE_KINDS_, "a chart for each figure");

static const enum word ages[] = {MSG_report_age_0, MSG_report_age_1, MSG_report_age_2,
                                 MSG_report_age_3, MSG_report_age_4};
static_assert(sizeof ages / sizeof *ages == FIGURE_AGES, "words for each age");

static const struct {
    const char *state;
    enum word word;
} outcomes[] = {
    {"fulfilled", MSG_report_fulfilled},
    {"partially_fulfilled", MSG_report_partially_fulfilled},
    {"denied", MSG_report_denied},
    {"withdrawn", MSG_report_withdrawn},
    {"expired_unverified", MSG_report_expired_unverified},
    {"merged", MSG_report_merged},
};

const struct chart *
chart_of(const struct figure *f)
{
    assert(f->kind < FIGURE_KINDS_);
    return &charts[f->kind];
}

int64_t
chart_row_sum(const struct figure *f, size_t i)
{
    int64_t sum = 0;

    assert(i < f->rows);
    for (size_t k = 0; k < chart_of(f)->parts; k++)
        sum += f->row[i].value[k];
    return sum;
}

int64_t
chart_sum(const struct figure *f)
{
    int64_t sum = 0;

    for (size_t k = 0; k < chart_of(f)->parts; k++)
        sum += f->total[k];
    return sum;
}

bool
chart_empty(const struct figure *f)
{
    return chart_sum(f) == 0;
}

const char *
chart_number(int64_t n, char out[CHART_NUMBER_MAX])
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRId64, n), at = 0;

    assert(n >= 0);
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            out[at++] = ',';
        out[at++] = digits[i];
    }
    assert(at < CHART_NUMBER_MAX);
    out[at] = '\0';
    return out;
}

bool
chart_rest(const struct words *w, const struct figure *f, struct buf *out)
{
    char more[CHART_NUMBER_MAX], value[CHART_NUMBER_MAX];
    int64_t rest = chart_sum(f);

    if (f->subjects <= (int64_t)f->rows)
        return false;
    for (size_t i = 0; i < f->rows; i++)
        rest -= chart_row_sum(f, i);
    words_format(w, out, MSG_report_rest, "rows",
                 chart_number(f->subjects - (int64_t)f->rows, more), "value",
                 chart_number(rest, value), NULL);
    return true;
}

/* What n in so many days makes a day: whole, but below 10 with a tenth. */
static void
mean_text(int64_t n, size_t days, char out[CHART_NUMBER_MAX])
{
    int64_t count = (int64_t)days, whole = n / count, tenths = 0;

    assert(days > 0);
    if (whole < 10)
        tenths = (n * 10 + count / 2) / count;
    if (tenths % 10 != 0 && tenths < 100)
        snprintf(out, CHART_NUMBER_MAX, "%" PRId64 ".%" PRId64, tenths / 10, tenths % 10);
    else
        chart_number(whole < 10 ? tenths / 10 : whole + (n % count * 2 >= count), out);
}

void
chart_title(const struct words *w, const struct figure *f, struct buf *out)
{
    words_format(w, out, chart_of(f)->title, "list", f->name != NULL ? f->name : "", NULL);
}

/* "Tuesday 3 March 2026" for an ISO date. */
static void
day_label(const char *iso, struct buf *out)
{
    char date[CLOCK_DATE_MAX], plain[CLOCK_DATE_MAX];

    if (!clock_footer_iso(iso, date) || !clock_plain_date(iso, plain))
        return;
    buf_add(out, date, strcspn(date, " ") + 1);
    buf_str(out, plain);
}

void
chart_label(const struct words *w, const struct figure *f, size_t i, struct buf *out)
{
    const char *label = f->row[i].label;

    assert(i < f->rows);
    if (chart_of(f)->days) {
        day_label(label, out);
    } else if (f->kind == FIGURE_OPEN) {
        buf_str(out, words_get(w, ages[i]));
    } else if (f->kind == FIGURE_ENDED) {
        for (size_t k = 0; k < sizeof outcomes / sizeof *outcomes; k++)
            if (strcmp(outcomes[k].state, label) == 0)
                buf_str(out, words_get(w, outcomes[k].word));
    } else {
        buf_str(out, label);
    }
}

/* The row with the greatest value of the part that tells it; the first of several. */
static size_t
greatest_row(const struct figure *f)
{
    unsigned part = chart_of(f)->greatest;
    size_t best = 0;

    for (size_t i = 1; i < f->rows; i++)
        if (f->row[i].value[part] > f->row[best].value[part])
            best = i;
    return best;
}

/* The sentence of a figure, where it isn't the ordinary one. */
static enum word
sentence(const struct figure *f)
{
    if (chart_empty(f) && f->kind != FIGURE_LIST)
        return f->kind == FIGURE_OPEN ? MSG_report_open_none : MSG_report_nothing;
    if (f->kind == FIGURE_HELPFUL && f->total[1] == 0)
        return MSG_report_helpful_all;
    return chart_of(f)->says;
}

void
chart_says(const struct words *w, const struct figures *all, const struct figure *f,
           struct buf *out)
{
    char sum[CHART_NUMBER_MAX], mean[CHART_NUMBER_MAX], part[FIGURE_SERIES][CHART_NUMBER_MAX];
    char value[CHART_NUMBER_MAX] = "", now[CHART_NUMBER_MAX];
    char percent[2][CHART_NUMBER_MAX];
    int64_t whole = chart_sum(f);
    size_t top = greatest_row(f);
    struct buf label = BUF_INIT;

    chart_number(whole, sum);
    mean_text(whole, all->days, mean);
    for (size_t k = 0; k < FIGURE_SERIES; k++)
        chart_number(f->total[k], part[k]);
    for (size_t k = 0; k < 2; k++)
        chart_number(plot_percent(f->total[k] < whole ? f->total[k] : whole, whole), percent[k]);
    chart_number(f->standing, now);
    if (f->rows > 0) {
        chart_label(w, f, top, &label);
        chart_number(f->row[top].value[chart_of(f)->greatest], value);
    }
    words_format(w, out, sentence(f), "all", sum, "mean", mean, "first", part[0], "second", part[1],
                 "third", part[2], "fourth", part[3], "first_percent", percent[0], "second_percent",
                 percent[1], "top", buf_text(&label), "top_value", value, "now", now, NULL);
    if (label.err != ERR_OK)
        out->err = label.err;
    buf_free(&label);
}
