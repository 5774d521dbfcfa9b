/* test_records.c - a FastCGI request in records: what is one, and all that is none. */
#include "unit.h"

#include "web/records.h"

/* FastCGI 1.0, section 8: types of records. */
enum { BEGIN = 1, ABORT = 2, PARAMS = 4, STDIN = 5, STDOUT = 6, DATA = 8, GET_VALUES = 9 };

#define ANY "\1\1ab" /* a variable: a=b */
#define RESPOND "\0\1\1\0\0\0\0\0"

struct piece {
    int type;
    const char *content;
    size_t len;
    int version, id, padding; /* 0: version 1, id 258 */
};

#define P(t, text, ...) {.type = t, .content = text, .len = sizeof text - 1, __VA_ARGS__}

static void
put(struct buf *b, const struct piece *p)
{
    static const char zeros[255];
    int id = p->id != 0 ? p->id : 258;
    const unsigned char head[] = {
        (unsigned char)(p->version != 0 ? p->version : 1), (unsigned char)p->type,
        (unsigned char)(id >> 8), (unsigned char)id, (unsigned char)(p->len >> 8),
        (unsigned char)p->len, (unsigned char)p->padding, 0};

    buf_add(b, head, sizeof head);
    buf_add(b, p->content, p->len);
    buf_add(b, zeros, (size_t)p->padding);
}

static enum records_state
fed(struct records *r, const struct piece *pieces, size_t count)
{
    struct buf b = BUF_INIT;
    enum records_state state;

    for (size_t i = 0; i < count; i++)
        put(&b, &pieces[i]);
    state = records_feed(r, b.data, b.len);
    buf_free(&b);
    return state;
}

static void
test_a_request(void **state)
{
    static const struct piece pieces[] = {
        P(BEGIN, RESPOND, .padding = 3), P(PARAMS, "\1\200\0"),
        P(PARAMS, "\0\2a", .padding = 255), P(PARAMS, "bc\2\0XY"), P(PARAMS, ""),
        P(STDIN, "x=", .padding = 1), P(STDIN, "1"), P(STDIN, "")};
    struct records r = {0};

    (void)state;
    for (int times = 0; times < 2; times++) {
        assert_int_equal(fed(&r, pieces, COUNT(pieces)), RECORDS_WHOLE);
        assert_int_equal(r.id, 258);
        assert_true(r.keep && !r.too_big);
        assert_int_equal(r.variables.len, 12);
        assert_string_equal(r.body.data, "x=1");
        records_reset(&r);
    }
}

static void
test_what_is_none(void **state)
{
    static const struct { const char *title; struct piece piece[5]; } cases[] = {
        {"another version", {P(BEGIN, RESPOND, .version = 2)}},
        {"id 0", {P(BEGIN, RESPOND, .id = 65536)}},
        {"an authorizer", {P(BEGIN, "\0\2\1\0\0\0\0\0")}},
        {"no role", {P(BEGIN, "\0\0\0\0\0\0\0\0")}},
        {"a short beginning", {P(BEGIN, "\0\1\1\0")}},
        {"a long beginning", {P(BEGIN, RESPOND RESPOND)}},
        {"a management record", {P(GET_VALUES, "\17\0FCGI_MPXS_CONNS")}},
        {"one in between", {P(BEGIN, RESPOND), P(GET_VALUES, "\17\0FCGI_MPXS_CONNS")}},
        {"an unknown type", {P(BEGIN, RESPOND), P(77, "")}},
        {"type 0", {P(BEGIN, RESPOND), {.type = 0, .content = ""}}},
        {"the application's own", {P(BEGIN, RESPOND), P(STDOUT, "x")}},
        {"two beginnings", {P(BEGIN, RESPOND), P(BEGIN, RESPOND)}},
        {"an abort", {P(BEGIN, RESPOND), P(ABORT, "")}},
        {"variables first", {P(PARAMS, ANY)}},
        {"a body before the variables", {P(BEGIN, RESPOND), P(STDIN, "x")}},
        {"a body among the variables", {P(BEGIN, RESPOND), P(PARAMS, ANY), P(STDIN, "x")}},
        {"no variables", {P(BEGIN, RESPOND), P(PARAMS, "")}},
        {"variables of another id", {P(BEGIN, RESPOND), P(PARAMS, ANY, .id = 2)}},
        {"a body of another id",
         {P(BEGIN, RESPOND), P(PARAMS, ANY), P(PARAMS, ""), P(STDIN, "x", .id = 2)}},
        {"variables again", {P(BEGIN, RESPOND), P(PARAMS, ANY), P(PARAMS, ""), P(PARAMS, ANY)}},
        {"data", {P(BEGIN, RESPOND), P(PARAMS, ANY), P(PARAMS, ""), P(DATA, "x")}},
        {"more after the end",
         {P(BEGIN, RESPOND), P(PARAMS, ANY), P(PARAMS, ""), P(STDIN, ""), P(STDIN, "")}},
        {"half a length", {P(BEGIN, RESPOND), P(PARAMS, ANY "\200\0"), P(PARAMS, "")}},
        {"one length", {P(BEGIN, RESPOND), P(PARAMS, ANY "\1"), P(PARAMS, "")}},
        {"a name past the end", {P(BEGIN, RESPOND), P(PARAMS, "\5\0abcd"), P(PARAMS, "")}},
        {"a value past the end", {P(BEGIN, RESPOND), P(PARAMS, "\1\5abcde"), P(PARAMS, "")}},
        {"a name of 2 GiB", {P(BEGIN, RESPOND), P(PARAMS, "\377\377\377\377\1ab"), P(PARAMS, "")}},
        {"a value of 2 GiB", {P(BEGIN, RESPOND), P(PARAMS, "\1\377\377\377\377ab"), P(PARAMS, "")}},
        {"both",
         {P(BEGIN, RESPOND), P(PARAMS, "\377\377\377\377\377\377\377\377ab"), P(PARAMS, "")}},
        {"an empty name", {P(BEGIN, RESPOND), P(PARAMS, "\0\1b"), P(PARAMS, "")}},
        {"a name with =", {P(BEGIN, RESPOND), P(PARAMS, "\3\1a=bc"), P(PARAMS, "")}},
        {"a name with NUL", {P(BEGIN, RESPOND), P(PARAMS, "\3\1a\0bc"), P(PARAMS, "")}},
        {"a value with NUL", {P(BEGIN, RESPOND), P(PARAMS, "\1\3ab\0c"), P(PARAMS, "")}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct records r = {0};
        size_t count = 0;

        while (count < COUNT(cases[i].piece) && cases[i].piece[count].content != NULL)
            count++;
        expect(fed(&r, cases[i].piece, count) == RECORDS_BAD, cases[i].title);
        records_reset(&r);
        expect(count == 1 || fed(&r, cases[i].piece, count - 1) != RECORDS_BAD, cases[i].title);
        records_reset(&r);
    }
}

/* Fills the stream of a type with `bytes` bytes in records of `each`, and ends it. */
static enum records_state
stream(struct records *r, int type, size_t bytes, size_t each, char with)
{
    enum records_state state = RECORDS_MORE;
    char *content = malloc(each);

    assert_non_null(content);
    memset(content, with, each);
    for (size_t at = 0; at < bytes && state == RECORDS_MORE; at += each) {
        const size_t len = bytes - at < each ? bytes - at : each;
        const struct piece p = {.type = type, .content = content, .len = len};
        state = fed(r, &p, 1);
    }
    free(content);
    return state != RECORDS_MORE ? state : fed(r, &(struct piece)P(type, ""), 1);
}

static void
test_how_much(void **state)
{
    static const struct piece begin[] = {P(BEGIN, RESPOND), P(PARAMS, ANY), P(PARAMS, "")};
    static const struct { size_t bytes, each; enum records_state end; bool too_big; } cases[] = {
        {LIMIT_BODY, 60000, RECORDS_WHOLE, false}, {LIMIT_BODY, 1, RECORDS_WHOLE, false},
        {LIMIT_BODY + 1, 60000, RECORDS_WHOLE, true}, {2000000, 60000, RECORDS_WHOLE, true},
        {LIMIT_RECORDS, 60000, RECORDS_BAD, true}, {LIMIT_RECORDS / 9, 1, RECORDS_BAD, true}};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct records r = {0};

        assert_int_equal(fed(&r, begin, COUNT(begin)), RECORDS_MORE);
        assert_int_equal(stream(&r, STDIN, cases[i].bytes, cases[i].each, 'x'), cases[i].end);
        assert_int_equal(r.too_big, cases[i].too_big);
        assert_int_equal(r.body.len, cases[i].too_big ? 0 : cases[i].bytes);
        records_reset(&r);
    }
}

/* Pairs of two bytes each: a length of 2 in every place. */
static void
test_how_many_variables(void **state)
{
    static const struct { size_t bytes; enum records_state end; } cases[] = {
        {LIMIT_VARIABLES - LIMIT_VARIABLES % 6, RECORDS_MORE}, {LIMIT_VARIABLES + 6, RECORDS_BAD}};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct records r = {0};

        assert_int_equal(fed(&r, &(struct piece)P(BEGIN, RESPOND), 1), RECORDS_MORE);
        assert_int_equal(stream(&r, PARAMS, cases[i].bytes, 60000, '\2'), cases[i].end);
        records_reset(&r);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_request),
        cmocka_unit_test(test_what_is_none),
        cmocka_unit_test(test_how_much),
        cmocka_unit_test(test_how_many_variables),
    };

    return cmocka_run_group_tests_name("records", tests, NULL, NULL);
}
