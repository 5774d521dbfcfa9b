/*
 * lost.h - addresses that led nowhere, for whoever can give them a page: what tally.h counted, put
 * together over days.
 */
#ifndef HC_DESK_LOST_H
#define HC_DESK_LOST_H

#include <stdint.h>

#include "base/err.h"
#include "store/db.h"

struct lost_page {
    const char *address; /* without its query */
    const char *nearest; /* the page that visitors were offered first, or NULL */
    const char *last;    /* the day it was last asked for, ISO */
    int64_t requests;
};

/*
 * Calls fn for each address that was asked for on the ISO date since or later, the most wanted
 * first; its texts live until it returns. Staff role. The store's errors.
 */
enum err lost_each(struct db *db, const char *since,
                   void (*fn)(void *ctx, const struct lost_page *page), void *ctx);

#endif
