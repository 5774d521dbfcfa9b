/*
 * audit.h - the append-only trail, and the values behind it that an erasure can blank.
 *
 * An event holds opaque ids, fixed words and a commitment: BLAKE2b-256 over the commitments of its
 * values in order. A value stands in audit_value with its salt and its own commitment: BLAKE2b-256
 * over the salt, the BLAKE2b-256 of the field's name and that of the value. Blanking value and salt
 * leaves the event's commitment provable. Networks carry an end, 90 days on.
 */
#ifndef HC_AUDIT_H
#define HC_AUDIT_H

#include "desk/desk.h"

enum ledger { LEDGER_AUDIT, LEDGER_CONSENT };

struct audit_value {
    const char *field; /* "email", "name", "network" */
    const char *value; /* NULL ones are left out */
};

enum { NETWORK_KEPT_DAYS = 90, AUDIT_VALUES_MAX = 16, AUDIT_SALT = 16 /* bytes */ };

/* What the event's row will carry, and what its values are kept with. */
struct audit_seal {
    unsigned char commitment[SECRET_HASH];
    unsigned char salt[AUDIT_VALUES_MAX][AUDIT_SALT];
};

/*
 * Call audit_values_seal() before the event is inserted, and audit_values_keep() with the same
 * arguments after it, with its id. At most AUDIT_VALUES_MAX values.
 */
void audit_values_seal(const struct audit_value *v, size_t n, struct audit_seal *seal);
enum err audit_values_keep(const struct desk *d, enum ledger ledger, int64_t event,
                           const struct audit_value *v, size_t n, const struct audit_seal *seal);

/* The commitment of one value, which is not NULL. */
void audit_value_commit(const struct audit_value *v, const unsigned char salt[AUDIT_SALT],
                        unsigned char out[SECRET_HASH]);

/*
 * One audit row with its values: who did what to which row. subject is a table's name, id its row;
 * detail is a fixed word or NULL, never what a person typed.
 */
enum err audit_record(const struct desk *d, const char *action, const char *subject, int64_t id,
                      const char *detail, const struct audit_value *v, size_t n);

#endif
