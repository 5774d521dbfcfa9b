/*
 * consent.h - the ledger of consent: who asked for what, when, by which channel, from which page,
 * in view of which words and which policy (GDPR Art. 7(1)).
 *
 * Rows are never changed. Opaque ids, hashes and fixed words stand in consent_event; what people
 * typed stands in audit_value, which an erasure can blank. The sealer (seal.h) chains the rows.
 */
#ifndef HC_CONSENT_H
#define HC_CONSENT_H

#include "desk/desk.h"

/* An address as the ledger and the suppression know it. */
struct address_hash {
    int64_t key_id;
    unsigned char bytes[SECRET_HASH];
};

struct consent {
    /* "join", "confirm", "leave", "undo", "bounce", "lapse", "import", "change" */
    const char *kind;
    const char *list; /* NULL: every list */
    int64_t person;   /* 0: not known */
    const struct address_hash *address;
    const char *email;  /* as typed; NULL for a stranger's: of those nothing is kept */
    const char *name, *reason, *source; /* NULL where not given */
    const char *source_at; /* an import's: the ISO date when the source took it down, or NULL */
    const char *reference;
};

/* One event with its values, and its audit row ("list.KIND"). */
enum err consent_record(const struct desk *d, const struct consent *c);

/* The hash of a canonical address with the newest key, or with that key. ERR_BUG: no such key. */
enum err address_hash_of(const struct desk *d, const char *canonical, struct address_hash *out);
enum err address_hash_under(const struct desk *d, int64_t key, const char *canonical,
                            struct address_hash *out);

/*
 * Whom a hash belongs to: the person of the newest event that has it (prefix bytes are compared,
 * LEAVE_PREFIX or all), and the whole hash. ERR_NOTFOUND. *person is 0 where that event names none,
 * or one that was erased.
 */
enum err address_hash_person(const struct desk *d, const struct address_hash *h, size_t prefix,
                             struct address_hash *whole, int64_t *person);

/*
 * The next person, by id after *person, whom events with that whole hash name: those who had its
 * address once, too. ERR_NOTFOUND: no more.
 */
enum err address_hash_next(const struct desk *d, const struct address_hash *h, int64_t *person);

#endif
