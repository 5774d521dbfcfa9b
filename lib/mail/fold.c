#include "mail/fold.h"

#include <assert.h>
#include <gmime/gmime.h>
#include <string.h>

enum { CJK_FIRST = 0x1100 }; /* from here on scripts that put no space between words come first */

/* Puts a character to folded text; *gap is kept from one to the next. */
static void
put(GString *out, gunichar c, bool *gap)
{
    if (c >= 0x80 && (g_unichar_ismark(c) || g_unichar_type(c) == G_UNICODE_FORMAT))
        return;
    if (c < 0x80 ? !g_ascii_isalnum((char)c) : !g_unichar_isalnum(c)) {
        *gap = true;
        return;
    }
    if (*gap && out->len > 0)
        g_string_append_c(out, ' ');
    *gap = false;
    g_string_append_unichar(out, c);
}

/* What is not ASCII alone: case and accents by Unicode's rules. */
static void
fold_unicode(const char *text, size_t len, GString *out)
{
    bool gap = false;
    char *valid = g_utf8_make_valid(text, (gssize)len);
    char *cased = g_utf8_casefold(valid, -1);
    char *apart = g_utf8_normalize(cased, -1, G_NORMALIZE_ALL);
    for (const char *at = apart != NULL ? apart : ""; *at != '\0'; at = g_utf8_next_char(at))
        put(out, g_utf8_get_char(at), &gap);
    g_free(apart);
    g_free(cased);
    g_free(valid);
}

char *
fold(const char *text, size_t len)
{
    assert(text != NULL || len == 0);
    GString *out = g_string_sized_new(len + 1);
    size_t ascii = 0;
    bool gap = false;
    while (ascii < len && (unsigned char)text[ascii] < 0x80)
        ascii++;
    if (ascii < len)
        fold_unicode(text, len, out);
    for (size_t i = 0; ascii == len && i < len; i++)
        put(out, (gunichar)g_ascii_tolower(text[i]), &gap);
    return g_string_free(out, FALSE);
}

/* A word ends where the text or a space does; scripts like Chinese have no ends to look for. */
static bool
word_ends(const char *phrase, const char *rest)
{
    const char *last = g_utf8_find_prev_char(phrase, phrase + strlen(phrase));
    return *rest == '\0' || *rest == ' ' || (last != NULL && g_utf8_get_char(last) >= CJK_FIRST);
}

/* The same as fold_after() of a phrase that is folded. */
static const char *
after(const char *folded, const char *phrase)
{
    size_t len = strlen(phrase);
    if (len == 0 || strncmp(folded, phrase, len) != 0 || !word_ends(phrase, folded + len))
        return NULL;
    return folded[len] == ' ' ? folded + len + 1 : folded + len;
}

const char *
fold_after(const char *folded, const char *phrase)
{
    char *p = fold(phrase, strlen(phrase));
    const char *rest = after(folded, p);
    g_free(p);
    return rest;
}

bool
fold_is(const char *folded, const char *const *phrases)
{
    for (; *phrases != NULL; phrases++) {
        const char *rest = fold_after(folded, *phrases);
        if (rest != NULL && *rest == '\0')
            return true;
    }
    return false;
}

bool
fold_begins(const char *folded, const char *const *phrases)
{
    for (; *phrases != NULL; phrases++)
        if (fold_after(folded, *phrases) != NULL)
            return true;
    return false;
}

/* Whether a folded phrase stands anywhere at the beginning of a word. */
static bool
stands_in(const char *folded, const char *phrase)
{
    bool spaced = g_utf8_get_char(phrase) < CJK_FIRST;
    for (const char *at = folded; (at = strstr(at, phrase)) != NULL; at++)
        if ((!spaced || at == folded || at[-1] == ' ') && after(at, phrase) != NULL)
            return true;
    return false;
}

bool
fold_holds(const char *folded, const char *const *phrases)
{
    bool found = false;
    for (; !found && *phrases != NULL; phrases++) {
        char *p = fold(*phrases, strlen(*phrases));
        assert(*p != '\0');
        found = stands_in(folded, p);
        g_free(p);
    }
    return found;
}
