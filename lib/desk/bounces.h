/*
 * bounces.h - letters that could not be delivered, and what follows for their reader.
 *
 * A hard bounce ends every subscription of the person (state "bounced"). Soft ones (a full mailbox,
 * a server that is away) do so when they came on BOUNCE_SOFT_DAYS different days within
 * BOUNCE_SOFT_SPAN_DAYS, and are forgotten after that. A refusal by rule (spam) is kept for staff
 * to see and changes nothing. A confirmed sign-up later makes "bounced" active again.
 */
#ifndef HC_BOUNCES_H
#define HC_BOUNCES_H

#include <stdbool.h>

#include "desk/desk.h"

enum { BOUNCE_SOFT_DAYS = 5, BOUNCE_SOFT_SPAN_DAYS = 30 };

enum bounce_kind { BOUNCE_HARD, BOUNCE_SOFT, BOUNCE_POLICY, BOUNCE_KINDS_ };

/*
 * What an enhanced status (RFC 3463: "5.1.1") or a plain code (RFC 5321: 550) says; text is what
 * the server said beside it, looked through for the words of spam refusals and full mailboxes, and
 * not kept. Any may be empty or 0.
 */
enum bounce_kind bounce_judge(const char *status, int code, const char *text);

/*
 * Records the bounce of a row of the outbox, once for each kind and source, and does what follows.
 * source "smtp" or "mail". *ended: subscriptions ended by it. ERR_NOTFOUND: no such row.
 */
enum err bounce_record(const struct desk *d, int64_t outbox, enum bounce_kind k, const char *status,
                       const char *source, bool *ended);
/* The row of the outbox with that random id (of a return address). ERR_NOTFOUND. */
enum err bounce_letter(const struct desk *d, const unsigned char random[SECRET_ID],
                       int64_t *outbox, int64_t *person);

#endif
