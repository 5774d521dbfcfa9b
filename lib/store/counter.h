/*
 * counter.h - how many pages were served: exact, and nearly free (STACK.md, The counter).
 *
 * A mapped file beside the database, a cache line for each slot, counted by relaxed atomics and folded into request_count each second. Pages of a mapped file survive kill -9. Several
 * processes may share the file. Its header holds the database's id and the boot id: after a power loss slots may be older than what was folded, so a file of another boot is folded
 * once and begun anew. Any thread may count; one thread of a process folds.
 */
#ifndef HC_COUNTER_H
#define HC_COUNTER_H

#include <stdint.h>

#include "base/err.h"
#include "store/db.h"
#include "store/writer.h"

struct counter;

enum { COUNTER_SLOTS = 64 };

/* Opens or makes `path` (mode 0640). start: what was counted before this program. ERR_INVALID: the file is of another database (rep says what to do). */
enum err counter_open(const char *path, struct writer *w, int64_t start, struct counter **out, struct report *rep);
void counter_close(struct counter *c); /* folds a last time */

void counter_hit(struct counter *c, unsigned slot); /* slot: the worker's number; taken modulo COUNTER_SLOTS */

/* Adds what was counted since the last fold to today's row, in the shop's zone. */
enum err counter_fold(struct counter *c);

/* What the footer shows: start + all counted, folded or not. */
int64_t counter_total(const struct counter *c);

#endif
