/*
 * draw.h - what all pages share: the frame (head, header, breadcrumbs, footer) around the template
 * of a kind of page.
 *
 * A page is drawn with markers where its slots are, then cut into fixed parts (view/fixed.h).
 * Content pages are drawn once when the site loads; pages that hold something of a request
 * (results, forms that come back, errors) are drawn for it.
 */
#ifndef HC_DRAW_H
#define HC_DRAW_H

#include <stdbool.h>

#include "app.h"
#include "view/jsonld.h"

enum { CRUMBS_MAX = 4 };

struct frame {
    const char *title;
    const char *summary;
    const char *address;            /* path of the page itself, for canonical and breadcrumbs */
    const char *query;              /* what stands in the search field of the header; NULL: "" */
    struct crumb crumb[CRUMBS_MAX]; /* the last one is the page itself, without href */
    size_t crumbs;                  /* 0: no breadcrumbs */
    const char *modified;           /* of an article: the ISO date; NULL: it is no article */
    bool failed; /* a form that came back: said at the start of the window's title (WCAG G199) */
    bool noindex;
    bool no_header_search; /* where the page has a search field of its own */
};

/* The breadcrumbs of a page: help center, its section or FAQ, itself. */
void frame_crumbs(struct frame *f, const struct site *s, const char *section, const char *title);

/* A new root dictionary with the frame in it and `main` included; *inner gets the included one.
 * Free with tpl_dict_free(). */
struct tpl_dict *draw_frame(const struct site *s, const struct frame *f, enum tpl_file main,
                            struct tpl_dict **inner);

/* Expands the page and cuts it. */
enum err draw_fixed(const struct site *s, struct tpl_dict *root, struct fixed *out);

/* Expands the page and puts it into the response with its slots filled; nonce NULL for none. Frees
 * root. */
void draw_response(const struct call *c, struct tpl_dict *root, const char *nonce);

/* Puts a page that was cut before into the response. */
void draw_from_fixed(const struct call *c, const struct fixed *f, const char *nonce);

/* The same below an expanded template that is for this request alone. */
void draw_under_banner(const struct call *c, const struct fixed *f, const char *banner);

/* Shows `section` once more as a link: LINK_HREF and LINK_TEXT. */
void draw_link(struct tpl_dict *d, enum tpl_key section, const char *href, const char *text);

/* Links to the pages that most people want (section "popular"): shown on the start page, on an
 * empty search and on errors. */
void draw_popular(const struct site *s, struct tpl_dict *d);

/* A page that says one thing: an error, or that nothing is here. Sets status; 4xx and 5xx aren't
 * kept. */
void draw_message(const struct call *c, int status, enum word title, enum word lead, bool search);

/* An error as its page: one table maps enum err to status and words. */
void draw_error(const struct call *c, enum err e);

#endif
