/*
 * pages.h - handlers that show pages: those of the catalogue, and old addresses.
 */
#ifndef HC_PAGES_H
#define HC_PAGES_H

#include "app.h"

/* A page of the catalogue; an old address is redirected; anything else is 404. */
void pages_any(const struct call *c, int arg);

/* Draws a page of the catalogue, for its fixed parts; called when a site loads. */
enum err pages_draw(const struct site *s, const struct page *p, struct fixed *out);

/* Puts a page that was cut into the response, with ETag, or answers 304. */
void pages_answer(const struct call *c, const struct fixed *f);

/* The same for a page that was drawn for this request, holds nothing of the visitor, and may be
 * kept while its content stays. Frees root. */
void pages_answer_drawn(const struct call *c, struct tpl_dict *root);

#endif
