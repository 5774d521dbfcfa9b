/*
 * failure.h - mails that say that a mail was not delivered: by RFC 3464, and by the common forms
 * that keep to none.
 */
#ifndef HC_FAILURE_H
#define HC_FAILURE_H

#include "mail/inbound.h"
#include "mail/opened.h"

enum failure {
    FAILURE_NONE,    /* says nothing of the kind */
    FAILURE_FAILED,  /* action "failed": out has to, status, code and text */
    FAILURE_PASSING, /* delayed, delivered, relayed, expanded: nothing to do */
};

/* What a report's own fields say (RFC 3464 2.3); of several recipients one that failed counts. */
enum failure failure_report(const struct opened *o, struct inbound *out);

/* Whether the text says so in words that mail servers use. */
bool failure_words(const struct opened *o);
/* The same of a mail that is only late. */
bool passing_words(const struct opened *o);

/* Fills to, status, code, text and the letter's Message-ID from the text, where they are not known.
 */
void failure_from_text(const struct opened *o, struct inbound *out);

#endif
