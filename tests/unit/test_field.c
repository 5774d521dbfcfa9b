#include "unit.h"

#include "base/limits.h"
#include "http/field.h"

static const struct choice lists[] = {
    {"news", 1, 0}, {"offers", 2, 0}, {"club", 3, 0}, {NULL, 0, 0}};
static const struct choice countries[] = {{"US", 1, 0}, {"DE", 2, 0}, {NULL, 0, 0}};

static char scratch[80000];

static struct field_value
check(enum field_type type, const char *raw)
{
    static const struct choice *const choices[FIELD_TYPES_] = {
        [FIELD_CHOICE] = lists, [FIELD_CHOICES] = lists, [FIELD_SELECT] = lists, [FIELD_COUNTRY] = countries};
    struct field f = {.name = "f", .type = type, .max = 40, .choices = choices[type]};
    struct field_value v;
    field_check(&f, raw, scratch, &v);
    return v;
}

static void
takes_and_cleans(void **state)
{
    static const struct {
        enum field_type type;
        const char *raw, *text;
    } good[] = {
        {FIELD_LINE, "a", "a"},
        {FIELD_LINE, "  a \t b\r\n c  ", "a b c"},
        {FIELD_LINE, "\u00a0a\u2003\u3000b\u2028", "a b"},
        {FIELD_LINE, "<b>\"x\" & 'y'</b>", "<b>\"x\" & 'y'</b>"},
        {FIELD_LINE, "https://x.example", "https://x.example"},
        {FIELD_PERSON, "Ana Mar\u00eda O'Neil-Smith 3rd", "Ana Mar\u00eda O'Neil-Smith 3rd"},
        {FIELD_PERSON, "\u738b\u5c0f\u660e", "\u738b\u5c0f\u660e"},
        {FIELD_EMAIL, " Jane@Example.COM ", "Jane@Example.COM"},
        {FIELD_PHONE, "+1 (212) 555-0100 ext 12", "+1 (212) 555-0100 ext 12"},
        {FIELD_PHONE, "212.555.0100 EXT. 4", "212.555.0100 EXT. 4"},
        {FIELD_PHONE, "030/12345", "030/12345"},
        {FIELD_PHONE, "12345", "12345"},
        {FIELD_ZIP, "10001-1234", "10001-1234"},
        {FIELD_ZIP, " sw1a  1aa ", "sw1a 1aa"},
        {FIELD_COUNTRY, "US", "US"},
        {FIELD_COUNTRY, " de ", "DE"},
        {FIELD_TEXT, "\n a\n\n  b \n", "a\n\n  b"},
        {FIELD_TEXT, "http://a http://b www.c", "http://a http://b www.c"},
        {FIELD_NUMBER, "0", "0"},
        {FIELD_NUMBER, " 1200 ", "1200"},
        {FIELD_NUMBER, "1,200", "1200"},
        {FIELD_NUMBER, "12 000", "12000"},
        {FIELD_NUMBER, "1,234,567.5", "1234567.5"},
        {FIELD_NUMBER, "1\u00a0200", "1200"},
        {FIELD_NUMBER, "17.50", "17.50"},
        {FIELD_NUMBER, "0.235", "0.235"},
        {FIELD_LINK, "https://example.com", "https://example.com"},
        {FIELD_LINK, " HTTPS://a.example:8443/r%C3%A9?x=1&y=@#z ",
         "HTTPS://a.example:8443/r%C3%A9?x=1&y=@#z"},
        {FIELD_CHOICE, "offers", "offers"},
        {FIELD_SELECT, "club", "club"},
        {FIELD_CHOICES, " club ", "club"},
        {FIELD_REFERENCE, "00000000", "0000-0000"},
        {FIELD_REFERENCE, "oooo oooo", "0000-0000"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        struct field_value v = check(good[i].type, good[i].raw);
        expect(v.error == FIELD_OK && v.given, good[i].raw);
        assert_string_equal(v.text, good[i].text);
        assert_ptr_equal(v.typed, good[i].raw);
    }
    assert_string_equal(check(FIELD_EMAIL, "Jane@Example.COM").mail.canonical, "jane@example.com");
    assert_int_equal(check(FIELD_CHOICE, "offers").chosen, 2);
    assert_int_equal(check(FIELD_CHOICES, "club").chosen, 4);
}

static void
refuses_wrong_values(void **state)
{
    static const struct {
        enum field_type type;
        const char *raw;
        enum field_error error;
    } bad[] = {
        {FIELD_PERSON, "http://x.example", FIELD_HAS_LINKS},
        {FIELD_PERSON, "Jane https://x", FIELD_HAS_LINKS},
        {FIELD_PERSON, "WWW.x.example", FIELD_HAS_LINKS},
        {FIELD_PERSON, "[URL=x]", FIELD_HAS_LINKS},
        {FIELD_PERSON, "<A href=x>", FIELD_HAS_LINKS},
        {FIELD_EMAIL, "jane", FIELD_WRONG},
        {FIELD_EMAIL, "jane@example", FIELD_WRONG},
        {FIELD_EMAIL, "jane doe@example.com", FIELD_WRONG},
        {FIELD_EMAIL, "jane@example.com, x@y.zz", FIELD_WRONG},
        {FIELD_EMAIL, "jane@example.com\nBcc: x@y.zz", FIELD_WRONG},
        {FIELD_PHONE, "1234", FIELD_WRONG},
        {FIELD_PHONE, "+ ( ) - . /", FIELD_WRONG},
        {FIELD_PHONE, "12345x", FIELD_WRONG},
        {FIELD_PHONE, "12345 ex 1", FIELD_WRONG},
        {FIELD_PHONE, "call me", FIELD_WRONG},
        {FIELD_PHONE, "1-800-FLOWERS", FIELD_WRONG},
        {FIELD_PHONE, "12345;6", FIELD_WRONG},
        {FIELD_PHONE, "\u0661\u0662\u0663\u0664\u0665", FIELD_WRONG}, /* other digits */
        {FIELD_ZIP, "10001_1", FIELD_WRONG},
        {FIELD_ZIP, "---", FIELD_WRONG},
        {FIELD_ZIP, "10001;", FIELD_WRONG},
        {FIELD_ZIP, "1000\u00e9", FIELD_WRONG},
        {FIELD_ZIP, "<10001>", FIELD_WRONG},
        {FIELD_COUNTRY, "FR", FIELD_WRONG},
        {FIELD_COUNTRY, "USA", FIELD_WRONG},
        {FIELD_COUNTRY, "U", FIELD_WRONG},
        {FIELD_COUNTRY, "U1", FIELD_WRONG},
        {FIELD_COUNTRY, "\u00c4", FIELD_WRONG},
        {FIELD_TEXT, "http://a http://b http://c http://d", FIELD_HAS_LINKS},
        {FIELD_TEXT, "www.a www.b [url] href=", FIELD_HAS_LINKS},
        {FIELD_CHOICE, "other", FIELD_WRONG},
        {FIELD_CHOICE, "News", FIELD_WRONG},
        {FIELD_CHOICE, "news,club", FIELD_WRONG},
        {FIELD_CHOICE, "new", FIELD_WRONG},
        {FIELD_CHOICES, "newsx", FIELD_WRONG},
        {FIELD_REFERENCE, "0000-0001", FIELD_WRONG},
        {FIELD_REFERENCE, "0000-000", FIELD_WRONG},
        {FIELD_REFERENCE, "0000-00000", FIELD_WRONG},
        {FIELD_REFERENCE, "0000/0000", FIELD_WRONG},
        {FIELD_REFERENCE, "x", FIELD_WRONG},
        {FIELD_NUMBER, "many", FIELD_WRONG},
        {FIELD_NUMBER, "-1", FIELD_WRONG},
        {FIELD_NUMBER, "1,7", FIELD_WRONG},
        {FIELD_NUMBER, "1200,500", FIELD_WRONG},
        {FIELD_NUMBER, "1,200,50", FIELD_WRONG},
        {FIELD_NUMBER, "1,20.5", FIELD_WRONG},
        {FIELD_NUMBER, "1.200.000", FIELD_WRONG},
        {FIELD_NUMBER, "1.200,5", FIELD_WRONG},
        {FIELD_NUMBER, ".5", FIELD_WRONG},
        {FIELD_NUMBER, "5.", FIELD_WRONG},
        {FIELD_NUMBER, "5.1234", FIELD_WRONG},
        {FIELD_NUMBER, ",100", FIELD_WRONG},
        {FIELD_NUMBER, "1e3", FIELD_WRONG},
        {FIELD_NUMBER, "\uff11", FIELD_WRONG},
        {FIELD_LINK, "http://example.com", FIELD_WRONG},
        {FIELD_LINK, "example.com", FIELD_WRONG},
        {FIELD_LINK, "https://", FIELD_WRONG},
        {FIELD_LINK, "https://localhost", FIELD_WRONG},
        {FIELD_LINK, "https://example.", FIELD_WRONG},
        {FIELD_LINK, "https://.com", FIELD_WRONG},
        {FIELD_LINK, "https:///example.com", FIELD_WRONG},
        {FIELD_LINK, "https://shop.example@evil.example", FIELD_WRONG},
        {FIELD_LINK, "https://a.example/a b", FIELD_WRONG},
        {FIELD_LINK, "https://a.example/<", FIELD_WRONG},
        {FIELD_LINK, "https://m\u00fcnchen.example", FIELD_WRONG},
        {FIELD_LINK, "javascript:https://a.example", FIELD_WRONG},
        {FIELD_SELECT, "none", FIELD_WRONG},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct field_value v = check(bad[i].type, bad[i].raw);
        expect(v.error == bad[i].error, bad[i].raw);
        assert_string_equal(v.typed, bad[i].raw);
        assert_int_equal(v.chosen, 0);
    }
}

static void
tells_missing_from_optional(void **state)
{
    static const char *const empty[] = {"", " ", "\t\r\n ", "\u00a0\u3000\u2029"};
    (void)state;
    for (int type = 0; type < FIELD_TYPES_; type++)
        for (size_t i = 0; i < COUNT(empty); i++) {
            struct field f = {.name = "f", .type = (enum field_type)type, .choices = lists};
            struct field_value v;
            field_check(&f, empty[i], scratch, &v);
            assert_int_equal(v.error, FIELD_OK);
            f.flags = FIELD_REQUIRED;
            field_check(&f, empty[i], scratch, &v);
            assert_int_equal(v.error, FIELD_MISSING);
            assert_false(v.given);
            assert_string_equal(v.text, "");
        }
}

static void
counts_characters_not_bytes(void **state)
{
    struct field f = {.name = "f", .type = FIELD_LINE, .max = 3};
    struct field_value v;
    char raw[4 * FIELD_VALUE_MAX + 8] = "  ";
    (void)state;
    field_check(&f, " \u00e9\u4e00\U0001f48e ", scratch, &v);
    assert_int_equal(v.error, FIELD_OK);
    field_check(&f, "\u00e9\u4e00\U0001f48ex", scratch, &v);
    assert_int_equal(v.error, FIELD_TOO_LONG);

    for (int type = 0; type < FIELD_TYPES_; type++) {
        f = (struct field){.name = "f", .type = (enum field_type)type, .choices = lists};
        field_check(&f, letters('1', FIELD_VALUE_MAX + 1), scratch, &v);
        assert_int_equal(v.error, FIELD_TOO_LONG);
        field_check(&f, letters('1', FIELD_VALUE_MAX), scratch, &v);
        assert_int_not_equal(v.error, FIELD_TOO_LONG);
    }
    f.type = FIELD_TEXT;
    for (int i = 0; i < FIELD_VALUE_MAX; i++)
        strcpy(raw + 2 + 4 * i, "\U0001f48e");
    field_check(&f, raw, scratch, &v);
    assert_int_equal(v.error, FIELD_OK);
}

static void
takes_any_country_without_choices(void **state)
{
    struct field f = {.name = "f", .type = FIELD_COUNTRY};
    struct field_value v;
    (void)state;
    field_check(&f, "nz", scratch, &v);
    assert_int_equal(v.error, FIELD_OK);
    assert_string_equal(v.text, "NZ");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_and_cleans),
        cmocka_unit_test(refuses_wrong_values),
        cmocka_unit_test(tells_missing_from_optional),
        cmocka_unit_test(counts_characters_not_bytes),
        cmocka_unit_test(takes_any_country_without_choices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
