/* test_seen.c - which texts came by before. */
#include "ctl/seen.h"

#include "unit.h"

static void
knows_every_text_again(void **state)
{
    enum { TEXTS = 20000 };
    struct seen s = {0};
    char text[32];

    (void)state;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < TEXTS; i++) {
            bool before = round == 0;

            snprintf(text, sizeof text, "%d@example.com", i);
            assert_int_equal(seen_add(&s, text, &before), ERR_OK);
            expect(before == (round == 1), text);
        }
    assert_int_equal(s.used, TEXTS);
    assert_true(s.slots >= 2 * s.used && s.slots <= 4 * s.used);
    seen_free(&s);
    assert_int_equal(s.slots, 0);
    seen_free(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(knows_every_text_again)};

    return cmocka_run_group_tests_name("seen", tests, NULL, NULL);
}
