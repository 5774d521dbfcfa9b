/*
 * upkeep.h - what happens by itself as time goes by. The web program's main thread calls it through
 * the writer each second or so; each step is small (a batch of UPKEEP_BATCH), so that it never
 * keeps others waiting.
 *
 * Steps:
 * - seal the ledgers;
 * - end sign-ups that nobody confirmed (7 days and the grace; where the letter came back, after 90
 *   days; ledger event "lapse"), and forget their persons if nothing else is known of them and no
 *   mailbox was ever proven; one asked for anew by somebody who had left is left again;
 * - delete applications for work that were closed, or answered last, six months ago, and forget the
 *   applicants likewise;
 * - blank networks after 90 days, end address changes, remove submissions, tokens, quotas, bounces,
 *   mails' ids and ended letters that are old;
 * - blank whose vote on a page it was once its day is over, remove counts, votes and messages on
 *   pages, and sooner what visitors typed: searches missed, addresses lost;
 * - make the owner's digest once a day.
 */
#ifndef HC_UPKEEP_H
#define HC_UPKEEP_H

#include <stdbool.h>

#include "desk/desk.h"

enum {
    UPKEEP_BATCH = 100,
    LETTERS_KEPT_DAYS = 90, /* ended letters, bounces, ids of mails that came in */
    COUNTS_KEPT_DAYS = 400, /* pages read, searches, feedback: a year, to compare with the last */
    TYPED_KEPT_DAYS = 90,   /* searches missed, addresses lost */
    APPLICATIONS_KEPT_DAYS = 182, /* six months at most, as the privacy policy says */
    TOKENS_KEPT_DAYS = 30,  /* past their end, so that an old link still gets a friendly page */
};

struct upkeep {
    bool digest; /* make the owner's digest */
};

/* Runs each step once; *more if one of them may have more to do at once. */
enum err upkeep_run(const struct desk *d, const struct upkeep *u, bool *more);

#endif
