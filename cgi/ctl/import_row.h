/*
 * import_row.h - what a row of an import says: whom to put on a list, and how they agreed to it.
 *
 * The first row names the columns, in any order and case. A row is judged by the rules that the
 * forms have for the same values. One thread; an import_row owns its strings.
 */
#ifndef HC_IMPORT_ROW_H
#define HC_IMPORT_ROW_H

#include <stdbool.h>

#include "base/address.h"
#include "rows.h"

enum { IMPORT_NAME_CHARS = 100, IMPORT_SOURCE_CHARS = 120 };

enum import_column {
    COLUMN_EMAIL, /* required */
    COLUMN_NAME,
    COLUMN_SOURCE, /* consent_source: how they agreed */
    COLUMN_AT,     /* consent_at: when, "2024-05-03" or "2024-05-03T14:00:00Z", UTC */
    COLUMN_STATE,  /* as an export says it: only rows that are active are taken */
    COLUMNS_
};

struct import_columns {
    int at[COLUMNS_]; /* where each stands, or -1 */
    size_t cells;     /* of every row */
};

/*
 * Reads the row of names. NULL, or what is wrong with it. ignored gets the names of the columns
 * that are not read, with ", " between, "" for none, cut at size bytes.
 */
const char *import_columns_read(const struct row *r, struct import_columns *out, char *ignored,
                                size_t size);

struct import_row {
    int64_t line;
    const char *wrong;        /* NULL: fine; else why it is refused, a fixed text */
    char email[MAIL_MAX + 1]; /* as it stands there, cut; for the report */
    struct mail_address mail;
    char name[4 * IMPORT_NAME_CHARS + 1]; /* "" where not given */
    char source[4 * IMPORT_SOURCE_CHARS + 1];
    int64_t source_at; /* 0: not given */
};

/* Judges a row, wrong ones too. source: for rows that have none, or NULL. now: Unix seconds. */
void import_row_read(const struct import_columns *c, const struct row *r, const char *source,
                     int64_t now, struct import_row *out);

/* "2024-05-03" (at noon), or with "T14:00:00Z", "T14:00", or a space for the T: Unix seconds, UTC.
 */
bool import_time(const char *text, int64_t *out);

#endif
