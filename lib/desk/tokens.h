/*
 * tokens.h - rows behind the links in letters: made in the transaction that asks for the letter,
 * found by what the link holds (base/token.h).
 *
 * Looking at one changes nothing; what its page does is the business of lists.h and changes.h,
 * which mark it used. A used one may be used again where that is harmless.
 */
#ifndef HC_TOKENS_H
#define HC_TOKENS_H

#include <stdbool.h>

#include "base/token.h"
#include "desk/desk.h"

enum {
    CONFIRM_DAYS = 7,       /* SECURITY 8 */
    UNDO_DAYS = 30,
    PREFERENCES_HOURS = 72,
    CHANGE_HOURS = 72,
    GRACE_HOURS = 24, /* past the end that people are told: a clock that jumps a day ends nothing */
};

struct token {
    int64_t id;
    unsigned char random[SECRET_ID];
    enum purpose purpose; /* PURPOSE_CONFIRM, UNDO, PREFERENCES, CHANGE_OLD, CHANGE_NEW */
    int64_t key_id;
    int64_t person, change; /* change 0: none */
    char lists[80];         /* "newsletter club", "all", or "" */
    char reference[REFERENCE_MAX];
    int64_t created_at, ends_at, used_at; /* used_at 0: not yet */
};

/*
 * Makes one with its purpose's span. In: purpose, person, change, lists, reference. Out: the rest.
 */
enum err token_make(const struct desk *d, struct token *t);

/*
 * The row that a link's token names, whatever its age. ERR_NOTFOUND: none, or the hash is wrong, or
 * another purpose's; all take the same time. Web role too.
 */
enum err token_find(struct db *db, const struct keys *k, enum purpose p, const char *text,
                    size_t len, struct token *out);
/* The row of that id, as it is. ERR_NOTFOUND. Web role too. */
enum err token_load(struct db *db, int64_t id, struct token *out);

/* Past its end and the grace. */
bool token_ended(const struct token *t, int64_t now);

/* Marks it used, once. */
enum err token_use(const struct desk *d, int64_t id);

#endif
