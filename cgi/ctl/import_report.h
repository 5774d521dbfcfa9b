/*
 * import_report.h - what becomes of each row of an import, told as CSV, and all of them counted.
 *
 * A row is told once its transaction has ended well, so that the report never says more than the
 * database. One thread.
 */
#ifndef HC_IMPORT_REPORT_H
#define HC_IMPORT_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "import_row.h"

enum import_outcome {
    OUTCOME_IMPORTED,
    OUTCOME_ALREADY,
    OUTCOME_SUPPRESSED,
    OUTCOME_BOUNCED,
    OUTCOME_REFUSED,
    OUTCOMES_
};

struct import_report {
    FILE *out;
    bool all;  /* tells what was imported too */
    bool bars; /* shows on standard error how far it came: a terminal */
    int64_t count[OUTCOMES_];
    int64_t begun_ms, shown_ms; /* clock_mono_ms() */
};

/* Begins: with a file, every row is told there; with path NULL, on standard output, what was not
 * imported. False, and errno says why, if it can't be written. */
bool import_report_open(struct import_report *r, const char *path);

/* Tells and counts a row. */
void import_report_row(struct import_report *r, const struct import_row *row,
                       enum import_outcome outcome);

/* Shows how far it came, now and then, on a terminal. */
void import_report_progress(struct import_report *r);

/* Every row so far. */
int64_t import_report_rows(const struct import_report *r);

/* Ends it, with a line on standard error that says what became of all rows of a list. dry: as it
 * would have been. False, and errno says why, if the report could not be written. */
bool import_report_close(struct import_report *r, const char *list, bool dry);

#endif
