/*
 * inbound.h - what a mail that came in is: an opt-out, a bounce, an auto-reply, or for people.
 *
 * Parsing is GMime's; the judgement here. Bounded: the first LIMIT_MAIL bytes are looked at, at
 * most LIMIT_MAIL_PARTS parts, LIMIT_MAIL_DEPTH levels and LIMIT_MAIL_TEXT bytes of text, whatever
 * came. Nothing in a mail makes it fail: what can't be read is for people.
 */
#ifndef HC_INBOUND_H
#define HC_INBOUND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"
#include "base/err.h"

/* What the mail server said of the delivery; any may be NULL. */
struct envelope {
    const char *recipient; /* "leave+TOKEN@example.com" */
    const char *sender;    /* "" for the null sender */
};

/* Our own addresses (settings); "" where there is none. */
struct inbound_self {
    const char *leave_mail, *bounce_mail;
};

enum inbound_kind {
    INBOUND_LEAVE,     /* to leave+tag: exact */
    INBOUND_REMOVE,    /* "remove" and the like as the whole subject: by the sender's address */
    INBOUND_BOUNCE,    /* failed for good, or for now, or refused by rule: see status and text */
    INBOUND_DELAYED,   /* a report that something is only late, or was delivered: nothing to do */
    INBOUND_AUTOREPLY, /* out of office and the like */
    INBOUND_REQUEST,   /* words of a personal-data request: for people, flagged */
    INBOUND_PERSON,    /* anything else: for people */
    INBOUND_KINDS_
};

const char *inbound_kind_name(enum inbound_kind k);

struct inbound {
    enum inbound_kind kind;
    char message_id[256];        /* without angle brackets; "" where there is none */
    struct mail_address from;    /* canonical "" where it can't be read, or there are several */
    char leave_tag[64];          /* INBOUND_LEAVE: what follows "leave+", lower case */
    char bounce_tag[64];         /* INBOUND_BOUNCE: what follows "bounce+", lower case; "" where the
                                    return address is lost */
    char bounce_message_id[256]; /* INBOUND_BOUNCE: Message-ID of the letter it is about, or "" */
    struct mail_address bounce_to; /* INBOUND_BOUNCE: whom it could not reach, canonical "" if not
                                      told */
    char status[16];             /* "5.1.1", or "" */
    int code;                    /* 550, or 0 */
    char text[512];              /* what the server said, one line, for bounce_judge() */
    bool no_answer;              /* null sender, Auto-Submitted, bulk or list mail: never answered
                                    (RFC 3834 2) */
};

/*
 * Reads a mail. Always fills out; ERR_NOMEM is the only error. The judgement goes in order: return
 * address and reports (RFC 3464 and the common forms that keep to none), leave address,
 * auto-replies, the subject, the words of requests.
 */
enum err inbound_read(const char *mail, size_t len, const struct envelope *env,
                      const struct inbound_self *self, struct inbound *out);

/* True for a subject (decoded UTF-8) that says remove, and nothing else: with any number of Re: and
 * the like before it, in the common languages. Public for its tests. */
bool subject_says_remove(const char *subject);

#endif
