/* import_row.c - what a row of an import says. */
#include "import_row.h"

#include <assert.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/clock.h"
#include "http/field.h"
#include "http/url.h"

static const char *const column_names[] = {
    [COLUMN_EMAIL] = "email",   [COLUMN_NAME] = "name",   [COLUMN_SOURCE] = "consent_source",
    [COLUMN_AT] = "consent_at", [COLUMN_STATE] = "state",
};
static_assert(sizeof column_names / sizeof *column_names == COLUMNS_, "every column has its name");

static const char *const faults[] = {
    [ROW_FINE] = NULL,
    [ROW_QUOTES] = "a quotation mark is out of place",
    [ROW_BYTES] = "not UTF-8, or control characters in it",
    [ROW_LONG] = "too long, or a quotation mark is never closed",
};

static const struct field name_rule = {
    .name = "name", .type = FIELD_PERSON, .max = IMPORT_NAME_CHARS};
static const struct field source_rule = {
    .name = "consent_source", .type = FIELD_LINE, .max = IMPORT_SOURCE_CHARS};

/* The column that a cell of the first row names, or COLUMNS_. */
static enum import_column
column_find(const char *cell)
{
    size_t len, c;

    cell += strspn(cell, " \t");
    len = strcspn(cell, " \t");
    for (c = 0; c < COLUMNS_; c++)
        if (strlen(column_names[c]) == len && strncasecmp(cell, column_names[c], len) == 0)
            break;
    return (enum import_column)c;
}

static void
ignored_add(char *ignored, size_t size, const char *name)
{
    size_t len = strlen(ignored);

    snprintf(ignored + len, size - len, "%s%s", len > 0 ? ", " : "", name);
}

const char *
import_columns_read(const struct row *r, struct import_columns *out, char *ignored, size_t size)
{
    assert(size > 0);
    ignored[0] = '\0';
    *out = (struct import_columns){.cells = r->cells};
    for (size_t c = 0; c < COLUMNS_; c++)
        out->at[c] = -1;
    if (r->fault != ROW_FINE)
        return faults[r->fault];
    for (size_t i = 0; i < r->cells; i++) {
        enum import_column c = column_find(r->cell[i]);

        if (c == COLUMNS_)
            ignored_add(ignored, size, r->cell[i]);
        else if (out->at[c] >= 0)
            return "it names a column twice";
        else
            out->at[c] = (int)i;
    }
    return out->at[COLUMN_EMAIL] >= 0
               ? NULL
               : "it must name the columns, email among them, with commas between";
}

bool
import_time(const char *text, int64_t *out)
{
    /* Noon, so that a date alone is that day in the shop's zone too. */
    static const char *const forms[] = {"",          "T%H:%MZ", "T%H:%M",   "T%H:%M:%SZ",
                                        "T%H:%M:%S", " %H:%M",  " %H:%M:%S"};
    char date[11] = "";
    struct tm tm = {.tm_hour = 12};

    memcpy(date, text, strnlen(text, 10));
    if (!clock_iso_valid(date) || strptime(date, "%Y-%m-%d", &tm) == NULL)
        return false;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct tm at = tm;
        const char *end = strptime(text + 10, forms[i], &at);

        if (end == NULL || *end != '\0')
            continue;
        *out = timegm(&at);
        return true;
    }
    return false;
}

/* A column's cell; "" where there is no such column. */
static const char *
cell_of(const struct import_columns *c, const struct row *r, enum import_column column)
{
    return c->at[column] >= 0 ? cell_plain(r->cell[c->at[column]]) : "";
}

/* Puts a cell into out by a form's rule; false if it breaks it. */
static bool
line_read(const struct field *rule, const char *cell, char *out, size_t size)
{
    char scratch[LIMIT_ROW + FIELD_SCRATCH];
    struct field_value value;

    assert(strlen(cell) < LIMIT_ROW);
    field_check(rule, cell, scratch, &value);
    if (value.error != FIELD_OK)
        return false;
    snprintf(out, size, "%s", value.text);
    return true;
}

/* NULL, or why the row is refused. */
static const char *
row_judge(const struct import_columns *c, const struct row *r, const char *source, int64_t now,
          struct import_row *out)
{
    const char *email = cell_of(c, r, COLUMN_EMAIL), *at = cell_of(c, r, COLUMN_AT);
    const char *state = cell_of(c, r, COLUMN_STATE);

    snprintf(out->email, sizeof out->email, "%s", email);
    if (!mail_address_parse(email, strlen(email), &out->mail))
        return "no mail address";
    if (*state != '\0' && strcasecmp(state, "active") != 0)
        return "its state is not active";
    if (!line_read(&name_rule, cell_of(c, r, COLUMN_NAME), out->name, sizeof out->name))
        return "the name is too long, or holds a link";
    if (!line_read(&source_rule, cell_of(c, r, COLUMN_SOURCE), out->source, sizeof out->source))
        return "consent_source is too long";
    if (out->source[0] == '\0' && source != NULL)
        snprintf(out->source, sizeof out->source, "%s", source);
    if (out->source[0] == '\0')
        return "nothing says how they agreed: a column consent_source, or --source";
    if (*at != '\0' && !import_time(at, &out->source_at))
        return "consent_at is not a date like 2024-05-03";
    return out->source_at > now + DAY_SECONDS ? "consent_at lies ahead" : NULL;
}

void
import_row_read(const struct import_columns *c, const struct row *r, const char *source,
                int64_t now, struct import_row *out)
{
    *out = (struct import_row){.line = r->line};
    if (r->fault != ROW_FINE)
        out->wrong = faults[r->fault];
    else if (r->cells != c->cells)
        out->wrong = "not as many cells as the first row has";
    else
        out->wrong = row_judge(c, r, source, now, out);
}
