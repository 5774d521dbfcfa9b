/*
 * jsonld.h - schema.org breadcrumbs and questions as JSON-LD, safe inside a script element ('<' is
 * written \u003c).
 */
#ifndef HC_JSONLD_H
#define HC_JSONLD_H

#include <stddef.h>

#include "base/buf.h"

struct crumb {
    const char *title;
    const char *href; /* path; NULL for the page itself */
};

/*
 * Appends a BreadcrumbList of count crumbs; base_url is put before each path. The page itself has
 * the path self. Errors stay in out.
 */
void jsonld_breadcrumbs(struct buf *out, const struct crumb *crumb, size_t count,
                        const char *base_url, const char *self);

/* A question and its answer, as plain text. */
struct question {
    const char *question, *answer;
};

/* Appends a FAQPage of count questions. Errors stay in out. */
void jsonld_faq(struct buf *out, const struct question *q, size_t count);

/* Appends text as a JSON string with its quotes (RFC 8259 7); '<', '>' and '&' as \u escapes. */
void json_string(struct buf *out, const char *text);

#endif
