/*
 * search_page.h - the search: its page, and suggestions while one types.
 */
#ifndef HC_SEARCH_PAGE_H
#define HC_SEARCH_PAGE_H

#include "app.h"
#include "view/tpl.h"

/*
 * GET /search?q=WORDS&kind=KIND&page=N. Without words: the page that asks for some. Longer input is
 * cut to LIMIT_SEARCH characters; an unknown kind is any, a page that isn't there the nearest one.
 */
void search_page(const struct call *c, int arg);

/* GET /suggest?q=WORDS: at most six pages as JSON; 404 where the setting `suggestions` is off. */
void search_suggest(const struct call *c, int arg);

/* Draws the page that asks for words, for its fixed parts; called when a site loads. */
void search_draw_asking(const struct site *s, const struct page *p, struct tpl_dict *d);

#endif
