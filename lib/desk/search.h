/*
 * search.h - finds pages by words: an FTS5 index in memory over titles, keywords, summaries and texts, made from the catalogue when content loads.
 *
 * An index never changes; the owner frees it when nobody searches any more. Any thread may search (a mutex serialises them).
 */
#ifndef HC_SEARCH_H
#define HC_SEARCH_H

#include <stddef.h>

#include "base/err.h"
#include "content/catalogue.h"

struct search_index;

enum { SEARCH_HITS_MAX = 50, SEARCH_SNIPPET_MARKS = 12 };

struct hit {
    char *address;  /* with "#id" for an answer of the FAQ */
    char *title;
    char *path;     /* section or FAQ category, for people */
    char *snippet;  /* plain text; words found stand between \x02 and \x03 */
};

struct hits {
    struct hit hit[SEARCH_HITS_MAX];
    size_t count;
};

enum err search_build(const struct catalogue *c, struct search_index **out);
void search_free(struct search_index *s);

/*
 * Finds at most max hits, best first (bm25, title and keywords weighted). What people type is taken as words, all of which must match (the last also as a
 * beginning); if nothing matches, any of them. FTS5's own operators have no meaning. An empty search gives no hits.
 */
enum err search_run(struct search_index *s, const char *typed, size_t max, struct hits *out);
void hits_free(struct hits *h);

#endif
