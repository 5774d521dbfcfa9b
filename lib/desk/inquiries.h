/*
 * inquiries.h - what people ask for that isn't about their data: the catalogue now; advice, offers
 * to sell, jobs and messages later.
 */
#ifndef HC_INQUIRIES_H
#define HC_INQUIRIES_H

#include "desk/desk.h"
#include "desk/people.h"
#include "desk/submissions.h"

enum inquiry_kind { INQUIRY_CATALOG, INQUIRY_KINDS_ };

struct inquiry_new {
    enum inquiry_kind kind;
    const struct mail_address *mail;
    const char *name;            /* or NULL */
    const char *message;         /* or NULL */
    const struct postal *postal; /* or NULL */
};

/*
 * Opens it in state "open": person, address_book, inquiry, audit row, a letter with the reference
 * (within the caps of quota.h), and submission_end(). s comes from submission_begin() in the same
 * transaction, and its reference is the inquiry's. A repeat makes nothing.
 */
enum err inquiry_open(const struct desk *d, const struct inquiry_new *q, struct submission *s);

#endif
