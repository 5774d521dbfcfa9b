/*
 * letter.h - from a row of the outbox to a mail: words, links and layout of each letter. Used by
 * mailout and helpctl.
 *
 * Links are made here, from the keys, each time a letter is made; the same row gives the same
 * bytes. Nothing that a stranger typed stands in a letter to an address that isn't confirmed.
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

enum { MESSAGE_ID_MAX = 320, RETURN_ADDRESS_MAX = 256 };

/* A letter that is ready to be composed (mail/compose.h); owns its texts. */
struct drawn_letter {
    struct buf subject, text, html;
    char to[256], to_name[512];
    char message_id[MESSAGE_ID_MAX];
    char return_address[RETURN_ADDRESS_MAX]; /* bounce+tag@, or mail_from, or "" for the null
                                                sender */
    char leave_url[512], leave_mail[256], list_id[320]; /* "" where the letter has none */
    int64_t date;
};

enum err letter_room_open(const struct settings *s, const struct keys *k, struct letter_room *out,
                          struct report *rep);
void letter_room_close(struct letter_room *r);

/*
 * Draws the letter of a row; digest is for LETTER_DIGEST, NULL otherwise. drawn_letter_free()
 * always. ERR_NOMEM, ERR_BUG, or ERR_NOTFOUND where the row names something that is gone.
 */
enum err letter_draw(const struct letter_room *r, const struct outbox_item *i,
                     const struct digest *digest, struct drawn_letter *out);
void drawn_letter_free(struct drawn_letter *l);

/* The whole mail (letter_compose() with the shop's sender). */
enum err letter_mail(const struct letter_room *r, const struct drawn_letter *l, struct buf *out);

#endif
