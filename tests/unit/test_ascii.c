#include "unit.h"

#include "base/ascii.h"

static void
knows_digits_and_letters(void **state)
{
    (void)state;
    for (int c = 0; c < 256; c++) {
        bool digit = c >= 48 && c <= 57, letter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
        assert_int_equal(ascii_is_digit((char)c), digit);
        assert_int_equal(ascii_is_letter((char)c), letter);
    }
}

static void
reads_numbers(void **state)
{
    static const struct {
        const char *text;
        int64_t most, number;
    } rows[] = {
        {"1", 1, 1},
        {"366", 366, 366},
        {"007", 9, 7},
        {"2147483647", INT32_MAX, INT32_MAX},
        {"2147483648", INT32_MAX, 0},
        {"99999999999999999999999", INT32_MAX, 0},
        {"7", 5, 0},
        {"367", 366, 0},
        {"0", 9, 0},
        {"", 9, 0},
        {"-1", 9, 0},
        {"+1", 9, 0},
        {" 1", 9, 0},
        {"1 ", 9, 0},
        {"7x", 9, 0},
        {"\xd9\xa1", 9, 0}, /* a digit, but of another script */
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(ascii_number(rows[i].text, rows[i].most), rows[i].number);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_digits_and_letters),
        cmocka_unit_test(reads_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
