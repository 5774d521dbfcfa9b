/*
 * ascii.h - what a byte is in ASCII, in every locale; and numbers as people type them.
 */
#ifndef HC_ASCII_H
#define HC_ASCII_H

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

static inline bool
ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool
ascii_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline char
ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* A number from 1 to most in decimal digits, without sign or space; 0 for all else. */
static inline int64_t
ascii_number(const char *text, int64_t most)
{
    int64_t n = 0;

    assert(most > 0 && most <= INT32_MAX);
    for (; ascii_is_digit(*text); text++) {
        n = 10 * n + (*text - '0');
        if (n > most)
            return 0;
    }
    return *text == '\0' ? n : 0;
}

#endif
