/* test_import_row.c - what a row of an import says, and which are refused. */
#include "ctl/import_row.h"

#include "unit.h"

enum { NOW = 1777816800 /* 2026-05-03 14:00 UTC */ };

/* A row of the cells, ended by NULL. */
static struct row
row_of(const char *const *cell)
{
    struct row r = {.line = 7};

    for (; cell[r.cells] != NULL; r.cells++)
        r.cell[r.cells] = cell[r.cells];
    return r;
}

#define ROW(...) row_of((const char *const[]){__VA_ARGS__, NULL})

static struct import_columns
all_columns(void)
{
    struct row names = ROW("email", "name", "consent_source", "consent_at", "state");
    struct import_columns c;
    char ignored[64];

    assert_null(import_columns_read(&names, &c, ignored, sizeof ignored));
    assert_string_equal(ignored, "");
    return c;
}

static void
reads_the_columns(void **state)
{
    struct row names = ROW("Notes", " Name ", "E-MAIL", "EMAIL", "phone");
    struct import_columns c;
    char ignored[64], small[8];

    (void)state;
    assert_null(import_columns_read(&names, &c, ignored, sizeof ignored));
    assert_string_equal(ignored, "Notes, E-MAIL, phone");
    assert_int_equal(c.at[COLUMN_EMAIL], 3);
    assert_int_equal(c.at[COLUMN_NAME], 1);
    assert_int_equal(c.at[COLUMN_SOURCE], -1);
    assert_int_equal(c.cells, 5);
    assert_null(import_columns_read(&names, &c, small, sizeof small));
    assert_string_equal(small, "Notes, ");
}

static void
refuses_wrong_columns(void **state)
{
    struct row wrong[] = {
        ROW("name"), ROW("email", "Email"), ROW("email;name"), {.fault = ROW_BYTES}, ROW("")};
    struct import_columns c;
    char ignored[64];

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_non_null(import_columns_read(&wrong[i], &c, ignored, sizeof ignored));
}

static void
reads_a_row(void **state)
{
    struct import_columns c = all_columns();
    struct row row = ROW(" Ann@Example.COM ", "'=Ann   Lee ", "paper form", "2024-05-03", "Active");
    struct row bare = ROW("ann@example.com", "", "", "", "");
    struct import_row *out = calloc(1, sizeof *out);

    (void)state;
    assert_non_null(out);
    import_row_read(&c, &row, "other", NOW, out);
    assert_null(out->wrong);
    assert_int_equal(out->line, 7);
    assert_string_equal(out->mail.canonical, "ann@example.com");
    assert_string_equal(out->name, "=Ann Lee");
    assert_string_equal(out->source, "paper form");
    assert_int_equal(out->source_at, 1714737600);
    import_row_read(&c, &bare, "other", NOW, out);
    assert_null(out->wrong);
    assert_string_equal(out->name, "");
    assert_string_equal(out->source, "other");
    assert_int_equal(out->source_at, 0);
    free(out);
}

static void
refuses_rows(void **state)
{
    struct import_columns c = all_columns();
    const struct row wrong[] = {
        {.fault = ROW_QUOTES},
        {.fault = ROW_BYTES},
        {.fault = ROW_LONG},
        ROW("ann@example.com", "Ann", "card", ""),
        ROW("ann@example.com", "Ann", "card", "", "", ""),
        ROW("ann", "Ann", "card", "", ""),
        ROW("", "Ann", "card", "", ""),
        ROW("ann@example.com\nBcc: x@example.com", "Ann", "card", "", ""),
        ROW("ann@example.com", "see www.example.com", "card", "", ""),
        ROW("ann@example.com", letters('n', IMPORT_NAME_CHARS + 1), "card", "", ""),
        ROW("ann@example.com", "Ann", "", "", ""),
        ROW("ann@example.com", "Ann", "card", "05/03/2024", ""),
        ROW("ann@example.com", "Ann", "card", "2026-05-06", ""),
        ROW("ann@example.com", "Ann", "card", "", "opted_out"),
        ROW("ann@example.com", "Ann", "card", "", "pending"),
    };
    struct import_row *out = calloc(1, sizeof *out);

    (void)state;
    assert_non_null(out);
    for (size_t i = 0; i < COUNT(wrong); i++) {
        char number[16];

        snprintf(number, sizeof number, "row %zu", i);
        import_row_read(&c, &wrong[i], NULL, NOW, out);
        expect(out->wrong != NULL, number);
    }
    free(out);
}

static void
reads_times(void **state)
{
    static const struct {
        const char *text;
        int64_t time; /* -1: refused */
    } cases[] = {
        {"2024-05-03", 1714737600},
        {"2024-05-03T14:00:00Z", 1714744800},
        {"2024-05-03T14:00:00", 1714744800},
        {"2024-05-03T14:00Z", 1714744800},
        {"2024-05-03 14:00", 1714744800},
        {"2024-05-03 14:00:30", 1714744830},
        {"1999-12-31", 946641600},
        {"", -1},
        {"2024-05", -1},
        {"2024-02-30", -1},
        {"3 May 2024", -1},
        {"2024-05-03x", -1},
        {"2024-05-03T25:00Z", -1},
        {"2024-05-03T14:00+02:00", -1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t time = -1;

        expect(import_time(cases[i].text, &time) == (cases[i].time != -1), cases[i].text);
        expect(time == cases[i].time, cases[i].text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_columns), cmocka_unit_test(refuses_wrong_columns),
        cmocka_unit_test(reads_a_row),       cmocka_unit_test(refuses_rows),
        cmocka_unit_test(reads_times),
    };

    return cmocka_run_group_tests_name("import_row", tests, NULL, NULL);
}
