/*
 * helpctl list import - a CSV file onto a list.
 *
 * Rows are read ahead, outside any transaction, and written in short ones: the web program's
 * writer waits for one of them at most, and gets its turn in the pause behind it. So an import may
 * run while visitors sign up. It may be stopped between two transactions, and be run again.
 */
#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "ctl_list.h"
#include "import_report.h"
#include "seen.h"

enum {
    ROWS_AHEAD = 512, /* read at once: about a megabyte */
    WRITE_MS = 20,    /* of rows in a transaction; its commit comes on top */
    PAUSE_MS = 6,     /* behind it: whoever waits for the lock looks every 5 ms */
    BUSY_PAUSE_MS = 500,
};

struct import {
    enum list list;
    bool dry;
    const char *file, *source, *report_file; /* the last two may be NULL */
    struct rows *rows;
    struct import_columns columns;
    struct import_report report;
    struct seen seen; /* a dry run has no other way to know a row that comes twice */
    size_t n;         /* rows at hand */
    struct import_row row[ROWS_AHEAD];
    enum import_outcome outcome[ROWS_AHEAD];
};

static volatile sig_atomic_t stopped;

static void
stop(int signal)
{
    (void)signal;
    stopped = 1;
}

/* Ctrl-C ends the import behind the transaction that is under way; a second one at once. */
static void
stop_when_asked(void)
{
    struct sigaction action = {.sa_handler = stop, .sa_flags = SA_RESTART | (int)SA_RESETHAND};

    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

static void
pause_ms(long ms)
{
    const struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

    nanosleep(&time, NULL);
}

/* One row into the list, inside a transaction. */
static enum err
row_import(const struct desk *d, struct import *x, size_t i)
{
    static const enum import_outcome outcome_of[] = {
        [IMPORT_MADE] = OUTCOME_IMPORTED,
        [IMPORT_ALREADY] = OUTCOME_ALREADY,
        [IMPORT_SUPPRESSED] = OUTCOME_SUPPRESSED,
        [IMPORT_BOUNCED] = OUTCOME_BOUNCED,
    };
    const struct import_row *row = &x->row[i];
    const char *name = row->name[0] != '\0' ? row->name : NULL;
    enum import_end end = IMPORT_MADE;
    bool before = false;
    enum err e;

    static_assert(sizeof outcome_of / sizeof *outcome_of == IMPORT_ENDS_, "every end is told");
    x->outcome[i] = OUTCOME_REFUSED;
    if (row->wrong != NULL)
        return ERR_OK;
    e = lists_import(d, x->list, &row->mail, name, row->source, row->source_at, &end);
    if (e == ERR_OK && x->dry && end == IMPORT_MADE)
        e = seen_add(&x->seen, row->mail.canonical, &before);
    x->outcome[i] = before ? OUTCOME_ALREADY : outcome_of[end];
    return e;
}

/* BEGIN, as soon as others let it. */
static enum err
write_begin(const struct desk *d)
{
    enum err e;

    while ((e = db_write_begin(d->db)) == ERR_BUSY && !stopped) {
        ctl_error("the database is busy; waiting");
        pause_ms(BUSY_PAUSE_MS);
    }
    return e;
}

/* A transaction with the rows from *at on, for as long as it may last. */
static enum err
rows_write_some(struct desk *d, struct import *x, size_t *at)
{
    int64_t end;
    size_t i = *at;
    enum err e = write_begin(d);

    assert(*at < x->n && x->n <= ROWS_AHEAD);
    if (e != ERR_OK)
        return e;
    end = clock_mono_ms() + WRITE_MS;
    d->now = clock_now();
    do
        e = row_import(d, x, i++);
    while (e == ERR_OK && i < x->n && clock_mono_ms() < end);
    if (e == ERR_OK && !x->dry)
        e = db_commit(d->db);
    else
        db_rollback(d->db);
    for (; e == ERR_OK && *at < i; ++*at)
        import_report_row(&x->report, &x->row[*at], x->outcome[*at]);
    return e;
}

/* Reads rows ahead. ERR_NOTFOUND: there are none left. */
static enum err
rows_read(struct import *x, int64_t now)
{
    struct row row;
    enum err e = ERR_OK;

    for (x->n = 0; x->n < ROWS_AHEAD && (e = rows_next(x->rows, &row)) == ERR_OK; x->n++)
        import_row_read(&x->columns, &row, x->source, now, &x->row[x->n]);
    return e == ERR_NOTFOUND && x->n > 0 ? ERR_OK : e;
}

static enum err
import_rows(struct desk *d, struct import *x)
{
    enum err e = ERR_OK;

    while (!stopped && (e = rows_read(x, clock_now())) == ERR_OK)
        for (size_t at = 0; at < x->n;) {
            if (stopped)
                return ERR_OK;
            if ((e = rows_write_some(d, x, &at)) != ERR_OK)
                return e;
            import_report_progress(&x->report);
            pause_ms(PAUSE_MS);
        }
    return e == ERR_NOTFOUND ? ERR_OK : e;
}

/* The first row. False once the mistake is told. */
static bool
header_read(struct import *x)
{
    char ignored[512];
    const char *wrong = "it is empty; its first row must name the columns, email among them";
    struct row row;
    enum err e = rows_next(x->rows, &row);

    if (e != ERR_OK && e != ERR_NOTFOUND) {
        ctl_error("%s: %s", x->file, err_text(e));
        return false;
    }
    if (e == ERR_OK)
        wrong = import_columns_read(&row, &x->columns, ignored, sizeof ignored);
    if (wrong != NULL) {
        ctl_error("%s: the first row: %s", x->file, wrong);
        return false;
    }
    if (x->columns.at[COLUMN_SOURCE] < 0 && x->source == NULL) {
        ctl_error("%s: nothing says how these people agreed: a column consent_source, or --source"
                  " TEXT",
                  x->file);
        return false;
    }
    if (ignored[0] != '\0')
        ctl_error("%s: columns that are not read: %s", x->file, ignored);
    return true;
}

/* Says why it ended before its time, and what to do. */
static int
end_tell(const struct import *x, enum err e)
{
    long long rows = (long long)import_report_rows(&x->report);

    if (stopped)
        return ctl_error("stopped behind %lld rows; run it again to go on: what was done is passed"
                         " over",
                         rows);
    if (e != ERR_OK)
        return ctl_error("%s: ended behind %lld rows: %s; run it again once that is mended",
                         x->file, rows, err_text(e));
    return x->report.count[OUTCOME_REFUSED] > 0 ? CTL_FAILED : CTL_DONE;
}

static int
list_import(struct ctl_desk *d, void *arg)
{
    struct import *x = arg;
    int status = CTL_FAILED;
    enum err e = rows_open(x->file, &x->rows);

    if (e != ERR_OK)
        return ctl_error("%s: %s", x->file, err_text(e));
    if (!header_read(x))
        goto out;
    if (!import_report_open(&x->report, x->report_file)) {
        ctl_error("%s: %s", x->report_file, strerror(errno));
        goto out;
    }
    stop_when_asked();
    e = import_rows(&d->desk, x);
    if (!import_report_close(&x->report, list_name(x->list), x->dry))
        ctl_error("the report could not be written: %s", strerror(errno));
    else
        status = end_tell(x, e);
out:
    rows_close(x->rows);
    return status;
}

int
ctl_list_import(struct ctl *c)
{
    struct import *x = calloc(1, sizeof *x);
    int status = CTL_USAGE;

    if (x == NULL)
        return ctl_error("%s", err_text(ERR_NOMEM));
    const struct ctl_option options[] = {{.name = "--dry-run", .flag = &x->dry},
                                         {.name = "--source", .value = &x->source},
                                         {.name = "--report", .value = &x->report_file},
                                         {.name = NULL}};
    if (ctl_operands(c, options, 2) && ctl_list_named(c->word[0], &x->list)) {
        x->file = c->word[1];
        status = ctl_line("--source", x->source, IMPORT_SOURCE_CHARS)
                     ? ctl_at_desk(c, list_import, x)
                     : CTL_FAILED;
    }
    seen_free(&x->seen);
    free(x);
    return status;
}
