/*
 * fts.h - a full-text index in memory, beside what SQL says of it: the words of a text as the index
 * takes them, and one index read by many.
 *
 * For databases of ROLE_MEMORY (sql/memory.sql). Their statements have the function hits(entry): a
 * byte for each phrase of the search and each of the first FTS_COLUMNS columns, phrase after
 * phrase: how often the phrase stands in the row's column, at most 255.
 */
#ifndef HC_FTS_H
#define HC_FTS_H

#include "store/db.h"

enum {
    FTS_COLUMNS = 4,
    FTS_PHRASES = 64, /* of a search; hits() leaves further ones out */
};

enum fts_form {
    FTS_PLAIN, /* in lower case, without accents */
    FTS_STEM,  /* and without endings: what the index holds */
    FTS_FORMS_
};

/* One word of len bytes, not terminated; it was read from bytes from to to - 1 of the text. */
typedef enum err (*fts_word_fn)(void *ctx, const char *word, size_t len, size_t from, size_t to);

/*
 * Calls fn for each word of a text, until it fails. What fn returned, ERR_NOMEM, or the engine's
 * error. Any bytes are taken; those that are no UTF-8 are no words.
 */
enum err fts_words(struct db *db, enum fts_form form, const char *text, size_t len, fts_word_fn fn,
                   void *ctx);

/* The stem of a word, cut to size - 1 bytes; unchanged where there is none. As fts_words(). */
enum err fts_stem(struct db *db, const char *word, char *out, size_t size);

/*
 * The bytes of a ROLE_MEMORY database as it is now, outside of a transaction; they never change.
 * fts_image_free() once no connection reads them. ERR_NOMEM.
 */
struct fts_image;
enum err fts_image_make(struct db *db, struct fts_image **out);
void fts_image_free(struct fts_image *image);

/* A connection that reads an image, without a copy of it; db_close(). As db_open(). */
enum err fts_image_open(const struct fts_image *image, struct db **out);

#endif
