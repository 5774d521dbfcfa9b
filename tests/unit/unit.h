/*
 * unit.h - what every unit test includes: cmocka with what it wants before it, and a few helpers.
 */
#ifndef HC_UNIT_H
#define HC_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Says which row of a table failed, then fails. */
#define expect(condition, what)                                                                    \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fail_msg("%s: %s", #condition, what);                                                  \
    } while (0)

/* n times the letter, NUL-terminated; in a static buffer that the next call overwrites. */
static inline const char *
letters(char c, size_t n)
{
    static char text[70000];
    assert_true(n < sizeof text);
    memset(text, c, n);
    text[n] = '\0';
    return text;
}

#endif
