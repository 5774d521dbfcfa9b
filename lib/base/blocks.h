/*
 * blocks.h - a file of named blocks (method "ground" { title = "Ground" ... }), read by libconfuse
 * and handed on value by value, each with its line.
 */
#ifndef HC_BLOCKS_H
#define HC_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum {
    BLOCKS_KINDS_MAX = 8,
    BLOCKS_KEYS_MAX = 12,
    BLOCKS_FILE_MAX = 1024 * 1024, /* bytes */
};

/* A kind of block, with the keys that it may have, ended by NULL. */
struct blocks_kind {
    const char *name;
    const char *const *keys;
};

/* A value where it stands, or the end of a block (key NULL). The strings live during the call. */
struct blocks_value {
    const char *kind, *name; /* the block's */
    const char *key, *text;
    unsigned line;
};

/*
 * Makes the comments of a text for libconfuse blank: what stands from a # outside of quotes to the
 * line's end. libconfuse 3.3 counts each of them as three lines.
 */
void blocks_blank_comments(char *text);

/*
 * Reads the file and gives each value to take(), in the file's order, a key that stands there twice
 * twice; kinds is ended by name NULL. What take() finds wrong, it adds to rep itself. ERR_INVALID:
 * the file is no such file (rep says what and where), or take() returned false for a value; the
 * rest is read all the same, so that all mistakes are told at once. ERR_NOTFOUND, ERR_IO,
 * ERR_NOMEM. One thread reads one file at a time.
 */
enum err blocks_read(const char *path, const struct blocks_kind *kinds,
                     bool (*take)(void *ctx, const struct blocks_value *v), void *ctx,
                     struct report *rep);

#endif
