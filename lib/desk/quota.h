/*
 * quota.h - how many letters strangers may cause: caps for an address, a network, a domain and in
 * all within 24 hours, against list bombing (SECURITY 27).
 *
 * Kept in the database, so that a restart forgets nothing, under keyed hashes, since nobody's
 * address or network is to be told from it. What is held back is counted (scope "held").
 */
#ifndef HC_QUOTA_H
#define HC_QUOTA_H

#include <stdbool.h>

#include "base/settings.h"
#include "desk/desk.h"

/*
 * Kinds are counted apart for an address, and together for network, domain and in all: but for
 * QUOTA_LEFT, since only somebody on a list gets one, and needs it where a stranger stopped their
 * mail.
 */
enum quota_kind {
    QUOTA_SIGNUP,  /* confirm and already: letter_limit_address of these */
    QUOTA_LINK,    /* a preferences link, an address change: 3 */
    QUOTA_RECEIPT, /* references of requests, and welcomes: 10 */
    QUOTA_INQUIRY, /* references of inquiries, which the page has told already: 3, and half of what
                      the other caps allow, so that no flood of them keeps back the others' letters
                    */
    QUOTA_LEFT,    /* an opt-out's receipt, with the link that undoes it: 10 */
    QUOTA_KINDS_
};

struct quota_limits {
    int64_t address; /* of QUOTA_SIGNUP */
    int64_t network, domain, total;
};

/* As the settings say. */
struct quota_limits quota_limits_of(const struct settings *s);

/*
 * Takes one letter to a canonical address out of the caps; *granted false where one is used up, and
 * nothing is taken from the others. The network is d->network, NULL for none (staff, program):
 * staff are bound by the address's cap alone. d->limits NULL: no caps at all.
 */
enum err quota_take(const struct desk *d, enum quota_kind k, const char *canonical, bool *granted);

#endif
