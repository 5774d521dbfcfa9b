/*
 * forms.h - THE tables of forms and their fields. A form is a row here, its words in
 * templates/words, its introduction in templates/forms, and one function in submit.c that does what
 * it asks for.
 */
#ifndef HC_FORMS_H
#define HC_FORMS_H

#include <stddef.h>

#include "http/form.h"
#include "view/words.h"

struct submit;

enum form_id {
    FORM_NEWSLETTER,
    FORM_OFFERS,
    FORM_CLUB,
    FORM_CATALOG,
    FORM_OPT_OUT,
    FORM_CORRECT,
    FORM_UPDATE,
    FORM_DELETE,
    FORM_DEACTIVATE,
    FORM_PREFERENCES,
    FORM_ADVICE,
    FORM_SELL,
    FORM_CAREERS,
    FORM_CONTACT,
    FORM_COUNT_
};

enum form_flag {
    FORM_WAY_OUT = 1, /* leaving: limits of its own, so that nobody can keep another from it */
    FORM_NO_NONCE = 2, /* sent twice it does no more than once */
};

enum { FORM_STEPS = 3 };

struct form {
    const char *name;    /* "newsletter": in the database and in the address of the page after */
    const char *address; /* "/newsletter" */
    const struct field *fields;
    size_t field_count;
    unsigned flags;
    enum word
        need_change; /* said where no detail at all was filled in; MSG_NONE where none is needed */
    enum word send, consent;
    enum word done_title, done_lead,
        done_step[FORM_STEPS];            /* the page after; steps end at MSG_NONE */
    enum err (*submit)(struct submit *s); /* inside the writer's job (submit.h) */
};

/* The row of a form. */
const struct form *form_row(enum form_id id);

/* The form at an address or of a name; FORM_COUNT_ if there's none. */
enum form_id form_at(const char *address);
enum form_id form_named(const char *name);

/* Rules over several fields, once each was checked: marks the right values that are missing beside
 * a wrong one. */
void form_check_pairs(struct form_data *d);

/* Where the form wants at least one detail and has none: the index of the field to say so at;
 * otherwise d->count. */
size_t form_lacks_change(const struct form *f, const struct form_data *d);

#endif
