/*
 * search_rank.c - how well an entry matches: BM25 over four fields (Robertson and Zaragoza, "The
 * Probabilistic Relevance Framework", 2009, 3.6), each want counted by its best way.
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "desk/search_part.h"

static_assert((int)FIELDS_ == (int)FTS_COLUMNS, "hits() tells of each field");

/* What a word in a field says of the entry, and how far a long field says less. */
static const struct {
    double weight, length;
} fields[FIELDS_] = {
    [FIELD_TITLE] = {5, 0.5},
    [FIELD_KEYWORDS] = {4, 0.3},
    [FIELD_SUMMARY] = {2, 0.4},
    [FIELD_BODY] = {1, 0.75},
};

/* How a search is put, by its words: one, several, or a sentence, which holds words that say
 * nothing. */
enum manner { ONE_WORD, SEVERAL, SENTENCE, MANNERS_ };
enum { SENTENCE_WORDS = 2 };

/*
 * Where entries match alike: who types one word looks for a page, or for what can be done; who
 * types a sentence asks a question.
 */
static const double kinds[HIT_KINDS_][MANNERS_] = {
    [HIT_HELP] = {1, 1, 1},      [HIT_QUESTION] = {0.7, 0.9, 1.1}, [HIT_POLICY] = {1.1, 1.05, 1},
    [HIT_FORM] = {1.1, 1.05, 1}, [HIT_DELIVERY] = {0.9, 0.9, 0.9},
};

/* What a further way of the same want adds. */
static const double further = 0.3;

static const double saturation = 1.2;
/* What it adds that nearly all words of the title were typed. */
static const double whole_title = 0.6;

/* What scoring needs of a plan, worked out once. */
struct scoring {
    const struct search_index *s;
    const struct plan *plan;
    unsigned char asked[FTS_PHRASES]; /* by phrase: the plan's way */
    size_t phrases;
    unsigned char want[FTS_PHRASES]; /* by way */
    double rarity[TYPED_WORDS];      /* by want */
    double sum;                      /* of the rarities of wants that decide */
    enum manner manner;
};

static void
weigh_wants(struct scoring *c)
{
    unsigned deciding = 0, idle = 0;

    for (size_t i = 0; i < c->plan->wants; i++) {
        const struct want *w = &c->plan->want[i];
        double with = w->entries < c->s->count ? w->entries : (double)c->s->count;

        c->rarity[i] = log(1 + ((double)c->s->count - with + 0.5) / (with + 0.5));
        if (w->decides)
            c->sum += c->rarity[i];
        *(w->decides ? &deciding : &idle) += 1;
        for (size_t k = 0; k < w->ways; k++)
            c->want[w->first + k] = (unsigned char)i;
    }
    c->manner = idle >= SENTENCE_WORDS ? SENTENCE : deciding > 1 ? SEVERAL : ONE_WORD;
}

/* A way's weight in an entry: how often it stands in each field, long fields counting less. */
static double
weight_of(const struct scoring *c, const struct entry_info *e, const unsigned char *hits)
{
    double sum = 0;

    for (int f = 0; f < FIELDS_; f++) {
        double length = 1 - fields[f].length + fields[f].length * e->words[f] / c->s->mean[f];

        sum += fields[f].weight * hits[f] / (hits[f] + saturation * length);
    }
    return sum;
}

static double
score_of(const struct scoring *c, const struct entry_info *e, const unsigned char *hits)
{
    double best[TYPED_WORDS] = {0}, score = 0, met = 0;
    double in_title[TYPED_WORDS] = {0}, title = 0;

    for (size_t i = 0; i < c->phrases; i++) {
        const struct way *way = &c->plan->way[c->asked[i]];
        double weight = way->worth * weight_of(c, e, hits + i * FIELDS_);
        double *own = &best[c->want[c->asked[i]]];

        *own = fmax(weight, *own) + further * fmin(weight, *own);
        if (hits[i * FIELDS_ + FIELD_TITLE] > 0)
            in_title[c->want[c->asked[i]]] =
                fmax(in_title[c->want[c->asked[i]]], way->worth * way->words);
    }
    for (size_t i = 0; i < c->plan->wants; i++) {
        score += c->rarity[i] * best[i];
        title += in_title[i];
        if (best[i] > 0 && c->plan->want[i].decides)
            met += c->rarity[i];
    }
    score *= c->sum > 0 ? met / c->sum : 1;
    score *= kinds[e->kind][c->manner];
    return score * (1 + whole_title * fmin(1, title / fmax(1, e->words[FIELD_TITLE])));
}

static enum err
add_match(struct matches *m, struct match one)
{
    if (m->count == m->room) {
        size_t room = m->room > 0 ? m->room * 2 : 64;
        struct match *more = reallocarray(m->match, room, sizeof *more);

        if (more == NULL)
            return ERR_NOMEM;
        m->match = more;
        m->room = room;
    }
    m->match[m->count++] = one;
    return ERR_OK;
}

static enum err
scan(const struct scoring *c, struct db *db, const char *expression, struct matches *out)
{
    struct stmt *s = stmt_open(db, SQL_search_scan);
    enum err e = ERR_OK, closed;

    stmt_text(s, BIND_words, expression);
    while (e == ERR_OK && stmt_row(s)) {
        size_t len, at = (size_t)stmt_col_int(s, COL_search_scan_id) - 1;
        const char *hits = stmt_col_text(s, COL_search_scan_hits, &len);

        assert(at < c->s->count && len == c->phrases * FIELDS_);
        e = add_match(out, (struct match){
            (unsigned)at, score_of(c, &c->s->entry[at], (const unsigned char *)hits)});
    }
    closed = stmt_close(s);
    return e != ERR_OK ? e : closed;
}

enum err
search_scan(const struct search_index *s, struct db *db, const struct plan *plan, bool all,
            struct matches *out)
{
    struct scoring c = {.s = s, .plan = plan};
    struct buf expression = BUF_INIT;
    enum err e;

    out->count = 0;
    c.phrases = plan_express(plan, all, &expression, c.asked);
    weigh_wants(&c);
    e = expression.err;
    if (e == ERR_OK && c.phrases > 0)
        e = scan(&c, db, buf_text(&expression), out);
    buf_free(&expression);
    return e;
}

void
matches_free(struct matches *m)
{
    free(m->match);
    *m = (struct matches){0};
}

static int
by_score(const void *a, const void *b)
{
    const struct match *x = a, *y = b;

    if (x->score < y->score || x->score > y->score)
        return x->score > y->score ? -1 : 1;
    return x->entry < y->entry ? -1 : x->entry > y->entry;
}

void
matches_sort(struct matches *m)
{
    if (m->count > 1)
        qsort(m->match, m->count, sizeof *m->match, by_score);
}
