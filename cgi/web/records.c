#include "records.h"

#include <assert.h>
#include <string.h>

enum { VERSION = 1, RESPONDER = 1, KEEP_CONN = 1 };

enum phase { BEGIN, VARIABLES, BODY, DONE };

/* FastCGI 1.0, section 8: types of records. */
static const unsigned char type_in[] = {[BEGIN] = 1, [VARIABLES] = 4, [BODY] = 5};

static size_t
number(const unsigned char *two)
{
    return (size_t)two[0] << 8 | two[1];
}

/* One length of a pair (3.4): one byte, or four with the highest bit set. False past the end. */
static bool
pair_length(const struct buf *b, size_t *at, size_t *length)
{
    const unsigned char *p = (const unsigned char *)b->data + *at;
    size_t left = b->len - *at, bytes = left > 0 && p[0] >> 7 ? 4 : 1;
    if (left < bytes)
        return false;
    *length = bytes == 1 ? p[0] : (size_t)(p[0] & 0x7f) << 24 | (size_t)p[1] << 16 | number(p + 2);
    *at += bytes;
    return true;
}

/*
 * A NUL would end a value early, and a = a name: the program would see another variable than was
 * sent.
 */
static bool
pairs_hold(const struct buf *b)
{
    size_t at = 0, name, value;
    while (at < b->len) {
        if (!pair_length(b, &at, &name) || !pair_length(b, &at, &value) || name == 0 ||
            name > b->len - at || value > b->len - at - name)
            return false;
        if (memchr(b->data + at, '=', name) != NULL ||
            memchr(b->data + at, '\0', name + value) != NULL)
            return false;
        at += name + value;
    }
    assert(at == b->len);
    return at > 0;
}

static bool
head_holds(struct records *r)
{
    const unsigned char *h = r->head;
    size_t id = number(h + 2);
    r->content = number(h + 4);
    r->padding = h[6];
    if (h[0] != VERSION || h[1] != type_in[r->phase] || id == 0)
        return false;
    if (r->phase != BEGIN)
        return id == r->id;
    r->id = (unsigned)id;
    return r->content == sizeof r->begin;
}

static bool
take_content(struct records *r, const char *bytes, size_t len)
{
    assert(len <= r->content);
    struct buf *to = r->phase == BODY ? &r->body : &r->variables;
    if (r->phase == BEGIN)
        memcpy(r->begin + sizeof r->begin - r->content, bytes, len);
    else if (r->phase == VARIABLES && to->len + len > LIMIT_VARIABLES)
        return false;
    else if (r->phase == BODY && (r->too_big || to->len + len > LIMIT_BODY)) {
        r->too_big = true;
        buf_free(to);
    } else
        buf_add(to, bytes, len);
    r->content -= len;
    return to->err == ERR_OK;
}

/* A record is whole: an empty one ends its stream. */
static bool
record_holds(struct records *r)
{
    bool empty = number(r->head + 4) == 0;
    r->have = 0;
    if (r->phase == BEGIN) {
        r->keep = (r->begin[2] & KEEP_CONN) != 0;
        r->phase = VARIABLES;
        return number(r->begin) == RESPONDER;
    }
    if (empty && r->phase == VARIABLES && !pairs_hold(&r->variables))
        return false;
    r->phase += empty;
    return true;
}

/* Takes what belongs together of the bytes, and moves on; false if it is no request. */
static bool
take_some(struct records *r, const char **at, const char *end)
{
    size_t len = (size_t)(end - *at);
    if (r->have < RECORD_HEAD) {
        r->head[r->have++] = (unsigned char)*(*at)++;
        if (r->have < RECORD_HEAD)
            return true;
        if (!head_holds(r))
            return false;
    } else if (r->content > 0) {
        len = len < r->content ? len : r->content;
        if (!take_content(r, *at, len))
            return false;
        *at += len;
    } else {
        len = len < r->padding ? len : r->padding;
        r->padding -= len;
        *at += len;
    }
    return r->content > 0 || r->padding > 0 || record_holds(r);
}

enum records_state
records_feed(struct records *r, const void *bytes, size_t len)
{
    const char *at = bytes, *end = at + len;
    if (len > LIMIT_RECORDS || r->total > LIMIT_RECORDS - len)
        return RECORDS_BAD;
    r->total += len;
    while (at < end)
        if (r->phase == DONE || !take_some(r, &at, end))
            return RECORDS_BAD;
    return r->phase == DONE ? RECORDS_WHOLE : RECORDS_MORE;
}

void
records_reset(struct records *r)
{
    buf_free(&r->variables);
    buf_free(&r->body);
    *r = (struct records){0};
}
