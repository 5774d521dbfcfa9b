#include "content/image_node.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/html.h"
#include "content/arena.h"
#include "content/image.h"

/* Memory of the arena goes with it; tag is the caller's: nothing is lost where the work is left. */
static char *
keep(const char *text)
{
    size_t len = strlen(text);
    char *copy = arena_mem()->calloc(len + 1, 1);

    memcpy(copy, text, len);
    return copy;
}

/* "/static/images/ring.png?v=digest": a changed file has a new address. */
static const char *
address_of(const char *url, const struct image *image, struct buf *scratch)
{
    buf_reset(scratch);
    buf_str(scratch, url);
    if (image->width > 0)
        buf_fmt(scratch, "?v=%s", image->version);
    return keep(buf_text(scratch));
}

enum err
image_node_replace(cmark_node *node, const char *www, const char *alt, struct buf *tag,
                   const char **why)
{
    const char *url = cmark_node_get_url(node), *src;
    struct image image = {0};
    char *words = keep(alt), width[16], height[16];
    cmark_node *ready = cmark_node_new_with_mem(CMARK_NODE_CUSTOM_INLINE, arena_mem());
    enum err err = www != NULL ? image_find(www, url, &image, why) : ERR_OK;

    assert(cmark_node_get_type(node) == CMARK_NODE_IMAGE);
    if (err != ERR_OK)
        return err;
    src = address_of(url, &image, tag);
    snprintf(width, sizeof(width), "%u", image.width);
    snprintf(height, sizeof(height), "%u", image.height);
    buf_reset(tag);
    html_open(tag, "img", "src", src, "alt", words, "loading", "lazy",
              image.width > 0 ? "width" : NULL, width, "height", height, NULL);
    if (tag->err != ERR_OK)
        return tag->err;
    cmark_node_set_on_enter(ready, buf_text(tag));
    cmark_node_set_user_data(ready, words);
    *why = "stands inside a table; set it apart";
    return cmark_node_replace(node, ready) ? ERR_OK : ERR_INVALID;
}
