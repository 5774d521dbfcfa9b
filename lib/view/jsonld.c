#include "view/jsonld.h"

#include <assert.h>
#include <string.h>

/* Appends text without quotes. Line separators U+2028 and U+2029 need no escape since ES2019. */
static void
json_chars(struct buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if (c < 0x20 || c == 0x7F || strchr("<>&\"\\", *text) != NULL)
            buf_fmt(out, "\\u%04x", c);
        else
            buf_char(out, *text);
    }
}

void
json_string(struct buf *out, const char *text)
{
    assert(text != NULL);
    buf_char(out, '"');
    json_chars(out, text);
    buf_char(out, '"');
}

void
jsonld_breadcrumbs(struct buf *out, const struct crumb *crumb, size_t count, const char *base_url,
                   const char *self)
{
    assert(base_url != NULL && self != NULL);
    buf_str(out, "{\"@context\":\"https://schema.org\",\"@type\":\"BreadcrumbList\","
                 "\"itemListElement\":[");
    for (size_t i = 0; i < count; i++) {
        buf_fmt(out, "%s{\"@type\":\"ListItem\",\"position\":%zu,\"name\":", i > 0 ? "," : "",
                i + 1);
        json_string(out, crumb[i].title);
        buf_str(out, ",\"item\":\"");
        json_chars(out, base_url);
        json_chars(out, crumb[i].href != NULL ? crumb[i].href : self);
        buf_str(out, "\"}");
    }
    buf_str(out, "]}");
}

void
jsonld_faq(struct buf *out, const struct question *q, size_t count)
{
    assert(q != NULL || count == 0);
    buf_str(out, "{\"@context\":\"https://schema.org\",\"@type\":\"FAQPage\",\"mainEntity\":[");
    for (size_t i = 0; i < count; i++) {
        buf_str(out, i > 0 ? ",{" : "{");
        buf_str(out, "\"@type\":\"Question\",\"acceptedAnswer\":{\"@type\":\"Answer\",\"text\":");
        json_string(out, q[i].answer);
        buf_str(out, "},\"name\":");
        json_string(out, q[i].question);
        buf_char(out, '}');
    }
    buf_str(out, "]}");
}
