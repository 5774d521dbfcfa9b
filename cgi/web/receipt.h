/*
 * receipt.h - a reference in the address of the page after an act, signed, so that nobody makes up
 * pages that say something was done.
 */
#ifndef HC_RECEIPT_H
#define HC_RECEIPT_H

#include "app.h"

enum { RECEIPT_MAX = 64 }; /* bytes of what receipt_write() makes, with its NUL */

/*
 * "?ref=H4K2-9MX9&s=SEAL" for the page of `what` (at most 32 bytes: a form's name, "leave") ; false
 * where the keys can't be had.
 */
bool receipt_write(const struct call *c, const char *what, const char *reference,
                   char out[RECEIPT_MAX]);

/* True if this request's query is a receipt of `what`; reference gets its exact form. */
bool receipt_read(const struct call *c, const char *what, char reference[REFERENCE_MAX]);

#endif
