/*
 * history.h - the versions of a policy, at addresses that hold for ever: /help/PAGE/versions (all
 * of them), versions?on=2026-05-03 (the text in force that day), versions/N (that text), and
 * versions/N/changes (what it changed). Versions of a page that is gone are shown all the same.
 *
 * Texts and changes are told to search engines as not to be kept (noindex): people should find the
 * policy as it is now.
 */
#ifndef HC_WEB_HISTORY_H
#define HC_WEB_HISTORY_H

#include "app.h"
#include "desk/history.h"
#include "view/tpl.h"

/* Takes all below /help/: versions here, everything else by pages_any(). */
void history_below(const struct call *c, int arg);

/* The line at the head of a policy that was published: version, day, link to its history. */
void history_head(const struct site *s, const struct page *p, struct tpl_dict *d);

/* "/help/privacy-policy/versions" for a page's address, with "/N" where version is not 0; false for
 * a page that has no such address (not below /help/). */
enum { HISTORY_HREF_MAX = LIMIT_URI + 40 };
bool history_href(const char *page, int64_t version, char out[HISTORY_HREF_MAX]);

/* "In force from 3 May 2026 to 31 January 2027", by how it stands on a day. */
void history_force(const struct site *s, const struct edition *e, const char *day, struct buf *out);

#endif
