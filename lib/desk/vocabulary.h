/*
 * vocabulary.h - the words of the search index: how many entries hold each, which begin alike, and
 * which one a misspelt word may stand for.
 *
 * A word is as the index's tokenizer gives it without its stemmer (store/fts.h, FTS_PLAIN); words
 * of one stem count as the same when entries are counted. Filled by one thread, then sealed; a
 * sealed one never changes, and any thread may ask. Strings belong to the vocabulary.
 */
#ifndef HC_VOCABULARY_H
#define HC_VOCABULARY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/db.h"

enum {
    WORD_BYTES = 64, /* of a word with its NUL; longer ones are cut */
    BEGINS_MAX = 16, /* words that vocabulary_begins() gives */
};

struct vocabulary;

/* ERR_NOMEM. */
enum err vocabulary_new(struct vocabulary **out);
void vocabulary_free(struct vocabulary *v);

/* From here on words belong to the next entry. */
void vocabulary_next(struct vocabulary *v);

/* From here on words of that stem aren't counted: they say nothing. ERR_NOMEM. */
enum err vocabulary_ignore(struct vocabulary *v, const char *stem);
bool vocabulary_ignored(const struct vocabulary *v, const char *stem);

/*
 * Adds the words of a text to the entry; how many there were, but for ignored ones, is added to
 * *count. db is any ROLE_MEMORY connection. ERR_NOMEM or the store's.
 */
enum err vocabulary_add(struct vocabulary *v, struct db *db, const char *text, unsigned *count);

/* Sorts what was added; from here on the functions below may be used. ERR_NOMEM. */
enum err vocabulary_seal(struct vocabulary *v);

/* In how many entries a stem stands; 0 for none. */
uint32_t vocabulary_entries(const struct vocabulary *v, const char *stem);

/* The word itself, ending and all, as it lies in the vocabulary, or NULL. */
const char *vocabulary_word(const struct vocabulary *v, const char *word);

/* The stem of a word that is there, or NULL. */
const char *vocabulary_stem(const struct vocabulary *v, const char *word);

/*
 * Parts what was typed as one word into two that are there, of at least three bytes each:
 * "creditcard". Of several ways the one whose rarer word has the most entries. False for none.
 */
bool vocabulary_split(const struct vocabulary *v, const char *word, const char *out[2]);

/*
 * The words that begin with the len bytes of start, those of the most entries first, one for a
 * stem; at most max. How many.
 */
size_t vocabulary_begins(const struct vocabulary *v, const char *start, size_t len,
                         const char **out, size_t max);

/*
 * The likeliest word for a misspelt one: as few letters as possible put in, left out, changed or
 * swapped with the next (one in words of up to 5 letters, none of up to 3, two in longer ones), the
 * first letter kept if possible, then the one of the most entries. least: of at least so many
 * entries. NULL where there is none, for words with digits, and without memory.
 */
const char *vocabulary_near(const struct vocabulary *v, const char *word, uint32_t least);

#endif
