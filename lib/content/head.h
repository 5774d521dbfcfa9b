/*
 * head.h - the head of a Markdown file: "---", lines "key: value", "---".
 *
 * The keys and their rules are one table in head.c. A mistake is reported with file and line, all
 * of a file at once. Strings belong to the head; head_free() releases. Lines are counted from 1.
 */
#ifndef HC_HEAD_H
#define HC_HEAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum {
    HEAD_OLD_MAX = 32,      /* `old:` lines of a file */
    HEAD_LINKS_MAX = 8,     /* `link:` lines of a file */
    HEAD_VALUE_MAX = 1000,  /* bytes of a value */
    HEAD_TITLE_MAX = 120,   /* characters of a title or a name */
    HEAD_SUMMARY_MIN = 20,  /* characters */
    HEAD_SUMMARY_MAX = 200, /* characters */
    HEAD_ORDER_NONE = 1000, /* the order of a page that names none */
};

/* An extra place in a section: "link: product-information 30 E-catalog". */
struct head_link {
    char *section;
    int order;
    char *text;
    unsigned line;
};

/* An old address that redirects here; begins with "/", may hold a query. */
struct head_old {
    char *address;
    unsigned line;
};

struct head {
    char *title;    /* required */
    char *name;     /* short text for navigation; the title where it is absent */
    char *summary;  /* required; HEAD_SUMMARY_MIN to HEAD_SUMMARY_MAX characters */
    char *section;  /* required: an id of words/en/sections */
    unsigned section_line;
    int order;      /* place in the section; HEAD_ORDER_NONE where absent, then by name */
    char *keywords; /* "" where absent */
    struct head_old old[HEAD_OLD_MAX];
    size_t old_count;
    struct head_link link[HEAD_LINKS_MAX];
    size_t link_count;
    char *updated, *reviewed, *effective; /* ISO dates or NULL; effective makes the page a policy */
    bool draft;                           /* "draft: yes": neither served nor found */
    size_t body;                          /* offset of the first byte after the head */
    unsigned body_line;                   /* its line in the file */
};

/*
 * Parses the head of len bytes of text; file is named in the report's lines. ERR_INVALID with rep
 * filled, or ERR_NOMEM; on error *h is released, but h->draft tells whether a line said so.
 */
enum err head_parse(const char *file, const char *text, size_t len, struct head *h,
                    struct report *rep);
void head_free(struct head *h);

#endif
