/*
 * intake.h - what is done with a mail that came in: opt-outs and bounces take effect, anything else
 * is written down, once for each mail. Used by mailin.
 *
 * Nothing of a mail's text is kept, and nothing is answered or sent on: support's address is an
 * alias to people and to mailin, who have the mail in any case (SECURITY 33).
 */
#ifndef HC_INTAKE_H
#define HC_INTAKE_H

#include <stddef.h>

#include "base/secret.h"
#include "base/settings.h"
#include "desk/quota.h"
#include "mail/inbound.h"
#include "store/db.h"

struct intake {
    struct settings *settings;
    struct keys *keys;
    struct db *db;
    struct quota_limits limits; /* of receipts */
};

/* Settings, keys and database (ROLE_MAIL). intake_close() always, also after an error. */
enum err intake_open(const char *conf, struct intake *out, struct report *rep);
void intake_close(struct intake *in);

/*
 * Handles len bytes of a mail in a transaction of its own; one that was handled before is left
 * alone. Nothing in a mail is an error: those are of the database, and memory, and nothing is done.
 */
enum err intake_mail(const struct intake *in, const char *mail, size_t len,
                     const struct envelope *env);

#endif
