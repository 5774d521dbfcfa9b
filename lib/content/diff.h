/*
 * diff.h - what changed from one text to the next: by lines first (lines.h), then by words within a
 * line that was reworded.
 *
 * The shortest script is looked for (Myers, An O(ND) Difference Algorithm, 1986) up to a number
 * of changes; what differs more is given as whole lines or whole wordings. That bounds time (some
 * 50 ms for two texts of 200 KB) and memory (some 16 MB for them).
 */
#ifndef HC_DIFF_H
#define HC_DIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "content/lines.h"

enum {
    DIFF_LINES_MAX = 1000, /* lines that went or came */
    DIFF_WORDS_MAX = 500,  /* words that went or came in one line */
    DIFF_PAIRS_MAX = 4096, /* lines that went times lines that came, to be paired by likeness */
};

enum diff_side { DIFF_BOTH, DIFF_OLD, DIFF_NEW };

struct diff_part {
    enum diff_side side;
    const char *text; /* with the spaces before its words; in the lines that were compared */
    size_t len;
};

/*
 * A line: in both texts (reworded: it has parts of one side), or in one. Its parts with side
 * DIFF_BOTH and DIFF_NEW, one after the other, are the new line; with DIFF_OLD the old one.
 */
struct diff_block {
    enum diff_side side;
    bool reworded;
    enum line_kind kind;
    size_t part, parts; /* in struct diff.part */
};

struct diff {
    struct diff_block *block; /* in the order of the texts; what went before what came */
    size_t block_count;
    struct diff_part *part;
    size_t part_count;
    int64_t words_added, words_removed;
};

/* Compares. The lines must outlive *out; diff_free(). ERR_NOMEM; *out then holds nothing. */
enum err diff_make(const struct lines *from, const struct lines *to, struct diff *out);
void diff_free(struct diff *d);

/* For diff_make() and its tests: a thing to compare, a word or a line. */
struct token {
    const char *text;
    uint32_t len, hash;
};

/*
 * Marks what is common to a and b: same_a and same_b (zeroed, beside them) are set where an element
 * stands in both, in order, so that the n-th set in each are equal. With more than max changes
 * only the common beginning and end are marked. ERR_NOMEM.
 */
enum err common_mark(const struct token *a, size_t a_count, const struct token *b, size_t b_count,
                     size_t max, bool *same_a, bool *same_b);

#endif
