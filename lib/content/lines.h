/*
 * lines.h - a Markdown text as lines of plain words, each with what it was: for comparing two texts
 * and for showing one that can't be rendered any more.
 *
 * No rule of markdown.h is asked: every text has its lines. A struct owns its memory.
 */
#ifndef HC_LINES_H
#define HC_LINES_H

#include <stddef.h>

#include "base/err.h"

enum line_kind {
    LINE_TEXT, /* a paragraph, in a list or a quote too unless it begins an item */
    LINE_HEADING,
    LINE_ITEM, /* of a list, without its mark or number */
    LINE_ROW,  /* of a table, its cells parted by " | " */
    LINE_CODE, /* one of a block's, and HTML as it was written */
};

struct line {
    enum line_kind kind;
    const char *text; /* UTF-8 without line breaks, not ended by NUL */
    size_t len;
};

struct lines {
    struct line *line;
    size_t count;
    char *store; /* the bytes of all texts */
};

/* Reads len bytes of Markdown, settings put in. ERR_NOMEM; *out then holds nothing. Any thread. */
enum err lines_read(const char *text, size_t len, struct lines *out);
void lines_free(struct lines *l);

#endif
