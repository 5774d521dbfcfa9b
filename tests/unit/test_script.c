#include "unit.h"

#include "base/script.h"

static void
tells_mixed_labels(void **state)
{
    static const struct {
        const char *domain;
        bool mixed;
    } cases[] = {
        {"", false},
        {"example.com", false},
        {"a-1.b-2", false},
        {"b\u00fccher.example", false},
        {"\u043f\u043e\u0447\u0442\u0430.\u0440\u0444", false}, /* Cyrillic */
        {"\u043f\u043e\u0447\u0442\u0430.com", false},          /* each label by itself */
        {"\u03b1\u03b2\u03b3.gr", false},                       /* Greek */
        {"\u05d0\u05d1\u05d2.il", false},                       /* Hebrew */
        {"\u0627\u0644\u0639.com", false},                      /* Arabic */
        {"\u0e44\u0e17\u0e22.com", false},                      /* Thai */
        {"\u4f8b\u3048\u30ab.jp", false},                       /* Han, Hiragana, Katakana */
        {"abc\u4f8b.jp", false},                                /* Latin and Han */
        {"\ud55c\uad6d.kr", false},                             /* Hangul */
        {"p\u0430ypal.com", true},                              /* Cyrillic a */
        {"com.p\u0430ypal", true},                              /* in the last label */
        {"g\u03bfogle.com", true},                              /* Greek omicron */
        {"\u03b1\u0430.com", true},                             /* Greek and Cyrillic */
        {"a\u0561.com", true},                                  /* Latin and Armenian */
        {"a\u05d0.com", true},                                  /* Latin and Hebrew */
        {"\u4f8b\u0430.com", true},                             /* Han and Cyrillic */
        {"a\u4f8b\u0430.com", true},                            /* three */
        {"a\u13a0.com", true},                                  /* Latin and Cherokee */
        {"a\u1680.com", true},                                  /* Latin and an unlisted one */
        {"a\U00010400.com", true},                              /* and beyond the table */
        {"\U00010400\U00010401.com", false},                    /* an unlisted one alone */
        {"a\xff.com", true},                                    /* not UTF-8 */
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        expect(script_mixed(cases[i].domain) == cases[i].mixed, cases[i].domain);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(tells_mixed_labels)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
