/*
 * markdown.h - a page's text: from Markdown to HTML, with its headings, its links and its plain words (cmark-gfm with tables).
 *
 * Settings {{NAME}} are put in before parsing; raw HTML in the source is an error with file and line (cmark runs in safe mode besides). Headings get ids
 * (a slug of their text, made unique with -2, -3) and an anchor link; a table is wrapped in a region that scrolls. The structs own their memory.
 */
#ifndef HC_MARKDOWN_H
#define HC_MARKDOWN_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct heading {
    int level; /* 2 or 3 */
    char *id;  /* slug: a-z 0-9 and hyphens */
    char *text;
    size_t html_at; /* offset in html where the heading's element begins */
    size_t html_end; /* offset just after its element */
    size_t text_at; /* offset in text where the heading's words begin */
};

struct link {
    char *target; /* as written */
    unsigned line;
};

struct markdown {
    char *html;
    size_t html_len;
    char *text;  /* the words alone, blocks parted by newlines; for search */
    struct heading *heading;
    size_t heading_count;
    struct link *link;
    size_t link_count;
};

/* The value of a setting, or NULL where there's none of that name. */
typedef const char *(*placeholder_fn)(const void *ctx, const char *name, unsigned long len);

/*
 * Puts the settings into text: {{NAME}} -> value, with the characters that Markdown treats specially escaped when outside a link target. An unknown name
 * is reported with file and line (first_line is the line of text's first byte). Appends to out.
 */
enum err placeholders_put(const char *file, unsigned first_line, const char *text, size_t len,
                          placeholder_fn fn, const void *ctx, struct buf *out, struct report *rep);

/* Renders. anchor_label is the accessible name of heading anchors, "%s" in it stands for the heading ("Link to: %s"). ERR_INVALID with rep filled, ERR_NOMEM. */
enum err markdown_render(const char *file, unsigned first_line, const char *text, size_t len, const char *anchor_label,
                         struct markdown *m, struct report *rep);
void markdown_free(struct markdown *m);

/* The slug of a text: lower case ASCII letters and digits, others as single hyphens, at most 60 bytes; "section" for none. out holds 64 bytes. */
void slug_of(const char *text, char *out);

#endif
