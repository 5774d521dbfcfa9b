/*
 * advice.h - what an editor should look at, though the pages can be shown as they are. Mistakes are
 * catalogue_load()'s.
 */
#ifndef HC_ADVICE_H
#define HC_ADVICE_H

#include <stdbool.h>

#include "content/catalogue.h"

struct advice_rules {
    const char *stale_before;           /* ISO date: a page that nobody looked at since is stale */
    bool (*answered)(const char *path); /* what is answered beside pages; NULL: nothing */
};

/*
 * Adds a line for each: a page whose `reviewed`, `effective` or else `updated` is older than the
 * rule, or that has none of them; one without keywords; a link to an address that has moved; an old
 * address that is never looked up, since a page or the program answers there. At most
 * REPORT_LINES_MAX.
 */
void advice_give(const struct catalogue *c, const struct advice_rules *rules, struct report *rep);

/* Calls fn for each link that leads out (http, https), in the order of pages. */
void advice_links_out(const struct catalogue *c,
                      void (*fn)(void *ctx, const struct page *p, const struct link *l), void *ctx);

#endif
