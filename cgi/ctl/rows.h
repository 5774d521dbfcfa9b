/*
 * rows.h - CSV files (RFC 4180), read and written a row at a time; the only file that knows libcsv.
 *
 * UTF-8 with or without a byte order mark, commas between cells, lines ended by LF, CRLF or CR;
 * blank lines are passed over. Memory doesn't grow with the file. A row that is wrong is told as
 * such, and reading goes on with the line after the one it began on: a quote that is never closed
 * costs one row, not the rest of the file. One thread.
 */
#ifndef HC_ROWS_H
#define HC_ROWS_H

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/limits.h"

enum row_fault {
    ROW_FINE,
    ROW_QUOTES, /* a quote inside a cell that isn't quoted, or one that is never closed */
    ROW_BYTES,  /* not UTF-8, or control characters in it */
    ROW_LONG,   /* past LIMIT_ROW or LIMIT_ROW_CELLS; so is a quote that is never closed */
};

struct row {
    const char *cell[LIMIT_ROW_CELLS]; /* NUL-terminated, until the next rows_next() */
    size_t cells;                     /* 0 where it is wrong */
    int64_t line;                     /* where it begins, from 1 */
    enum row_fault fault;
};

struct rows;

/* Opens a file; rows_close() releases. ERR_NOTFOUND, ERR_DENIED, ERR_IO, ERR_NOMEM. */
enum err rows_open(const char *path, struct rows **out);
void rows_close(struct rows *r);

/* The next row, wrong ones too. ERR_NOTFOUND at the end; ERR_IO, ERR_NOMEM. */
enum err rows_next(struct rows *r, struct row *out);

/* Bytes of the file that were passed. */
int64_t rows_passed(const struct rows *r);

/*
 * Writes a row, ended by CRLF; NULL is an empty cell. A cell that a spreadsheet would take for a
 * formula (it begins with = + - @ TAB or CR) gets an apostrophe before it, and one more where such
 * apostrophes stand there already, so that cell_plain() gives back what was written. Errors stay
 * in the stream.
 */
void rows_write(FILE *out, const char *const *cell, size_t cells);

/* A cell without the apostrophe that rows_write() puts before a formula. */
const char *cell_plain(const char *cell);

#endif
