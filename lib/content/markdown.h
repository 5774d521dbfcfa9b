/*
 * markdown.h - a page's text: from Markdown to HTML, with its headings, its links and its plain
 * words (cmark-gfm with tables).
 *
 * Settings {{NAME}} are put in before (placeholder.h). Refused with file and line: raw HTML (cmark
 * runs in safe mode besides); headings other than ## and ###, or ### before the first ##; headings
 * and tables inside lists and quotes. Headings get ids (a slug of their text, made unique with -2,
 * -3) and an anchor link; a table is wrapped in a region that scrolls. An image is a file of
 * image.h; it has a text for those who don't see it, or is marked as mere decoration:
 * ![](/static/images/line.png "decorative"). A struct owns its memory.
 */
#ifndef HC_MARKDOWN_H
#define HC_MARKDOWN_H

#include <stddef.h>

#include "base/err.h"
#include "content/placeholder.h"

enum { HEADINGS_MAX = 400 /* of a page */ };

struct heading {
    int level; /* 2 or 3 */
    char *id;  /* slug: a-z 0-9 and hyphens */
    char *text;
    unsigned line;
    size_t html_at;  /* offset in html where the heading's element begins */
    size_t html_end; /* offset just after its element and newline */
    size_t text_at;  /* offset in text where the heading's words begin */
    size_t text_end; /* offset just after them and their newline */
};

struct link {
    char *target; /* as written, entities and escapes resolved */
    unsigned line;
};

struct markdown {
    char *html;
    size_t html_len;
    char *text; /* the words alone, each block ended by a newline; for search */
    struct heading *heading;
    size_t heading_count;
    struct link *link;
    size_t link_count;
};

/*
 * Renders len bytes of text. anchor_label is the accessible name of a heading's anchor, "%s" in it
 * stands for the heading ("Link to: %s"). www: where images/ is; NULL: images are taken as they
 * are, without their size. first_line is the line of the first byte in file. ERR_INVALID with rep
 * filled, ERR_NOMEM; on error *m holds nothing. Any thread.
 */
enum err markdown_render(const char *file, unsigned first_line, const char *text, size_t len,
                         const char *anchor_label, const char *www, struct markdown *m,
                         struct report *rep);
void markdown_free(struct markdown *m);

#endif
