/*
 * counter.h - how many pages were served: exact, and nearly free (STACK.md, The counter).
 *
 * A mapped file beside the database, a cache line for each slot, counted by relaxed atomics and
 * folded into request_count each second. Pages of a mapped file survive kill -9. Several processes
 * may share the file, and each may fold. Its header holds the database's id and an id of its own,
 * by which the database knows how far each slot was folded. A power loss may take slots back:
 * opening folds before anything is counted, so a slot below what was folded simply begins from
 * there. Any thread may count; one thread of a process folds.
 */
#ifndef HC_COUNTER_H
#define HC_COUNTER_H

#include <stdint.h>

#include "base/err.h"
#include "store/db.h"
#include "store/writer.h"

struct counter;

enum { COUNTER_SLOTS = 64 };

/*
 * Opens or makes `path` (mode 0640) and folds it. start: what was counted before this program. w
 * must outlive the counter. ERR_INVALID: the file is no counter, or of another database (rep says
 * what to do); ERR_IO, ERR_NOMEM; or the writer's error.
 */
enum err counter_open(const char *path, struct writer *w, int64_t start, struct counter **out,
                      struct report *rep);

/* Folds a last time. NULL is nothing. */
void counter_close(struct counter *c);

/* Counts one. slot: the worker's number; taken modulo COUNTER_SLOTS. */
void counter_hit(struct counter *c, unsigned slot);

/*
 * Adds what was counted since the last fold to today's row, in the shop's zone. Costs the database
 * nothing where nothing was counted. The writer's error: what was counted stays in the file.
 */
enum err counter_fold(struct counter *c);

/* What the footer shows: start + all counted, folded or not. */
int64_t counter_total(const struct counter *c);

#endif
