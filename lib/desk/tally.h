/*
 * tally.h - counts of what visitors do, kept in memory and folded into the database each second or
 * so: pages read, searches, searches that found nothing, addresses that lead nowhere.
 *
 * Statistics for staff, not records: a crash loses the last seconds. What is kept is bounded, so
 * that robots which make addresses up fill neither memory nor database: TALLY_ENTRIES subjects
 * between two folds, and TALLY_ROWS a day of what anybody can make up; past that only known ones
 * count. A tally holds no token, no reference, no mail address and no long number (SECURITY 9). One
 * for the web program; any thread may add, one folds.
 */
#ifndef HC_TALLY_H
#define HC_TALLY_H

#include <stdbool.h>

#include "base/err.h"
#include "base/limits.h"
#include "store/db.h"

enum tally_kind {
    TALLY_PAGE,   /* subject: the page's address */
    TALLY_SEARCH, /* no subject: a search was made */
    TALLY_MISS,   /* subject: what was searched for */
    TALLY_LOST,   /* subject: the address, without its query; near: the nearest page or NULL */
    TALLY_KINDS_
};

enum {
    TALLY_ENTRIES = 4096, /* subjects of a kind that memory holds */
    TALLY_ROWS = 2000,    /* words missed, or addresses lost, that the database takes a day */
    TALLY_BATCH = 256,    /* subjects that one call of tally_fold() adds */
};

struct tally;

/* ERR_NOMEM. Needs secret_init(). tally_free() forgets what wasn't folded, and takes NULL. */
enum err tally_open(struct tally **out);
void tally_free(struct tally *t);

/*
 * Counts one, on the day that it is now in the shop's zone. subject and near are copied, cut to
 * LIMIT_TALLY characters; in what people made up white space and control characters become single
 * spaces, signs that show nothing (such as those that turn the direction of writing) are left out,
 * and words missed are folded to lower case (ASCII). Words and lost addresses that tally_private()
 * are passed over. Past the bounds it counts nothing. t NULL counts nothing
 * (checks).
 */
void tally_add(struct tally *t, enum tally_kind kind, const char *subject, const char *near);

/*
 * What must not be kept: it holds an @ in any form, seven digits of any script with nothing but
 * marks between them, a request's reference with its check digit, or a run of letters and digits
 * that is as long as a token.
 */
bool tally_private(const char *text);

/*
 * Takes what was counted, so that it can be folded while counting goes on; where an earlier fold
 * was not brought to its end, that comes first. False if there is nothing.
 */
bool tally_take(struct tally *t);

/*
 * Adds at most TALLY_BATCH of what was taken to the database; inside a writer's job, which may run
 * it twice. The store's errors: it is folded again later.
 */
enum err tally_fold(struct tally *t, struct db *db);

/* Forgets what that job added, once the commit held. True if more of what was taken is left. */
bool tally_folded(struct tally *t);

#endif
