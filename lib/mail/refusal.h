/*
 * refusal.h - whom a server's refusal is about: the letter and its reader, or us who send it.
 *
 * What is ours (a login, a sender, a network or a name that the server doesn't like, commands that
 * it doesn't know) is mended in settings, and every letter meets it alike: none may fail for it.
 */
#ifndef HC_REFUSAL_H
#define HC_REFUSAL_H

#include <stdbool.h>

#include "mail/smtp.h"

/* Whether a code asks for a login, or a better one, at whatever command (RFC 4954 6). */
bool refusal_asks_login(int code);

/* Whether a refusal, by its step, code, status and text, is about us: the letter can go later. */
bool refusal_is_ours(const struct smtp_result *r);

#endif
