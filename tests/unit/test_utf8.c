#include "unit.h"

#include "base/utf8.h"

static void
reads_each_length(void **state)
{
    static const struct {
        const char *text;
        uint32_t c;
        size_t len;
    } good[] = {
        {"a", 'a', 1},
        {"\x7f", 0x7f, 1},
        {"\xc2\x80", 0x80, 2},
        {"\xdf\xbf", 0x7ff, 2},
        {"\xe0\xa0\x80", 0x800, 3},
        {"\xed\x9f\xbf", 0xd7ff, 3},
        {"\xee\x80\x80", 0xe000, 3},
        {"\xef\xbf\xbf", 0xffff, 3},
        {"\xf0\x90\x80\x80", 0x10000, 4},
        {"\xf4\x8f\xbf\xbf", 0x10ffff, 4},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        uint32_t c = 0;
        assert_int_equal(utf8_read(good[i].text, strlen(good[i].text), &c), good[i].len);
        assert_int_equal(c, good[i].c);
    }
}

static void
refuses_what_is_not_utf8(void **state)
{
    static const char *const bad[] = {
        "\x80",             /* a byte that only follows */
        "\xbf",             /* the last of them */
        "\xc0\x80",         /* NUL in two bytes */
        "\xc1\xbf",         /* overlong */
        "\xc3",             /* cut off */
        "\xc3(",            /* not followed by one */
        "\xe0\x9f\xbf",     /* overlong */
        "\xe2\x82",         /* cut off */
        "\xe2(\xa1",        /* second byte wrong */
        "\xe2\x82(",        /* third byte wrong */
        "\xed\xa0\x80",     /* first surrogate */
        "\xed\xbf\xbf",     /* last surrogate */
        "\xf0\x8f\xbf\xbf", /* overlong */
        "\xf0\x9f\x98",     /* cut off */
        "\xf0(\x8c\xbc",    /* second byte wrong */
        "\xf4\x90\x80\x80", /* past the last character */
        "\xf5\x80\x80\x80", /* further past it */
        "\xf8\x88\x80\x80\x80",
        "\xfc\x84\x80\x80\x80\x80",
        "\xfe",
        "\xff",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        uint32_t c;
        assert_int_equal(utf8_read(bad[i], strlen(bad[i]), &c), 0);
    }
}

static void
knows_controls_and_spaces(void **state)
{
    static const uint32_t controls[] = {0, 0x1f, 0x7f, 0x80, 0x9f};
    static const uint32_t spaces[] = {'\t',   '\n',   '\r',   ' ',    0x85,   0xa0,
                                      0x1680, 0x2003, 0x2028, 0x202f, 0x205f, 0x3000};
    static const uint32_t neither[] = {'a', '~', 0xa1, 0x200b, 0x2010, 0x4e00};
    (void)state;
    for (size_t i = 0; i < COUNT(controls); i++)
        assert_true(utf8_is_control(controls[i]));
    for (size_t i = 0; i < COUNT(spaces); i++)
        assert_true(utf8_is_space(spaces[i]));
    for (size_t i = 0; i < COUNT(neither); i++)
        assert_false(utf8_is_control(neither[i]) || utf8_is_space(neither[i]));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_each_length),
        cmocka_unit_test(refuses_what_is_not_utf8),
        cmocka_unit_test(knows_controls_and_spaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
