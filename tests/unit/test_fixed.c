#include "unit.h"

#include "base/secret.h"
#include "view/fixed.h"

static const struct slots values = {
    .value = {[SLOT_DATE] = "Sunday 15 June, 2008", [SLOT_COUNT] = "6235923", [SLOT_YEAR] = "2008"},
};

/* Cuts a text in which "$" stands for the date, "#" for the count and "~" for the back link. */
static enum err
cut(const char *text, struct fixed *f)
{
    struct buf html = BUF_INIT;
    enum err err;

    for (; *text != '\0'; text++) {
        if (*text == '$')
            buf_str(&html, fixed_marker(SLOT_DATE));
        else if (*text == '#')
            buf_str(&html, fixed_marker(SLOT_COUNT));
        else if (*text == '~')
            buf_str(&html, fixed_marker(SLOT_BACK));
        else
            buf_char(&html, *text);
    }
    err = fixed_cut(buf_text(&html), html.len, f);
    buf_free(&html);
    return err;
}

static void
fills_slots(void **state)
{
    static const struct {
        const char *text, *page;
        size_t cuts;
    } pages[] = {
        {"", "", 0},
        {"no slot", "no slot", 0},
        {"$", "Sunday 15 June, 2008", 1},
        {"a$b#c", "aSunday 15 June, 2008b6235923c", 2},
        {"##", "62359236235923", 2},
        {"a~b", "ab", 1},
        {"hc hcaaaa $", "hc hcaaaa Sunday 15 June, 2008", 1},
        {"################",
         "62359236235923623592362359236235923623592362359236235923"
         "62359236235923623592362359236235923623592362359236235923",
         FIXED_CUTS_MAX},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(pages); i++) {
        struct buf out = BUF_INIT;
        struct fixed f;

        assert_int_equal(cut(pages[i].text, &f), ERR_OK);
        assert_int_equal(f.cuts, pages[i].cuts);
        fixed_write(&f, &values, &out);
        assert_string_equal(buf_text(&out), pages[i].page);
        buf_free(&out);
        fixed_free(&f);
    }
}

static void
refuses_what_is_no_page(void **state)
{
    char broken[64];
    struct fixed f;

    (void)state;
    assert_int_equal(cut("#################", &f), ERR_BUG);
    assert_null(f.text);
    snprintf(broken, sizeof broken, "%s", fixed_marker(SLOT_DATE));
    assert_int_equal(fixed_cut(broken, strlen(broken) - 1, &f), ERR_BUG);
    broken[strlen(broken) - 1] = 'z';
    assert_int_equal(fixed_cut(broken, strlen(broken), &f), ERR_BUG);
}

static void
markers_are_plain_and_apart(void **state)
{
    (void)state;
    for (int s = 0; s < SLOT_KINDS_; s++) {
        const char *marker = fixed_marker((enum slot)s);

        assert_int_equal(strspn(marker, "abcdefghijklmnopqrstuvwxyz234567"), strlen(marker));
        assert_ptr_equal(marker, fixed_marker((enum slot)s));
        if (s > 0)
            assert_string_not_equal(marker, fixed_marker((enum slot)(s - 1)));
    }
}

static void
etag_follows_parts_and_places(void **state)
{
    static const char *const texts[] = {"a$b", "ab$", "a#b", "ab", "a$c", "a$b$"};
    struct fixed f[COUNT(texts)], same;

    (void)state;
    assert_int_equal(cut(texts[0], &same), ERR_OK);
    for (size_t i = 0; i < COUNT(texts); i++) {
        assert_int_equal(cut(texts[i], &f[i]), ERR_OK);
        assert_true(f[i].etag[0] != '\0');
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(f[i].etag, f[k].etag);
    }
    assert_string_equal(f[0].etag, same.etag);
    for (size_t i = 0; i < COUNT(texts); i++)
        fixed_free(&f[i]);
    fixed_free(&same);
}

static int
begin(void **state)
{
    (void)state;
    return secret_init() == ERR_OK ? 0 : -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_slots),
        cmocka_unit_test(refuses_what_is_no_page),
        cmocka_unit_test(markers_are_plain_and_apart),
        cmocka_unit_test(etag_follows_parts_and_places),
    };

    return cmocka_run_group_tests(tests, begin, NULL);
}
