/*
 * image_node.h - an image of a Markdown tree as ready HTML: cmark writes neither sizes nor loading.
 */
#ifndef HC_IMAGE_NODE_H
#define HC_IMAGE_NODE_H

#include <cmark-gfm.h>

#include "base/buf.h"

/*
 * Puts ready HTML in the place of an image's node, which may only be done once the node is left.
 * alt is its text, "" for one that only decorates; it becomes the new node's user data, for
 * plain.h. www: where images/ is, or NULL (markdown.h). tag is scratch space of the caller's; alt
 * may lie in it. Only inside arena_run(). ERR_INVALID with *why, a sentence without its beginning
 * ("the image NAME "); ERR_NOMEM.
 */
enum err image_node_replace(cmark_node *node, const char *www, const char *alt, struct buf *tag,
                            const char **why);

#endif
