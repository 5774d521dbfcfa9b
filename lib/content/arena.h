/*
 * arena.h - memory for one piece of work that libraries do: all of it goes when the work ends.
 *
 * cmark aborts the program where memory fails. Inside arena_run() it takes its memory from an
 * arena, and where that fails the work ends there with ERR_NOMEM instead.
 */
#ifndef HC_ARENA_H
#define HC_ARENA_H

#include <cmark-gfm.h>

#include "base/err.h"

/*
 * Runs work(ctx). The work may be left in the middle (longjmp), so whatever it owns beside the
 * arena must be reachable from ctx. Not nested on a thread. ERR_OK, or ERR_NOMEM if the work was
 * left.
 */
enum err arena_run(void (*work)(void *ctx), void *ctx);

/* The allocator to hand to cmark; only inside arena_run(). Nothing from it outlives the work. */
cmark_mem *arena_mem(void);

#endif
