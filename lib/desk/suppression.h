/*
 * suppression.h - addresses that get no mail of a list, or of any, by keyed hash: it holds after
 * the person was erased, for sign-up, import and staff entry alike.
 *
 * Only a newly confirmed sign-up or an undo lifts it. A row of one list that was lifted after the
 * row of all lists was laid is an exception to that one. An address is looked for under every key
 * there is, since keys are changed and rows are not.
 */
#ifndef HC_SUPPRESSION_H
#define HC_SUPPRESSION_H

#include <stdbool.h>

#include "desk/consent.h"

/* Whether an address is suppressed for a list; *since gets when, 0 if it isn't. */
enum err suppressed(const struct desk *d, const char *canonical, const char *list, int64_t *since);
/* The same of a hash whose address isn't known: under that hash alone. */
enum err suppressed_hash(const struct desk *d, const struct address_hash *h, const char *list,
                         int64_t *since);

/* Whether the row of exactly that list (NULL: of all lists) is in force under that hash. */
enum err suppression_stands(const struct desk *d, const struct address_hash *h, const char *list,
                            bool *stands);

/*
 * Lays it for a list, NULL for all; one that was lifted is in force again, with NULL those of every
 * list. person 0: not known.
 */
enum err suppression_lay(const struct desk *d, const struct address_hash *h, const char *list,
                         int64_t person, const char *reference);

/* Lifts it for a list (NULL: the row of all lists), under every key. */
enum err suppression_lift(const struct desk *d, const char *canonical, const char *list);

/* Lifts the row of all lists if the opt-out of that reference laid it. */
enum err suppression_undo(const struct desk *d, const char *canonical, const char *reference);

/* Lays what is in force for one address on another too: a person's address has changed. */
enum err suppression_carry(const struct desk *d, const char *from, const char *to, int64_t person);

#endif
