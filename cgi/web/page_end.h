/*
 * page_end.h - what stands at the end of an article and a page of questions: was it helpful, and
 * related pages.
 */
#ifndef HC_PAGE_END_H
#define HC_PAGE_END_H

#include "site.h"

/* True for pages that end so: articles and pages of questions, but no overviews or forms. */
bool page_end_fits(const struct page *p);

/* True for pages that may stand among the related ones: all but those that every page links to. */
bool page_end_leads_to(const struct page *p);

/* Includes the end in the template of a page for which page_end_fits(). */
void page_end_draw(const struct site *s, const struct page *p, struct tpl_dict *d);

/* Shows the related pages as section RELATED; nothing where there are none. */
void page_end_related(const struct site *s, const struct page *p, struct tpl_dict *d);

#endif
