/*
 * limit.h - how often somebody may do something: a fixed table of buckets, by keyed hash.
 *
 * Memory never grows. GCRA (ITU-T I.371): each key earns `per_hour` in an hour and may use them in
 * a burst. Two keys that fall on one bucket share it, which errs on the strict side; so that a
 * generous limit never fills the buckets of a narrow one, each kind of limit has a limiter of its
 * own. Any thread (one mutex). Needs secret_init().
 */
#ifndef HC_LIMIT_H
#define HC_LIMIT_H

#include <stddef.h>
#include <stdint.h>

struct limiter;

/* buckets is a power of two. NULL without memory. */
struct limiter *limiter_new(size_t buckets);
void limiter_free(struct limiter *l);

/*
 * Takes one for the key. 0 if it may go on; otherwise the seconds to wait (Retry-After). per_hour
 * 0: no limit. now_ms: clock_mono_ms().
 */
int64_t limiter_take(struct limiter *l, const void *key, size_t len, int64_t per_hour,
                     int64_t now_ms);

#endif
