/*
 * seen.h - which texts came by before: a set of 64-bit hashes, 16 to 32 bytes for each text. A hash
 * that two texts share by chance is one in 2^64. One thread.
 */
#ifndef HC_SEEN_H
#define HC_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Zero-initialise; seen_free() releases. */
struct seen {
    uint64_t *slot; /* 0: free */
    size_t slots;   /* a power of two, or 0 */
    size_t used;
};

/* Adds a text; *before tells whether it was there. ERR_NOMEM. */
enum err seen_add(struct seen *s, const char *text, bool *before);
void seen_free(struct seen *s);

#endif
