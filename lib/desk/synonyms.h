/*
 * synonyms.h - the file words/LANG/synonyms: words that mean the same to who searches, and words
 * that say nothing about what is looked for.
 *
 *     # a comment
 *     refund, money back, reimbursement      each finds the others
 *     ring size => resize                    the left finds the right, not the other way round
 *     ignored: how, do, i, the               not searched for where other words are
 *
 * Words are compared by their stems, so a group needs no plurals. A set never changes once it is
 * made, and any thread may read it.
 */
#ifndef HC_SYNONYMS_H
#define HC_SYNONYMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "store/db.h"

enum {
    SYNONYM_WORDS = 5,  /* of one phrase */
    SYNONYM_GROUP = 24, /* phrases of one line */
};

/* One of a line's phrases: its words as they are searched for, and their stems. */
struct phrase {
    char *text;                /* "money back": lower case, single spaces, no other signs */
    char *stem[SYNONYM_WORDS]; /* owned */
    size_t words;
    bool finds; /* the others of its line; false to the right of => */
    bool found; /* by the others; false to the left of => */
};

struct synonym_group {
    struct phrase *phrase;
    size_t count;
};

struct synonyms {
    struct synonym_group *group;
    size_t count;
    char **ignored; /* stems */
    size_t ignored_count;
};

/*
 * Reads the file; path NULL gives an empty set. Mistakes are reported with file and line, then
 * ERR_INVALID; ERR_NOMEM. db is any ROLE_MEMORY connection.
 */
enum err synonyms_load(const char *path, struct db *db, struct synonyms **out, struct report *rep);
void synonyms_free(struct synonyms *s);

/* The longest phrase of a group that finds others and that the stems begin with, or NULL. */
const struct phrase *synonyms_match(const struct synonym_group *g, const char *const *stem,
                                    size_t count);

#endif
