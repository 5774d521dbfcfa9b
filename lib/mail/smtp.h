/*
 * smtp.h - sending over one kept connection, by libcurl.
 *
 * A struct smtp belongs to one thread. It connects when the first letter is sent, keeps the
 * connection, and connects anew where the server closed it.
 */
#ifndef HC_SMTP_H
#define HC_SMTP_H

#include <stddef.h>

#include "base/err.h"
#include "base/settings.h"

struct smtp;

/* How far it came. */
enum smtp_step {
    SMTP_CONNECT,
    SMTP_TLS,
    SMTP_HELLO,
    SMTP_LOGIN,
    SMTP_SENDER,
    SMTP_RECIPIENT,
    SMTP_DATA,
    SMTP_STEPS_
};

enum smtp_end {
    SMTP_ACCEPTED, /* the server has it (250 after the last dot) */
    SMTP_LATER,    /* 4xx, no answer, no connection, a login or sender that is refused: try again */
    SMTP_REFUSED,  /* 5xx to the recipient or the letter: final */
};

struct smtp_result {
    enum smtp_end end;
    enum smtp_step step; /* where it stopped; SMTP_DATA where it was accepted */
    int code;            /* the server's last, 0 for none */
    char status[32];     /* "550 5.1.1", for the outbox; "" without a code */
    char text[256];      /* what the server or libcurl said: printable ASCII; never kept, may name
                            an address: for bounce_judge() and for staff's eyes only */
};

/* A short English name: "logging in". */
const char *smtp_step_name(enum smtp_step s);

/*
 * Ready to send by the settings (smtp_host is not empty). ERR_INVALID or ERR_IO where the
 * password's file can't be read or others may read it (rep says so); ERR_NOMEM.
 */
enum err smtp_open(const struct settings *s, struct smtp **out, struct report *rep);
void smtp_close(struct smtp *s); /* says QUIT; NULL is nothing */

/*
 * Sends len bytes of mail. from "" is the null sender. Certificates are checked wherever TLS is
 * used; STARTTLS is required where it is set. Never longer than smtp_timeout.
 */
void smtp_send(struct smtp *s, const char *from, const char *to, const char *mail, size_t len,
               struct smtp_result *out);

#endif
