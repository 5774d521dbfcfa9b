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

/* A nonce for a form that is shown now, with the versions of what is seen. */
void form_nonce_new(const struct call *c, enum form_id id, char out[NONCE_MAX]);

/* Whether text is a nonce of that form that is not too old; *n is zeros where it is none at all. */
bool form_nonce_read(const struct call *c, enum form_id id, const char *text, struct nonce *n);

/* Draws an empty form, for its fixed parts; called when a site loads. */
enum err form_draw(const struct site *s, const struct page *p, struct fixed *out);

/* Appends the words of a form as people see them, to be kept beside what they agree to. */
void form_wording(const struct site *s, enum form_id id, struct buf *out);

#endif
