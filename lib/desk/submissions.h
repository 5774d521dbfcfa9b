/*
 * submissions.h - what was sent by which form, so that a double click, a refresh or a second tab
 * makes one row (SECURITY 13).
 *
 * A submission is known by its nonce, and by a keyed hash of what it holds; neither tells who sent
 * it. The same content within SUBMISSION_SAME_HOURS, or the same content with the same nonce at any
 * time, is a repeat and gets the reference of the newest with its nonce, or else of the newest.
 *
 * In one transaction: submission_begin(), then what the form does (lists.h, requests.h,
 * inquiries.h; several acts may share the submission), each of which calls submission_end().
 */
#ifndef HC_SUBMISSIONS_H
#define HC_SUBMISSIONS_H

#include "desk/desk.h"

enum { SUBMISSION_SAME_HOURS = 24 };

struct submission {
    const char *form;                     /* "newsletter" */
    unsigned char nonce[SECRET_ID];
    unsigned char content[SECRET_HASH];   /* keyed hash over the form and its values */
    char reference[REFERENCE_MAX];        /* the earlier one's if this is a repeat; otherwise new,
                                             and used by the rows it makes */
    bool repeat;
    bool resent;                          /* a repeat with the nonce of the first: the same form */
};

/*
 * Hashes what a form holds into s->content: two forms that mean the same have the same len bytes.
 * ERR_BUG without a key.
 */
enum err submission_content(const struct keys *k, const void *bytes, size_t len,
                            struct submission *s);

/*
 * Looks for an earlier one; sets repeat, resent and reference (a new one, not used before,
 * otherwise).
 */
enum err submission_begin(const struct desk *d, struct submission *s);

/* Makes a repeat an act of its own, with a new reference: it changed something after all. */
enum err submission_renew(const struct desk *d, struct submission *s);

/* Records it, once however often it is called. Not for a repeat that changed nothing. */
enum err submission_end(const struct desk *d, const struct submission *s);

#endif
