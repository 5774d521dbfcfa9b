/* test_rows.c - CSV files, read and written a row at a time. */
#include "ctl/rows.h"

#include <unistd.h>

#include "unit.h"

static char path[128];

static int
set_up(void **state)
{
    const char *tmp = getenv("TMPDIR");

    (void)state;
    snprintf(path, sizeof path, "%.80s/hc-test-rows-%ld", tmp != NULL ? tmp : "/tmp",
             (long)getpid());
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    unlink(path);
    return 0;
}

static struct rows *
rows_of(const char *text, size_t len)
{
    struct rows *r = NULL;
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, len, f), len);
    fclose(f);
    assert_int_equal(rows_open(path, &r), ERR_OK);
    return r;
}

/* What was read, as "line:cell|cell;" for a row and "line!fault;" for a wrong one. */
static const char *
told(const char *text, size_t len)
{
    static char out[2 * LIMIT_ROW];
    static const char faults[] = {
        [ROW_FINE] = '-', [ROW_QUOTES] = 'q', [ROW_BYTES] = 'b', [ROW_LONG] = 'l'};
    struct rows *r = rows_of(text, len);
    struct row row;
    size_t n = 0;
    enum err e;

    out[0] = '\0';
    while ((e = rows_next(r, &row)) == ERR_OK) {
        n += (size_t)snprintf(out + n, sizeof out - n, "%lld", (long long)row.line);
        if (row.fault != ROW_FINE)
            n += (size_t)snprintf(out + n, sizeof out - n, "!%c", faults[row.fault]);
        for (size_t i = 0; i < row.cells; i++)
            n += (size_t)snprintf(out + n, sizeof out - n, "%c%s", i == 0 ? ':' : '|', row.cell[i]);
        n += (size_t)snprintf(out + n, sizeof out - n, ";");
    }
    assert_int_equal(e, ERR_NOTFOUND);
    assert_int_equal(rows_next(r, &row), ERR_NOTFOUND);
    assert_int_equal(rows_passed(r), len);
    rows_close(r);
    return out;
}

static void
reads_rows(void **state)
{
    static const struct {
        const char *text, *rows;
    } cases[] = {
        {"", ""},
        {"\n\n  \n", ""},
        {"a", "1:a;"},
        {"a,b\n", "1:a|b;"},
        {"a,b\r\nc,d\r\n", "1:a|b;2:c|d;"},
        {"a\rb\r", "1:a;2:b;"},
        {"a\n\r\n\nb\n", "1:a;4:b;"},
        {"\xef\xbb\xbf"
         "a,b\n",
         "1:a|b;"},
        {"\xef\xbb\xbf", ""},
        {",\n", "1:|;"},
        {"\"\",\"\"\n", "1:|;"},
        {"\"a,b\",\"c \"\"d\"\"\"\n", "1:a,b|c \"d\";"},
        {"\"two\nlines\",x\ny\n", "1:two\nlines|x;3:y;"},
        {"\"two\r\nlines\",x\r\ny", "1:two\r\nlines|x;3:y;"},
        {" a , b \n", "1:a|b;"},
        {"caf\xc3\xa9\n", "1:caf\xc3\xa9;"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        expect(strcmp(told(cases[i].text, strlen(cases[i].text)), cases[i].rows) == 0,
               cases[i].text);
}

static void
tells_wrong_rows_and_goes_on(void **state)
{
    static const struct {
        const char *text, *rows;
    } cases[] = {
        {"a \"b\" c\nd\n", "1!q;2:d;"},
        {"\"a\"b,c\nd\n", "1!q;2:d;"},
        {"\"a,b\nc\nd\n", "1!q;2:c;3:d;"},
        {"a\n\"b", "1:a;2!q;"},
        {"\"a\n\"b\nc\n", "1!q;2!q;3:c;"},
        {"a\n\xff\xfe,b\nc\n", "1:a;2!b;3:c;"},
        {"\xff\xfe"
         "a\n",
         "1!b;"},
        {"a\x01\nb\n", "1!b;2:b;"},
    };
    static const char with_nul[] = "a,b\0c\nd\n";

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        expect(strcmp(told(cases[i].text, strlen(cases[i].text)), cases[i].rows) == 0,
               cases[i].text);
    assert_string_equal(told(with_nul, sizeof with_nul - 1), "1!b;2:d;");
}

/* A row that ends `extra` bytes past the most that a row may have, between two good ones. */
static const char *
around_limit(size_t extra, char quote)
{
    size_t len = LIMIT_ROW + extra;
    char *text = malloc(len + 16);
    const char *out;

    assert_non_null(text);
    memset(text, 'x', len + 16);
    memcpy(text, "a\n", 2);
    text[2] = quote;
    memcpy(text + 2 + len - 1, "\nb\n", 3);
    out = told(text, 2 + len + 2);
    free(text);
    return out;
}

static void
bounds_a_row(void **state)
{
    char many[2 * LIMIT_ROW_CELLS + 8];

    (void)state;
    assert_non_null(strstr(around_limit(0, 'x'), "2:x"));
    assert_string_equal(around_limit(1, 'x'), "1:a;2!l;3:b;");
    assert_string_equal(around_limit(50000, 'x'), "1:a;2!l;3:b;");
    assert_string_equal(around_limit(50000, '"'), "1:a;2!l;3:b;");
    memset(many, ',', sizeof many);
    memcpy(many + LIMIT_ROW_CELLS, "\nb\n", 3);
    assert_string_equal(told(many, LIMIT_ROW_CELLS + 3), "1!l;2:b;");
    memcpy(many + LIMIT_ROW_CELLS - 1, "\nb\n", 3);
    assert_null(strchr(told(many, LIMIT_ROW_CELLS + 2), '!'));
}

/* Rows of many lengths meet the window's end in every way. */
static void
reads_across_the_window(void **state)
{
    enum { ROWS = 20000 };
    FILE *f = fopen(path, "w");
    struct rows *r = NULL;
    struct row row;
    char want[64];

    (void)state;
    assert_non_null(f);
    for (int i = 0; i < ROWS; i++)
        fprintf(f, "%d,\"%0*d\"\r\n", i, i % 37 + 1, i);
    fclose(f);
    assert_int_equal(rows_open(path, &r), ERR_OK);
    for (int i = 0; i < ROWS; i++) {
        assert_int_equal(rows_next(r, &row), ERR_OK);
        snprintf(want, sizeof want, "%0*d", i % 37 + 1, i);
        assert_int_equal(row.cells, 2);
        assert_int_equal(row.line, i + 1);
        assert_string_equal(row.cell[1], want);
    }
    assert_int_equal(rows_next(r, &row), ERR_NOTFOUND);
    rows_close(r);
}

static void
tells_files_that_cannot_be_read(void **state)
{
    struct rows *r = NULL;
    struct row row;

    (void)state;
    assert_int_equal(rows_open("/nowhere/rows.csv", &r), ERR_NOTFOUND);
    assert_null(r);
    assert_int_equal(rows_open("/", &r), ERR_OK);
    assert_int_equal(rows_next(r, &row), ERR_IO);
    rows_close(r);
    rows_close(NULL);
}

static void
writes_what_it_reads(void **state)
{
    static const char *const cells[] = {
        "plain", "",    "with space", "a,b",     "say \"hi\"", "=1+1", "+1",
        "-1",    "@x",  "'=1",        "''-1",    "'",          "''",   "'x",
        "\t=x",  "\rx", "two\nlines", " edges ", "x=1",
    };
    struct rows *r = NULL;
    struct row row;
    FILE *f = fopen(path, "w");

    (void)state;
    assert_non_null(f);
    rows_write(f, cells, COUNT(cells));
    fclose(f);
    assert_int_equal(rows_open(path, &r), ERR_OK);
    assert_int_equal(rows_next(r, &row), ERR_OK);
    assert_int_equal(row.cells, COUNT(cells));
    for (size_t i = 0; i < COUNT(cells); i++) {
        expect(strcmp(cell_plain(row.cell[i]), cells[i]) == 0, cells[i]);
        expect(row.cell[i][0] == '\0' || strchr("=+-@\t\r", row.cell[i][0]) == NULL, cells[i]);
    }
    assert_int_equal(rows_next(r, &row), ERR_NOTFOUND);
    rows_close(r);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tells_wrong_rows_and_goes_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bounds_a_row, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_across_the_window, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tells_files_that_cannot_be_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(writes_what_it_reads, set_up, tear_down),
    };

    return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
