/*
 * words.h - every sentence that people read and C chooses, by id.
 *
 * The files templates/words/LANG/NAME.words hold "id = text" lines; `#` begins a comment line. The
 * ids of the shipped files are made into enum word at build (MSG_form_sent for form_sent), so a
 * misspelt id does not compile; at load every id must have a text, or file and line are reported.
 * Ids that only templates use ([[id]]) live in the same files. Immutable once loaded; any thread.
 */
#ifndef HC_WORDS_H
#define HC_WORDS_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "view/words_ids.h" /* generated: enum word { MSG_NONE, MSG_..., MSG_COUNT_ } */

#ifdef __cplusplus
extern "C" {
#endif

struct words;

/*
 * Reads every .words file of folder (templates/words/en). ERR_INVALID with rep: an id that neither
 * C nor a shipped template knows, one without a text or given twice, a broken line. ERR_NOMEM.
 * words_free() releases.
 */
enum err words_load(const char *folder, struct words **out, struct report *rep);
void words_free(struct words *w);

/* The sentence; never NULL, "" for MSG_NONE. It lives as long as w. */
const char *words_get(const struct words *w, enum word id);

/* The id of a name of len bytes, MSG_NONE if there's none. */
enum word words_find(const char *name, size_t len);

/*
 * Appends the sentence with {name} replaced by values: pairs of const char * name and value, ended
 * by NULL. A {name} that isn't among them stays as it is. Values are put in unescaped.
 */
void words_format(const struct words *w, struct buf *out, enum word id, ...)
    __attribute__((sentinel));

#ifdef __cplusplus
}
#endif

#endif
