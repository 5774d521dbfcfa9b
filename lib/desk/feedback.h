/*
 * feedback.h - was this page helpful: votes, reasons and messages.
 *
 * One vote for a page, network and day of the shop's zone counts: the last one. The voter is a
 * keyed hash of network and day, blanked by upkeep once the day is over; no address is kept.
 */
#ifndef HC_FEEDBACK_H
#define HC_FEEDBACK_H

#include <stdbool.h>

#include "desk/desk.h"

/* Characters of all messages of one network to one page on one day; further ones are left out. */
enum { FEEDBACK_WORDS = 4000 };

struct vote {
    const char *page; /* its address; the caller knows that it is one */
    bool helpful;
    const char *reason;  /* "missing", "unclear", "wrong", "other", or NULL */
    const char *message; /* or NULL */
};

/*
 * Counts a vote of d->network. A reason or message that was given earlier on that day stays where
 * this vote has none: behind one network may be several people. Other words are added to those that
 * are there, up to FEEDBACK_WORDS. May run twice.
 */
enum err feedback_vote(const struct desk *d, const struct vote *v);

/* What is told of the votes; texts live until the function returns. */
struct feedback_page {
    const char *page;
    int64_t helpful, not_helpful;
};
struct feedback_message {
    int64_t at;
    const char *page, *reason, *message; /* "" for none */
};

/*
 * Tells the votes by page, those that helped least first, and the reasons and messages, the newest
 * first: of one page or (NULL) all, from an ISO date on.
 */
enum err feedback_pages(struct db *db, const char *page, const char *since,
                        void (*tell)(void *ctx, const struct feedback_page *p), void *ctx);
enum err feedback_messages(struct db *db, const char *page, const char *since,
                           void (*tell)(void *ctx, const struct feedback_message *m), void *ctx);

#endif
