#include "unit.h"

#include "http/multipart.h"

#define PART(name, value)                                                                          \
    "--b\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define END "--b--\r\n"

static struct params p;

static enum err
parse(const char *body)
{
    params_free(&p);
    return multipart_parse(&p, "b", body, strlen(body));
}

static void
finds_the_boundary(void **state)
{
    (void)state;
    char out[MULTIPART_BOUNDARY], type[256];
    static const struct {
        const char *type, *boundary;
    } rows[] = {
        {"multipart/form-data; boundary=b", "b"},
        {"multipart/form-data;boundary=\"a b\"", "a b"},
        {"multipart/form-data; charset=utf-8; BOUNDARY=----x-1", "----x-1"},
        {"multipart/form-data", ""},
        {"multipart/form-data; boundary=", ""},
        {"multipart/form-data; boundary=\"\"", ""},
        {"multipart/form-data; boundary=\"b ", ""},
        {"multipart/form-data; boundary=\"b \"", ""},
        {"multipart/form-data; boundary=\"a\\b\"", ""},
        {"multipart/form-data; boundary=a*b", ""},
        {"multipart/form-data; boundary", ""},
        {"", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        expect(multipart_boundary(rows[i].type, out) == (rows[i].boundary[0] != '\0'),
               rows[i].type);
        assert_string_equal(out, rows[i].boundary);
    }
    for (size_t len = MULTIPART_BOUNDARY - 1; len <= MULTIPART_BOUNDARY; len++) {
        snprintf(type, sizeof type, "multipart/form-data; boundary=%.*s", (int)len,
                 letters('b', 100));
        assert_int_equal(multipart_boundary(type, out), len < MULTIPART_BOUNDARY);
    }
}

static void
reads_fields(void **state)
{
    (void)state;
    assert_int_equal(parse(PART("List-Unsubscribe", "One-Click") END), ERR_OK);
    assert_int_equal(p.count, 1);
    assert_string_equal(params_find(&p, "List-Unsubscribe")->value, "One-Click");
    assert_int_equal(
        parse(PART("a", "") PART("b", "x\r\n--c\r\ny\r") PART("a", "\xc3\xbc") "--b--"), ERR_OK);
    assert_int_equal(p.count, 3);
    assert_string_equal(p.list[0].value, "");
    assert_string_equal(p.list[1].value, "x\n--c\ny\n");
    assert_int_equal(p.list[1].len, 8);
    assert_string_equal(p.list[2].value, "\xc3\xbc");
    assert_int_equal(parse("--b\r\ncontent-type: Text/Plain; charset=utf-8\r\n"
                           "Content-Transfer-Encoding: 8bit\r\nX-Other: y\r\n"
                           "CONTENT-DISPOSITION:form-data;name=a\r\n\r\nv\r\n" END),
                     ERR_OK);
    assert_string_equal(params_find(&p, "a")->value, "v");
    params_free(&p);
}

static void
refuses_what_is_no_form(void **state)
{
    (void)state;
#define HEAD "--b\r\nContent-Disposition: form-data; name=\"a\""
    static const char *const bad[] = {
        "",
        "a=b",
        "--b",
        "--b\r\n",
        "--b\r\n\r\nv\r\n" END,
        "--b\nContent-Disposition: form-data; name=\"a\"\n\nv\n--b--\n",
        "preamble\r\n" PART("a", "v") END,
        PART("a", "v") END "epilogue",
        PART("a", "v") "--b-",
        PART("a", "v") "--bb\r\n" END,
        PART("a", "v"),
        "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n--B--\r\n",
        PART("a", "\xff") END,
        PART("a", "\x01") END,
        PART("\xff", "v") END,
        HEAD "; filename=\"x\"\r\n\r\nv\r\n" END,
        HEAD "; filename*=utf-8''x\r\n\r\nv\r\n" END,
        HEAD "; name=\"b\"\r\n\r\nv\r\n" END,
        HEAD " x\r\n\r\nv\r\n" END,
        HEAD "\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\nv\r\n" END,
        HEAD "\r\nContent-Type: text/html\r\n\r\nv\r\n" END,
        HEAD "\r\nContent-Type: text/plainer\r\n\r\nv\r\n" END,
        HEAD "\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\nv\r\n" END,
        HEAD "\r\nContent-Transfer-Encoding: base64\r\n\r\nv\r\n" END,
        HEAD "\r\nno colon\r\n\r\nv\r\n" END,
        "--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nv\r\n" END,
        "--b\r\nContent-Disposition: form-data; name=\"a\\\"b\"\r\n\r\nv\r\n" END,
        "--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\nv\r\n" END,
        "--b\r\nContent-Disposition: form-data\r\n\r\nv\r\n" END,
        "--b\r\nContent-Type: text/plain\r\n\r\nv\r\n" END,
    };
#undef HEAD
    for (size_t i = 0; i < COUNT(bad); i++) {
        expect(parse(bad[i]) == ERR_INVALID, bad[i]);
        expect(p.count == 0 && p.store == NULL, bad[i]);
    }
    static const char nul[] = PART("a", "v\0w") END;
    assert_int_equal(multipart_parse(&p, "b", nul, sizeof nul - 1), ERR_INVALID);
    assert_int_equal(multipart_parse(&p, "", END, strlen(END)), ERR_INVALID);
}

static void
bounds_fields(void **state)
{
    (void)state;
    char body[(LIMIT_PARAMS + 1) * 80];
    for (size_t count = LIMIT_PARAMS; count <= LIMIT_PARAMS + 1; count++) {
        body[0] = '\0';
        for (size_t i = 0; i < count; i++)
            strcat(body, PART("a", "v"));
        strcat(body, END);
        assert_int_equal(parse(body), count == LIMIT_PARAMS ? ERR_OK : ERR_TOOBIG);
    }
    for (int len = LIMIT_PARAM_NAME; len <= LIMIT_PARAM_NAME + 1; len++) {
        snprintf(body, sizeof body,
                 "--b\r\nContent-Disposition: form-data; name=\"%.*s\"\r\n\r\nv\r\n" END, len,
                 letters('n', 100));
        assert_int_equal(parse(body), len == LIMIT_PARAM_NAME ? ERR_OK : ERR_TOOBIG);
    }
    params_free(&p);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_boundary),
        cmocka_unit_test(reads_fields),
        cmocka_unit_test(refuses_what_is_no_form),
        cmocka_unit_test(bounds_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
