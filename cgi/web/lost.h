/*
 * lost.h - what visitors see at an address where nothing is.
 */
#ifndef HC_LOST_H
#define HC_LOST_H

#include <stdbool.h>

#include "app.h"

/*
 * A 404 that helps on: the search filled with the words of the address, the nearest pages, the ones
 * most asked for, and how to write to people. It is counted with the nearest page, but not for bots
 * and not for addresses that probe for other programs' holes: those get the page without a search.
 */
void lost_draw(const struct call *c);

/* The words of a path, as one would search for them: "/help/returns-policy.html" is "returns
 * policy", and so is "/old-returns-policy/index.html". Appended to out. */
void lost_words(const char *path, struct buf *out);

/* True for a path that only asks whether other software is here. */
bool lost_is_probe(const char *path);

#endif
