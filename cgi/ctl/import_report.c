/* import_report.c - what becomes of each row of an import. */
#include "import_report.h"

#include <assert.h>
#include <errno.h>
#include <unistd.h>

#include "base/clock.h"

enum { PROGRESS_MS = 250 };

static const struct {
    const char *name, *why; /* why NULL: the row says */
} outcomes[] = {
    [OUTCOME_IMPORTED] = {"imported", ""},
    [OUTCOME_ALREADY] = {"already", "on the list already"},
    [OUTCOME_SUPPRESSED] = {"suppressed", "has opted out: only they can come back, by the form"},
    [OUTCOME_BOUNCED] = {"bounced", "mail to this address came back"},
    [OUTCOME_REFUSED] = {"refused", NULL},
};
static_assert(sizeof outcomes / sizeof *outcomes == OUTCOMES_, "every outcome has its name");

bool
import_report_open(struct import_report *r, const char *path)
{
    static const char *const names[] = {"line", "email", "outcome", "why"};

    *r = (struct import_report){.out = stdout,
                                .all = path != NULL,
                                .bars = isatty(STDERR_FILENO) != 0,
                                .begun_ms = clock_mono_ms()};
    if (path != NULL && (r->out = fopen(path, "we")) == NULL)
        return false;
    if (r->all)
        rows_write(r->out, names, 4);
    return true;
}

void
import_report_row(struct import_report *r, const struct import_row *row,
                  enum import_outcome outcome)
{
    char line[24];
    const char *why = outcomes[outcome].why != NULL ? outcomes[outcome].why : row->wrong;

    assert((outcome == OUTCOME_REFUSED) == (row->wrong != NULL));
    r->count[outcome]++;
    if (outcome == OUTCOME_IMPORTED && !r->all)
        return;
    snprintf(line, sizeof line, "%lld", (long long)row->line);
    const char *const cell[] = {line, row->email, outcomes[outcome].name, why};
    rows_write(r->out, cell, sizeof cell / sizeof *cell);
}

int64_t
import_report_rows(const struct import_report *r)
{
    int64_t rows = 0;

    for (size_t i = 0; i < OUTCOMES_; i++)
        rows += r->count[i];
    return rows;
}

static int64_t
rate(const struct import_report *r, int64_t now)
{
    return now > r->begun_ms ? import_report_rows(r) * 1000 / (now - r->begun_ms) : 0;
}

void
import_report_progress(struct import_report *r)
{
    int64_t now = clock_mono_ms();

    if (!r->bars || now < r->shown_ms + PROGRESS_MS)
        return;
    fprintf(stderr, "\r%lld rows, %lld a second ", (long long)import_report_rows(r),
            (long long)rate(r, now));
    r->shown_ms = now;
}

bool
import_report_close(struct import_report *r, const char *list, bool dry)
{
    int64_t now = clock_mono_ms();
    bool good;

    if (r->bars && r->shown_ms != 0)
        fputs("\r\033[K", stderr);
    fprintf(stderr, "%s: %lld rows", list, (long long)import_report_rows(r));
    for (size_t i = 0; i < OUTCOMES_; i++)
        fprintf(stderr, ", %lld %s", (long long)r->count[i], outcomes[i].name);
    fprintf(stderr, "; %.1f s, %lld rows a second%s\n", (double)(now - r->begun_ms) / 1000,
            (long long)rate(r, now), dry ? "; a dry run: nothing was written" : "");
    errno = 0;
    good = fflush(r->out) == 0 && !ferror(r->out);
    if (r->all && fclose(r->out) != 0)
        good = false;
    return good;
}
