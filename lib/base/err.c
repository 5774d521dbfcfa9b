#include "base/err.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/log.h"

static const char *const texts[] = {
    [ERR_OK] = "no error",
    [ERR_NOMEM] = "out of memory",
    [ERR_IO] = "a file or socket failed",
    [ERR_BUSY] = "busy, try again later",
    [ERR_FULL] = "no space left",
    [ERR_CORRUPT] = "the database is damaged or was replaced",
    [ERR_READONLY] = "the database can't be written",
    [ERR_NOTFOUND] = "not found",
    [ERR_INVALID] = "the input breaks a rule",
    [ERR_TOOBIG] = "the input is too long",
    [ERR_DENIED] = "not allowed",
    [ERR_CONFLICT] = "it exists already",
    [ERR_BUG] = "a mistake in the program",
};
static_assert(sizeof texts / sizeof *texts == ERR_COUNT_, "each error has a text");

const char *
err_text(enum err e)
{
    size_t i = (size_t)e;
    return i < ERR_COUNT_ ? texts[i] : texts[ERR_BUG];
}

/* "file:line: message", or less of it; NULL without memory. */
static char *__attribute__((format(printf, 3, 0)))
report_line(const char *file, unsigned line, const char *fmt, va_list args)
{
    struct buf b = BUF_INIT;
    if (file != NULL && line > 0)
        buf_fmt(&b, "%s:%u: ", file, line);
    else if (file != NULL)
        buf_fmt(&b, "%s: ", file);
    buf_vfmt(&b, fmt, args);
    char *text = buf_take(&b);
    buf_free(&b);
    return text;
}

void
report_add(struct report *r, const char *file, unsigned line, const char *fmt, ...)
{
    assert(r != NULL && fmt != NULL);
    char **grown = NULL;
    if (r->count < REPORT_LINES_MAX)
        grown = realloc(r->line, (r->count + 1) * sizeof *r->line);
    if (grown == NULL) {
        r->missed++;
        return;
    }
    r->line = grown;
    va_list args;
    va_start(args, fmt);
    char *text = report_line(file, line, fmt, args);
    va_end(args);
    if (text == NULL)
        r->missed++;
    else
        r->line[r->count++] = text;
}

void
report_rewind(struct report *r, const struct report *before)
{
    assert(before->count <= r->count && before->missed <= r->missed);
    while (r->count > before->count)
        free(r->line[--r->count]);
    r->missed = before->missed;
}

void
report_log(const struct report *r)
{
    for (size_t i = 0; i < r->count; i++)
        log_event(LOG_ERROR, "report", "line", r->line[i], NULL);
    if (r->missed > 0) {
        struct buf b = BUF_INIT;
        buf_int(&b, (int64_t)r->missed);
        log_event(LOG_ERROR, "report_missed", "lines", buf_text(&b), NULL);
        buf_free(&b);
    }
}

void
report_free(struct report *r)
{
    for (size_t i = 0; i < r->count; i++)
        free(r->line[i]);
    free(r->line);
    *r = (struct report){0};
}
