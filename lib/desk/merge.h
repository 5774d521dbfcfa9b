/*
 * merge.h - two persons turn out to be one: somebody's new address was known already.
 *
 * For changes.c, inside its transaction.
 */
#ifndef HC_MERGE_H
#define HC_MERGE_H

#include "desk/desk.h"

/*
 * What belongs to `other` belongs to `person` from here on; other's row stays, erased, and names
 * the person (merged_into), since the ledger names other's id. Of two subscriptions of a list an
 * opt-out wins, then active, then pending. other's address is free afterwards.
 */
enum err person_merge(const struct desk *d, int64_t person, int64_t other);

/*
 * Ends the active subscriptions that a suppression of the person's new address is against, with the
 * ledger's event "leave" by the program: only a newly confirmed sign-up brings them back.
 */
enum err person_obey_suppressions(const struct desk *d, int64_t person,
                                  const struct mail_address *mail, const char *reference);

#endif
