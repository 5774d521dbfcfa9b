/*
 * letter.h - from a row of the outbox to a mail: words, links and layout of each letter. Used by
 * mailout and helpctl.
 *
 * Links are made here, from the keys, each time a letter is made; the same row gives the same
 * bytes, whatever keys have come since. Nothing that a stranger typed stands in a letter to an
 * address that isn't confirmed: templates know no name, and the To line has one only in letters to
 * people who have confirmed. The one free text is an answer, which staff wrote.
 */
#ifndef HC_LETTER_H
#define HC_LETTER_H

#include "base/settings.h"
#include "desk/digest.h"
#include "desk/outbox.h"
#include "view/tpl.h"
#include "view/words.h"

/* What letters are made with; loaded once, read by one thread. */
struct letter_room {
    const struct settings *settings;
    const struct keys *keys;
    struct words *words;
    struct tpl_set *tpl;
};

/* Bytes with the NUL. */
enum { MESSAGE_ID_MAX = 320, RETURN_ADDRESS_MAX = 256, LETTER_LINK_MAX = 640 };

/* A letter that is ready to be composed (mail/compose.h); owns its texts. */
struct drawn_letter {
    struct buf subject, text, html;
    char to[256], to_name[512];
    char message_id[MESSAGE_ID_MAX];
    char return_address[RETURN_ADDRESS_MAX]; /* bounce+tag@, or mail_from where none is set */
    char leave_url[LETTER_LINK_MAX];         /* "" where the letter has none; so the next two */
    char leave_mail[256], list_id[320];
    int64_t date;
    bool automatic; /* the program wrote it (RFC 3834) */
};

/*
 * Loads words and templates; settings and keys are kept by pointer and outlive the room.
 * ERR_INVALID with rep (file and line) where one is missing or broken, ERR_NOMEM.
 * letter_room_close() releases, also after an error.
 */
enum err letter_room_open(const struct settings *s, const struct keys *k, struct letter_room *out,
                          struct report *rep);
void letter_room_close(struct letter_room *r);

/*
 * Draws the letter of a row; digest is for LETTER_DIGEST, NULL otherwise. drawn_letter_free()
 * always. The digest goes to the setting digest_mail, whatever the row says; the domain of `to` is
 * written as A-labels (SMTP without RFC 6531). ERR_NOMEM; ERR_NOTFOUND where something is gone that
 * the row names (its address or token); ERR_DENIED without the key that it was made with; ERR_BUG
 * where the row can't be right.
 */
enum err letter_draw(const struct letter_room *r, const struct outbox_item *i,
                     const struct digest *digest, struct drawn_letter *out);
void drawn_letter_free(struct drawn_letter *l);

/* The whole mail (letter_compose() with the shop's sender). */
enum err letter_mail(const struct letter_room *r, const struct drawn_letter *l, struct buf *out);

#endif
