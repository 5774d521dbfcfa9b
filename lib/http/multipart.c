#include "http/multipart.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* What is left to read. */
static void
skip(struct span *s, size_t n)
{
    assert(n <= s->len);
    s->text += n;
    s->len -= n;
}

/* Takes `word` off the beginning, in any case of its letters; false if it isn't there. */
static bool
take(struct span *s, const char *word)
{
    size_t n = strlen(word);
    if (s->len < n || strncasecmp(s->text, word, n) != 0)
        return false;
    skip(s, n);
    return true;
}

static void
take_blanks(struct span *s)
{
    while (s->len > 0 && (*s->text == ' ' || *s->text == '\t'))
        skip(s, 1);
}

/* Cuts what stands before `mark` off, and the mark with it; false if it isn't there. */
static bool
cut(struct span *s, const char *mark, size_t mark_len, struct span *before)
{
    const char *at = memmem(s->text, s->len, mark, mark_len);
    if (at == NULL)
        return false;
    *before = (struct span){s->text, (size_t)(at - s->text)};
    skip(s, before->len + mark_len);
    return true;
}

/*
 * Takes the next `; name=value` off a header's value, quotes off (RFC 9110 5.6.6, without quoted
 * pairs). False where there is none, or it can't be read; s then has bytes left.
 */
static bool
take_parameter(struct span *s, struct span *name, struct span *value)
{
    take_blanks(s);
    if (!take(s, ";"))
        return false;
    take_blanks(s);
    if (!cut(s, "=", 1, name))
        return false;
    if (take(s, "\""))
        return cut(s, "\"", 1, value) && memchr(value->text, '\\', value->len) == NULL;
    size_t n = 0;
    while (n < s->len && strchr("; \t\"\\", s->text[n]) == NULL)
        n++;
    *value = (struct span){s->text, n};
    skip(s, n);
    return n > 0;
}

static bool
is(struct span s, const char *word)
{
    return s.len == strlen(word) && strncasecmp(s.text, word, s.len) == 0;
}

/* RFC 2046 5.1.1 */
static bool
boundary_valid(struct span b)
{
    static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "'()+_,-./:=? ";
    for (size_t i = 0; i < b.len; i++)
        if (b.text[i] == '\0' || strchr(letters, b.text[i]) == NULL)
            return false;
    return b.len > 0 && b.len < MULTIPART_BOUNDARY && b.text[b.len - 1] != ' ';
}

bool
multipart_boundary(const char *content_type, char out[MULTIPART_BOUNDARY])
{
    size_t type = strcspn(content_type, "; \t");
    struct span rest = {content_type + type, strlen(content_type + type)}, name, value;
    out[0] = '\0';
    while (take_parameter(&rest, &name, &value)) {
        if (!is(name, "boundary"))
            continue;
        if (!boundary_valid(value))
            return false;
        snprintf(out, MULTIPART_BOUNDARY, "%.*s", (int)value.len, value.text);
        return true;
    }
    return false;
}

/* The field's name out of `form-data; name="email"`; a file's name is refused (RFC 7578 4.2). */
static bool
disposition_read(struct span value, struct span *name)
{
    struct span key, text;
    bool named = false;
    if (!take(&value, "form-data"))
        return false;
    while (take_parameter(&value, &key, &text)) {
        if (named || !is(key, "name"))
            return false;
        *name = text;
        named = true;
    }
    take_blanks(&value);
    return named && value.len == 0;
}

/* text/plain in whatever charset: what is not UTF-8 is refused later, by its bytes. */
static bool
type_read(struct span value)
{
    return take(&value, "text/plain") && (value.len == 0 || strchr("; \t", *value.text) != NULL);
}

/* Reads a part's header fields up to the empty line. */
static bool
headers_read(struct span *s, struct span *name)
{
    struct span line;
    bool named = false;
    while (cut(s, "\r\n", 2, &line)) {
        if (line.len == 0)
            return named;
        struct span key;
        if (!cut(&line, ":", 1, &key))
            return false;
        take_blanks(&line);
        bool disposition = is(key, "Content-Disposition");
        if ((disposition && (named || !disposition_read(line, name))) ||
            (is(key, "Content-Type") && !type_read(line)) ||
            (is(key, "Content-Transfer-Encoding") && !is(line, "7bit") && !is(line, "8bit") &&
             !is(line, "binary")))
            return false;
        named = named || disposition;
    }
    return false;
}

static size_t
copy(const char *text, size_t len, char *out)
{
    memcpy(out, text, len);
    return len;
}

/* Each part ends at the delimiter, and each delimiter is followed by CR LF or, the last, by "--".
 */
static enum err
parts_read(struct params *p, const char *delimiter, size_t len, struct span body)
{
    struct span before;
    enum err e = ERR_OK;
    /* The first one stands without its CR LF. */
    if (!cut(&body, delimiter + 2, len - 2, &before) || before.len > 0)
        return ERR_INVALID;
    while (e == ERR_OK && take(&body, "\r\n")) {
        struct span name, value;
        if (!headers_read(&body, &name) || !cut(&body, delimiter, len, &value))
            return ERR_INVALID;
        e = params_add(p, copy, name, value, true);
    }
    if (e == ERR_OK && (!take(&body, "--") || (body.len > 0 && !is(body, "\r\n"))))
        e = ERR_INVALID;
    return e;
}

enum err
multipart_parse(struct params *p, const char *boundary, const char *body, size_t len)
{
    char delimiter[4 + MULTIPART_BOUNDARY];
    assert(body != NULL || len == 0);
    *p = (struct params){0};
    if (boundary[0] == '\0' || len == 0)
        return ERR_INVALID;
    int n = snprintf(delimiter, sizeof delimiter, "\r\n--%s", boundary);
    assert(n > 0 && (size_t)n < sizeof delimiter);
    enum err e = params_begin(p, len);
    if (e == ERR_OK)
        e = parts_read(p, delimiter, (size_t)n, (struct span){body, len});
    if (e != ERR_OK)
        params_free(p);
    return e;
}
