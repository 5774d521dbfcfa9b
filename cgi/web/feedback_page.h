/*
 * feedback_page.h - "Was this page helpful?": takes the vote that a page's end sends, and the
 * reason that the page after it asks for.
 *
 * A vote needs no nonce, cookie or script: one for a page, network and day counts. It changes
 * nothing about a person; the dispatcher refuses those of other sites. Known bots don't count.
 */
#ifndef HC_FEEDBACK_PAGE_H
#define HC_FEEDBACK_PAGE_H

#include "app.h"

/*
 * /feedback: a POST with page and helpful (yes or no), and perhaps reason and message. Leads to the
 * page after it; a form whose message can't be taken comes back with it. A GET leads to the help
 * center, for those who come to this address by reloading or from a list of theirs.
 */
void feedback_handle(const struct call *c, int arg);

/* /feedback/thanks?page=P&helpful=yes: thanks, and the way back; for no a form that asks why, and
 * the thanks once it was answered (told=1). */
void feedback_thanks(const struct call *c, int arg);

#endif
