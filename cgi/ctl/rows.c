/* rows.c - CSV files, a row at a time. */
#include "rows.h"

#include <assert.h>
#include <csv.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "http/url.h"

struct rows {
    FILE *file;
    struct csv_parser parser;
    char window[LIMIT_ROW]; /* a part of the file: from the row that is read, or before */
    size_t begin, at, end;    /* there: where the row begins, how far it was read, what there is */
    bool ended;               /* the file has no more */
    int64_t dropped;          /* bytes before the window */
    int64_t line, begin_line; /* at `at` and at `begin` */
    char last;                /* the byte before `at` */

    struct buf text; /* the row's cells, each with its NUL */
    size_t cell_at[LIMIT_ROW_CELLS], cells;
    bool done;
    enum row_fault fault;
};

static bool
parser_begin(struct rows *r)
{
    return csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI) == 0;
}

enum err
rows_open(const char *path, struct rows **out)
{
    struct rows *r = calloc(1, sizeof *r);
    enum err e = ERR_NOMEM;

    *out = NULL;
    if (r == NULL)
        return e;
    r->line = 1;
    if ((r->file = fopen(path, "re")) == NULL)
        e = errno == ENOENT || errno == ENOTDIR ? ERR_NOTFOUND
            : errno == EACCES                   ? ERR_DENIED
                                                : ERR_IO;
    else if (parser_begin(r))
        e = ERR_OK;
    if (e == ERR_OK)
        *out = r;
    else
        rows_close(r);
    return e;
}

void
rows_close(struct rows *r)
{
    if (r == NULL)
        return;
    if (r->file != NULL)
        fclose(r->file);
    csv_free(&r->parser);
    buf_free(&r->text);
    free(r);
}

int64_t
rows_passed(const struct rows *r)
{
    return r->dropped + (int64_t)r->at;
}

/* Makes room before the row, and reads on. False where the row alone fills the window. */
static bool
window_fill(struct rows *r)
{
    size_t got;

    assert(r->begin <= r->at && r->at <= r->end);
    memmove(r->window, r->window + r->begin, r->end - r->begin);
    r->dropped += (int64_t)r->begin;
    r->at -= r->begin;
    r->end -= r->begin;
    r->begin = 0;
    if (r->end == sizeof r->window)
        return false;
    got = fread(r->window + r->end, 1, sizeof r->window - r->end, r->file);
    r->ended = got < sizeof r->window - r->end;
    r->end += got;
    return true;
}

/* Bytes from `at` to the line's end, that included; 0: the window has no end of this line. */
static size_t
line_length(const struct rows *r)
{
    for (size_t i = r->at; i < r->end; i++)
        if (r->window[i] == '\n' || r->window[i] == '\r')
            return i + 1 - r->at;
    return 0;
}

/* Steps over len bytes that hold at most one line end, as their last. */
static void
step(struct rows *r, size_t len)
{
    char last = r->window[r->at + len - 1];

    assert(len > 0 && r->at + len <= r->end);
    /* The LF of a CRLF belongs to the line that the CR has ended. */
    if (last == '\r' || (last == '\n' && (len > 1 || r->last != '\r')))
        r->line++;
    r->last = last;
    r->at += len;
}

/* The next line, or what is left of the file: its length, 0 at the end. May set r->fault. */
static size_t
line_find(struct rows *r)
{
    size_t len;

    while ((len = line_length(r)) == 0 && !r->ended)
        if (!window_fill(r)) {
            r->fault = ROW_LONG;
            return 0;
        }
    return len > 0 ? len : r->end - r->at;
}

static void
row_from_here(struct rows *r)
{
    r->begin = r->at;
    r->begin_line = r->line;
}

/* Back to where the row began, and over that line. */
static void
line_skip(struct rows *r)
{
    size_t len;

    r->at = r->begin;
    r->line = r->begin_line;
    r->last = '\0';
    while ((len = line_length(r)) == 0) {
        r->at = r->end;
        row_from_here(r);
        if (r->ended)
            return;
        window_fill(r);
    }
    step(r, len);
}

static bool
is_blank(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (strchr(" \t\r\n", text[i]) == NULL || text[i] == '\0')
            return false;
    return true;
}

static void
cell_end(void *bytes, size_t len, void *ctx)
{
    struct rows *r = ctx;

    if (r->cells == LIMIT_ROW_CELLS) {
        r->fault = ROW_LONG;
        return;
    }
    r->cell_at[r->cells++] = r->text.len;
    if (len > 0)
        buf_add(&r->text, bytes, len);
    buf_char(&r->text, '\0');
}

static void
row_end(int c, void *ctx)
{
    struct rows *r = ctx;

    (void)c;
    r->done = true;
}

/* Gives the parser a line, or the end of the file where len is 0. */
static enum err
line_parse(struct rows *r, size_t len)
{
    bool good = len > 0 ? csv_parse(&r->parser, r->window + r->at, len, cell_end, row_end, r) == len
                        : csv_fini(&r->parser, cell_end, row_end, r) == 0;

    if (!good && csv_error(&r->parser) != CSV_EPARSE)
        return ERR_NOMEM;
    if (!good)
        r->fault = ROW_QUOTES;
    else if (len > 0)
        step(r, len);
    return r->text.err;
}

/* Reads lines until a row is done or wrong. ERR_NOTFOUND: the file ends before one begins. */
static enum err
row_read(struct rows *r)
{
    enum err e = ERR_OK;

    while (e == ERR_OK && !r->done && r->fault == ROW_FINE) {
        size_t len = line_find(r);

        if (ferror(r->file))
            return ERR_IO;
        if (r->fault != ROW_FINE)
            break;
        if (r->at == r->begin && len == 0)
            return ERR_NOTFOUND;
        if (r->at > r->begin || !is_blank(r->window + r->at, len)) {
            e = line_parse(r, len);
        } else {
            step(r, len);
            row_from_here(r);
        }
    }
    return e;
}

/* Where each cell stands; a row that isn't text is wrong. */
static void
cells_show(struct rows *r, struct row *out)
{
    for (size_t i = 0; i < r->cells; i++) {
        size_t end = i + 1 < r->cells ? r->cell_at[i + 1] : r->text.len;

        out->cell[i] = r->text.data + r->cell_at[i];
        if (!text_valid(out->cell[i], end - r->cell_at[i] - 1, true))
            r->fault = ROW_BYTES;
    }
    out->cells = r->fault == ROW_FINE ? r->cells : 0;
}

static void
mark_skip(struct rows *r)
{
    static const char mark[] = {'\xef', '\xbb', '\xbf'};

    if (r->dropped == 0 && r->at == 0 && r->end == 0 && window_fill(r) && r->end >= sizeof mark &&
        memcmp(r->window, mark, sizeof mark) == 0)
        r->at = sizeof mark;
}

enum err
rows_next(struct rows *r, struct row *out)
{
    enum err e;

    mark_skip(r);
    buf_reset(&r->text);
    r->cells = 0;
    r->done = false;
    r->fault = ROW_FINE;
    row_from_here(r);
    if ((e = row_read(r)) != ERR_OK)
        return e;
    out->line = r->begin_line;
    if (r->fault != ROW_FINE) {
        csv_free(&r->parser);
        if (!parser_begin(r))
            return ERR_NOMEM;
        line_skip(r);
    }
    cells_show(r, out);
    out->fault = r->fault;
    return ferror(r->file) ? ERR_IO : ERR_OK;
}

/* Behind any apostrophes: what a spreadsheet takes for the beginning of a formula. */
static bool
is_formula(const char *cell)
{
    char c = cell[strspn(cell, "'")];

    return c != '\0' && strchr("=+-@\t\r", c) != NULL;
}

const char *
cell_plain(const char *cell)
{
    return cell[0] == '\'' && is_formula(cell) ? cell + 1 : cell;
}

static void
cell_write(FILE *out, const char *cell)
{
    const char *p = cell;

    fputc('"', out);
    if (is_formula(cell))
        fputc('\'', out);
    for (; *p != '\0'; p++) {
        if (*p == '"')
            fputc('"', out);
        fputc(*p, out);
    }
    fputc('"', out);
}

void
rows_write(FILE *out, const char *const *cell, size_t cells)
{
    for (size_t i = 0; i < cells; i++) {
        const char *text = cell[i] != NULL ? cell[i] : "";

        if (i > 0)
            fputc(',', out);
        if (is_formula(text) || strpbrk(text, ",\"\r\n \t") != NULL)
            cell_write(out, text);
        else
            fputs(text, out);
    }
    fputs("\r\n", out);
}
