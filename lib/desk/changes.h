/*
 * changes.h - a person's mail address changes once both mailboxes have confirmed it.
 */
#ifndef HC_CHANGES_H
#define HC_CHANGES_H

#include <stdbool.h>

#include "desk/tokens.h"

/*
 * Opens a change to mail, with both letters; an open one of the person ends. The same address as
 * now is ERR_CONFLICT. Whether another person has the address is not told. reference gets its
 * reference. Caps of quota.h hold: held back letters are not told either.
 */
enum err change_open(const struct desk *d, int64_t person, const struct mail_address *mail,
                     char reference[REFERENCE_MAX]);

enum change_state { CHANGE_OPEN, CHANGE_HALF, CHANGE_DONE, CHANGE_ENDED };
struct change_view {
    enum change_state state; /* HALF: this side has confirmed, the other hasn't */
    char old_email[MAIL_MAX + 1], new_email[MAIL_MAX + 1]; /* as typed; "" once ended */
};
/* How the change of a token stands, seen from its side. Web role too. */
enum err change_look(struct db *db, const struct token *t, struct change_view *out);

/*
 * One mailbox confirms (t is of PURPOSE_CHANGE_OLD or _NEW). With both, the person's address is the
 * new one, suppressions are carried over, and where another person had the new address, that one's
 * subscriptions join: an opt-out of either wins. Links that went to the old mailbox act no more,
 * but for those that leave. Letter LETTER_CHANGED. ERR_DENIED: ended.
 */
enum err change_confirm(const struct desk *d, const struct token *t, enum change_state *state);

#endif
