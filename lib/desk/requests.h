/*
 * requests.h - requests about a person's own data (GDPR Art. 15-18, 21; CCPA 1798.105, .106): their
 * intake.
 *
 * A request begins as "received" and is due one calendar month later (GDPR Art. 12(3)). Whether the
 * address is known is not told.
 */
#ifndef HC_REQUESTS_H
#define HC_REQUESTS_H

#include "desk/desk.h"
#include "desk/submissions.h"

enum request_kind {
    REQUEST_CORRECT,
    REQUEST_UPDATE,
    REQUEST_DELETE,
    REQUEST_DEACTIVATE,
    REQUEST_KINDS_
};

const char *request_kind_name(enum request_kind k); /* "correct", ... */

struct change {
    const char *field;     /* "zip" */
    const char *old_value; /* NULL where not given */
    const char *new_value;
};

struct request_new {
    enum request_kind kind;
    const struct mail_address *mail;     /* where the answer goes */
    const struct mail_address *old_mail; /* what it replaces: finds the person; or NULL */
    const char *name;                    /* or NULL */
    const char *message;                 /* or NULL */
    const struct change *change; /* each field once */
    size_t change_count;
};

/*
 * Opens it: request, request_change rows, audit row, a letter with the reference (within the caps
 * of quota.h), and submission_end(). s comes from submission_begin() in the same transaction, and
 * its reference is the request's. A repeat makes nothing. ERR_CONFLICT: a field stands twice among
 * the changes.
 */
enum err request_open(const struct desk *d, const struct request_new *r, struct submission *s);

#endif
