/*
 * markdown.c - parse once, check the tree, then render it block by block, so that headings and
 * tables get what cmark doesn't write.
 */
#include "content/markdown.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include "base/html.h"
#include "content/arena.h"
#include "content/image_node.h"
#include "content/plain.h"
#include "content/slug.h"
#include "content/table.h"

enum {
    OPTIONS = CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8,
    ID_MAX = SLUG_MAX + 16, /* bytes of a slug with its number */
};

/* All that one rendering owns, reachable when it's left in the middle (arena.h). */
struct work {
    const char *file;
    unsigned first_line;
    const char *source;
    size_t source_len;
    const char *anchor_label, *www;
    struct report *rep;
    struct markdown *m;
    struct buf html, text, scratch;
    size_t tables; /* since the last heading */
    enum err err;
};

static bool
is_table(cmark_node *node)
{
    return strcmp(cmark_node_get_type_string(node), "table") == 0;
}

/* The line in the file; a node that has none of its own takes that of what it stands in. */
static unsigned
line_of(const struct work *w, cmark_node *node)
{
    while (node != NULL && cmark_node_get_start_line(node) <= 0)
        node = cmark_node_parent(node);
    return node == NULL ? w->first_line
                        : w->first_line + (unsigned)cmark_node_get_start_line(node) - 1;
}

static void
refuse(struct work *w, cmark_node *node, const char *why)
{
    report_add(w->rep, w->file, line_of(w, node), "%s", why);
    if (w->err == ERR_OK)
        w->err = ERR_INVALID;
}

/* Makes room for one more row; an array grows at powers of two. NULL without memory, rows stay. */
static void *
grown(struct work *w, void *rows, size_t count, size_t size)
{
    void *more = rows;

    if ((count & (count - 1)) == 0)
        more = reallocarray(rows, count == 0 ? 1 : count * 2, size);
    if (more == NULL)
        w->err = ERR_NOMEM;
    return more;
}

static char *
keep(struct work *w, const char *text)
{
    char *copy = strdup(text);

    if (copy == NULL)
        w->err = ERR_NOMEM;
    return copy;
}

/* The words of a heading or a row; valid until the next call. */
static const char *
line_words(struct work *w, cmark_node *node)
{
    plain_line(&w->scratch, node);
    if (w->scratch.err != ERR_OK)
        w->err = w->scratch.err;
    return buf_text(&w->scratch);
}

static void
add_link(struct work *w, cmark_node *node)
{
    struct markdown *m = w->m;
    struct link *more = grown(w, m->link, m->link_count, sizeof(*more));
    const char *url = cmark_node_get_url(node);

    if (more == NULL)
        return;
    m->link = more;
    m->link[m->link_count++] =
        (struct link){.target = keep(w, url != NULL ? url : ""), .line = line_of(w, node)};
}

static void
check_heading(struct work *w, cmark_node *node, int *above)
{
    int level = cmark_node_get_heading_level(node);

    if (cmark_node_get_type(cmark_node_parent(node)) != CMARK_NODE_DOCUMENT)
        refuse(w, node, "a heading inside a list or a quote; set it apart");
    else if (level != 2 && level != 3)
        refuse(w, node, "headings are ## and ### (the title is the only # heading)");
    else if (level == 3 && *above == 0)
        refuse(w, node, "a ### heading before the first ## heading");
    *above = level;
}

static void
take_image(struct work *w, cmark_node *node)
{
    const char *title = cmark_node_get_title(node), *alt = line_words(w, node), *why = NULL;
    bool decorative = title != NULL && strcmp(title, "decorative") == 0;
    enum err err;

    if ((*alt == '\0') != decorative)
        refuse(w, node, decorative ? "an image that only decorates has no text"
                                   : "an image without a text: ![what it shows](...), or "
                                     "![](... \"decorative\")");
    err = image_node_replace(node, w->www, alt, &w->scratch, &why);
    if (err == ERR_INVALID)
        report_add(w->rep, w->file, line_of(w, node), "the image %s %s", cmark_node_get_url(node),
                   why);
    if (err != ERR_OK && w->err != ERR_NOMEM)
        w->err = err;
}

static void
check_node(struct work *w, cmark_node *node, int *above)
{
    cmark_node_type type = cmark_node_get_type(node);

    if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE)
        refuse(w, node, "HTML is not taken; write Markdown (a plain < is written as \\<)");
    else if (type == CMARK_NODE_HEADING)
        check_heading(w, node, above);
    else if (type == CMARK_NODE_LINK)
        add_link(w, node);
    else if (is_table(node) && cmark_node_get_type(cmark_node_parent(node)) != CMARK_NODE_DOCUMENT)
        refuse(w, node, "a table inside a list or a quote; set it apart");
}

static void
check_tree(struct work *w, cmark_node *root)
{
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    int above = 0;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);

        /* a node may only be taken out once it is left */
        if (event == CMARK_EVENT_ENTER)
            check_node(w, node, &above);
        else if (cmark_node_get_type(node) == CMARK_NODE_IMAGE)
            take_image(w, node);
    }
}

/* Sets an id that no heading before has: slug, slug-2, slug-3 ... */
static void
unique_id(struct work *w, struct heading *h)
{
    const struct markdown *m = w->m;
    char slug[SLUG_MAX], id[ID_MAX];
    size_t n = 1, i = 0;

    slug_of(h->text, slug);
    memcpy(id, slug, sizeof(slug));
    while (i < m->heading_count) {
        if (strcmp(m->heading[i++].id, id) == 0) {
            snprintf(id, sizeof(id), "%s-%zu", slug, ++n);
            i = 0;
        }
    }
    h->id = keep(w, id);
}

static void
add_anchor(struct work *w, const struct heading *h)
{
    const char *mark = strstr(w->anchor_label, "%s");
    char href[ID_MAX + 1];

    snprintf(href, sizeof(href), "#%s", h->id);
    buf_reset(&w->scratch);
    buf_add(&w->scratch, w->anchor_label,
            mark != NULL ? (size_t)(mark - w->anchor_label) : strlen(w->anchor_label));
    if (mark != NULL) {
        buf_str(&w->scratch, h->text);
        buf_str(&w->scratch, mark + 2);
    }
    if (w->scratch.err != ERR_OK)
        w->err = w->scratch.err;
    buf_char(&w->html, ' ');
    html_open(&w->html, "a", "class", "anchor", "href", href, "aria-label", buf_text(&w->scratch),
              NULL);
    buf_char(&w->html, '#');
    html_close(&w->html, "a");
}

static void
render_heading(struct work *w, cmark_node *node, const char *rendered)
{
    enum { OPEN = 4, CLOSE = 6 }; /* bytes of the opening tag; of the closing one and a newline */
    struct markdown *m = w->m;
    struct heading h = {.level = cmark_node_get_heading_level(node), .line = line_of(w, node)};
    struct heading *more = grown(w, m->heading, m->heading_count, sizeof(*more));
    const char tag[] = {'h', (char)('0' + h.level), '\0'};
    size_t len = strlen(rendered);

    assert(len >= OPEN + CLOSE && rendered[OPEN - 1] == '>');
    if (more == NULL)
        return;
    m->heading = more;
    h.text = keep(w, line_words(w, node));
    if (h.text != NULL)
        unique_id(w, &h);
    h.html_at = w->html.len;
    h.text_at = w->text.len;
    if (h.id != NULL) {
        html_open(&w->html, tag, "id", h.id, NULL);
        buf_add(&w->html, rendered + OPEN, len - OPEN - CLOSE);
        add_anchor(w, &h);
        html_close(&w->html, tag);
        buf_char(&w->html, '\n');
    }
    h.html_end = w->html.len;
    m->heading[m->heading_count++] = h;
    w->tables = 0;
}

/* A region's name: the heading above, numbered from the second table on; else the header row. */
static const char *
table_name(struct work *w, cmark_node *node)
{
    const struct markdown *m = w->m;

    line_words(w, cmark_node_first_child(node));
    if (m->heading_count > 0) {
        buf_reset(&w->scratch);
        buf_str(&w->scratch, m->heading[m->heading_count - 1].text);
    }
    if (++w->tables > 1)
        buf_fmt(&w->scratch, " (%zu)", w->tables);
    if (w->scratch.err != ERR_OK)
        w->err = w->scratch.err;
    return buf_text(&w->scratch);
}

static void
render_block(struct work *w, cmark_node *node)
{
    bool heading = cmark_node_get_type(node) == CMARK_NODE_HEADING;
    const char *rendered = cmark_render_html_with_mem(node, OPTIONS, NULL, arena_mem());

    if (heading && w->m->heading_count == HEADINGS_MAX) {
        refuse(w, node, "too many headings on a page; part it in several");
        return;
    }
    if (heading)
        render_heading(w, node, rendered);
    else if (is_table(node))
        table_add(&w->html, table_name(w, node), rendered);
    else
        buf_str(&w->html, rendered);
    plain_add(&w->text, node);
    if (heading && w->err == ERR_OK)
        w->m->heading[w->m->heading_count - 1].text_end = w->text.len;
}

static void
render(void *ctx)
{
    struct work *w = ctx;
    cmark_parser *parser = cmark_parser_new_with_mem(OPTIONS, arena_mem());
    cmark_node *root;

    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser, w->source, w->source_len);
    root = cmark_parser_finish(parser);
    check_tree(w, root);
    for (cmark_node *node = cmark_node_first_child(root); node != NULL && w->err == ERR_OK;
         node = cmark_node_next(node))
        render_block(w, node);
}

/* Hands the buffers over to the result. */
static void
finish(struct work *w)
{
    w->m->html_len = w->html.len;
    w->m->html = buf_take(&w->html);
    w->m->text = buf_take(&w->text);
    if (w->m->html == NULL || w->m->text == NULL)
        w->err = ERR_NOMEM;
}

enum err
markdown_render(const char *file, unsigned first_line, const char *text, size_t len,
                const char *anchor_label, const char *www, struct markdown *m, struct report *rep)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct work w = {.file = file, .first_line = first_line, .source = text, .source_len = len,
                     .anchor_label = anchor_label, .www = www, .rep = rep, .m = m};

    assert(file != NULL && anchor_label != NULL && m != NULL && rep != NULL);
    pthread_once(&once, cmark_gfm_core_extensions_ensure_registered);
    *m = (struct markdown){0};
    if (arena_run(render, &w) != ERR_OK)
        w.err = ERR_NOMEM;
    if (w.err == ERR_OK)
        finish(&w);
    if (w.err != ERR_OK)
        markdown_free(m);
    buf_free(&w.scratch);
    buf_free(&w.text);
    buf_free(&w.html);
    return w.err;
}

void
markdown_free(struct markdown *m)
{
    for (size_t i = 0; i < m->heading_count; i++) {
        free(m->heading[i].id);
        free(m->heading[i].text);
    }
    for (size_t i = 0; i < m->link_count; i++)
        free(m->link[i].target);
    free(m->heading);
    free(m->link);
    free(m->html);
    free(m->text);
    *m = (struct markdown){0};
}
