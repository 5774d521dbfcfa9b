/* search.c - a search: its plan, the next one where that finds nothing, and the hits of one page.
 */
#include "desk/search_part.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum {
    FEW = 3,     /* entries with all words: fewer, and another spelling is looked for */
    ENOUGH = 10, /* fewer, and entries with some of the words are found, too */
};

/* An entry with some of the words is shown if it is worth so much of the best one. */
static const double partly_least = 0.3;

/* A search on its way. */
struct running {
    struct search_index *s;
    struct db *db;
    struct planner planner;
    const struct search_ask *ask;
    bool pages; /* no answers */
    struct typed typed;
    struct plan plan;
    struct matches matches;
    bool all;
};

/* A connection that reads the index, for this thread alone until reader_put(). */
static enum err
reader_take(struct search_index *s, struct db **out)
{
    *out = NULL;
    pthread_mutex_lock(&s->lock);
    if (s->idle_count > 0)
        *out = s->idle[--s->idle_count];
    pthread_mutex_unlock(&s->lock);
    return *out != NULL ? ERR_OK : fts_image_open(s->image, out);
}

static void
reader_put(struct search_index *s, struct db *db)
{
    bool kept;

    pthread_mutex_lock(&s->lock);
    kept = s->idle_count < READERS_IDLE;
    if (kept)
        s->idle[s->idle_count++] = db;
    pthread_mutex_unlock(&s->lock);
    if (!kept)
        db_close(db);
}

/* What was searched for as people read it; NULL without memory, which costs only the line. */
static char *
corrected_text(const struct running *r, const struct plan *plan)
{
    struct buf out = BUF_INIT;

    typed_correct(&r->typed, plan->better, &out);
    return buf_take(&out);
}

/* Where few or none have all words: a like spelling that finds more is told, not searched for. */
static enum err
guess(struct running *r, struct hits *out)
{
    struct plan other;
    struct matches found = {0};
    enum err e;

    if (!plan_guess(&r->planner, &r->typed, &other))
        return ERR_OK;
    e = search_scan(r->s, r->db, &other, true, &found);
    if (e == ERR_OK && found.count > (r->all ? r->matches.count : 0))
        out->meant = corrected_text(r, &other);
    matches_free(&found);
    return e;
}

static enum err
match(struct running *r, struct hits *out)
{
    enum err e = typed_read(r->db, r->ask->typed, &r->typed);

    if (e != ERR_OK)
        return e;
    plan_make(&r->planner, &r->typed, &r->plan);
    r->all = out->all = true;
    e = search_scan(r->s, r->db, &r->plan, true, &r->matches);
    if (e == ERR_OK && r->matches.count < FEW && !r->ask->brief)
        e = guess(r, out);
    if (e == ERR_OK && r->matches.count < ENOUGH && r->plan.wants > 1) {
        r->all = false;
        out->all = r->matches.count > 0;
        e = search_scan(r->s, r->db, &r->plan, false, &r->matches);
    }
    if (e == ERR_OK && r->plan.corrected && r->matches.count > 0)
        out->corrected = corrected_text(r, &r->plan);
    return e;
}

/* Where some of the words were enough: leaves out what is far from the best. */
static void
drop_far(struct matches *m)
{
    double best = 0;
    size_t kept = 0;

    for (size_t i = 0; i < m->count; i++)
        best = m->match[i].score > best ? m->match[i].score : best;
    for (size_t i = 0; i < m->count; i++)
        if (m->match[i].score >= best * partly_least)
            m->match[kept++] = m->match[i];
    m->count = kept;
}

/* Counts all by kind and keeps those that were asked for. */
static void
sift(struct running *r, struct hits *out)
{
    struct matches *m = &r->matches;
    size_t kept = 0;

    if (!r->all)
        drop_far(m);
    for (size_t i = 0; i < m->count; i++) {
        enum hit_kind kind = r->s->entry[m->match[i].entry].kind;

        if (r->pages && kind == HIT_QUESTION)
            continue;
        out->kinds[kind]++;
        if (r->ask->kind == HIT_ANY || r->ask->kind == kind)
            m->match[kept++] = m->match[i];
    }
    m->count = kept;
    out->total = kept;
    matches_sort(m);
}

/* Words from the body where they stand there, from the summary otherwise. */
static enum err
cut_snippet(struct running *r, const char *expression, unsigned entry, char **out)
{
    struct stmt *s = stmt_open(r->db, SQL_search_snippet);
    bool body = r->s->entry[entry].words[FIELD_BODY] > 0;
    enum err e;

    stmt_int(s, BIND_field, body ? FIELD_BODY : FIELD_SUMMARY);
    stmt_text(s, BIND_words, expression);
    stmt_int(s, BIND_id, (int64_t)entry + 1);
    if (stmt_row(s))
        *out = strdup(stmt_col_text(s, COL_search_snippet_snippet, NULL));
    e = stmt_close(s);
    return e == ERR_OK && *out == NULL ? ERR_NOMEM : e;
}

static enum err
fill_page(struct running *r, struct hits *out)
{
    size_t max = r->ask->max < SEARCH_HITS_MAX ? r->ask->max : SEARCH_HITS_MAX;
    unsigned char asked[FTS_PHRASES];
    struct buf expression = BUF_INIT;
    enum err e;

    plan_express(&r->plan, r->all, &expression, asked);
    e = expression.err;
    for (size_t i = r->ask->from; e == ERR_OK && i < r->matches.count && out->count < max; i++) {
        unsigned place = r->matches.match[i].entry;
        const struct entry_info *one = &r->s->entry[place];
        struct hit *h = &out->hit[out->count++];

        *h = (struct hit){.address = one->address, .title = one->title, .kind = one->kind,
                          .places = one->places};
        for (size_t k = 0; k < one->places; k++)
            h->place[k] = (struct hit_place){one->place[k].title, one->place[k].address};
        if (!r->ask->brief)
            e = cut_snippet(r, buf_text(&expression), place, &h->snippet);
    }
    buf_free(&expression);
    return e;
}

static enum err
run(struct running *r, struct hits *out)
{
    enum err e = reader_take(r->s, &r->db);

    *out = (struct hits){0};
    r->planner = (struct planner){
        .words = r->s->words, .synonyms = r->s->synonyms, .beginning = true};
    if (e != ERR_OK)
        return e;
    e = match(r, out);
    if (e == ERR_OK) {
        sift(r, out);
        e = fill_page(r, out);
    }
    matches_free(&r->matches);
    reader_put(r->s, r->db);
    if (e != ERR_OK)
        hits_free(out);
    return e;
}

enum err
search_run(struct search_index *s, const struct search_ask *ask, struct hits *out)
{
    struct running r = {.s = s, .ask = ask};

    assert(ask->typed != NULL && ask->kind <= HIT_ANY);
    return run(&r, out);
}

void
hits_free(struct hits *h)
{
    for (size_t i = 0; i < h->count; i++)
        free(h->hit[i].snippet);
    free(h->corrected);
    free(h->meant);
    *h = (struct hits){0};
}

/* The words of an address, without those that say nothing of a page. */
static void
address_words(const char *address, struct buf *out)
{
    static const char *const empty[] = {"html", "htm", "php", "asp", "aspx", "help", "index"};

    while (*address != '\0') {
        size_t len = strcspn(address, "/-_.+% ");
        bool says = len > 0;

        for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
            says = says && !(strlen(empty[i]) == len && strncmp(empty[i], address, len) == 0);
        if (says) {
            buf_add(out, address, len);
            buf_char(out, ' ');
        }
        address += len + (address[len] != '\0');
    }
}

enum err
search_near(struct search_index *s, const char *words, size_t max, struct hits *out)
{
    struct buf text = BUF_INIT;
    struct search_ask ask = {.kind = HIT_ANY, .max = max, .brief = true};
    struct running r = {.s = s, .ask = &ask, .pages = true};
    enum err e;

    address_words(words, &text);
    ask.typed = buf_text(&text);
    e = text.err != ERR_OK ? text.err : run(&r, out);
    if (e != ERR_OK)
        *out = (struct hits){0};
    buf_free(&text);
    return e;
}
