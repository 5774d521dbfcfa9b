#define _POSIX_C_SOURCE 200809L

#include "unit.h"

#include <ctype.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/address.h"
#include "base/token.h"

static struct keys *keys;

/* Two keys: 1 is old, 300 the newest and needs two bytes. */
static int
set_up(void **state)
{
    (void)state;
    char path[64];
    struct report rep = {0};
    snprintf(path, sizeof path, "/tmp/hc-test-token-%ld", (long)getpid());
    FILE *f = fopen(path, "w");
    if (f == NULL || secret_init() != ERR_OK)
        return -1;
    fputs("1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
          "70000 baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
          "300 vwxyz234567vwxyz234567vwxyz234567vwxyz234567vwxyz23q\n",
          f);
    fclose(f);
    chmod(path, 0600);
    enum err e = keys_load(path, &keys, &rep);
    unlink(path);
    report_free(&rep);
    return e == ERR_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    keys_free(keys);
    return 0;
}

static const unsigned char id[SECRET_ID] = "0123456789abcdef";
static const unsigned char hash[SECRET_HASH] = "an address hash of 32 bytes.....";

static struct leave_token
for_lists(unsigned lists, int64_t key)
{
    struct leave_token t = {.lists = lists, .key = key};
    memcpy(t.hash, hash, SECRET_HASH);
    return t;
}

/* How each kind is written and read again: whether text is a right one. */
static bool
row_right(const char *text, size_t len)
{
    unsigned char read[SECRET_ID];
    return token_id(text, len, read) && memcmp(read, id, SECRET_ID) == 0 &&
           token_right(keys, 300, PURPOSE_UNDO, id, text, len);
}

static bool
leave_right(const char *text, size_t len)
{
    struct leave_token t;
    return leave_read(keys, text, len, &t) && t.lists == 5 && t.key == 300 &&
           memcmp(t.hash, hash, SECRET_HASH) == 0;
}

static bool
leave_tag_right(const char *text, size_t len)
{
    static const unsigned char zeros[SECRET_HASH - LEAVE_PREFIX];
    struct leave_token t;
    return leave_tag_read(keys, text, len, &t) && t.lists == 5 && t.key == 300 &&
           memcmp(t.hash, hash, LEAVE_PREFIX) == 0 &&
           memcmp(t.hash + LEAVE_PREFIX, zeros, sizeof zeros) == 0;
}

static bool
bounce_tag_right(const char *text, size_t len)
{
    unsigned char read[SECRET_ID];
    return bounce_tag_read(keys, text, len, read) && memcmp(read, id, SECRET_ID) == 0;
}

static bool
preview_right(const char *text, size_t len)
{
    struct preview_token t;
    return preview_read(keys, text, len, &t) && t.ends_at == 1795000000 &&
           memcmp(t.page, id, SECRET_ID) == 0;
}

typedef bool right_fn(const char *text, size_t len);
static right_fn *const right[] = {row_right, leave_right, leave_tag_right, bounce_tag_right,
                                  preview_right};
static char written[COUNT(right)][LEAVE_TEXT];

static void
write_all(void)
{
    struct leave_token t = for_lists(5, 300);
    assert_true(token_write(keys, 300, PURPOSE_UNDO, id, written[0]));
    assert_true(leave_write(keys, &t, written[1]));
    assert_true(leave_tag_write(keys, &t, written[2]));
    assert_true(bounce_tag_write(keys, 300, id, written[3]));
    struct preview_token p = {.ends_at = 1795000000};
    memcpy(p.page, id, SECRET_ID);
    assert_true(preview_write(keys, 300, &p, written[4]));
}

static void
reads_what_it_wrote(void **state)
{
    (void)state;
    static const size_t len[] = {TOKEN_TEXT, LEAVE_TEXT, LEAVE_TAG_TEXT, BOUNCE_TAG_TEXT,
                                 PREVIEW_TEXT};
    write_all();
    for (size_t i = 0; i < COUNT(right); i++) {
        assert_int_equal(strlen(written[i]), len[i] - 1);
        assert_int_equal(strspn(written[i], "abcdefghijklmnopqrstuvwxyz234567"), len[i] - 1);
        for (size_t j = 0; j < COUNT(right); j++)
            expect(right[j](written[i], strlen(written[i])) == (i == j), written[i]);
    }
}

static void
takes_upper_case(void **state)
{
    (void)state;
    write_all();
    for (size_t i = 0; i < COUNT(right); i++) {
        for (char *c = written[i]; *c != '\0'; c++)
            *c = (char)toupper((unsigned char)*c);
        expect(right[i](written[i], strlen(written[i])), written[i]);
    }
}

/* Each character as each other one, and one character more or less. */
static void
refuses_altered_ones(void **state)
{
    (void)state;
    char text[LEAVE_TEXT + 1];
    write_all();
    for (size_t i = 0; i < COUNT(right); i++) {
        size_t len = strlen(written[i]);
        memcpy(text, written[i], len + 1);
        for (size_t at = 0; at < len; at++) {
            for (const char *c = "abcdefghijklmnopqrstuvwxyz2345670-=@ "; *c != '\0'; c++) {
                text[at] = *c;
                expect(right[i](text, len) == (*c == written[i][at]), text);
            }
            text[at] = written[i][at];
        }
        text[len] = 'a';
        assert_false(right[i](text, len + 1));
        assert_false(right[i](text, len - 1));
        assert_false(right[i](text + 1, len - 1));
        assert_false(right[i](text, 0));
    }
}

static void
holds_for_one_purpose_key_and_row(void **state)
{
    (void)state;
    static const unsigned char other[SECRET_ID] = "0123456789abcdeF";
    char text[TOKEN_TEXT];
    for (int p = PURPOSE_CONFIRM; p <= PURPOSE_CHANGE_NEW; p++) {
        assert_true(token_write(keys, 1, (enum purpose)p, id, text));
        for (int q = PURPOSE_CONFIRM; q <= PURPOSE_CHANGE_NEW; q++)
            assert_int_equal(token_right(keys, 1, (enum purpose)q, id, text, strlen(text)), p == q);
        assert_false(token_right(keys, 300, (enum purpose)p, id, text, strlen(text)));
        assert_false(token_right(keys, 2, (enum purpose)p, id, text, strlen(text)));
        assert_false(token_right(keys, 1, (enum purpose)p, other, text, strlen(text)));
    }
}

static void
needs_its_key(void **state)
{
    (void)state;
    char text[LEAVE_TEXT];
    static const int64_t none[] = {0, -1, 2, 70000, 65536 + 300};
    for (size_t i = 0; i < COUNT(none); i++) {
        struct leave_token t = for_lists(5, none[i]);
        assert_false(leave_write(keys, &t, text));
        assert_string_equal(text, "");
        assert_false(leave_tag_write(keys, &t, text));
        assert_false(bounce_tag_write(keys, none[i], id, text));
    }
    struct preview_token p = {.ends_at = 1};
    assert_true(preview_write(keys, 70000, &p, text));
    assert_false(preview_write(keys, 2, &p, text));
    assert_false(preview_write(keys, (INT64_C(1) << 32) + 1, &p, text));
    assert_string_equal(text, "");
    assert_true(token_write(keys, 70000, PURPOSE_UNDO, id, text));
    assert_false(token_write(keys, 2, PURPOSE_UNDO, id, text));
    assert_string_equal(text, "");
}

static void
needs_a_list(void **state)
{
    (void)state;
    char text[LEAVE_TEXT];
    struct leave_token none = for_lists(0, 1), all = for_lists(0xff, 1), past = for_lists(0x100, 1);
    assert_false(leave_write(keys, &none, text));
    assert_false(leave_tag_write(keys, &none, text));
    assert_false(leave_write(keys, &past, text));
    assert_true(leave_write(keys, &all, text));
}

static void
tags_addresses(void **state)
{
    (void)state;
    char out[MAIL_MAX + 1], plain[MAIL_MAX + 1] = "a@";
    assert_true(tagged_address("leave@shop.example", "abc", out));
    assert_string_equal(out, "leave+abc@shop.example");
    const char *longest = letters('x', LEAVE_TAG_TEXT - 1);
    assert_true(tagged_address("abcdefg@shop.example", longest, out));
    assert_int_equal(strcspn(out, "@"), MAIL_LOCAL_MAX);
    assert_false(tagged_address("abcdefgh@shop.example", longest, out));
    assert_string_equal(out, "");
    memset(plain + 2, 'd', MAIL_MAX - 4);
    assert_true(tagged_address(plain, "t", out));
    assert_int_equal(strlen(out), MAIL_MAX);
    assert_false(tagged_address(plain, "tt", out));
}

static void
finds_the_tag(void **state)
{
    (void)state;
    static const struct {
        const char *address, *tag;
    } rows[] = {
        {"leave+abc@shop.example", "abc"},
        {"LEAVE+aBc@Shop.Example", "aBc"},
        {"leave+a+b@shop.example", "a+b"},
        {"leave@shop.example", NULL},
        {"leave+@shop.example", NULL},
        {"leave+abc@shop.example.org", NULL},
        {"bounce+abc@shop.example", NULL},
        {"leave", NULL},
        {"leave+abc", NULL},
        {"", NULL},
        {"lea+abc@shop.example", NULL},
        {"leaver+abc@shop.example", NULL},
        {"leave-abc@shop.example", NULL},
        {"@shop.example", NULL},
        {"leave+a@b@shop.example", "a@b"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t len;
        const char *tag = address_tag("leave@shop.example", rows[i].address, &len);
        expect((tag == NULL) == (rows[i].tag == NULL), rows[i].address);
        expect(len == (tag != NULL ? strlen(rows[i].tag) : 0), rows[i].address);
        if (tag != NULL)
            assert_memory_equal(tag, rows[i].tag, len);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_it_wrote),  cmocka_unit_test(takes_upper_case),
        cmocka_unit_test(refuses_altered_ones), cmocka_unit_test(holds_for_one_purpose_key_and_row),
        cmocka_unit_test(needs_its_key),        cmocka_unit_test(needs_a_list),
        cmocka_unit_test(tags_addresses),       cmocka_unit_test(finds_the_tag),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
