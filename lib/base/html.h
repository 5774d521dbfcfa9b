/*
 * html.h - the little HTML that C writes itself: an element around what a library rendered. Pages
 * are templates; they escape by themselves.
 */
#ifndef HC_HTML_H
#define HC_HTML_H

#include "base/buf.h"

/*
 * Appends an element's opening tag. After tag come pairs of const char * name and value, ended by
 * NULL; tag and names are ours and not escaped, values may be anything. Errors stay in out.
 */
void html_open(struct buf *out, const char *tag, ...) __attribute__((sentinel));
void html_close(struct buf *out, const char *tag);

/* Appends text with & < > " ' as entities: right in text and in quoted attributes. */
void html_escape(struct buf *out, const char *text);

#endif
