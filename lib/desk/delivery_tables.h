/*
 * delivery_tables.h - where the rules of delivery.h get what they know: from the database, and
 * before that from a file that staff edit (templates/delivery.conf).
 *
 * A struct delivery is malloc'd; delivery_free() releases it and takes NULL.
 */
#ifndef HC_DELIVERY_TABLES_H
#define HC_DELIVERY_TABLES_H

#include "desk/delivery.h"
#include "desk/desk.h"

/* Nothing at all: no methods, no zones. NULL without memory. */
struct delivery *delivery_new(void);
void delivery_free(struct delivery *d);

/* Adds a holiday; title is cut to its limit. ERR_NOMEM. delivery_sort() before the rules ask. */
enum err delivery_holiday_add(struct delivery *d, const char *calendar, int64_t day,
                              const char *title);

/* What the database holds; without methods it is empty, and no error. ERR_NOMEM or the store's. */
enum err delivery_read(struct db *db, struct delivery **out);

/* Changes whenever anything in the tables does. */
enum err delivery_stamp(struct db *db, int64_t *stamp);

/* Puts t in the place of all that the tables hold, and says so in the audit trail. ROLE_STAFF,
 * inside a transaction. */
enum err delivery_replace(const struct desk *d, const struct delivery *t);

/*
 * Reads a file. ERR_INVALID with rep: every mistake with file and line; *out is untouched then.
 * ERR_NOTFOUND, ERR_IO, ERR_NOMEM.
 */
enum err delivery_file_read(const char *path, struct delivery **out, struct report *rep);

#endif
