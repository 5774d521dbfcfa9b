/*
 * migrate.h - the schema, from sql/migrations/ (built into the program), forward only.
 *
 * user_version is the number of the last migration applied; application_id is Helpcenter's. A
 * database newer than the program is refused. All that is missing is applied in one transaction,
 * and views.sql is laid anew with it, so that a failure leaves the database as it was. Only helpctl
 * calls this; the web program never alters the schema.
 */
#ifndef HC_MIGRATE_H
#define HC_MIGRATE_H

#include "base/err.h"

/*
 * Makes the database (mode 0640) or brings it up to date. *from and *to get the versions before (0:
 * made new) and after. ERR_INVALID with rep for a foreign or newer file; ERR_BUSY, ERR_FULL,
 * ERR_READONLY, ERR_IO, ERR_NOMEM; ERR_BUG for a migration that doesn't do what it should.
 */
enum err migrate(const char *path, int *from, int *to, struct report *rep);

/* The version that this program needs. */
int migrate_current(void);

#endif
