/*
 * seal.h - the chain over the ledgers (audit and consent_event), and its proof.
 *
 * A sealer links rows a few seconds after they were written, so that nobody who writes waits for
 * the chain's head. hash = BLAKE2b-256 over the hash before it (32 zero bytes for the first), then
 * the ledger's name, the time of sealing and every column of the row, each as its length (64 bits,
 * big-endian; all ones for NULL) and its bytes, numbers as decimal text. Rows of a ledger are
 * sealed in the order of their ids, none left out. Values in audit_value may be blanked at any
 * time: the rows commit to them (audit.h), and the chain to the rows.
 */
#ifndef HC_SEAL_H
#define HC_SEAL_H

#include <stdbool.h>

#include "desk/desk.h"

enum { SEAL_DELAY_SECONDS = 3, SEAL_BATCH = 500 };

/*
 * Seals what is old enough, at most SEAL_BATCH rows of each ledger; *more if there may be more. A
 * row from the future is old enough: the clock went back.
 */
enum err seal_some(const struct desk *d, bool *more);

struct seal_report {
    int64_t sealed, waiting;  /* rows in the chain, and not yet in it */
    int64_t values, blanked;  /* values that still prove their commitment, and blanked ones */
    char head[2 * SECRET_HASH + 1]; /* the last hash, in hex: to be noted elsewhere */
    char wrong[160];          /* the first row that doesn't prove, "" if all do */
};

/*
 * Goes through the whole chain, the values behind it and the words that people were shown, in a
 * read transaction of its own. ERR_CORRUPT where something doesn't prove; out->wrong says which
 * row. expected: a head noted earlier, in hex, that must stand somewhere in the chain, or NULL.
 * ROLE_STAFF.
 */
enum err seal_verify(struct db *db, const char *expected, struct seal_report *out);

#endif
