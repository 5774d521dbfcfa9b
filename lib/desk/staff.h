/*
 * staff.h - what helpctl shows of lists, people and keys: reads only.
 *
 * ROLE_STAFF. Strings handed to a callback live until it returns; those in structs are copies.
 */
#ifndef HC_STAFF_H
#define HC_STAFF_H

#include "desk/desk.h"

enum { STAFF_LISTS_MAX = 16, STAFF_PAGE = 1000 /* members read at once */ };

/* How a person stands to a list. */
struct standing_row {
    char list[32], state[16]; /* state "" where the person never had to do with it */
    int64_t since;
    char source[160];
};
/* Every list, in their order; person 0: not known. At most STAFF_LISTS_MAX. */
enum err staff_standing(struct db *db, int64_t person, struct standing_row *out, size_t *n);

/* An event of the ledger. */
struct event_row {
    int64_t id, at;
    char kind[16], list[32], channel[16], page[64], reference[REFERENCE_MAX];
};
/*
 * The newest max events of a person (0: not known) and of an address under every key, newest first.
 */
enum err staff_events(const struct desk *d, int64_t person, const char *canonical,
                      struct event_row *out, size_t max, size_t *n);

/* How many there are on a list, by state. */
struct count_row {
    char list[32];
    int64_t pending, active, opted_out, bounced;
};
enum err staff_counts(struct db *db, struct count_row *out, size_t *n);

/* Somebody on a list. */
struct member {
    const char *email, *name, *source; /* as typed; name "" where not known */
    int64_t since;
};
typedef void member_fn(void *ctx, const struct member *m);
/*
 * A page of those who stand to a list in a state ("active"), behind the row *after (0 to begin
 * with), which gets the page's last. *n gets how many; less than STAFF_PAGE is the end. Each page
 * is read by itself, so that a slow reader of the output holds nobody up.
 */
enum err staff_members(struct db *db, const char *list, const char *state, int64_t *after,
                       member_fn *fn, void *ctx, size_t *n);

/* How many rows a person has. */
enum trace {
    TRACE_SUBSCRIPTIONS,
    TRACE_ADDRESSES,
    TRACE_INQUIRIES,
    TRACE_CHANGES,
    TRACE_TOKENS,
    TRACE_LETTERS, /* that wait to be sent */
    TRACE_EVENTS,  /* of the ledger of consent */
    TRACE_REQUESTS,
    TRACES_
};
enum err staff_traces(struct db *db, int64_t person, int64_t out[TRACES_]);

/* How many rows name a key. */
struct key_row {
    int64_t key, optouts, events, links;
};
/* At most max keys, by number. */
enum err staff_keys(struct db *db, struct key_row *out, size_t max, size_t *n);

#endif
