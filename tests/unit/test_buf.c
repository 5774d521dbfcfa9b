#define _POSIX_C_SOURCE 200809L

#include "unit.h"

#include <unistd.h>

#include "base/buf.h"

static void
appends_each_kind(void **state)
{
    (void)state;
    struct buf b = BUF_INIT;
    assert_string_equal(buf_text(&b), "");
    buf_str(&b, "a");
    buf_str(&b, NULL);
    buf_char(&b, 'b');
    buf_int(&b, INT64_MIN);
    buf_fmt(&b, "[%s]", "c");
    buf_add(&b, "d\0e", 3);
    assert_int_equal(b.err, ERR_OK);
    assert_int_equal(b.len, 2 + 20 + 3 + 3);
    assert_memory_equal(buf_text(&b), "ab-9223372036854775808[c]d\0e", b.len + 1);
    buf_free(&b);
}

static void
grows_over_many_appends(void **state)
{
    (void)state;
    struct buf b = BUF_INIT;
    for (int i = 0; i < 5000; i++)
        buf_fmt(&b, "%04d", i);
    assert_int_equal(b.len, 20000);
    assert_memory_equal(b.data + 4 * 4321, "4321", 4);
    buf_free(&b);
}

static void
keeps_its_first_error(void **state)
{
    (void)state;
    struct buf b = {.max = 5};
    buf_str(&b, "12345");
    assert_int_equal(b.err, ERR_OK);
    buf_char(&b, '6');
    assert_int_equal(b.err, ERR_TOOBIG);
    buf_str(&b, "");
    assert_string_equal(buf_text(&b), "12345");
    assert_null(buf_take(&b));
    buf_reset(&b);
    buf_fmt(&b, "%d", 123456);
    assert_int_equal(b.err, ERR_TOOBIG);
    buf_reset(&b);
    buf_str(&b, "ok");
    assert_int_equal(b.err, ERR_OK);
    assert_string_equal(buf_text(&b), "ok");
    buf_free(&b);
}

static void
refuses_a_length_that_wraps(void **state)
{
    (void)state;
    struct buf b = BUF_INIT;
    buf_add(&b, "x", SIZE_MAX);
    assert_int_equal(b.err, ERR_TOOBIG);
    buf_free(&b);
}

static void
gives_its_bytes_away(void **state)
{
    (void)state;
    struct buf b = BUF_INIT;
    char *empty = buf_take(&b);
    assert_string_equal(empty, "");
    free(empty);
    buf_str(&b, "text");
    char *text = buf_take(&b);
    assert_string_equal(text, "text");
    assert_int_equal(b.len, 0);
    assert_string_equal(buf_text(&b), "");
    free(text);
    buf_free(&b);
}

static void
reads_files_up_to_a_size(void **state)
{
    (void)state;
    char path[] = "/tmp/hc-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    const char *text = letters('x', 10000);
    assert_int_equal(write(fd, text, 10000), 10000);
    close(fd);

    struct buf b = BUF_INIT;
    assert_int_equal(buf_read_file(&b, path, 10000), ERR_OK);
    assert_int_equal(b.len, 10000);
    buf_reset(&b);
    assert_int_equal(buf_read_file(&b, path, 9999), ERR_TOOBIG);
    buf_free(&b);
    b.max = 100;
    assert_int_equal(buf_read_file(&b, path, 10000), ERR_TOOBIG);
    buf_free(&b);
    unlink(path);
    assert_int_equal(buf_read_file(&b, path, 1), ERR_NOTFOUND);
    assert_int_equal(buf_read_file(&b, "/dev/null/x", 1), ERR_NOTFOUND);
    assert_int_equal(buf_read_file(&b, "/", 1), ERR_IO);
    buf_free(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appends_each_kind),     cmocka_unit_test(grows_over_many_appends),
        cmocka_unit_test(keeps_its_first_error), cmocka_unit_test(refuses_a_length_that_wraps),
        cmocka_unit_test(gives_its_bytes_away),  cmocka_unit_test(reads_files_up_to_a_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
