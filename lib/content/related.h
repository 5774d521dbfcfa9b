/*
 * related.h - which pages stand at the end of a page, worked out once for a catalogue.
 *
 * The points that a page has for another, so that anybody can tell why it stands there:
 *
 *     it is linked from there      4        a keyword or word of the title that both have:
 *     it links there               2          few pages have it (2 to 4)      3
 *     it is in the same section    1          some have it (up to 12, 24)     2, 1
 *
 * The most points come first, then the order of addresses. A keyword is what stands between two
 * commas. Those of fewer than 4 letters, and those of more pages, say nothing. Pages of questions
 * get no points for each other but for their section, since all of them stand beside each. Who has
 * no more than that fills up the first RELATED_MIN places. What is looked at for a page is
 * bounded, so that the whole takes time by the number of pages. Never changed once made; any thread
 * may read.
 */
#ifndef HC_RELATED_H
#define HC_RELATED_H

#include "content/catalogue.h"

struct related;

enum { RELATED_MIN = 3, RELATED_MAX = 5 };

/*
 * takes tells which pages count, on either side. c must outlive it. ERR_NOMEM. related_free()
 * takes NULL.
 */
enum err related_make(const struct catalogue *c, bool (*takes)(const struct page *),
                      struct related **out);
void related_free(struct related *r);

/* The pages related to p, the nearest first: at most RELATED_MAX. *out is r's. */
size_t related_of(const struct related *r, const struct page *p, const struct page *const **out);

#endif
