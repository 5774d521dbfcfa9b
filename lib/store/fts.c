/* fts.c - FTS5 from C: its tokenizers, the function hits(), and databases that lie in memory. */
#include "store/fts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "store/engine.h"

/* The tokenizers of a connection, and what makes and ends them. */
struct fts {
    fts5_tokenizer module[FTS_FORMS_];
    Fts5Tokenizer *made[FTS_FORMS_];
};

/* As sql/memory.sql tells it for the index, the arguments after the name. */
static const struct {
    const char *name;
    const char *argument[3];
    int arguments;
} forms[] = {
    [FTS_PLAIN] = {"unicode61", {"remove_diacritics", "2"}, 2},
    [FTS_STEM] = {"porter", {"unicode61", "remove_diacritics", "2"}, 3},
};
static_assert(sizeof forms / sizeof *forms == FTS_FORMS_, "each form has its tokenizer");

static void
hits(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *ctx, int argc,
     sqlite3_value **argv)
{
    unsigned char count[FTS_PHRASES * FTS_COLUMNS] = {0};
    int phrases = api->xPhraseCount(fts), code = SQLITE_OK;

    (void)argc, (void)argv;
    if (phrases > FTS_PHRASES)
        phrases = FTS_PHRASES;
    for (int phrase = 0; code == SQLITE_OK && phrase < phrases; phrase++) {
        unsigned char *own = count + phrase * FTS_COLUMNS;
        Fts5PhraseIter at;
        int column = -1, place;

        code = api->xPhraseFirst(fts, phrase, &at, &column, &place);
        for (; code == SQLITE_OK && column >= 0; api->xPhraseNext(fts, &at, &column, &place))
            if (column < FTS_COLUMNS && own[column] < 255)
                own[column]++;
    }
    if (code == SQLITE_OK)
        sqlite3_result_blob(ctx, count, phrases * FTS_COLUMNS, SQLITE_TRANSIENT);
    else
        sqlite3_result_error_code(ctx, code);
}

static int
find_api(sqlite3 *handle, fts5_api **out)
{
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(handle, sql_table[SQL_search_api].text, -1, &s, NULL);

    *out = NULL;
    if (code == SQLITE_OK)
        code = sqlite3_bind_pointer(s, 1, out, "fts5_api_ptr", NULL);
    if (code == SQLITE_OK)
        sqlite3_step(s);
    if (code == SQLITE_OK)
        code = sqlite3_finalize(s);
    return code == SQLITE_OK && *out == NULL ? SQLITE_ERROR : code;
}

static int
make_tokenizer(fts5_api *api, struct fts *fts, enum fts_form form)
{
    const char *argument[3];
    void *data = NULL;
    int code = api->xFindTokenizer(api, forms[form].name, &data, &fts->module[form]);

    memcpy(argument, forms[form].argument, sizeof argument);
    if (code == SQLITE_OK)
        code = fts->module[form].xCreate(data, argument, forms[form].arguments, &fts->made[form]);
    return code;
}

int
fts_begin(struct db *db)
{
    fts5_api *api;
    int code = find_api(db->handle, &api);

    assert(db->role == ROLE_MEMORY && db->fts == NULL);
    db->fts = calloc(1, sizeof *db->fts);
    if (db->fts == NULL)
        return SQLITE_NOMEM;
    if (code == SQLITE_OK)
        code = api->xCreateFunction(api, "hits", NULL, hits, NULL);
    for (enum fts_form form = 0; code == SQLITE_OK && form < FTS_FORMS_; form++)
        code = make_tokenizer(api, db->fts, form);
    return code;
}

void
fts_end(struct db *db)
{
    for (int form = 0; db->fts != NULL && form < FTS_FORMS_; form++)
        if (db->fts->made[form] != NULL)
            db->fts->module[form].xDelete(db->fts->made[form]);
    free(db->fts);
    db->fts = NULL;
}

struct telling {
    fts_word_fn fn;
    void *ctx;
    enum err err;
};

static int
tell_word(void *ctx, int flags, const char *word, int len, int from, int to)
{
    struct telling *t = ctx;

    (void)flags;
    t->err = t->fn(t->ctx, word, (size_t)len, (size_t)from, (size_t)to);
    return t->err == ERR_OK ? SQLITE_OK : SQLITE_ABORT;
}

enum err
fts_words(struct db *db, enum fts_form form, const char *text, size_t len, fts_word_fn fn,
          void *ctx)
{
    struct telling t = {fn, ctx, ERR_OK};
    int code;

    assert(form < FTS_FORMS_ && db->fts != NULL && len <= DB_VALUE_MAX);
    code = db->fts->module[form].xTokenize(db->fts->made[form], &t, FTS5_TOKENIZE_AUX, text,
                                           (int)len, tell_word);
    return t.err != ERR_OK ? t.err : engine_fail(db->handle, code, "words");
}

struct stem {
    char *text;
    size_t size;
};

static enum err
copy_stem(void *ctx, const char *word, size_t len, size_t from, size_t to)
{
    const struct stem *stem = ctx;
    size_t n = len < stem->size ? len : stem->size - 1;

    (void)from, (void)to;
    memcpy(stem->text, word, n);
    stem->text[n] = '\0';
    return ERR_OK;
}

enum err
fts_stem(struct db *db, const char *word, char *out, size_t size)
{
    assert(out != NULL && size > 0);
    return fts_words(db, FTS_STEM, word, strlen(word), copy_stem, &(struct stem){out, size});
}

struct fts_image {
    unsigned char *bytes;
    sqlite3_int64 len;
};

enum err
fts_image_make(struct db *db, struct fts_image **out)
{
    struct fts_image *image = calloc(1, sizeof *image);

    assert(db->role == ROLE_MEMORY && sqlite3_get_autocommit(db->handle));
    if (image == NULL)
        return ERR_NOMEM;
    image->bytes = sqlite3_serialize(db->handle, "main", &image->len, 0);
    if (image->bytes == NULL) {
        free(image);
        return ERR_NOMEM;
    }
    *out = image;
    return ERR_OK;
}

void
fts_image_free(struct fts_image *image)
{
    if (image == NULL)
        return;
    sqlite3_free(image->bytes);
    free(image);
}

int
fts_image_attach(sqlite3 *handle, const struct fts_image *image)
{
    int code = sqlite3_deserialize(handle, "main", image->bytes, image->len, image->len,
                                   SQLITE_DESERIALIZE_READONLY);

    /* Pages are read where they lie, and none is kept twice. */
    if (code == SQLITE_OK)
        code = sqlite3_exec(handle, "PRAGMA mmap_size = 1073741824", NULL, NULL, NULL);
    return code;
}
