/*
 * lists.h - mailing lists: joining and leaving (the one place where either happens).
 *
 * States: pending (asked for, not confirmed), active, opted_out, bounced. Both acts are idempotent: where nothing would change and s->repeat is set, no row is made and the first
 * reference stands. Otherwise: subscription, consent_event (with its values), audit row and submission, all in the caller's transaction.
 * An opt-out always takes effect, repeat or not: an opt-out is never lost.
 */
#ifndef HC_LISTS_H
#define HC_LISTS_H

#include "desk/desk.h"
#include "desk/submissions.h"

/* The shipped lists; the table `list` holds the same names. */
enum list { LIST_NEWSLETTER = 1, LIST_BARGAINS = 2, LIST_CLUB = 4, LIST_OFFERS = 8, LIST_ALL = 15 }; /* bits */

const char *list_name(enum list one); /* "newsletter", "bargains", "club", "special-offers"; "all" for LIST_ALL */

/* Asks to join every list of the set. name may be NULL. */
enum err lists_join(const struct desk *d, unsigned lists, const struct mail_address *mail, const char *name, struct submission *s);

/* Leaves the lists of the set at once; LIST_ALL also covers lists made later. Known or unknown address alike: a suppression with the address's keyed hash is laid. */
enum err lists_leave(const struct desk *d, unsigned lists, const struct mail_address *mail, const char *reason, struct submission *s);

#endif
