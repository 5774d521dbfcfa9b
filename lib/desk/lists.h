/*
 * lists.h - mailing lists: joining and leaving (the one place where either happens).
 *
 * States: pending (asked for, not confirmed), active, opted_out, bounced. s comes from
 * submission_begin() in the same transaction. Both acts are idempotent: where nothing would change
 * and s->repeat is set, no row is made and the first reference stands. Otherwise: subscription,
 * consent_event (with its values) and audit row for each list, and submission_end(). A repeat that
 * changes something after all (left, joined, left again within a day, from old tabs) takes effect
 * like any other: s->repeat is cleared and it gets a reference of its own. An opt-out is never
 * lost.
 */
#ifndef HC_LISTS_H
#define HC_LISTS_H

#include "desk/desk.h"
#include "desk/submissions.h"
#include "desk/suppression.h"
#include "desk/tokens.h"

/* The shipped lists; the table `list` holds the same names. */
enum list { /* bits */
    LIST_NEWSLETTER = 1,
    LIST_BARGAINS = 2,
    LIST_CLUB = 4,
    LIST_OFFERS = 8,
    LIST_ALL = 15
};

/* "newsletter", "bargains", "club", "special-offers"; "all" for LIST_ALL. */
const char *list_name(enum list one);

/* The bits of names with spaces between ("newsletter club", "all"), and the names of bits. An
 * unknown name gives 0. */
enum { LISTS_TEXT = 80 };
unsigned lists_read(const char *names);
void lists_write(unsigned lists, char out[LISTS_TEXT]);

/* How a person stands to each list: bits. Web role too. */
struct lists_state {
    unsigned pending, active, opted_out, bounced;
};
enum err lists_look(struct db *db, int64_t person, struct lists_state *out);

/* Since when an address gets no mail of one of these lists or more: the latest; 0 if of none. */
enum err lists_suppressed(const struct desk *d, const char *canonical, unsigned lists,
                          int64_t *since);

/*
 * Asks to join every list of the set, at least one. name may be NULL. Lists that wait for
 * confirmation get a letter with a link (LETTER_CONFIRM); where all were active already, a letter
 * says so (LETTER_ALREADY); both within the caps of quota.h, and nobody is told which. A
 * suppression stays until the sign-up is confirmed. A form that is sent once more (s->resent)
 * changes nothing: a browser does that unasked, and must not undo an opt-out that came between.
 */
enum err lists_join(const struct desk *d, unsigned lists, const struct mail_address *mail,
                    const char *name, struct submission *s);

/*
 * The link of LETTER_CONFIRM: those of `lists` that wait for confirmation, or bounced, become
 * active, suppressions of them are lifted, and a welcome goes out. What was left meanwhile stays
 * left: an opt-out beats a confirmation. *confirmed gets those that became active; 0 if none.
 * ERR_DENIED: the link has ended.
 */
enum err lists_confirm(const struct desk *d, const struct token *t, unsigned lists,
                       unsigned *confirmed);

/* Who leaves what. Either the address is known, or its hash alone (from a link). */
struct leaving {
    unsigned lists;                   /* LIST_ALL also covers lists made later */
    const struct mail_address *mail;  /* NULL: by hash */
    const struct address_hash *hash;  /* used where mail is NULL */
    const char *reason;               /* or NULL */
    bool known;                       /* it is exactly who has the address today */
};

/*
 * Leaves at once; known or unknown address alike, a suppression is laid. Of an unknown one nothing
 * else is kept, the reason neither. Whoever was active on a list gets a receipt with a link that
 * undoes it. All ways out come here, and leave the same rows but for the channel: form, link,
 * one-click, mail, staff, preferences. An address, or its hash, means whoever had it, at the
 * address of today: another who has it by now and one who moved away, both. ERR_NOTFOUND: a hash
 * that was cut to LEAVE_PREFIX, and that nothing is known of.
 */
enum err lists_leave(const struct desk *d, const struct leaving *l, struct submission *s);

/*
 * The link of LETTER_LEFT: the lists that this opt-out ended are active again, and its suppressions
 * lifted. Those of them that were left anew since stay left. *restored gets what came back.
 * ERR_DENIED: the link has ended.
 */
enum err lists_undo(const struct desk *d, const struct token *t, unsigned *restored);

/*
 * The preference page: the person, whose mailbox is proven by the link, is on exactly the lists
 * `wanted`; `shown` are the lists that the page listed, others stay as they are. Joins are active
 * at once. *joined and *left get what changed. s as for a form. ERR_NOTFOUND: erased meanwhile.
 */
enum err lists_choose(const struct desk *d, int64_t person, unsigned shown, unsigned wanted,
                      struct submission *s, unsigned *joined, unsigned *left);

/*
 * Mails the link to the preference page to a known address; nothing otherwise, and nobody is told
 * which. submission_end() in both cases. Asked from a new page it is sent anew, within the caps.
 */
enum err lists_preferences(const struct desk *d, const struct mail_address *mail,
                           struct submission *s);

enum import_end {
    IMPORT_MADE,
    IMPORT_ALREADY,    /* active already */
    IMPORT_SUPPRESSED, /* has opted out: only they can come back */
    IMPORT_BOUNCED,    /* the address is dead */
    IMPORT_ENDS_
};

/*
 * One row of an import: active at once, with consent as somebody else took it down (source, which
 * is required, and when), by CHANNEL_IMPORT. Writes nothing but for IMPORT_MADE. source_at 0: not
 * known.
 */
enum err lists_import(const struct desk *d, enum list one, const struct mail_address *mail,
                      const char *name, const char *source, int64_t source_at,
                      enum import_end *end);

#endif
