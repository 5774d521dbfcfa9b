/*
 * form_page.h - the generic form: shown from its row, checked, done once, answered with a
 * reference.
 */
#ifndef HC_FORM_PAGE_H
#define HC_FORM_PAGE_H

#include "app.h"
#include "forms.h"

/* GET shows the form; POST checks it and does it, then 303 to the page after. Wrong input comes
 * back with 422, all that was typed kept. arg is its enum form_id. */
void form_handle(const struct call *c, int arg);

/* GET /received/NAME?ref=...&s=...: the page after, with the reference that s signs. */
void form_received(const struct call *c, int arg);

/* Draws an empty form, for its fixed parts; called when a site loads. */
enum err form_draw(const struct site *s, const struct page *p, struct fixed *out);

/* Appends the words of a form as people see them, to be kept beside what they agree to. */
void form_wording(const struct site *s, enum form_id id, struct buf *out);

#endif
