#include "report_text.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "chart.h"
#include "http/url.h"

enum { GAP = 2 }; /* blanks between columns */

/* Could a terminal obey it, or show what stands around it in another order? */
static bool
harmless(uint32_t c)
{
    return !utf8_is_control(c) && c != 0x2028 && c != 0x2029 && !(c >= 0x200e && c <= 0x200f) &&
           !(c >= 0x202a && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069);
}

void
report_plain(const char *text, struct buf *out)
{
    for (size_t left = strlen(text), size; left > 0; left -= size, text += size) {
        uint32_t c = 0;

        size = utf8_read(text, left, &c);
        if (size > 0 && harmless(c))
            buf_add(out, text, size);
        else
            buf_char(out, '?');
        size = size > 0 ? size : 1;
    }
}

void
report_made(const struct settings *s, const struct words *w, const struct figures *figures,
            struct buf *out)
{
    char iso[CLOCK_DATE_MAX], date[CLOCK_DATE_MAX], time[CLOCK_DATE_MAX];

    clock_iso_date(figures->at, iso);
    clock_plain_date(iso, date);
    clock_plain_time(figures->at, time);
    words_format(w, out, MSG_report_made, "date", date, "time", time, "zone", s->time_zone, NULL);
}

static void
pad(struct buf *out, size_t used, size_t width)
{
    assert(used <= width);
    for (size_t i = used; i < width; i++)
        buf_char(out, ' ');
}

/* A cell of numbers, right-aligned; width is in characters. */
static void
cell(struct buf *out, const char *text, size_t width)
{
    pad(out, text_chars(text, strlen(text)), width);
    buf_str(out, text);
    pad(out, 0, GAP);
}

/* How wide a part's column is: its name, or its greatest number, which is the sum. */
static size_t
part_width(const struct words *w, const struct figure *f, size_t part)
{
    const char *name = words_get(w, chart_of(f)->part[part].name);
    char sum[CHART_NUMBER_MAX];
    size_t wide = text_chars(name, strlen(name)), digits;

    digits = strlen(chart_number(f->total[part], sum));
    return digits > wide ? digits : wide;
}

static void
numbers(const struct words *w, const struct figure *f, const int64_t *value, struct buf *out)
{
    char text[CHART_NUMBER_MAX];

    for (size_t k = 0; k < chart_of(f)->parts; k++)
        cell(out, chart_number(value[k], text), part_width(w, f, k));
}

static void
head(const struct words *w, const struct figure *f, struct buf *out)
{
    const struct chart *c = chart_of(f);

    for (size_t k = 0; k < c->parts; k++)
        cell(out, words_get(w, c->part[k].name), part_width(w, f, k));
    buf_fmt(out, "%s\n", words_get(w, c->column));
}

static void
row(const struct words *w, const struct figure *f, size_t i, struct buf *out)
{
    struct buf label = BUF_INIT;

    numbers(w, f, f->row[i].value, out);
    chart_label(w, f, i, &label);
    report_plain(buf_text(&label), out);
    if (f->row[i].note != NULL) {
        buf_str(out, " -> ");
        report_plain(f->row[i].note, out);
    }
    buf_char(out, '\n');
    buf_free(&label);
}

static void
table(const struct words *w, const struct figure *f, struct buf *out)
{
    buf_char(out, '\n');
    head(w, f, out);
    for (size_t i = 0; i < f->rows; i++)
        row(w, f, i, out);
    numbers(w, f, f->total, out);
    buf_fmt(out, "%s\n", words_get(w, MSG_report_sum));
    if (chart_rest(w, f, out))
        buf_char(out, '\n');
}

static void
figure(const struct words *w, const struct figures *all, const struct figure *f, struct buf *out)
{
    struct buf says = BUF_INIT, title = BUF_INIT;

    chart_title(w, f, &title);
    chart_says(w, all, f, &says);
    buf_char(out, '\n');
    report_plain(buf_text(&title), out);
    buf_char(out, '\n');
    report_plain(buf_text(&says), out);
    buf_char(out, '\n');
    if (!chart_empty(f))
        table(w, f, out);
    buf_free(&says);
    buf_free(&title);
}

void
report_text(const struct settings *s, const struct words *w, const struct figures *figures,
            struct buf *out)
{
    char from[CLOCK_DATE_MAX], to[CLOCK_DATE_MAX];

    clock_plain_date(figures->from, from);
    clock_plain_date(figures->to, to);
    buf_fmt(out, "%s, %s - %s\n", s->shop_name, from, to);
    report_made(s, w, figures, out);
    buf_fmt(out, "\n%s\n", words_get(w, MSG_report_about));
    for (size_t i = 0; i < figures->count; i++)
        figure(w, figures, &figures->figure[i], out);
}
