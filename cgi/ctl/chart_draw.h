/*
 * chart_draw.h - a figure's drawing in SVG: its numbers put where templates/report/figure.tpl wants
 * them.
 */
#ifndef HC_CHART_DRAW_H
#define HC_CHART_DRAW_H

#include "chart.h"
#include "view/tpl.h"

/* What draws a figure: its words, and the dictionary of the section that shows it. */
struct drawing {
    const struct words *words;
    const struct figure *figure;
    const struct chart *chart;
    struct tpl_dict *dict;
    enum err err; /* the first failure of a text that was put in */
};

/* Fills DAYS or LYING, as the chart is; the figure isn't empty. */
void chart_draw(struct drawing *g);

/* Puts a text in, and frees it. */
void draw_text(struct drawing *g, struct tpl_dict *d, enum tpl_key key, struct buf *text);
/* A number in groups of three; how a part looks, and what it is called; what a row is called. */
void draw_number(struct tpl_dict *d, enum tpl_key key, int64_t n);
void draw_part_class(struct drawing *g, struct tpl_dict *d, size_t part);
void draw_part_name(struct drawing *g, struct tpl_dict *d, size_t part);
void draw_row_label(struct drawing *g, struct tpl_dict *d, size_t i);

#endif
