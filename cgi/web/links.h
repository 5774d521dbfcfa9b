/*
 * links.h - the pages behind the links in letters: confirm, leave, undo, preferences, new address.
 *
 * GET and HEAD show and change nothing, whoever follows a link (SECURITY 9); the page's one button
 * POSTs to the same address, and acts; then GET shows how things stand. A repeated POST is
 * harmless. A link that is unknown, altered or of another purpose gets one and the same page, after
 * the same work. One that has ended says what to do instead, and does nothing.
 */
#ifndef HC_LINKS_H
#define HC_LINKS_H

#include "app.h"

enum link_kind { LINK_CONFIRM, LINK_LEAVE, LINK_UNDO, LINK_PREFERENCES };

/* A route's handler; arg is an enum link_kind. */
void links_handle(const struct call *c, int arg);

/*
 * Whether a POST is a mail service's, on behalf of its reader (RFC 8058 3.2): it comes from
 * anywhere, with nothing of our page in it.
 */
bool links_one_click(const struct request *r);

#endif
