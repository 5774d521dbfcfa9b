/*
 * mail_in.h - mails that came in, each handled once.
 */
#ifndef HC_MAIL_IN_H
#define HC_MAIL_IN_H

#include <stdbool.h>

#include "desk/desk.h"

enum mail_kind {
    MAIL_OPTOUT,
    MAIL_BOUNCE,
    MAIL_AUTOREPLY,
    MAIL_REQUEST, /* words of a personal-data request: staff look, and open the request */
    MAIL_PERSON,  /* anything else: for people */
    MAIL_KINDS_
};

struct mail_in {
    unsigned char digest[SECRET_HASH]; /* keyed hash (PURPOSE_MAIL_IN) that tells mails apart */
    enum mail_kind kind;
    bool acted;              /* something was done */
    int64_t person, outbox;  /* 0: none */
    const char *reference;   /* or NULL */
    const char *message_id;  /* without angle brackets, or NULL */
};

/* Whether that mail was handled already. */
enum err mail_in_seen(const struct desk *d, const unsigned char digest[SECRET_HASH], bool *seen);
/* Records it. ERR_CONFLICT: it came twice at once; roll back. */
enum err mail_in_record(const struct desk *d, const struct mail_in *m);

#endif
