/*
 * link_visit.h - one visit to the page of a link, and what each kind of link is about. Part of
 * links: what is declared here is for its own files.
 *
 * look() reads how things stand and fills in the view; act() does what the page's button asks for,
 * and can be asked twice. Errors: ERR_INVALID: the form isn't ours; ERR_DENIED: the link has ended;
 * the store's.
 */
#ifndef HC_LINK_VISIT_H
#define HC_LINK_VISIT_H

#include "desk/changes.h"
#include "desk/people.h"
#include "link_page.h"
#include "links.h"
#include "receipt.h"

/* One visit to the page of a link. */
struct visit {
    const struct call *c;
    const struct way *way;
    struct token token;       /* the link's row; zeros for a leave link */
    struct leave_token leave; /* a leave link holds all itself */
    struct person person;
    struct change_view change;
    char reference[REFERENCE_MAX];
    struct link_view view;
    char after[RECEIPT_MAX]; /* what follows the address of the page after the act */
};

struct way {
    enum link_kind kind;
    enum purpose purpose;
    const char *page;     /* as the ledger names it */
    enum link_page ended; /* shown instead of a button past the link's end */
    enum err (*look)(struct visit *v);
    enum err (*act)(struct visit *v);
};

/* Who asks for what the link stands for, as desk/ wants it. */
struct desk visit_desk(const struct visit *v, struct db *db, enum channel channel);

/* The lists that the page's form names, its one parameter; 0 where it names none. ERR_INVALID. */
enum err visit_lists(const struct visit *v, unsigned *lists);

enum err look_confirm(struct visit *v);
enum err act_confirm(struct visit *v);
enum err look_change(struct visit *v);
enum err act_change(struct visit *v);
enum err look_undo(struct visit *v);
enum err act_undo(struct visit *v);

/* link_leave.c. act_leave() answers a mail service by itself. */
enum err look_leave(struct visit *v);
enum err act_leave(struct visit *v);

#endif
