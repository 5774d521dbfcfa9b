/*
 * pairs.h - keys and the pages that have them, looked up from either side: the words of a page, the
 * pages of a word.
 *
 * A struct begins as {0} and owns its rows; free(pairs.pair) releases.
 */
#ifndef HC_PAIRS_H
#define HC_PAIRS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct pair {
    uint64_t key;
    size_t page;
};

struct pairs {
    struct pair *pair;
    size_t count, room;
};

/* ERR_NOMEM leaves the list as it was. */
enum err pairs_add(struct pairs *list, uint64_t key, size_t page);

/* Sorts by page, keeps each pair once, and makes the same list by key in *keys, an empty one. */
enum err pairs_sort(struct pairs *list, struct pairs *keys);

/* The first pair of a key in a list by key; *count gets how many have it, at most `most`. */
const struct pair *pairs_find(const struct pairs *keys, uint64_t key, size_t most, size_t *count);

#endif
