/*
 * inquiry_desk.h - what staff do with inquiries: list them, read them, answer, assign, close and
 * open again.
 *
 * ROLE_STAFF. The acts belong into a transaction that is the caller's (desk.h); d->actor is the
 * member of staff. Each leaves an audit row. Strings that are handed to a callback, or stand in a
 * row that is read, live until the callback returns.
 */
#ifndef HC_INQUIRY_DESK_H
#define HC_INQUIRY_DESK_H

#include <stdbool.h>

#include "desk/desk.h"

enum { ANSWER_CHARS = 8000, ASSIGNED_CHARS = 60, INQUIRIES_PAGE = 500 };

/* How an inquiry stood before an act; filled in by every act that finds it. Copies. */
struct inquiry_head {
    int64_t id, person;
    char kind[16], state[16]; /* "open", "answered", "closed" */
    bool reachable;           /* false: the person was erased, and nobody gets an answer */
    int64_t answers, last_at; /* how many; when the last was written, 0 for never */
    char last_actor[64];      /* and by whom */
};

/* By its exact reference (reference_parse()). ERR_NOTFOUND. */
enum err inquiry_find(const struct desk *d, const char *reference, struct inquiry_head *out);

/*
 * The answer: kept, state "answered", and a letter with it in the outbox. text is UTF-8 with lines
 * ended by LF, at most ANSWER_CHARS characters. ERR_NOTFOUND; ERR_CONFLICT where it is closed, or
 * answered and not `again`; ERR_DENIED where nobody is left to get it.
 */
enum err inquiry_answer(const struct desk *d, const char *reference, const char *text, bool again,
                        struct inquiry_head *was);
/* Whose task it is; to NULL: nobody's. ERR_NOTFOUND; ERR_CONFLICT where it is closed. */
enum err inquiry_assign(const struct desk *d, const char *reference, const char *to,
                        struct inquiry_head *was);
/* ERR_NOTFOUND; ERR_CONFLICT where it is closed already. */
enum err inquiry_close(const struct desk *d, const char *reference, struct inquiry_head *was);
/* Back to "open". ERR_NOTFOUND; ERR_CONFLICT where it is open; ERR_DENIED where the person was
 * erased. */
enum err inquiry_reopen(const struct desk *d, const char *reference, struct inquiry_head *was);

/* A line of the list; "" where there is none. */
struct inquiry_line {
    const char *reference, *kind, *state, *email, *name, *assigned_to;
    int64_t received_at, answers;
};
typedef void inquiry_line_fn(void *ctx, const struct inquiry_line *l);
/*
 * A page of those of a kind and in a state (NULL: of all), oldest first, behind the row *after (0
 * to begin with), which gets the page's last. *n gets how many; less than INQUIRIES_PAGE is the
 * end.
 */
enum err inquiry_list(struct db *db, const char *kind, const char *state, int64_t *after,
                      inquiry_line_fn *fn, void *ctx, size_t *n);

/* All of one, piece by piece, in the order in which people read it: its head's fields by name, then
 * its details, then the answers. */
enum inquiry_part { INQUIRY_HEAD, INQUIRY_DETAIL, INQUIRY_ANSWERED };
struct inquiry_piece {
    enum inquiry_part part;
    const char *field, *value; /* INQUIRY_ANSWERED: who wrote it, and its text */
    int64_t at;                /* INQUIRY_ANSWERED, and the field "received"; else 0 */
    const char *letter; /* INQUIRY_ANSWERED: "queued", "sent", "failed", "dropped", "back" (it
                           came back), or "" once that is forgotten; else NULL */
};
typedef void inquiry_piece_fn(void *ctx, const struct inquiry_piece *p);
/* Pieces without a value are left out. ERR_NOTFOUND. */
enum err inquiry_read(struct db *db, int64_t id, inquiry_piece_fn *fn, void *ctx);

#endif
