/*
 * form_draw.h - a form as its template's sections, from its row and what was typed. Part of
 * form_page.
 */
#ifndef HC_FORM_DRAW_H
#define HC_FORM_DRAW_H

#include "draw.h"
#include "form_page.h"

/* What a form that is shown says beside the errors of its fields. */
struct form_state {
    const struct form_data *data;
    size_t lacks;     /* index of the field at which "fill in at least one" is said; data->count for
                         none */
    const char *note;  /* why it came back, or NULL */
    const char *saved; /* what was done, or NULL */
    const struct page *page; /* its page; NULL: the catalogue's own (a preview's is another) */
};

/* Where a form stands. */
struct form_place {
    const struct form *form;
    const char *title, *lead;
    const char *address;      /* of the page, for canonical and breadcrumbs */
    const char *section;      /* for breadcrumbs, or NULL */
    const char *action;       /* where it is sent */
    const struct page *intro; /* what stands above it, or NULL */
    bool noindex;
};

/* The page of a form with its fields, errors and note; *inner gets the dictionary of form.tpl. */
struct tpl_dict *form_draw_at(const struct site *s, const struct form_place *at,
                              const struct form_state *state, struct tpl_dict **inner);

/* The same for a form of the table, at its own page. */
struct tpl_dict *form_draw_page(const struct site *s, enum form_id id,
                                const struct form_state *state);

/* The sentence of consent, with the shop's name and mail address; nothing where a form has none. */
void form_consent(const struct site *s, const struct form *f, struct buf *out);

#endif
