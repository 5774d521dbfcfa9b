/*
 * link_page.h - THE table of pages that stand behind the links in letters: what each says, its one
 * button, and where to go on. links.c decides which is shown.
 */
#ifndef HC_LINK_PAGE_H
#define HC_LINK_PAGE_H

#include "app.h"

enum link_page {
    LINK_PAGE_LOST, /* 404; the ended ones are 410 */
    LINK_PAGE_CONFIRM,
    LINK_PAGE_CONFIRMED,
    LINK_PAGE_CONFIRM_LEFT,
    LINK_PAGE_CONFIRM_ENDED,
    LINK_PAGE_LEAVE,
    LINK_PAGE_LEFT,       /* just now, with a reference */
    LINK_PAGE_LEFT_AGAIN, /* some time before */
    LINK_PAGE_UNDO,
    LINK_PAGE_UNDONE,
    LINK_PAGE_UNDO_LATE,
    LINK_PAGE_UNDO_ENDED,
    LINK_PAGE_CHOOSE_ENDED,
    LINK_PAGE_CHANGE_OLD,
    LINK_PAGE_CHANGE_NEW,
    LINK_PAGE_CHANGE_HALF,
    LINK_PAGE_CHANGED,
    LINK_PAGE_CHANGE_ENDED,
    LINK_PAGE_COUNT_
};

/* What a page tells of its link. Texts are only read while it is drawn. */
struct link_view {
    enum link_page page;
    unsigned lists;          /* those that it names; 0 for none */
    const char *mail;        /* whose they are, or NULL */
    const char *other;       /* the new address, or NULL */
    const char *reference;   /* or NULL */
    int64_t opted_out_at;    /* when the person asked for no mail; 0: didn't, or isn't told */
    bool busy;               /* the act could not be done just now: 503, and the button again */
};

/* Fills in c->res. The address of the link itself stands in no other place than the form's. */
void link_page_draw(const struct call *c, const struct link_view *v);

/* Whether a page has a button. */
bool link_page_asks(enum link_page page);

/* What a list is called in front of people; `lists` is one bit, or all of them. */
enum word link_list_word(unsigned lists);

#endif
