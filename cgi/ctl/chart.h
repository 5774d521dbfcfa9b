/*
 * chart.h - what a figure of the report is called and says, in the shop's words: the same for the
 * page and for text.
 *
 * Everything here reads only; what is appended to a buf tells its errors there.
 */
#ifndef HC_CHART_H
#define HC_CHART_H

#include "base/buf.h"
#include "desk/figures.h"
#include "view/words.h"

enum { CHART_PARTS = 3, CHART_NUMBER_MAX = 32 };

/* How a part looks: told apart by pattern, not by colour alone. */
enum chart_shade { SHADE_SOLID, SHADE_STRIPED, SHADE_DOTTED, SHADES_ };

struct chart {
    enum word title, about, column; /* column: what its rows are */
    bool days;                      /* by day; else bars that lie, the greatest first */
    bool notes;                     /* rows have a note: the nearest page */
    unsigned greatest;              /* the part by which the greatest row is told */
    enum word says;
    size_t parts;
    struct {
        enum word name;
        bool below; /* drawn below the line */
        enum chart_shade shade;
    } part[CHART_PARTS];
};

const struct chart *chart_of(const struct figure *f);

/* True if there is nothing to draw. */
bool chart_empty(const struct figure *f);

/* Appends the title, and the one sentence that sums the figure up. */
void chart_title(const struct words *w, const struct figure *f, struct buf *out);
void chart_says(const struct words *w, const struct figures *all, const struct figure *f,
                struct buf *out);
/* Appends what the i-th row is called: "Tuesday 3 March 2026", a page, "7 to 13". */
void chart_label(const struct words *w, const struct figure *f, size_t i, struct buf *out);

/* The parts of the i-th row that are drawn, together. */
int64_t chart_row_sum(const struct figure *f, size_t i);
/* What is drawn of all that was counted, in rows that are kept or not. */
int64_t chart_sum(const struct figure *f);

/* Appends "And 12 more, 34 together." True if there are rows that aren't kept. */
bool chart_rest(const struct words *w, const struct figure *f, struct buf *out);

/* "12,345": n of 0 or more, in groups of three. */
const char *chart_number(int64_t n, char out[CHART_NUMBER_MAX]);

#endif
