/* digest.c - what a day brought: who joined and left. */
#include "desk/digest.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

/* A local day in seconds: from its first to that of the next. */
struct span {
    int64_t from, to;
};

static bool
span_of(const char *day, struct span *out)
{
    char next[CLOCK_DATE_MAX];

    if (!clock_day_begin(day, &out->from))
        return false;
    /* A day has 23 to 25 hours, so this lies in the next one. */
    clock_iso_date(out->from + DAY_SECONDS + DAY_SECONDS / 2, next);
    return clock_day_begin(next, &out->to);
}

static struct stmt *
open_span(const struct desk *d, enum sql id, const struct span *day)
{
    struct stmt *s = stmt_open(d->db, id);

    stmt_int(s, BIND_from, day->from);
    stmt_int(s, BIND_to, day->to);
    return s;
}

static enum err
read_counts(const struct desk *d, const struct span *day, struct digest *out)
{
    struct stmt *s = open_span(d, SQL_digest_counts, day);

    if (stmt_row(s)) {
        out->joined = stmt_col_int(s, COL_digest_counts_joined);
        out->left = stmt_col_int(s, COL_digest_counts_gone);
        out->bounced = stmt_col_int(s, COL_digest_counts_bounced);
        out->lapsed = stmt_col_int(s, COL_digest_counts_lapsed);
        out->missed = stmt_col_int(s, COL_digest_counts_events);
    }
    return stmt_close(s);
}

static enum err
read_rest(const struct desk *d, const struct span *day, struct digest *out)
{
    struct stmt *s = open_span(d, SQL_digest_rest, day);

    if (stmt_row(s)) {
        out->held = stmt_col_int(s, COL_digest_rest_held);
        out->flagged = stmt_col_int(s, COL_digest_rest_flagged);
        out->unknown = stmt_col_int(s, COL_digest_rest_unknown);
        out->active = stmt_col_int(s, COL_digest_rest_active);
    }
    return stmt_close(s);
}

/* A copy of the column into *out, NULL for NULL; false without memory. */
static bool
copy(struct stmt *s, int col, char **out)
{
    *out = stmt_col_null(s, col) ? NULL : strdup(stmt_col_text(s, col, NULL));
    return *out != NULL || stmt_col_null(s, col);
}

static enum err
read_lines(const struct desk *d, const struct span *day, struct digest *out)
{
    struct stmt *s = open_span(d, SQL_digest_lines, day);
    enum err e = ERR_OK, closed;

    stmt_int(s, BIND_most, DIGEST_LINES_MAX);
    while (e == ERR_OK && stmt_row(s)) {
        struct digest_line *line = &out->line[out->count++];

        assert(out->count <= DIGEST_LINES_MAX);
        line->at = stmt_col_int(s, COL_digest_lines_at);
        if (!copy(s, COL_digest_lines_email, &line->email) ||
            !copy(s, COL_digest_lines_list, &line->list) ||
            !copy(s, COL_digest_lines_event, &line->event) ||
            !copy(s, COL_digest_lines_channel, &line->channel) ||
            !copy(s, COL_digest_lines_reason, &line->reason))
            e = ERR_NOMEM;
    }
    closed = stmt_close(s);
    return e != ERR_OK ? e : closed;
}

enum err
digest_read(const struct desk *d, const char *day, struct digest *out)
{
    struct span span;
    enum err e;

    *out = (struct digest){0};
    if (!span_of(day, &span))
        return ERR_INVALID;
    e = read_counts(d, &span, out);
    if (e == ERR_OK)
        e = read_rest(d, &span, out);
    if (e == ERR_OK)
        e = read_lines(d, &span, out);
    out->missed -= (int64_t)out->count;
    return e;
}

enum err
digest_worth(const struct desk *d, const char *day, bool *worth)
{
    struct digest g = {0};
    struct span span;
    enum err e;

    *worth = false;
    if (!span_of(day, &span))
        return ERR_INVALID;
    e = read_counts(d, &span, &g);
    if (e == ERR_OK)
        e = read_rest(d, &span, &g);
    *worth = g.missed + g.held + g.flagged + g.unknown > 0;
    return e;
}

void
digest_free(struct digest *g)
{
    for (size_t i = 0; i < g->count; i++) {
        struct digest_line *line = &g->line[i];

        free(line->email);
        free(line->list);
        free(line->event);
        free(line->channel);
        free(line->reason);
    }
    g->count = 0;
}
