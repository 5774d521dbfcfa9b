#include "chart_draw.h"

#include <assert.h>
#include <string.h>

#include "view/plot.h"

enum {
    THOUSAND = 1000,   /* plot.h counts in thousandths */
    PLOT_PIXELS = 160, /* between the ends of the scale */
    PLOT_ABOVE = 8,    /* pixels over it */
    PLOT_BELOW = 28,   /* and under it, for the days */
    LEAST = THOUSAND,  /* a bar is a pixel high at least, or nobody sees it */
    LEAST_LYING = THOUSAND / 2,
    STEPS = 5,
    DAY_LABELS = 7,
    LYING_ROWS = 10,
    NARROW_NUMBER = 6, /* letters of a number that the usual margin takes */
};
static const int64_t percent = INT64_C(100) * THOUSAND; /* the whole width */

void
draw_number(struct tpl_dict *d, enum tpl_key key, int64_t n)
{
    char text[CHART_NUMBER_MAX];

    tpl_text(d, key, chart_number(n, text));
}

void
draw_text(struct drawing *g, struct tpl_dict *d, enum tpl_key key, struct buf *text)
{
    if (g->err == ERR_OK)
        g->err = text->err;
    tpl_text(d, key, buf_text(text));
    buf_free(text);
}

static void
place(struct tpl_dict *d, enum tpl_key key, int64_t thousandths)
{
    char text[PLOT_TEXT_MAX];

    tpl_text(d, key, plot_text(thousandths, text));
}

void
draw_part_class(struct drawing *g, struct tpl_dict *d, size_t part)
{
    static const char *const classes[] = {
        [SHADE_SOLID] = "solid", [SHADE_STRIPED] = "striped", [SHADE_DOTTED] = "dotted"};

    static_assert(sizeof classes / sizeof *classes == SHADES_, "a class for each shade");
    assert(part < g->chart->parts);
    tpl_text(d, KEY_PART_CLASS, classes[g->chart->part[part].shade]);
}

void
draw_part_name(struct drawing *g, struct tpl_dict *d, size_t part)
{
    tpl_text(d, KEY_PART_NAME, words_get(g->words, g->chart->part[part].name));
}

void
draw_row_label(struct drawing *g, struct tpl_dict *d, size_t i)
{
    struct buf label = BUF_INIT;

    chart_label(g->words, g->figure, i, &label);
    draw_text(g, d, KEY_ROW_LABEL, &label);
}

/* ---- by day: bars that stand ---- */

/* A row's parts on one side of the line, together. */
static int64_t
side_sum(struct drawing *g, size_t i, bool below)
{
    int64_t sum = 0;

    for (size_t k = 0; k < g->chart->parts; k++)
        if (g->chart->part[k].below == below)
            sum += g->figure->row[i].value[k];
    return sum;
}

static int64_t
side_most(struct drawing *g, bool below)
{
    int64_t most = 0;

    for (size_t i = 0; i < g->figure->rows; i++) {
        int64_t sum = side_sum(g, i, below);

        most = sum > most ? sum : most;
    }
    return most;
}

static int64_t
height_of(const struct plot_axis *axis, int64_t value)
{
    return plot_length(axis, value, (int64_t)PLOT_PIXELS * THOUSAND);
}

/* Where zero is, in thousandths of a pixel from the top. */
static int64_t
zero_line(const struct plot_axis *axis)
{
    return (int64_t)PLOT_ABOVE * THOUSAND + height_of(axis, axis->up);
}

static void
ticks_draw(struct tpl_dict *svg, const struct plot_axis *axis)
{
    char text[CHART_NUMBER_MAX];
    int64_t most = axis->up > axis->down ? axis->up : axis->down;

    for (int64_t value = -axis->down; value <= axis->up; value += axis->step) {
        struct tpl_dict *tick = tpl_section(svg, KEY_TICK);
        int64_t length = height_of(axis, value < 0 ? -value : value);

        tpl_text(tick, KEY_TICK_CLASS, value == 0 ? "base" : "grid");
        place(tick, KEY_AT_Y, zero_line(axis) + (value < 0 ? length : -length));
        draw_number(tick, KEY_TICK_TEXT, value < 0 ? -value : value);
    }
    if (strlen(chart_number(most, text)) > NARROW_NUMBER)
        tpl_show(svg, KEY_WIDE_NUMBERS);
}

/* "Tuesday 3 March 2026: 12 Found nothing" */
static void
bar_title(struct drawing *g, struct tpl_dict *bar, size_t i, size_t part)
{
    char value[CHART_NUMBER_MAX];
    struct buf title = BUF_INIT;

    chart_label(g->words, g->figure, i, &title);
    buf_fmt(&title, ": %s %s", chart_number(g->figure->row[i].value[part], value),
            words_get(g->words, g->chart->part[part].name));
    draw_text(g, bar, KEY_BAR_TITLE, &title);
}

/* A day's bars, one on another from the line on, up or down. */
static void
day_draw(struct drawing *g, struct tpl_dict *svg, const struct plot_axis *axis, size_t i)
{
    struct plot_bar slot = plot_slot(i, g->figure->rows, percent);
    int64_t top = zero_line(axis), bottom = top;

    for (size_t k = 0; k < g->chart->parts; k++) {
        int64_t value = g->figure->row[i].value[k], height = height_of(axis, value);
        struct tpl_dict *bar;

        if (value == 0)
            continue;
        height = height < LEAST ? LEAST : height;
        bar = tpl_section(svg, KEY_BAR);
        if (!g->chart->part[k].below)
            top -= height;
        draw_part_class(g, bar, k);
        place(bar, KEY_AT_X, slot.at);
        place(bar, KEY_AT_Y, g->chart->part[k].below ? bottom : top);
        place(bar, KEY_BAR_WIDTH, slot.width);
        place(bar, KEY_BAR_HEIGHT, height);
        bar_title(g, bar, i, k);
        if (g->chart->part[k].below)
            bottom += height;
    }
}

/* "3 Mar" under some of the days; where there is little room, under every second of those. */
static void
day_marks_draw(struct drawing *g, struct tpl_dict *svg)
{
    size_t every = plot_label_every(g->figure->rows, DAY_LABELS);

    assert(every > 0);
    for (size_t i = 0; i < g->figure->rows; i += every) {
        struct tpl_dict *mark = tpl_section(svg, KEY_DAY_MARK);
        char date[CLOCK_DATE_MAX];

        if (!clock_plain_date(g->figure->row[i].label, date))
            continue;
        tpl_textn(mark, KEY_DAY_TEXT, date, strcspn(date, " ") + 4);
        tpl_text(mark, KEY_DAY_CLASS, i / every % 2 == 0 ? "day" : "day rare");
        place(mark, KEY_AT_X, plot_slot(i, g->figure->rows, percent).middle);
        tpl_int(mark, KEY_AT_Y, PLOT_ABOVE + PLOT_PIXELS + PLOT_BELOW - 8);
    }
}

static void
days_draw(struct drawing *g)
{
    struct plot_axis axis = plot_axis(side_most(g, false), side_most(g, true), STEPS);
    struct tpl_dict *svg = tpl_section(g->dict, KEY_DAYS);

    tpl_int(svg, KEY_PLOT_HEIGHT, PLOT_ABOVE + PLOT_PIXELS + PLOT_BELOW);
    ticks_draw(svg, &axis);
    for (size_t i = 0; i < g->figure->rows; i++)
        day_draw(g, svg, &axis, i);
    day_marks_draw(g, svg);
}

/* ---- the greatest first: bars that lie ---- */

/* "412", or with several parts "Yes 12 · No 3". */
static void
row_value(struct drawing *g, struct tpl_dict *row, size_t i)
{
    char value[CHART_NUMBER_MAX];
    struct buf text = BUF_INIT;

    for (size_t k = 0; k < g->chart->parts; k++) {
        int64_t n = g->figure->row[i].value[k];

        if (n == 0 && g->chart->parts > 1)
            continue;
        if (text.len > 0)
            buf_str(&text, " · ");
        if (g->chart->parts > 1)
            buf_fmt(&text, "%s ", words_get(g->words, g->chart->part[k].name));
        buf_str(&text, chart_number(n, value));
    }
    if (text.len == 0)
        buf_char(&text, '0');
    draw_text(g, row, KEY_ROW_VALUE, &text);
}

static void
lying_row(struct drawing *g, struct tpl_dict *row, const struct plot_axis *axis, size_t i)
{
    int64_t at = 0;

    draw_row_label(g, row, i);
    row_value(g, row, i);
    for (size_t k = 0; k < g->chart->parts; k++) {
        int64_t value = g->figure->row[i].value[k], width = plot_length(axis, value, percent);
        struct tpl_dict *bar;

        if (value == 0)
            continue;
        width = width < LEAST_LYING ? LEAST_LYING : width;
        bar = tpl_section(row, KEY_BAR);
        draw_part_class(g, bar, k);
        place(bar, KEY_AT_X, at);
        place(bar, KEY_BAR_WIDTH, width);
        at += width;
    }
}

static void
lying_draw(struct drawing *g)
{
    struct tpl_dict *list = tpl_section(g->dict, KEY_LYING);
    struct plot_axis axis = {.step = 1};

    for (size_t i = 0; i < g->figure->rows; i++) {
        int64_t sum = chart_row_sum(g->figure, i);

        axis.up = sum > axis.up ? sum : axis.up;
    }
    for (size_t i = 0; i < g->figure->rows && i < LYING_ROWS; i++)
        lying_row(g, tpl_section(list, KEY_LYING_ROW), &axis, i);
}

void
chart_draw(struct drawing *g)
{
    assert(!chart_empty(g->figure));
    if (g->chart->days)
        days_draw(g);
    else
        lying_draw(g);
}
