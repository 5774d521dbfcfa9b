/*
 * deliver.h - where a letter goes: to the SMTP server of the settings, or as a file into mail_dir
 * while there is none. Used by mailout and helpctl.
 *
 * A struct deliver belongs to one thread and keeps its connection. The settings must outlive it.
 */
#ifndef HC_DELIVER_H
#define HC_DELIVER_H

#include <stdbool.h>

#include "base/buf.h"
#include "letter.h"
#include "mail/smtp.h"

struct deliver;

enum { DELIVER_NAME_MAX = 96 };

/* smtp_open()'s errors, told in rep. deliver_close() takes NULL. */
enum err deliver_open(const struct settings *s, struct deliver **out, struct report *rep);
void deliver_close(struct deliver *d);

/* True where letters become files. */
bool deliver_to_files(const struct deliver *d);

/*
 * Delivers the mail of a letter (letter_mail()). As a file it is whole or not there, on the disk
 * when this returns, mode 0640, and the same letter again takes its own place; a file that can't be
 * written is SMTP_LATER at SMTP_CONNECT, with the system's word for it.
 */
void deliver_send(struct deliver *d, const struct outbox_item *i, const struct drawn_letter *l,
                  const struct buf *mail, struct smtp_result *out);

/* The name of a letter's file: "20260510T140000Z-confirm-12.eml", so that they sort by time. */
void deliver_file_name(const struct outbox_item *i, const struct drawn_letter *l,
                       char out[DELIVER_NAME_MAX]);

#endif
