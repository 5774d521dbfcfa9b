/* tally_private.c - texts that may lead back to somebody, told by their form. */
#include <assert.h>
#include <string.h>

#include "base/secret.h"
#include "base/utf8.h"
#include "desk/tally.h"

enum {
    LONG_NUMBER = 7, /* digits */
    TOKEN_RUN = 24,  /* letters and digits; shorter pieces of a token open nothing */
    TOKEN_SURE = 40,
    HALF = REFERENCE_DIGITS / 2,
};

struct range {
    uint32_t first, last;
};

/* ASCII's digits, and those that a keyboard for Arabic, Persian, Hindi or Japanese has. */
static const struct range digits[] = {
    {'0', '9'}, {0x0660, 0x0669}, {0x06f0, 0x06f9}, {0x0966, 0x096f}, {0xff10, 0xff19},
};
/* What may stand between the digits of a number: ASCII's marks, no-break and thin spaces, hyphens
 * and dashes, the marks of writing direction, full-width brackets and hyphen. */
static const struct range marks[] = {
    {0x00, '/'},      {':', '@'},       {'[', '`'},       {'{', 0x7f},      {0x80, 0xa9},
    {0xab, 0xb1},     {0xb6, 0xb8},     {0x2000, 0x206f}, {0x2212, 0x2212}, {0x3000, 0x3003},
    {0xff08, 0xff0f},
};

static bool
is_in(const struct range *r, size_t count, uint32_t c)
{
    for (size_t i = 0; i < count; i++)
        if (c >= r[i].first && c <= r[i].last)
            return true;
    return false;
}

static bool
is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* An @, the full-width or the small one, or one that was encoded twice. */
static bool
has_at(const char *text)
{
    static const char *const forms[] = {"@", "%40", "\uff20", "\ufe6b"};

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strstr(text, forms[i]) != NULL)
            return true;
    return false;
}

/* Digits with nothing but marks between them: any letter ends a number. */
static bool
has_long_number(const char *text)
{
    size_t left = strlen(text), number = 0, n;

    for (uint32_t c; left > 0 && number < LONG_NUMBER; text += n, left -= n) {
        n = utf8_read(text, left, &c);
        if (n == 0)
            n = 1;
        else if (is_in(digits, sizeof digits / sizeof *digits, c))
            number++;
        else if (!is_in(marks, sizeof marks / sizeof *marks, c))
            number = 0;
    }
    return number >= LONG_NUMBER;
}

static bool
has_token(const char *text)
{
    size_t run = 0, number = 0;

    for (; *text != '\0'; text++) {
        run = is_letter_or_digit(*text) ? run + 1 : 0;
        number = run == 0 ? 0 : number + (*text >= '0' && *text <= '9');
        if (run >= TOKEN_SURE || (run >= TOKEN_RUN && number > 0))
            return true;
    }
    return false;
}

/* A request's reference begins here: "H4K2-9MXT", "h4k2 9mxt" or "h4k29mxt". Words of letters alone
 * are words, though some would pass for one. */
static bool
is_reference(const char *text)
{
    char whole[REFERENCE_DIGITS + 1], exact[REFERENCE_MAX];
    size_t len = 0;
    bool number = false;

    for (; len < REFERENCE_DIGITS && *text != '\0'; text++) {
        bool parts = len == HALF && (*text == '-' || *text == ' ') && text[-1] != *text;

        if (parts)
            continue;
        if (!is_letter_or_digit(*text))
            return false;
        number = number || (*text >= '0' && *text <= '9');
        whole[len++] = *text;
    }
    return len == REFERENCE_DIGITS && !is_letter_or_digit(*text) && number &&
           reference_parse(whole, len, exact);
}

static bool
has_reference(const char *text)
{
    for (const char *c = text; *c != '\0'; c++)
        if ((c == text || !is_letter_or_digit(c[-1])) && is_reference(c))
            return true;
    return false;
}

bool
tally_private(const char *text)
{
    assert(text != NULL);
    return has_at(text) || has_long_number(text) || has_token(text) || has_reference(text);
}
