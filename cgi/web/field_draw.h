/*
 * field_draw.h - a field of any form as field.tpl draws it: its name, help, error and control, and
 * the summary of errors above the form.
 *
 * Strings are copied; the dictionaries belong to the page's.
 */
#ifndef HC_FIELD_DRAW_H
#define HC_FIELD_DRAW_H

#include <stdbool.h>

#include "view/tpl.h"

struct field_view {
    const char *name;         /* the parameter's, and the element's id */
    const char *label;        /* what stands at it */
    const char *help, *error; /* NULL or "" for none */
    enum tpl_key control;     /* KEY_INPUT, KEY_TEXTAREA, KEY_SELECT, KEY_CHOICES or KEY_HIDDEN */
    bool required, optional;  /* optional: this is said */
};

/* Includes field.tpl at {{>place}}; returns the control's dictionary, which takes the value or the
 * options. A hidden field has a name and a value only. */
struct tpl_dict *field_draw(struct tpl_dict *d, enum tpl_key place, const struct field_view *v);

/* A choice of a select or of choices; the dictionary is for what else a choice may have. */
struct tpl_dict *field_draw_option(struct tpl_dict *control, const char *value, const char *label,
                                   bool chosen);

/* A line of the summary in errors.tpl, which leads to the element of that id; *summary begins as
 * NULL, and is included at {{>ERRORS}} with the first line. */
void errors_add(struct tpl_dict *d, struct tpl_dict **summary, const char *id, const char *text);

#endif
