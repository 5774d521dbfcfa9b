/*
 * fixed.h - a page as fixed parts and named slots.
 *
 * The template is expanded once, with a marker where a slot is; fixed_cut() cuts the text at the
 * markers. A request copies the parts and puts the slots' values between. Markers hold 128 random
 * bits made at start, so nothing that a person types can pass for one; they are letters and digits,
 * so no escaping changes them. Immutable once cut; any thread.
 */
#ifndef HC_FIXED_H
#define HC_FIXED_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

enum slot { SLOT_DATE, SLOT_COUNT, SLOT_YEAR, SLOT_BACK, SLOT_NONCE, SLOT_BANNER, SLOT_KINDS_ };

enum {
    FIXED_CUTS_MAX = 16,
    FIXED_ETAG_MAX = 48, /* bytes of an etag with its NUL */
};

struct fixed_cut {
    size_t at; /* the slot stands before text[at] */
    enum slot slot;
};

struct fixed {
    char *text; /* the parts, one after the other */
    size_t len;
    struct fixed_cut cut[FIXED_CUTS_MAX]; /* in the order of the text */
    size_t cuts;
    char etag[FIXED_ETAG_MAX]; /* base32 of a digest over parts and cuts; the day is added */
};

/*
 * The values of one request; each is put in as it is, so it must be escaped for its place already
 * (digits, a date, an expanded template). NULL is "".
 */
struct slots {
    const char *value[SLOT_KINDS_];
};

/* The marker that stands for a slot in a template's value; the same for the life of the process. */
const char *fixed_marker(enum slot s);

/* Cuts len bytes of html. ERR_NOMEM, ERR_BUG past FIXED_CUTS_MAX; *out then holds nothing. */
enum err fixed_cut(const char *html, size_t len, struct fixed *out);
void fixed_free(struct fixed *f);

/* Appends the page with its slots filled; errors stay in out. */
void fixed_write(const struct fixed *f, const struct slots *s, struct buf *out);

#endif
