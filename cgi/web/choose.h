/*
 * choose.h - the page behind the link to one's choices: each list, name, address, and a way to stop
 * everything. Its mailbox is proven by the link, so what is saved holds at once; but for an
 * address, which both mailboxes confirm.
 */
#ifndef HC_CHOOSE_H
#define HC_CHOOSE_H

#include "app.h"
#include "desk/people.h"
#include "desk/tokens.h"

/* GET shows, POST saves, then 303 to the same address. The link of t is good, p is whose it is. */
void choose_handle(const struct call *c, const struct token *t, const struct person *p);

/* Appends the words of the page, to be kept beside what is agreed to there. */
void choose_wording(const struct site *s, struct buf *out);

#endif
