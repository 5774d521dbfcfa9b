/*
 * head.h - the head of a Markdown file: "---", lines "key: value", "---".
 *
 * The keys and their rules are one table in head.c. A mistake is reported with file and line, all of a file at once. Strings belong to the head;
 * head_free() releases.
 */
#ifndef HC_HEAD_H
#define HC_HEAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum { HEAD_OLD_MAX = 32, HEAD_LINKS_MAX = 8 };

/* An extra place in a section: "link: product-information 30 E-catalog". */
struct head_link {
    char *section;
    int order;
    char *text;
};

struct head {
    char *title;    /* required */
    char *name;     /* short text for navigation; the title where it is absent */
    char *summary;  /* required; 20 to 200 characters */
    char *section;  /* required: an id of words/en/sections */
    int order;      /* place in the section; 1000 where absent, then by title */
    char *keywords; /* "" where absent */
    char *old[HEAD_OLD_MAX]; /* old addresses that redirect here, each begins with "/", may hold a query */
    size_t old_count;
    struct head_link link[HEAD_LINKS_MAX];
    size_t link_count;
    char *updated, *reviewed, *effective; /* ISO dates or NULL; effective makes the page a policy */
    bool draft;      /* "draft: yes": neither served nor found */
    size_t body;     /* offset of the first byte after the head */
    unsigned body_line; /* its line in the file, from 1 */
};

/* Parses len bytes of file's text. ERR_INVALID with rep filled; ERR_NOMEM. On error *h is released. */
enum err head_parse(const char *file, const char *text, size_t len, struct head *h, struct report *rep);
void head_free(struct head *h);

#endif
