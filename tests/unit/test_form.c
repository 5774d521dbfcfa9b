#include "unit.h"

#include "http/form.h"

static const struct choice lists[] = {
    {"news", 1, 0}, {"offers", 2, 0}, {"club", 3, 0}, {NULL, 0, 0}};

static const struct field fields[] = {
    {.name = "email", .type = FIELD_EMAIL, .flags = FIELD_REQUIRED, .max = 254},
    {.name = "name", .type = FIELD_PERSON, .flags = FIELD_REQUIRED, .max = 100},
    {.name = "list", .type = FIELD_CHOICES, .flags = FIELD_REQUIRED, .choices = lists},
    {.name = "one", .type = FIELD_CHOICE, .choices = lists},
    {.name = "message", .type = FIELD_TEXT, .max = 20},
    {.name = "reference", .type = FIELD_REFERENCE, .max = 20},
};

static struct params p;
static struct form_data d;

static enum err
read_form(const char *body)
{
    form_data_free(&d);
    params_free(&p);
    assert_int_equal(params_parse(&p, body, strlen(body), true), ERR_OK);
    return form_read(&d, fields, COUNT(fields), &p);
}

static int
tear_down(void **state)
{
    (void)state;
    form_data_free(&d);
    params_free(&p);
    return 0;
}

static void
reads_a_good_form(void **state)
{
    (void)state;
    assert_int_equal(read_form("email=a%40b.cd&name=+Ann++Lee+&list=news&list=club&message=x%0D%0Ay"
                               "&one=&reference=00000000&nonce=abc&website="),
                     ERR_OK);
    assert_int_equal(d.errors, 0);
    assert_string_equal(form_text(&d, "email"), "a@b.cd");
    assert_string_equal(form_value(&d, "email")->mail.canonical, "a@b.cd");
    assert_string_equal(form_text(&d, "name"), "Ann Lee");
    assert_string_equal(form_value(&d, "name")->typed, " Ann  Lee ");
    assert_int_equal(form_value(&d, "list")->chosen, 1 | 4);
    assert_string_equal(form_text(&d, "message"), "x\ny");
    assert_null(form_text(&d, "one"));
    assert_string_equal(form_text(&d, "reference"), "0000-0000");
    assert_string_equal(d.nonce, "abc");
    assert_false(d.trapped);
}

static void
tells_all_errors_at_once(void **state)
{
    (void)state;
    assert_int_equal(read_form("email=a&one=x&message=123456789012345678901&reference=1"), ERR_OK);
    assert_int_equal(d.errors, 6);
    assert_int_equal(form_value(&d, "email")->error, FIELD_WRONG);
    assert_int_equal(form_value(&d, "name")->error, FIELD_MISSING);
    assert_int_equal(form_value(&d, "list")->error, FIELD_MISSING);
    assert_int_equal(form_value(&d, "one")->error, FIELD_WRONG);
    assert_int_equal(form_value(&d, "message")->error, FIELD_TOO_LONG);
    assert_string_equal(form_value(&d, "message")->typed, "123456789012345678901");
    assert_string_equal(form_value(&d, "name")->typed, "");
    assert_string_equal(d.nonce, "");

    assert_int_equal(read_form(""), ERR_OK);
    assert_int_equal(d.errors, 3);
}

static void
joins_several_choices(void **state)
{
    static const struct {
        const char *body;
        uint32_t chosen;
        enum field_error error;
    } cases[] = {
        {"list=news", 1, FIELD_OK},           {"list=club&list=news&list=offers", 7, FIELD_OK},
        {"list=news&list=news", 1, FIELD_OK}, {"list=&list=offers&list=+", 2, FIELD_OK},
        {"list=", 0, FIELD_MISSING},          {"list=news&list=x", 1, FIELD_WRONG},
        {"list=x&list=news", 1, FIELD_WRONG},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(read_form(cases[i].body), ERR_OK);
        expect(form_value(&d, "list")->chosen == cases[i].chosen, cases[i].body);
        expect(form_value(&d, "list")->error == cases[i].error, cases[i].body);
    }
}

static void
refuses_unknown_and_repeated_parameters(void **state)
{
    static const char *const bad[] = {
        "other=1",
        "email=a%40b.cd&other=",
        "=x",
        "Email=a",
        "email+=a",
        "email%5B%5D=a",
        "email=a&email=a",
        "name=a&email=b&name=c",
        "one=news&one=news",
        "message=a&message=b",
        "nonce=a&nonce=a",
        "website=&website=",
        "submit=Send",
        "utm_source=x",
        "emai=a",
        "emails=a",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        expect(read_form(bad[i]) == ERR_INVALID, bad[i]);
        assert_int_equal(d.errors, 0);
        assert_string_equal(form_value(&d, "email")->typed, "");
    }
}

static void
notices_the_trap(void **state)
{
    (void)state;
    assert_int_equal(read_form("website=http%3A%2F%2Fx"), ERR_OK);
    assert_true(d.trapped);
    assert_int_equal(read_form("website=+"), ERR_OK);
    assert_true(d.trapped);
}

static void
begins_empty(void **state)
{
    struct form_data empty;
    (void)state;
    form_empty(&empty, fields, COUNT(fields));
    for (size_t i = 0; i < COUNT(fields); i++) {
        assert_string_equal(form_value(&empty, fields[i].name)->typed, "");
        assert_null(form_text(&empty, fields[i].name));
    }
    assert_int_equal(empty.errors, 0);
    form_data_free(&empty);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_good_form),
        cmocka_unit_test(tells_all_errors_at_once),
        cmocka_unit_test(joins_several_choices),
        cmocka_unit_test(refuses_unknown_and_repeated_parameters),
        cmocka_unit_test(notices_the_trap),
        cmocka_unit_test(begins_empty),
    };
    return cmocka_run_group_tests(tests, NULL, tear_down);
}
