/*
 * inquiries.h - what people ask for or send that isn't about their data: the catalogue, questions
 * to an expert, offers to sell, applications and messages. What staff do with them: inquiry_desk.h.
 */
#ifndef HC_INQUIRIES_H
#define HC_INQUIRIES_H

#include "desk/desk.h"
#include "desk/people.h"
#include "desk/submissions.h"

enum inquiry_kind {
    INQUIRY_CATALOG,
    INQUIRY_ADVICE,
    INQUIRY_SELL,
    INQUIRY_JOB,
    INQUIRY_MESSAGE,
    INQUIRY_KINDS_
};

const char *inquiry_kind_name(enum inquiry_kind k); /* "catalog", as in the database */

/* What one of its fields says: "quantity", "1200". Fields of one inquiry have names of their own.
 */
struct inquiry_detail {
    const char *field, *value;
};

struct inquiry_new {
    enum inquiry_kind kind;
    const struct mail_address *mail;
    const char *name;                    /* or NULL */
    const char *message;                 /* or NULL */
    const struct postal *postal;         /* or NULL */
    const struct inquiry_detail *detail; /* in the order in which staff read them */
    size_t detail_count;
};

/*
 * Opens it in state "open": person, address_book, inquiry and details, audit row, a letter with the
 * reference (within the caps of quota.h), and submission_end(). s comes from submission_begin() in
 * the same transaction, and its reference is the inquiry's. A repeat makes nothing.
 */
enum err inquiry_open(const struct desk *d, const struct inquiry_new *q, struct submission *s);

#endif
