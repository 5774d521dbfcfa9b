/*
 * fuzz_csv.c - any bytes as a CSV file whose people go onto a list.
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "http/url.h"
#include "ctl/import_row.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NOW = 1777816800 };

/* Cells hold text, without the NUL that ends them. */
static void
check_row(const struct row *r, int64_t after)
{
    assert(r->line > after && (r->fault == ROW_FINE) == (r->cells > 0));
    assert(r->cells <= LIMIT_ROW_CELLS);
    for (size_t i = 0; i < r->cells; i++)
        assert(text_valid(r->cell[i], strlen(r->cell[i]), true));
}

static void
check_person(const struct import_row *p, const struct row *r)
{
    assert(p->line == r->line && (r->fault == ROW_FINE || p->wrong != NULL));
    if (p->wrong != NULL)
        return;
    assert(strchr(p->mail.canonical, '@') != NULL && p->source[0] != '\0');
    assert(text_valid(p->name, strlen(p->name), false) &&
           text_valid(p->source, strlen(p->source), false));
}

/* The first row names the columns; where it doesn't, email alone is taken to stand there. */
static void
read_all(struct rows *rows)
{
    struct import_columns columns = {.at = {0, -1, -1, -1, -1}, .cells = 1}, named;
    struct import_row *person = malloc(sizeof *person);
    struct row row;
    char ignored[64];
    int64_t line = 0;

    if (person == NULL)
        abort();
    for (; rows_next(rows, &row) == ERR_OK; line = row.line) {
        check_row(&row, line);
        if (line == 0 && import_columns_read(&row, &named, ignored, sizeof ignored) == NULL)
            columns = named;
        import_row_read(&columns, &row, "card", NOW, person);
        check_person(person, &row);
    }
    free(person);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[32];
    struct rows *rows = NULL;
    int fd = memfd_create("rows", 0);

    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (rows_open(path, &rows) != ERR_OK)
        abort();
    read_all(rows);
    assert(rows_passed(rows) == (int64_t)size);
    rows_close(rows);
    close(fd);
    return 0;
}
