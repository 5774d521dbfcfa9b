/*
 * fold.h - text made alike, so that it can be looked up in tables of phrases.
 *
 * Folded text is NFKD without marks, in lower case, its words (letters and digits) with one space
 * between, so that "Désinscription !" and "desinscription" are the same. The tables hold phrases
 * as people write them; they are folded when they are compared. Any thread.
 */
#ifndef HC_FOLD_H
#define HC_FOLD_H

#include <stdbool.h>
#include <stddef.h>

/* Folds len bytes, UTF-8 or not. Caller frees with g_free(). GLib ends the program without memory.
 */
char *fold(const char *text, size_t len);

/* What stands after a phrase at the beginning of folded text, without the space; NULL if it doesn't
 * begin so. */
const char *fold_after(const char *folded, const char *phrase);

/* Tables of phrases end with NULL. Whether folded text is one of them, begins with one (the whole
 * words), or holds one anywhere. */
bool fold_is(const char *folded, const char *const *phrases);
bool fold_begins(const char *folded, const char *const *phrases);
bool fold_holds(const char *folded, const char *const *phrases);

#endif
