/*
 * buf.h - bytes that grow, with an error that stays.
 *
 * Zero-initialise (or BUF_INIT); buf_free() releases. After an append fails (no memory, or past
 * max) `err` is set and every later append does nothing, so a caller checks once at the end. `data`
 * is always NUL-terminated once something was appended; the NUL is not counted in len. One owner at
 * a time.
 */
#ifndef HC_BUF_H
#define HC_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct buf {
    char *data;
    size_t len; /* bytes in use */
    size_t cap; /* bytes allocated */
    size_t max; /* 0: no limit but memory */
    enum err err;
};

#define BUF_INIT ((struct buf){0})

void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_str(struct buf *b, const char *text); /* NULL adds nothing */
void buf_char(struct buf *b, char c);
void buf_int(struct buf *b, int64_t n);
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vfmt(struct buf *b, const char *fmt, va_list args) __attribute__((format(printf, 2, 0)));

/* The text, never NULL ("" when empty); valid until the next append or free. */
const char *buf_text(const struct buf *b);

/*
 * Takes the bytes out (caller frees with free()); NULL if err is set. The buffer is empty
 * afterwards.
 */
char *buf_take(struct buf *b);

/* Empties without releasing, and clears err. */
void buf_reset(struct buf *b);
void buf_free(struct buf *b);
/* The same of what nobody may find in memory later: it is overwritten first. */
void buf_wipe(struct buf *b);

/*
 * Appends a whole file of at most max bytes. ERR_NOTFOUND, ERR_IO, ERR_TOOBIG, ERR_NOMEM; what was
 * read before the error stays in b.
 */
enum err buf_read_file(struct buf *b, const char *path, size_t max);
/*
 * Reads a descriptor to its end, and appends as much of it as leaves b at no more than max bytes.
 * ERR_IO, ERR_NOMEM.
 */
enum err buf_read_some(struct buf *b, int fd, size_t max);

#endif
