/*
 * search.h - finds pages by words: an FTS5 index in memory over titles, keywords, summaries and
 * texts, made from the catalogue when content loads.
 *
 * What people type is taken as words: FTS5's operators have no meaning, "quoted words" stand one
 * after the other, the last word may be unfinished, synonyms (synonyms.h) find each other, words
 * that say nothing don't decide, and a misspelt word that is nowhere is taken for a near one.
 * Entries with all words are found; where those are few, others with some of the words, too, the
 * more the better.
 *
 * An index never changes, and keeps nothing of the catalogue; the owner frees it when nobody
 * searches any more. Any thread may search, at the same time as others.
 */
#ifndef HC_SEARCH_H
#define HC_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "content/catalogue.h"

struct search_index;

enum { SEARCH_HITS_MAX = 50, HIT_PLACES = 2 };

enum hit_kind {
    HIT_HELP,     /* a help page, or a category of questions */
    HIT_QUESTION, /* an answer of the FAQ */
    HIT_POLICY,
    HIT_FORM,
    HIT_DELIVERY, /* a delivery method */
    HIT_KINDS_,
    HIT_ANY = HIT_KINDS_
};

/* Where a hit stands. */
struct hit_place {
    const char *title;
    const char *address; /* NULL where it has no page */
};

/* Strings but the snippet belong to the index. */
struct hit {
    const char *address; /* with "#id" for an answer of the FAQ */
    const char *title;
    struct hit_place place[HIT_PLACES]; /* its section, then the FAQ page of an answer */
    size_t places;
    enum hit_kind kind;
    char *
        snippet; /* plain text of some 24 words; those found stand between \x02 and \x03; or NULL */
};

struct hits {
    struct hit hit[SEARCH_HITS_MAX];
    size_t count;             /* of hit */
    size_t total;             /* of the kind asked for */
    size_t kinds[HIT_KINDS_]; /* of each kind, whatever was asked for */
    bool all;                 /* there are entries with all words; false: with some of them */
    char *corrected;          /* what was searched for instead of what was typed, or NULL */
    char *meant;              /* what may have been meant and would find something, or NULL */
};

/* What can be found beside the pages: a delivery method. Only read. */
struct search_extra {
    const char *address, *title, *keywords, *summary, *path;
};

struct search_source {
    const struct catalogue *pages;
    const struct search_extra *extra;
    size_t extra_count;
    const char *synonyms; /* path of words/LANG/synonyms; NULL for none */
};

/* What is looked for. */
struct search_ask {
    const char *typed;
    enum hit_kind kind; /* HIT_ANY for all */
    size_t from, max;   /* of the hits, best first: so many are left out, so many given */
    bool brief;         /* no snippets */
};

/* Makes the index. ERR_INVALID with rep (the file of synonyms), ERR_NOMEM or the store's error. */
enum err search_build(const struct search_source *src, struct search_index **out,
                      struct report *rep);
void search_free(struct search_index *s);

/*
 * Finds at most ask.max hits (and SEARCH_HITS_MAX). A search without a word gives no hits.
 * hits_free() on ERR_OK; on an error there is nothing to free.
 */
enum err search_run(struct search_index *s, const struct search_ask *ask, struct hits *out);
void hits_free(struct hits *h);

/*
 * The nearest pages (no answers, no snippets) for words that led nowhere: those of an address that
 * isn't there ("/help/returns-policy.html"), or of a search without hits. Any of the words is
 * enough. Otherwise as search_run().
 */
enum err search_near(struct search_index *s, const char *words, size_t max, struct hits *out);

#endif
