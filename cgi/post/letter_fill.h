/*
 * letter_fill.h - what stands in a letter: the values of its template, for HTML and text alike.
 */
#ifndef HC_LETTER_FILL_H
#define HC_LETTER_FILL_H

#include "letter.h"

/* What both forms of a letter are made from. Pointers are only read. */
struct letter_facts {
    const struct letter_room *room;
    const struct outbox_item *item;
    const struct digest *digest; /* LETTER_DIGEST, else NULL */
    unsigned lists;              /* bits of desk/lists.h; 0: the letter names none */
    const char *subject;
    enum word preview, why;
    enum word button;      /* MSG_NONE: none */
    const char *link;      /* behind the button */
    const char *leave_url; /* "" for none */
    bool preferences;      /* names the preference page */
    size_t columns;        /* of a plain text's lines; 0 for HTML */
};

/* Appends the lists as words: "newsletter, club mail and special offers". Errors stay in out. */
void letter_lists(const struct words *w, unsigned lists, struct buf *out);

/*
 * Fills the frame and the letter inside it. Values are plain text: templates escape them, or make
 * them one line.
 */
void letter_fill(struct tpl_dict *frame, struct tpl_dict *letter, const struct letter_facts *f);

#endif
