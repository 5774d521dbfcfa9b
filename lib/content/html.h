/*
 * html.h - writes an element around what cmark renders; attribute values are escaped.
 */
#ifndef HC_HTML_H
#define HC_HTML_H

#include <stddef.h>

#include "base/buf.h"

/* Opens an element. Then pairs of const char * name and value, ended by NULL; name is ours, the value anything. */
void html_open(struct buf *out, const char *tag, ...) __attribute__((sentinel));
void html_close(struct buf *out, const char *tag);

/* Appends text with & < > " ' as entities: right in text and in quoted attributes. */
void html_escape(struct buf *out, const char *text);

#endif
