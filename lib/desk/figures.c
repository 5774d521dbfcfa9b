/* figures.c - the figures of a span of days, read in one transaction. */
#include "desk/figures.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WEEK_SECONDS = 7 * DAY_SECONDS };

/* What a figure is read from: a statement, and where its columns stand. Rows of days name the day,
 * or a time within it. */
struct source {
    enum figure_kind kind;
    enum sql sql;
    int label, note;  /* columns; COL_NONE_: none */
    int series;       /* the column that says which; COL_NONE_: the values are columns themselves */
    int value, other; /* of series 0 and 1, or of the one that `series` says */
    bool timed;       /* binds begin and end, not from and to */
};

enum { NONE = COL_NONE_ };
static const struct source by_day[] = {
    {FIGURE_SERVED, SQL_report_served, COL_report_served_day, NONE, NONE, COL_report_served_pages,
     NONE, false},
    {FIGURE_SEARCHES, SQL_report_searches, COL_report_searches_day, NONE,
     COL_report_searches_series, COL_report_searches_searches, NONE, false},
    {FIGURE_LIST, SQL_report_list, COL_report_list_at, NONE, COL_report_list_series,
     COL_report_list_people, NONE, true},
    {FIGURE_LETTERS, SQL_report_letters, COL_report_letters_at, NONE, COL_report_letters_series,
     COL_report_letters_letters, NONE, true},
};
static const struct source ranked[] = {
    {FIGURE_READ, SQL_report_read, COL_report_read_page, NONE, NONE, COL_report_read_reads, NONE,
     false},
    {FIGURE_MISSED, SQL_report_missed, COL_report_missed_words, NONE, NONE,
     COL_report_missed_searches, NONE, false},
    {FIGURE_LOST, SQL_report_lost, COL_report_lost_address, COL_report_lost_suggestion, NONE,
     COL_report_lost_requests, NONE, false},
    {FIGURE_HELPFUL, SQL_report_helpful, COL_report_helpful_page, NONE, NONE,
     COL_report_helpful_yes, COL_report_helpful_no, false},
    {FIGURE_ENDED, SQL_report_ended, COL_report_ended_state, NONE, NONE,
     COL_report_ended_requests, NONE, true},
};

size_t
figures_days(const char *from, const char *to)
{
    int64_t first, last;

    if (!clock_iso_day(from, &first) || !clock_iso_day(to, &last) || last < first)
        return 0;
    return (size_t)(last - first) + 1;
}

void
figures_day_add(const char *iso, int64_t n, char *out)
{
    int64_t day = 0;
    bool real = clock_iso_day(iso, &day);

    assert(real);
    (void)real;
    clock_day_iso(day + n, out);
}

/* ---- rows ---- */

/* A new row at the end, NULL without memory. It isn't counted among the subjects. */
static struct figure_row *
row_add(struct figure *f, const char *label, const char *note)
{
    struct figure_row *row;

    if (f->rows == f->room) {
        size_t room = f->room == 0 ? 32 : f->room * 2;
        struct figure_row *more = realloc(f->row, room * sizeof *more);

        if (more == NULL)
            return NULL;
        f->row = more;
        f->room = room;
    }
    row = &f->row[f->rows];
    *row = (struct figure_row){.label = strdup(label)};
    if (row->label == NULL)
        return NULL;
    f->rows++;
    return note == NULL || (row->note = strdup(note)) != NULL ? row : NULL;
}

static enum err
rows_of_days(const struct figures *all, struct figure *f)
{
    char day[CLOCK_DATE_MAX];

    for (size_t i = 0; i < all->days; i++) {
        figures_day_add(all->from, (int64_t)i, day);
        if (row_add(f, day, NULL) == NULL)
            return ERR_NOMEM;
    }
    f->subjects = (int64_t)all->days;
    return ERR_OK;
}

/* Adds n to a row (NULL: one that isn't kept) and to the total. */
static void
count(struct figure *f, struct figure_row *row, int64_t series, int64_t n)
{
    assert(series >= 0 && series < FIGURE_SERIES && n >= 0);
    f->total[series] += n;
    if (row != NULL)
        row->value[series] += n;
}

/* ---- reading ---- */

static struct stmt *
source_open(const struct figures *all, struct db *db, const struct source *source)
{
    struct stmt *s = stmt_open(db, source->sql);

    if (source->timed) {
        stmt_int(s, BIND_begin, all->begin);
        stmt_int(s, BIND_end, all->end);
    } else {
        stmt_text(s, BIND_from, all->from);
        stmt_text(s, BIND_to, all->to);
    }
    return s;
}

/* The place of the row's day; all->days for one that is none of them. */
static size_t
day_place(const struct figures *all, const struct source *source, struct stmt *s)
{
    char day[CLOCK_DATE_MAX];
    size_t days;

    if (source->timed)
        clock_iso_date(stmt_col_int(s, source->label), day);
    else
        stmt_col_copy(s, source->label, day, sizeof day);
    days = figures_days(all->from, day);
    return days > 0 ? days - 1 : all->days;
}

static enum err
read_days(const struct figures *all, struct db *db, const struct source *source, const char *list,
          struct figure *f)
{
    enum err e = rows_of_days(all, f);
    struct stmt *s;

    if (e != ERR_OK)
        return e;
    s = source_open(all, db, source);
    if (source->kind == FIGURE_LIST)
        stmt_text(s, BIND_list, list);
    while (stmt_row(s)) {
        size_t place = day_place(all, source, s);
        int64_t series = source->series != NONE ? stmt_col_int(s, source->series) : 0;

        if (place < f->rows)
            count(f, &f->row[place], series, stmt_col_int(s, source->value));
    }
    return stmt_close(s);
}

static enum err
read_ranked(const struct figures *all, struct db *db, const struct source *source,
            struct figure *f)
{
    struct stmt *s = source_open(all, db, source);
    enum err e = ERR_OK;

    while (e == ERR_OK && stmt_row(s)) {
        const char *note = NULL;
        struct figure_row *row = NULL;

        if (source->note != NONE && !stmt_col_null(s, source->note))
            note = stmt_col_text(s, source->note, NULL);
        if (f->rows < FIGURE_TOP &&
            (row = row_add(f, stmt_col_text(s, source->label, NULL), note)) == NULL)
            e = ERR_NOMEM;
        f->subjects++;
        count(f, row, 0, stmt_col_int(s, source->value));
        if (source->other != NONE)
            count(f, row, 1, stmt_col_int(s, source->other));
    }
    return e != ERR_OK ? (stmt_close(s), e) : stmt_close(s);
}

/* Searches come as all and those that found nothing; the figure parts them. */
static void
searches_part(struct figure *f)
{
    f->total[0] = 0;
    for (size_t i = 0; i < f->rows; i++) {
        int64_t *value = f->row[i].value;

        value[0] = value[0] > value[1] ? value[0] - value[1] : 0;
        f->total[0] += value[0];
    }
}

/* Open requests by the weeks since they came, and by their due day. */
static enum err
read_open(const struct figures *all, struct db *db, struct figure *f)
{
    struct stmt *s;

    for (size_t i = 0; i < FIGURE_AGES; i++)
        if (row_add(f, "", NULL) == NULL)
            return ERR_NOMEM;
    f->subjects = FIGURE_AGES;
    s = stmt_open(db, SQL_report_open);
    while (stmt_row(s)) {
        int64_t age = (all->at - stmt_col_int(s, COL_report_open_received_at)) / WEEK_SECONDS;
        int64_t left = stmt_col_int(s, COL_report_open_due_at) - all->at;
        size_t place = age <= 0 ? 0 : age < FIGURE_AGES ? (size_t)age : FIGURE_AGES - 1;

        count(f, &f->row[place], left < 0 ? 2 : left < WEEK_SECONDS ? 1 : 0, 1);
    }
    return stmt_close(s);
}

static struct figure *
figure_add(struct figures *all, enum figure_kind kind)
{
    struct figure *more = realloc(all->figure, (all->count + 1) * sizeof *more);

    if (more == NULL)
        return NULL;
    all->figure = more;
    more[all->count] = (struct figure){.kind = kind};
    return &more[all->count++];
}

static enum err
read_lists(struct figures *all, struct db *db, const struct source *source)
{
    struct stmt *s = stmt_open(db, SQL_report_lists);
    enum err e = ERR_OK, closed;

    while (e == ERR_OK && stmt_row(s)) {
        struct figure *f = figure_add(all, FIGURE_LIST);

        if (f == NULL || (f->name = strdup(stmt_col_text(s, COL_report_lists_title, NULL))) == NULL)
            e = ERR_NOMEM;
        if (e == ERR_OK) {
            f->standing = stmt_col_int(s, COL_report_lists_active);
            e = read_days(all, db, source, stmt_col_text(s, COL_report_lists_name, NULL), f);
        }
    }
    closed = stmt_close(s);
    return e != ERR_OK ? e : closed;
}

static const struct source *
source_of(enum figure_kind kind, const struct source *table, size_t rows)
{
    for (size_t i = 0; i < rows; i++)
        if (table[i].kind == kind)
            return &table[i];
    return NULL;
}

static enum err
read_kind(struct figures *all, struct db *db, enum figure_kind kind)
{
    const struct source *days = source_of(kind, by_day, sizeof by_day / sizeof *by_day);
    const struct source *rank = source_of(kind, ranked, sizeof ranked / sizeof *ranked);
    struct figure *f;
    enum err e;

    if (kind == FIGURE_LIST)
        return read_lists(all, db, days);
    if ((f = figure_add(all, kind)) == NULL)
        return ERR_NOMEM;
    if (kind == FIGURE_OPEN)
        return read_open(all, db, f);
    assert(days != NULL || rank != NULL);
    e = days != NULL ? read_days(all, db, days, NULL, f) : read_ranked(all, db, rank, f);
    if (kind == FIGURE_SEARCHES)
        searches_part(f);
    return e;
}

enum err
figures_read(struct db *db, const char *from, const char *to, int64_t now, struct figures *out)
{
    char after[CLOCK_DATE_MAX];
    enum err e = ERR_OK;

    *out = (struct figures){.days = figures_days(from, to), .at = now};
    assert(out->days > 0 && out->days <= FIGURE_DAYS_MAX);
    snprintf(out->from, sizeof out->from, "%s", from);
    snprintf(out->to, sizeof out->to, "%s", to);
    figures_day_add(to, 1, after);
    if (!clock_day_begin(from, &out->begin) || !clock_day_begin(after, &out->end))
        return ERR_INVALID;
    e = db_read_begin(db);
    for (int kind = 0; e == ERR_OK && kind < FIGURE_KINDS_; kind++)
        e = read_kind(out, db, (enum figure_kind)kind);
    db_read_end(db);
    return e;
}

void
figures_free(struct figures *f)
{
    for (size_t i = 0; i < f->count; i++) {
        for (size_t k = 0; k < f->figure[i].rows; k++) {
            free(f->figure[i].row[k].label);
            free(f->figure[i].row[k].note);
        }
        free(f->figure[i].row);
        free(f->figure[i].name);
    }
    free(f->figure);
    *f = (struct figures){0};
}
