/*
 * lines.c - one walk over the tree; each block that holds words becomes a line.
 */
#include "content/lines.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include "content/arena.h"
#include "content/plain.h"

/* What one walk owns, reachable when it's left in the middle (arena.h). */
struct walk {
    const char *source;
    size_t source_len;
    struct buf out; /* each line: a letter for its kind, its text, a newline */
    struct buf words;
};

enum { KIND_LETTER = 'a' };

static void
put_line(struct walk *w, enum line_kind kind, const char *text, size_t len)
{
    if (len == 0)
        return;
    buf_char(&w->out, (char)(KIND_LETTER + (int)kind));
    buf_add(&w->out, text, len);
    buf_char(&w->out, '\n');
}

static void
put_words(struct walk *w, enum line_kind kind, cmark_node *node)
{
    plain_line(&w->words, node);
    put_line(w, kind, buf_text(&w->words), w->words.len);
}

/* The first paragraph of an item begins it; what follows in it is text. */
static void
put_paragraph(struct walk *w, cmark_node *node)
{
    bool begins = cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_ITEM &&
                  cmark_node_previous(node) == NULL;

    put_words(w, begins ? LINE_ITEM : LINE_TEXT, node);
}

static void
put_heading(struct walk *w, cmark_node *node)
{
    put_words(w, LINE_HEADING, node);
}

static void
put_row(struct walk *w, cmark_node *node)
{
    cmark_node *cell = cmark_node_first_child(node);

    assert(cell != NULL);
    buf_char(&w->out, (char)(KIND_LETTER + (int)LINE_ROW));
    for (; cell != NULL; cell = cmark_node_next(cell)) {
        plain_line(&w->words, cell);
        buf_str(&w->out, buf_text(&w->words));
        buf_str(&w->out, cmark_node_next(cell) != NULL ? " | " : "\n");
    }
}

static void
put_literal(struct walk *w, cmark_node *node)
{
    const char *text = cmark_node_get_literal(node);

    while (text != NULL && *text != '\0') {
        size_t len = strcspn(text, "\n");

        put_line(w, LINE_CODE, text, len);
        text += len + (text[len] == '\n');
    }
}

/* Blocks that hold words; those around them (lists, quotes, tables) hold blocks. */
static const struct block {
    const char *type;
    void (*put)(struct walk *w, cmark_node *node);
} blocks[] = {
    {"paragraph", put_paragraph}, {"heading", put_heading},    {"table_row", put_row},
    {"table_header", put_row},    {"code_block", put_literal}, {"html_block", put_literal},
};

static void
put_block(struct walk *w, cmark_node *node)
{
    const char *type = cmark_node_get_type_string(node);

    for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
        if (strcmp(blocks[i].type, type) == 0)
            blocks[i].put(w, node);
    }
}

static void
walk(void *ctx)
{
    struct walk *w = ctx;
    cmark_parser *parser =
        cmark_parser_new_with_mem(CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8, arena_mem());
    cmark_iter *iter;
    cmark_event_type event;

    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser, w->source, w->source_len);
    iter = cmark_iter_new(cmark_parser_finish(parser));
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        if (event == CMARK_EVENT_ENTER)
            put_block(w, cmark_iter_get_node(iter));
    }
}

/* Points the lines into the text that the walk wrote; out->store is that text. */
static enum err
point(struct lines *out)
{
    size_t count = 0;

    for (const char *c = out->store; *c != '\0'; c++)
        count += *c == '\n';
    out->line = calloc(count + 1, sizeof(*out->line));
    if (out->line == NULL)
        return ERR_NOMEM;
    for (const char *c = out->store; *c != '\0';) {
        size_t len = strcspn(c, "\n");

        assert(len >= 1 && c[0] >= KIND_LETTER && c[0] <= KIND_LETTER + (int)LINE_CODE);
        out->line[out->count++] = (struct line){
            .kind = (enum line_kind)(c[0] - KIND_LETTER), .text = c + 1, .len = len - 1};
        c += len + 1;
    }
    assert(out->count == count);
    return ERR_OK;
}

enum err
lines_read(const char *text, size_t len, struct lines *out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct walk w = {.source = text, .source_len = len};
    enum err err;

    assert(text != NULL && out != NULL);
    pthread_once(&once, cmark_gfm_core_extensions_ensure_registered);
    *out = (struct lines){0};
    err = arena_run(walk, &w);
    buf_str(&w.out, "");
    if (err == ERR_OK)
        err = w.words.err != ERR_OK ? w.words.err : w.out.err;
    if (err == ERR_OK) {
        out->store = buf_take(&w.out);
        err = out->store != NULL ? point(out) : ERR_NOMEM;
    }
    if (err != ERR_OK)
        lines_free(out);
    buf_free(&w.words);
    buf_free(&w.out);
    return err;
}

void
lines_free(struct lines *l)
{
    free(l->line);
    free(l->store);
    *l = (struct lines){0};
}
