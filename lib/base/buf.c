#include "base/buf.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_CAP = 256 };

/* Makes room for more bytes and a NUL; false (and err set) if that can't be. */
static bool
reserve(struct buf *b, size_t more)
{
    if (b->err != ERR_OK)
        return false;
    if (more >= SIZE_MAX / 2 - b->len || (b->max > 0 && more > b->max - b->len)) {
        b->err = ERR_TOOBIG;
        return false;
    }
    if (b->len + more + 1 <= b->cap)
        return true;
    size_t cap = b->cap > 0 ? b->cap : FIRST_CAP;
    while (cap < b->len + more + 1)
        cap *= 2;
    char *grown = realloc(b->data, cap);
    if (grown == NULL) {
        b->err = ERR_NOMEM;
        return false;
    }
    b->data = grown;
    b->cap = cap;
    return true;
}

void
buf_add(struct buf *b, const void *bytes, size_t len)
{
    assert(bytes != NULL || len == 0);
    assert(b->max == 0 || b->len <= b->max);
    if (!reserve(b, len))
        return;
    if (len > 0)
        memcpy(b->data + b->len, bytes, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void
buf_str(struct buf *b, const char *text)
{
    if (text != NULL)
        buf_add(b, text, strlen(text));
}

void
buf_char(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void
buf_int(struct buf *b, int64_t n)
{
    buf_fmt(b, "%lld", (long long)n);
}

void
buf_fmt(struct buf *b, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    buf_vfmt(b, fmt, args);
    va_end(args);
}

void
buf_vfmt(struct buf *b, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    assert(len >= 0);
    if (len < 0 || !reserve(b, (size_t)len))
        return;
    vsnprintf(b->data + b->len, (size_t)len + 1, fmt, args);
    b->len += (size_t)len;
}

const char *
buf_text(const struct buf *b)
{
    return b->data != NULL ? b->data : "";
}

char *
buf_take(struct buf *b)
{
    buf_add(b, "", 0);
    if (b->err != ERR_OK)
        return NULL;
    char *data = b->data;
    *b = (struct buf){.max = b->max};
    return data;
}

void
buf_reset(struct buf *b)
{
    b->len = 0;
    b->err = ERR_OK;
    if (b->data != NULL)
        b->data[0] = '\0';
}

void
buf_free(struct buf *b)
{
    free(b->data);
    *b = BUF_INIT;
}

void
buf_wipe(struct buf *b)
{
    if (b->data != NULL)
        explicit_bzero(b->data, b->cap);
    buf_free(b);
}

static enum err
read_all(struct buf *b, FILE *f, size_t max)
{
    char piece[8192];
    size_t total = 0;
    for (;;) {
        size_t n = fread(piece, 1, sizeof piece, f);
        if (n > max - total)
            return ERR_TOOBIG;
        total += n;
        buf_add(b, piece, n);
        if (b->err != ERR_OK)
            return b->err;
        if (n < sizeof piece)
            return ferror(f) ? ERR_IO : ERR_OK;
    }
}

enum err
buf_read_file(struct buf *b, const char *path, size_t max)
{
    FILE *f = fopen(path, "re");
    if (f == NULL) {
        switch (errno) {
        case ENOENT:
        case ENOTDIR:
            return ERR_NOTFOUND;
        case ENOMEM:
            return ERR_NOMEM;
        default:
            return ERR_IO;
        }
    }
    enum err e = read_all(b, f, max);
    fclose(f);
    return e;
}

enum err
buf_read_some(struct buf *b, int fd, size_t max)
{
    char piece[16384];
    for (;;) {
        ssize_t got = read(fd, piece, sizeof piece);
        if (got == 0)
            return b->err;
        if (got < 0 && errno != EINTR)
            return ERR_IO;
        size_t room = b->len < max ? max - b->len : 0;
        if (got > 0)
            buf_add(b, piece, (size_t)got < room ? (size_t)got : room);
    }
}
