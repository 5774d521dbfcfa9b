/*
 * plot.h - where things stand in a chart: scales that begin at zero, bars and their labels.
 *
 * Pure arithmetic: numbers in, numbers out; what draws them is a template. Lengths and places are
 * in thousandths of whatever the chart is measured in (pixels, percent).
 */
#ifndef HC_PLOT_H
#define HC_PLOT_H

#include <stddef.h>
#include <stdint.h>

/* Values past this are drawn as this: sums up to the end of a scale must fit an int64_t. */
#define PLOT_MOST INT64_C(1000000000000000000)

enum { PLOT_TEXT_MAX = 32 };

/*
 * A scale over zero: `up` above it and `down` below, both whole steps. A step is 1, 2 or 5 times a
 * power of ten, the smallest by which at most `steps` (2 or more) are needed.
 */
struct plot_axis {
    int64_t step, up, down;
};
struct plot_axis plot_axis(int64_t most_up, int64_t most_down, unsigned steps);

/*
 * How long value is on an axis of that length: in proportion, rounded to the nearest thousandth;
 * 0 for 0 and below.
 */
int64_t plot_length(const struct plot_axis *a, int64_t value, int64_t length);

/*
 * The bar in the i-th of n equal slots of that length, a fifth of the slot kept as a gap on both
 * sides together; from 100 slots on a tenth, since bars are thin then.
 */
struct plot_bar {
    int64_t at, width, middle;
};
struct plot_bar plot_slot(size_t i, size_t n, int64_t length);

/*
 * Each how many of n slots gets a label, if there is room for `most` (1 or more): each, or every
 * 2nd, 7th, 14th, 28th, or a multiple of 28.
 */
size_t plot_label_every(size_t n, size_t most);

/* "12.5": thousandths as a decimal number, as an attribute takes it. */
const char *plot_text(int64_t thousandths, char out[PLOT_TEXT_MAX]);

/* part of whole in percent, rounded half up; 0 if whole is 0. part is at most whole. */
int64_t plot_percent(int64_t part, int64_t whole);

#endif
