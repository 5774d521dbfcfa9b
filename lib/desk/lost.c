/* lost.c - addresses that led nowhere. */
#include "desk/lost.h"

#include <assert.h>
#include <stddef.h>

enum err
lost_each(struct db *db, const char *since, void (*fn)(void *ctx, const struct lost_page *page),
          void *ctx)
{
    struct stmt *s = stmt_open(db, SQL_lost_pages);

    assert(since != NULL && fn != NULL);
    stmt_text(s, BIND_day, since);
    while (stmt_row(s)) {
        const char *nearest = stmt_col_text(s, COL_lost_pages_nearest, NULL);
        const struct lost_page page = {
            .address = stmt_col_text(s, COL_lost_pages_address, NULL),
            .nearest = nearest != NULL && *nearest != '\0' ? nearest : NULL,
            .last = stmt_col_text(s, COL_lost_pages_last, NULL),
            .requests = stmt_col_int(s, COL_lost_pages_times),
        };

        fn(ctx, &page);
    }
    return stmt_close(s);
}
