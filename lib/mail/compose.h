/*
 * compose.h - a letter as the bytes that go over SMTP (RFC 5322, MIME), by GMime.
 *
 * The mail programs and helpctl only: GLib ends the program where it gets no memory. Call
 * mail_setup() once before threads. Strings passed in are UTF-8 and only read.
 */
#ifndef HC_COMPOSE_H
#define HC_COMPOSE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/* Once per process, before anything else of mail/. */
void mail_setup(void);

struct letter_parts {
    const char *from, *from_name; /* address, and the shop's name */
    const char *reply_to;         /* or NULL */
    const char *to, *to_name;     /* to_name NULL where nobody proved it */
    const char *subject;          /* one line */
    const char *text, *html;      /* LF line ends; html NULL for text alone */
    const char *message_id;       /* without angle brackets; stable over attempts */
    int64_t date;                 /* Unix seconds: when it was first due, stable likewise */
    const char *leave_url;        /* List-Unsubscribe with One-Click (RFC 2369, 8058); or NULL */
    const char *leave_mail;       /* its mailto address, or NULL */
    const char *list_id;          /* RFC 2919: "newsletter.help.example.com", or NULL */
    bool automatic;               /* Auto-Submitted: auto-generated (RFC 3834) */
};

/*
 * Appends the mail, CRLF line ends, no line over 998 bytes, ASCII only (7bit, quoted-printable or
 * base64; RFC 2047 in headers), the same bytes for the same letter. ERR_INVALID: CR, LF or NUL in
 * what goes into a header, or an address that isn't one. ERR_NOMEM.
 */
enum err letter_compose(const struct letter_parts *l, struct buf *out);

#endif
