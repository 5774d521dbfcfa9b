/*
 * talk.h - what client and server say to each other in SMTP, overheard: how far it came and what
 * the server answered last.
 *
 * For smtp.c, which hears it from libcurl. Zero-initialise by talk_begin(); nothing is owned.
 */
#ifndef HC_TALK_H
#define HC_TALK_H

#include <stdbool.h>
#include <stddef.h>

#include "mail/smtp.h"

struct talk {
    enum smtp_step step;
    int code;        /* of the answer to the last command; 0 while there is none */
    char status[16]; /* its enhanced status "5.1.1" (RFC 3463), or "" */
    char text[256];  /* its text, lines joined, printable ASCII; cut */
    bool more;       /* the answer goes on in a further line */
    bool asked;      /* the server asked for the mail's text (354): it may have been taken */
    bool over;       /* QUIT was said; what comes then tells nothing */
};

/* Before each letter. */
void talk_begin(struct talk *t);

/* A command that was sent, a line of an answer, and bytes of TLS's own going out. */
void talk_sent(struct talk *t, const char *line, size_t len);
void talk_heard(struct talk *t, const char *line, size_t len);
void talk_tls(struct talk *t);

/* Copies text into out, which holds size bytes: printable ASCII, runs of all else as one space. */
void talk_plain(const char *text, size_t len, char *out, size_t size);

#endif
