/* search.c - the search index over the catalogue, in memory. */
#include "desk/search.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "store/db.h"

enum {
    WORDS_MAX = 16,            /* further ones are left out */
    EXPRESSION_MAX = 4 * 1024, /* bytes */
};

struct search_index {
    struct db *db;
    pthread_mutex_t lock; /* for db */
};

/* What is found: a page, or an answer of a FAQ page. */
struct entry_text {
    const char *title, *keywords, *summary, *body, *path;
};

static enum err
add(struct db *db, const char *address, const struct entry_text *t)
{
    struct stmt *s = stmt_open(db, SQL_search_add);

    stmt_text(s, BIND_title, t->title);
    stmt_text(s, BIND_keywords, t->keywords);
    stmt_text(s, BIND_summary, t->summary);
    stmt_text(s, BIND_body, t->body);
    stmt_text(s, BIND_address, address);
    stmt_text(s, BIND_path, t->path);
    return stmt_run(s);
}

static enum err
add_answer(struct db *db, const struct page *p, const struct answer *a)
{
    struct buf address = BUF_INIT;
    enum err e;

    buf_fmt(&address, "%s#%s", p->address, a->id);
    e = address.err;
    if (e == ERR_OK)
        e = add(db, buf_text(&address),
                &(struct entry_text){.title = a->question, .keywords = "", .summary = "",
                                     .body = a->text, .path = p->head.title});
    buf_free(&address);
    return e;
}

static const char *
section_title(const struct catalogue *c, const char *id)
{
    for (size_t i = 0; i < c->section_count; i++)
        if (strcmp(c->section[i].id, id) == 0)
            return c->section[i].title;
    return "";
}

/* A page with answers is found by its head; its text is found answer by answer. */
static enum err
add_page(struct db *db, const struct catalogue *c, const struct page *p)
{
    struct entry_text t = {.title = p->head.title,
                           .keywords = p->head.keywords,
                           .summary = p->head.summary,
                           .body = p->answer_count == 0 ? p->body.text : "",
                           .path = section_title(c, p->head.section)};
    enum err e = add(db, p->address, &t);

    for (size_t i = 0; e == ERR_OK && i < p->answer_count; i++)
        e = add_answer(db, p, &p->answer[i]);
    return e;
}

static enum err
fill(struct db *db, const struct catalogue *c)
{
    enum err e = stmt_run(stmt_open(db, SQL_search_begin));

    for (size_t i = 0; e == ERR_OK && i < c->page_count; i++)
        e = add_page(db, c, &c->page[i]);
    return e == ERR_OK ? db_commit(db) : e;
}

enum err
search_build(const struct search_source *src, struct search_index **out, struct report *rep)
{
    struct search_index *s = calloc(1, sizeof *s);
    enum err e;

    (void)rep;
    if (s == NULL)
        return ERR_NOMEM;
    pthread_mutex_init(&s->lock, NULL);
    e = db_open(NULL, ROLE_MEMORY, &s->db, NULL);
    if (e == ERR_OK)
        e = fill(s->db, src->pages);
    if (e != ERR_OK) {
        search_free(s);
        return e;
    }
    *out = s;
    return ERR_OK;
}

void
search_free(struct search_index *s)
{
    if (s == NULL)
        return;
    db_close(s->db);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

/* Bytes past ASCII count as letters: which of them are, the index's tokenizer knows. */
static bool
is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
           || (unsigned char)c >= 0x80;
}

/*
 * What was typed as an FTS5 expression: each word quoted, so that none is an operator; the last
 * also matches as a beginning. between: " " for all words, " OR " for any. How many words there
 * are.
 */
static size_t
express(struct buf *out, const char *typed, const char *between)
{
    size_t words = 0;

    while (words < WORDS_MAX) {
        size_t len = 0;

        while (*typed != '\0' && !is_word_byte(*typed))
            typed++;
        while (is_word_byte(typed[len]))
            len++;
        if (len == 0)
            break;
        buf_str(out, words > 0 ? between : "");
        buf_char(out, '"');
        buf_add(out, typed, len);
        buf_char(out, '"');
        typed += len;
        words++;
    }
    if (words > 0)
        buf_char(out, '*');
    return words;
}

static enum err
take_hit(struct stmt *s, struct hit *h)
{
    h->address = strdup(stmt_col_text(s, COL_search_pages_address, NULL));
    h->title = strdup(stmt_col_text(s, COL_search_pages_title, NULL));
    h->path = strdup(stmt_col_text(s, COL_search_pages_path, NULL));
    h->snippet = strdup(stmt_col_text(s, COL_search_pages_snippet, NULL));
    return h->address != NULL && h->title != NULL && h->path != NULL && h->snippet != NULL
               ? ERR_OK
               : ERR_NOMEM;
}

static enum err
find(struct search_index *index, const char *expression, size_t max, struct hits *out)
{
    enum err e = ERR_OK, closed;
    struct stmt *s;

    pthread_mutex_lock(&index->lock);
    s = stmt_open(index->db, SQL_search_pages);
    stmt_text(s, BIND_words, expression);
    stmt_int(s, BIND_most, (int64_t)max);
    while (e == ERR_OK && out->count < max && stmt_row(s))
        e = take_hit(s, &out->hit[out->count++]);
    closed = stmt_close(s);
    pthread_mutex_unlock(&index->lock);
    return e != ERR_OK ? e : closed;
}

enum err
search_run(struct search_index *index, const char *typed, size_t max, struct hits *out)
{
    static const char *const between[] = {" ", " OR "};
    struct buf expression = {.max = EXPRESSION_MAX};
    enum err e = ERR_OK;

    assert(typed != NULL);
    memset(out, 0, sizeof *out);
    if (max > SEARCH_HITS_MAX)
        max = SEARCH_HITS_MAX;
    for (size_t i = 0; e == ERR_OK && out->count == 0 && i < 2; i++) {
        buf_reset(&expression);
        if (express(&expression, typed, between[i]) == 0)
            break;
        e = expression.err;
        if (e == ERR_OK)
            e = find(index, buf_text(&expression), max, out);
    }
    buf_free(&expression);
    if (e != ERR_OK)
        hits_free(out);
    return e;
}

void
hits_free(struct hits *h)
{
    for (size_t i = 0; i < h->count; i++) {
        free(h->hit[i].address);
        free(h->hit[i].title);
        free(h->hit[i].path);
        free(h->hit[i].snippet);
    }
    memset(h, 0, sizeof *h);
}

enum err
search_near(struct search_index *index, const char *words, size_t max, struct hits *out)
{
    return search_run(index, words, max, out);
}
