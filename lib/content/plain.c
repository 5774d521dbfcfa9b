#include "content/plain.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

/* What parts the words of a node from what follows; leaves are only entered. */
static const struct part {
    const char *type;
    cmark_event_type when;
    char end;
} parts[] = {
    {"paragraph", CMARK_EVENT_EXIT, '\n'},    {"heading", CMARK_EVENT_EXIT, '\n'},
    {"table_row", CMARK_EVENT_EXIT, '\n'},    {"table_header", CMARK_EVENT_EXIT, '\n'},
    {"code_block", CMARK_EVENT_ENTER, '\n'},  {"table_cell", CMARK_EVENT_EXIT, ' '},
    {"softbreak", CMARK_EVENT_ENTER, ' '},    {"linebreak", CMARK_EVENT_ENTER, ' '},
};

static bool
has_words(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);

    return type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK;
}

static bool
ends_with(const struct buf *out, char c)
{
    return out->len > 0 && out->data[out->len - 1] == c;
}

/* Adds a space or a newline, unless there's one already; a newline replaces spaces. */
static void
add_end(struct buf *out, char end)
{
    if (end == '\n') {
        while (ends_with(out, ' '))
            out->data[--out->len] = '\0';
    }
    if (out->len > 0 && !ends_with(out, '\n') && !ends_with(out, end))
        buf_char(out, end);
}

void
plain_add(struct buf *out, cmark_node *node)
{
    cmark_iter *iter = cmark_iter_new(node);
    cmark_event_type event;

    assert(iter != NULL && node != NULL);
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *at = cmark_iter_get_node(iter);
        const char *type = cmark_node_get_type_string(at);

        if (has_words(at))
            buf_str(out, cmark_node_get_literal(at));
        else if (cmark_node_get_type(at) == CMARK_NODE_CUSTOM_INLINE && event == CMARK_EVENT_ENTER)
            buf_str(out, cmark_node_get_user_data(at)); /* an image's text */
        for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
            if (parts[i].when == event && strcmp(parts[i].type, type) == 0)
                add_end(out, parts[i].end);
        }
    }
    cmark_iter_free(iter);
}

void
plain_line(struct buf *out, cmark_node *node)
{
    buf_reset(out);
    plain_add(out, node);
    while (ends_with(out, ' ') || ends_with(out, '\n'))
        out->data[--out->len] = '\0';
}
