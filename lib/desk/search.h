/*
 * search.h - finds pages by words: an FTS5 index in memory over titles, keywords, summaries and
 * texts, made from the catalogue when content loads.
 *
 * An index never changes, and keeps nothing of the catalogue; the owner frees it when nobody
 * searches any more. Any thread may search (a mutex serialises them).
 */
#ifndef HC_SEARCH_H
#define HC_SEARCH_H

#include <stddef.h>

#include "base/err.h"
#include "content/catalogue.h"

struct search_index;

enum { SEARCH_HITS_MAX = 50 };

struct hit {
    char *address;  /* with "#id" for an answer of the FAQ */
    char *title;
    char *path;     /* section or FAQ category, for people */
    char *snippet;  /* plain text of some 24 words; those found stand between \x02 and \x03 */
};

struct hits {
    struct hit hit[SEARCH_HITS_MAX];
    size_t count;
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

/* Makes the index. ERR_INVALID with rep (the file of synonyms), ERR_NOMEM or the store's error. */
enum err search_build(const struct search_source *src, struct search_index **out,
                      struct report *rep);
void search_free(struct search_index *s);

/*
 * Finds at most max hits (and SEARCH_HITS_MAX), best first (bm25, title and keywords weighted).
 * What people type is taken as words, all of which must match (the last also as a beginning); if
 * nothing matches, any of them. FTS5's own operators have no meaning. A search without a word gives
 * no hits. hits_free() on ERR_OK; on an error there is nothing to free.
 */
enum err search_run(struct search_index *s, const char *typed, size_t max, struct hits *out);
void hits_free(struct hits *h);

/*
 * The nearest pages (no answers, no snippets) for words that led nowhere: those of an address that
 * isn't there ("/help/returns-policy.html"), or of a search without hits. Otherwise as search_run().
 */
enum err search_near(struct search_index *s, const char *words, size_t max, struct hits *out);

#endif
