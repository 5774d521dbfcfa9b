/*
 * news.h - what changed lately: pages by their `updated`, policies by their versions; as a page
 * (/changes), as a feed (/changes.xml), and as the dates of sitemap.xml.
 */
#ifndef HC_NEWS_H
#define HC_NEWS_H

#include "app.h"
#include "base/clock.h"
#include "view/tpl.h"

enum { NEWS_MAX = 30 };

/* Fills the page /changes. */
void news_draw(const struct site *s, const struct page *p, struct tpl_dict *d);

/* /changes.xml: Atom (RFC 4287), its ids as tag: URIs (RFC 4151) that stay. */
void news_feed(const struct call *c, int arg);

/*
 * The day on which what stands at a page was changed last, as an ISO date: a policy's when it was
 * published, what the head says, or the file's. /changes changes with its newest entry.
 */
void news_page_day(const struct site *s, const struct page *p, char out[CLOCK_DATE_MAX]);

#endif
