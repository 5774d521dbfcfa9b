/*
 * plain.h - the words of a Markdown tree, without its marks; for search and for names.
 */
#ifndef HC_PLAIN_H
#define HC_PLAIN_H

#include <cmark-gfm.h>

#include "base/buf.h"

/*
 * Appends the words of node and of all below it: each block ends with a newline, cells are parted
 * by a space. Code counts as words, HTML doesn't. Never takes away what out held before.
 */
void plain_add(struct buf *out, cmark_node *node);

/* The same as one line without white space at its end, in place of what out held. */
void plain_line(struct buf *out, cmark_node *node);

#endif
