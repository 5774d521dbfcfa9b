/*
 * tally.h - counts of what visitors do, kept in memory and folded into the database each second or
 * so: pages read, searches, searches that found nothing, addresses that lead nowhere.
 *
 * Statistics for staff, not records: a crash loses the last seconds. What is kept is bounded, so
 * that robots which make addresses up fill neither memory nor database. One for the web program; any
 * thread may add.
 */
#ifndef HC_TALLY_H
#define HC_TALLY_H

#include <stdint.h>

#include "base/err.h"
#include "store/db.h"

enum tally_kind {
    TALLY_PAGE,   /* subject: the page's address */
    TALLY_SEARCH, /* no subject: a search was made */
    TALLY_MISS,   /* subject: what was searched for */
    TALLY_LOST,   /* subject: the address, without its query; near: the nearest page or NULL */
    TALLY_KINDS_
};

struct tally;

/* ERR_NOMEM. tally_free() forgets what wasn't folded. */
enum err tally_open(struct tally **out);
void tally_free(struct tally *t);

/*
 * Counts one. subject and near are copied, cut to LIMIT_TALLY characters; words are folded to lower
 * case and single spaces. Past the bounds it counts nothing. t NULL counts nothing (checks).
 */
void tally_add(struct tally *t, enum tally_kind kind, const char *subject, const char *near);

/*
 * Adds what was counted to the database, under the day of now; inside a writer's job, which may run
 * it twice. tally_folded() afterwards forgets what that job added, once the commit held.
 */
enum err tally_fold(struct tally *t, struct db *db, int64_t now);
void tally_folded(struct tally *t);

#endif
