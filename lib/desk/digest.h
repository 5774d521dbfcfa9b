/*
 * digest.h - what the owner's daily digest tells: who joined and left, when, how and why.
 */
#ifndef HC_DIGEST_H
#define HC_DIGEST_H

#include <stdbool.h>

#include "desk/desk.h"

enum { DIGEST_LINES_MAX = 200 };

struct digest_line {
    int64_t at;
    char *email;  /* NULL where it isn't known any more, or never was */
    char *list;   /* "newsletter", "all" */
    char *event;  /* "confirm", "leave", "undo", "bounce", "lapse", "import", "change" */
    char *channel;
    char *reason; /* or NULL */
};

struct digest {
    struct digest_line line[DIGEST_LINES_MAX];
    size_t count;
    int64_t joined, left, bounced, lapsed; /* all of the day, listed or not */
    int64_t missed;                        /* lines that did not fit */
    int64_t held;                          /* letters that the caps held back */
    int64_t flagged;                       /* mails that may hold a personal-data request */
    int64_t unknown;                       /* opt-outs by mail from senders that aren't known */
    int64_t active;                        /* subscriptions now */
};

/*
 * The digest of a day (ISO date of the shop's zone), oldest event first; imports, which may be
 * many, come after the others. digest_free() always. ERR_INVALID: no such date.
 */
enum err digest_read(const struct desk *d, const char *day, struct digest *out);
void digest_free(struct digest *g);

/* Whether there is anything to tell of a day. */
enum err digest_worth(const struct desk *d, const char *day, bool *worth);

#endif
