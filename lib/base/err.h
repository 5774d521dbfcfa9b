/*
 * err.h - the one list of what can go wrong, and a place to say where.
 *
 * Functions that can fail return an enum err; ERR_OK is 0. A cause that a person must mend in a
 * file is told through a struct report, which collects lines "file:line: what is wrong and what to
 * do" for --check, for the log, and for refusing to start. Any thread; a report belongs to one
 * caller at a time.
 */
#ifndef HC_ERR_H
#define HC_ERR_H

#include <stddef.h>

enum err {
    ERR_OK = 0,
    ERR_NOMEM,    /* no memory: give up this request, answer 503 */
    ERR_IO,       /* a file or socket failed: log, answer 503 */
    ERR_BUSY,     /* the database is locked or the queue is full: try again later, 503 */
    ERR_FULL,     /* no space left: writes stop, reads go on, 503 */
    ERR_CORRUPT,  /* the database is damaged or was replaced: log loudly, 503 */
    ERR_READONLY, /* the database can't be written: 503 */
    ERR_NOTFOUND, /* no such row, page or file: 404 */
    ERR_INVALID,  /* input breaks a rule: 400 or 422 */
    ERR_TOOBIG,   /* input is longer than its limit: 413 or 422 */
    ERR_DENIED,   /* not allowed for this caller: 403 */
    ERR_CONFLICT, /* another got there first: 409 */
    ERR_BUG,      /* a mistake of ours (a missing bind, a wrong column): log, 500 */
    ERR_COUNT_
};

/* A short English sentence for the log; never NULL. */
const char *err_text(enum err e);

/* Collects what is wrong in files. Zero-initialise; report_free() releases. */
struct report {
    char **line;   /* "file:line: message", owned */
    size_t count;  /* how many lines are held, at most REPORT_LINES_MAX */
    size_t missed; /* later ones are only counted */
};

enum { REPORT_LINES_MAX = 200 };

/*
 * Adds one line. file may be NULL (no place); line 0 means the file as a whole. Never fails: out of
 * memory counts as missed.
 */
void report_add(struct report *r, const char *file, unsigned line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Takes back what was added since the report was as `before`, a copy made then. */
void report_rewind(struct report *r, const struct report *before);

/* Writes all lines to the log at level error. */
void report_log(const struct report *r);

void report_free(struct report *r);

#endif
