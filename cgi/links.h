/*
 * links.h - the pages behind the links in letters: confirm, leave, undo, preferences, a new address.
 *
 * GET and HEAD show and change nothing, whoever follows a link (SECURITY 9); the page's one button
 * POSTs to the same address, and acts. A repeated POST is harmless. A link that is unknown, altered,
 * of another purpose or ended gets one and the same page, in the same time.
 */
#ifndef HC_LINKS_H
#define HC_LINKS_H

#include "app.h"

enum link_kind { LINK_CONFIRM, LINK_LEAVE, LINK_UNDO, LINK_PREFERENCES, LINK_COUNT_ };

/* A route's handler; arg is an enum link_kind. */
void links_handle(const struct call *c, int arg);

#endif
