/*
 * search_typed.h - what somebody typed into the search field, as words.
 *
 * FTS5's operators, and all other signs but quotation marks, only part words. A struct holds all of
 * it by value, but for the text typed, which it points to.
 */
#ifndef HC_SEARCH_TYPED_H
#define HC_SEARCH_TYPED_H

#include "base/buf.h"
#include "desk/vocabulary.h"

enum { TYPED_WORDS = 16 /* further ones are left out */ };

struct typed_word {
    char plain[WORD_BYTES]; /* in lower case, without accents */
    char stem[WORD_BYTES];
    size_t from, to; /* where it stands in the text, in bytes */
    unsigned quote;  /* words of one quotation have its number, from 1; 0: not quoted */
};

struct typed {
    const char *text;
    struct typed_word word[TYPED_WORDS];
    size_t count;
};

/*
 * Reads text, which must live as long as *out. Any bytes are taken. A quotation stands between two
 * of " “ ” „ « »; one that doesn't end is none. db is any ROLE_MEMORY connection. ERR_NOMEM or the
 * store's error.
 */
enum err typed_read(struct db *db, const char *text, struct typed *out);

/* Appends the text with word i replaced by better[i], where that isn't NULL. */
void typed_correct(const struct typed *t, const char *const better[TYPED_WORDS], struct buf *out);

#endif
