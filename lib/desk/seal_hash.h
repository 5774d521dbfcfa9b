/*
 * seal_hash.h - one link of the chain, as seal.c makes it and seal_verify.c proves it.
 *
 * Inside lib/desk/seal*.c only.
 */
#ifndef HC_SEAL_HASH_H
#define HC_SEAL_HASH_H

#include "base/buf.h"
#include "desk/audit.h"
#include "desk/seal.h"

enum { LEDGERS = 2 };

extern const char *const seal_ledgers[LEDGERS]; /* by enum ledger; as in the database */

/*
 * The hash after `before` of the row that s stands on, whose columns from `first` on are the
 * ledger's, all of them. scratch is emptied and used. ERR_NOMEM.
 */
enum err seal_hash(struct stmt *s, enum ledger ledger, int first, int64_t at,
                   const unsigned char before[SECRET_HASH], struct buf *scratch,
                   unsigned char out[SECRET_HASH]);

#endif
