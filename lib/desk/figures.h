/*
 * figures.h - what staff's report tells: sums of a span of days, of one moment, about nobody.
 *
 * A figure has rows, and up to FIGURE_SERIES numbers in each. Of a figure by day every day has its
 * row, also where nothing happened; of the others the first FIGURE_TOP rows are kept, and `total`
 * and `subjects` count the rest too. Days are those of the shop's zone.
 */
#ifndef HC_FIGURES_H
#define HC_FIGURES_H

#include "base/clock.h"
#include "base/err.h"
#include "store/db.h"

enum figure_kind {
    FIGURE_SERVED,   /* by day: pages sent, as the counter counts them */
    FIGURE_READ,     /* by page: reads */
    FIGURE_SEARCHES, /* by day: searches that found something; nothing */
    FIGURE_MISSED,   /* by words: searches that found nothing */
    FIGURE_LOST,     /* by address that leads nowhere: requests; note: the nearest page */
    FIGURE_HELPFUL,  /* by page: votes that it helped; that it didn't */
    FIGURE_LIST,     /* by day, one for each list: signed up; opted out; bounced; imported */
    FIGURE_OPEN,     /* by age (FIGURE_AGES rows): due later; within a week; overdue */
    FIGURE_ENDED,    /* by state, as the table names it: requests that ended so */
    FIGURE_LETTERS,  /* by day: sent; failed; came back */
    FIGURE_KINDS_
};

enum {
    FIGURE_SERIES = 4,
    FIGURE_TOP = 50,
    FIGURE_DAYS_MAX = 366,
    FIGURE_AGES = 5, /* an open request's week: 0-6 days, 7-13, 14-20, 21-27, 28 and more */
};

struct figure_row {
    char *label; /* an ISO date, a page, words; "" by age */
    char *note;  /* or NULL */
    int64_t value[FIGURE_SERIES];
};

struct figure {
    enum figure_kind kind;
    char *name; /* the list's title; NULL for other kinds */
    struct figure_row *row;
    size_t rows, room;
    int64_t total[FIGURE_SERIES];
    int64_t subjects; /* rows that there are */
    int64_t standing; /* of a list: how many are on it now */
};

struct figures {
    char from[CLOCK_DATE_MAX], to[CLOCK_DATE_MAX]; /* ISO dates, both included */
    size_t days;
    int64_t begin, end, at; /* the span in Unix seconds, [begin, end); when it was read */
    struct figure *figure;  /* in the order of enum figure_kind, a list after another */
    size_t count;
};

/*
 * How many days there are from one ISO date to the other, both included; 0 for dates that are none
 * or run backwards.
 */
size_t figures_days(const char *from, const char *to);
/* The ISO date n days after (before: n < 0) an ISO date. out holds CLOCK_DATE_MAX bytes. */
void figures_day_add(const char *iso, int64_t n, char *out);

/*
 * Reads all figures from one ISO date to another (1 to FIGURE_DAYS_MAX days) in one read
 * transaction. db: ROLE_STAFF, outside a transaction. figures_free() releases, also after an error.
 */
enum err figures_read(struct db *db, const char *from, const char *to, int64_t now,
                      struct figures *out);
void figures_free(struct figures *f);

#endif
