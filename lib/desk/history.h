/*
 * history.h - the versions of the policies, and which of them was in force on a day.
 *
 * Days are those of the shop's zone. A version is in force from its effective date, but for this:
 * from its second version on a page can't promise for days on which nobody could read it, so the
 * day of publishing counts where it is later. The page's first version is taken at its word, since
 * the shop may have had it long before this program. It ends when a later version comes into force;
 * one that is overtaken before its day never was in force.
 *
 * A history never changes once loaded; any thread may read it.
 */
#ifndef HC_HISTORY_H
#define HC_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/db.h"

enum { ISO_DATE_MAX = 11 }; /* bytes of "2026-05-03" with its NUL */

struct edition {
    char *page; /* its address when it was published */
    char *title;
    int64_t version;
    int64_t at;                             /* when it was published, Unix seconds */
    char from[ISO_DATE_MAX];                /* in force from this day */
    char until[ISO_DATE_MAX];               /* to before this day; "" while nothing ends it */
    int64_t words_added, words_removed; /* against the version before; -1: not known */
};

enum force { FORCE_NEVER, FORCE_PAST, FORCE_NOW, FORCE_COMING };

struct history {
    struct edition *edition; /* by page, then by version */
    size_t count;
};

/* Every version of every policy. ERR_NOMEM or the store's; *out then holds nothing. */
enum err history_load(struct db *db, struct history *out);
void history_free(struct history *h);

/* A page's own, oldest first. */
struct editions {
    const struct edition *edition;
    size_t count; /* 0: the page was never published */
};
struct editions history_of(const struct history *h, const char *page);

/* One version of a page, or NULL. */
const struct edition *edition_at(struct editions e, int64_t version);
/* The version in force on a day (ISO date), or NULL before the first. */
const struct edition *edition_on(struct editions e, const char *day);
/* How a version stands on a day. */
enum force edition_force(const struct edition *e, const char *day);

/*
 * Fills from and until of count versions of one page, oldest first, from effective (beside them;
 * "" where a version names none) and from at. For history_load() and tests.
 */
void editions_date(struct edition *e, const char (*effective)[ISO_DATE_MAX], size_t count);

#endif
