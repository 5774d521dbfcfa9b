#include "letter_answer.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

/* Bytes of the first `columns` characters of a line of len bytes. */
static size_t
bytes_of(const char *line, size_t len, size_t columns)
{
    size_t at = 0;

    for (uint32_t c; columns > 0 && at < len; columns--) {
        size_t used = utf8_read(line + at, len - at, &c);

        at += used > 0 ? used : 1;
    }
    return at;
}

static size_t
spaces(const char *line, size_t len)
{
    size_t n = 0;

    while (n < len && line[n] == ' ')
        n++;
    return n;
}

/* Where the line is broken: behind so many bytes, of which some are no spaces. A word that is
 * longer than a line stays whole. */
static size_t
break_at(const char *line, size_t len, size_t columns)
{
    size_t indent = spaces(line, len), fits = columns > 0 ? bytes_of(line, len, columns) : len;
    size_t at = fits;

    if (fits == len)
        return len;
    while (at > indent && line[at] != ' ')
        at--;
    if (at <= indent)
        for (at = fits > indent ? fits : indent; at < len && line[at] != ' ';)
            at++;
    return at;
}

/* Puts one line in, in as many pieces as it needs; *last is the section of the last piece. */
static void
put_line(struct tpl_dict *paragraph, const char *line, size_t len, size_t columns,
         struct tpl_dict **last)
{
    while (len > 0) {
        size_t take = break_at(line, len, columns);

        if (*last != NULL)
            tpl_show(*last, KEY_MORE);
        *last = tpl_section(paragraph, KEY_ANSWER_LINE);
        tpl_textn(*last, KEY_LINE_TEXT, line, take);
        take += spaces(line + take, len - take);
        line += take;
        len -= take;
    }
}

/* Bytes of the line without white space at its end. */
static size_t
trimmed(const char *line, size_t len)
{
    while (len > 0 && strchr(" \t\r", line[len - 1]) != NULL)
        len--;
    return len;
}

void
letter_answer(struct tpl_dict *letter, const char *text, size_t columns)
{
    struct tpl_dict *paragraph = NULL, *last = NULL;
    bool empty = true; /* the line before this one */

    assert(text != NULL);
    while (*text != '\0') {
        size_t whole = strcspn(text, "\n"), len = trimmed(text, whole);

        if (len > 0 && empty) {
            paragraph = tpl_section(letter, KEY_PARAGRAPH);
            last = NULL;
        }
        if (len > 0)
            put_line(paragraph, text, len, columns, &last);
        empty = len == 0;
        text += whole + (text[whole] == '\n');
    }
}
