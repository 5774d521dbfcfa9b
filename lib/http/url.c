#include "http/url.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

bool
text_valid(const char *text, size_t len, bool lines)
{
    size_t used;
    for (uint32_t c; len > 0; text += used, len -= used) {
        used = utf8_read(text, len, &c);
        if (used == 0)
            return false;
        bool line = lines && (c == '\t' || c == '\n' || c == '\r');
        if (utf8_is_control(c) && !line)
            return false;
    }
    return true;
}

size_t
text_chars(const char *text, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

static int
hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/*
 * Decodes len bytes into out, which holds as many, once; returns how many came out, or SIZE_MAX
 * where a % is not followed by two hex digits.
 */
static size_t
percent_decode(const char *text, size_t len, bool plus, char *out)
{
    size_t made = 0;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (c == '%') {
            int high = len - i > 2 ? hex_value(text[i + 1]) : -1;
            int low = len - i > 2 ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return SIZE_MAX;
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        out[made++] = c;
    }
    assert(made <= len);
    return made;
}

static size_t
plus_decode(const char *text, size_t len, char *out)
{
    return percent_decode(text, len, true, out);
}

/* CR LF and CR become LF (WHATWG HTML 4.10.21.4 sends CR LF). Returns the new length. */
static size_t
lines_unify(char *text, size_t len)
{
    size_t made = 0;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\r' && i + 1 < len && text[i + 1] == '\n')
            continue;
        text[made++] = text[i] == '\r' ? '\n' : text[i];
    }
    return made;
}

/* Decodes a name or a value, behind what there is. */
static enum err
span_read(struct params *p, params_decode *decode, struct span in, bool lines, struct span *out)
{
    char *at = p->end;
    size_t n = decode(in.text, in.len, at);
    if (n == SIZE_MAX || !text_valid(at, n, lines))
        return ERR_INVALID;
    assert(n <= in.len);
    if (lines)
        n = lines_unify(at, n);
    at[n] = '\0';
    p->end = at + n + 1;
    *out = (struct span){at, n};
    return ERR_OK;
}

enum err
params_begin(struct params *p, size_t len)
{
    *p = (struct params){0};
    /* Decoding never lengthens; each parameter adds two NULs. */
    p->store = p->end = malloc(len + 2 * (size_t)LIMIT_PARAMS);
    return p->store != NULL ? ERR_OK : ERR_NOMEM;
}

enum err
params_add(struct params *p, params_decode *decode, struct span name, struct span value, bool lines)
{
    struct span read_name, read_value;
    if (p->count == LIMIT_PARAMS)
        return ERR_TOOBIG;
    enum err e = span_read(p, decode, name, false, &read_name);
    if (e == ERR_OK && read_name.len > LIMIT_PARAM_NAME)
        e = ERR_TOOBIG;
    if (e == ERR_OK)
        e = span_read(p, decode, value, lines, &read_value);
    if (e == ERR_OK)
        p->list[p->count++] = (struct param){read_name.text, read_value.text, read_value.len};
    return e;
}

/* Reads "name=value" or "name" of len bytes, at least 1. */
static enum err
pair_read(struct params *p, const char *text, size_t len, bool body)
{
    const char *equals = memchr(text, '=', len);
    size_t name = equals != NULL ? (size_t)(equals - text) : len;
    size_t skip = equals != NULL ? name + 1 : name;
    return params_add(p, plus_decode, (struct span){text, name},
                      (struct span){text + skip, len - skip}, body);
}

enum err
params_parse(struct params *p, const char *text, size_t len, bool body)
{
    assert(text != NULL || len == 0);
    enum err e = params_begin(p, len);
    for (size_t i = 0; e == ERR_OK && i < len;) {
        const char *amp = memchr(text + i, '&', len - i);
        size_t n = amp != NULL ? (size_t)(amp - text) - i : len - i;
        if (n > 0)
            e = pair_read(p, text + i, n, body);
        i += n + 1;
    }
    if (e != ERR_OK)
        params_free(p);
    return e;
}

void
params_free(struct params *p)
{
    free(p->store);
    *p = (struct params){0};
}

const struct param *
params_find(const struct params *p, const char *name)
{
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->list[i].name, name) == 0)
            return &p->list[i];
    return NULL;
}

/* True if no part between slashes is ".", "..", or empty but the last. */
static bool
segments_valid(const char *path)
{
    assert(path[0] == '/');
    for (const char *part = path + 1;;) {
        size_t len = strcspn(part, "/");
        bool last = part[len] == '\0';
        if ((len == 0 && !last) || (len == 1 && part[0] == '.') ||
            (len == 2 && part[0] == '.' && part[1] == '.'))
            return false;
        if (last)
            return true;
        part += len + 1;
    }
}

enum err
path_decode(const char *text, size_t len, char *out)
{
    out[0] = '\0';
    if (len >= LIMIT_URI)
        return ERR_TOOBIG;
    size_t n = percent_decode(text, len, false, out);
    if (n == SIZE_MAX || n == 0 || out[0] != '/' || !text_valid(out, n, false)) {
        out[0] = '\0';
        return ERR_INVALID;
    }
    out[n] = '\0';
    if (segments_valid(out))
        return ERR_OK;
    out[0] = '\0';
    return ERR_INVALID;
}

void
url_encode(struct buf *b, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";
    static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                     "0123456789-._~";
    while (*text != '\0') {
        size_t plain = strspn(text, unreserved);
        buf_add(b, text, plain);
        text += plain;
        if (*text != '\0') {
            unsigned char c = (unsigned char)*text++;
            buf_add(b, (char[]){'%', hex[c >> 4], hex[c & 15]}, 3);
        }
    }
}
