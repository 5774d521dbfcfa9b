/*
 * opened.h - a mail taken apart by GMime: what inbound.c and its judges look at.
 *
 * Bounded whatever came: see inbound.h. GMime reads address groups by recursion, keeps every part
 * and every parameter: so header fields past LIMIT_MAIL_FIELD bytes are cut, and past
 * LIMIT_MAIL_BOUNDARIES lines that may be boundaries nothing is read, before GMime sees the mail.
 * One thread at a time.
 */
#ifndef HC_OPENED_H
#define HC_OPENED_H

#include <gmime/gmime.h>
#include <stdbool.h>

#include "base/buf.h"

struct opened {
    GMimeMessage *message; /* NULL where nothing could be read */
    struct buf text;       /* the texts of the body, UTF-8, LF; without attachments */
    struct buf status;     /* message/delivery-status as it is */
    bool receipt;          /* message/disposition-notification: somebody has read a mail */
    bool complaint;        /* message/feedback-report: somebody called a mail spam */
    char original_id[256]; /* Message-ID of the mail that came back inside, or "" */
};

/* ERR_NOMEM is the only error. opened_close() always. */
enum err mail_open(const char *mail, size_t len, struct opened *out);
void opened_close(struct opened *o);

/* The first header of that name, decoded; NULL where there is none. Lives as long as o. */
const char *opened_header(const struct opened *o, const char *name);
/* How many headers of that name there are. */
size_t opened_count(const struct opened *o, const char *name);

/* Copies a Message-ID without its angle brackets; "" if it is none. */
void message_id_copy(char *out, size_t size, const char *id);

/* A block of header fields ("Name: value", as in reports and returned headers); g_object_unref().
 * NULL if it can't be read. */
GMimeObject *fields_read(const char *text, size_t len);

#endif
