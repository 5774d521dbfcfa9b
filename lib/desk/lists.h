/*
 * lists.h - mailing lists: joining and leaving (the one place where either happens).
 *
 * States: pending (asked for, not confirmed), active, opted_out, bounced. s comes from
 * submission_begin() in the same transaction. Both acts are idempotent: where nothing would change
 * and s->repeat is set, no row is made and the first reference stands. Otherwise: subscription,
 * consent_event (with its values) and audit row for each list, and submission_end(). A repeat that
 * changes something after all (left, joined, left again within a day, from old tabs) takes effect
 * like any other: s->repeat is cleared and it gets a reference of its own. An opt-out is never
 * lost.
 */
#ifndef HC_LISTS_H
#define HC_LISTS_H

#include "desk/desk.h"
#include "desk/submissions.h"

/* The shipped lists; the table `list` holds the same names. */
enum list { /* bits */
    LIST_NEWSLETTER = 1,
    LIST_BARGAINS = 2,
    LIST_CLUB = 4,
    LIST_OFFERS = 8,
    LIST_ALL = 15
};

/* "newsletter", "bargains", "club", "special-offers"; "all" for LIST_ALL. */
const char *list_name(enum list one);

/*
 * Asks to join every list of the set, at least one. name may be NULL. A suppression stays until the
 * sign-up is confirmed. A form that is sent once more (s->resent) changes nothing: a browser does
 * that unasked, and must not undo an opt-out that came between.
 */
enum err lists_join(const struct desk *d, unsigned lists, const struct mail_address *mail,
                    const char *name, struct submission *s);

/*
 * Leaves the lists of the set at once; LIST_ALL also covers lists made later. Known or unknown
 * address alike: a suppression with the address's keyed hash is laid. Of an unknown one nothing
 * else is kept. reason may be NULL.
 */
enum err lists_leave(const struct desk *d, unsigned lists, const struct mail_address *mail,
                     const char *reason, struct submission *s);

#endif
