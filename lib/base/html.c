#include "base/html.h"

#include <assert.h>
#include <stdarg.h>

static const char *const entity[128] = {
    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
};

void
html_escape(struct buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if (c < 128 && entity[c] != NULL)
            buf_str(out, entity[c]);
        else
            buf_char(out, *text);
    }
}

void
html_open(struct buf *out, const char *tag, ...)
{
    va_list pairs;
    const char *name;

    assert(tag != NULL && tag[0] != '\0');
    buf_char(out, '<');
    buf_str(out, tag);
    va_start(pairs, tag);
    while ((name = va_arg(pairs, const char *)) != NULL) {
        const char *value = va_arg(pairs, const char *);

        assert(value != NULL);
        buf_char(out, ' ');
        buf_str(out, name);
        buf_str(out, "=\"");
        html_escape(out, value);
        buf_char(out, '"');
    }
    va_end(pairs);
    buf_char(out, '>');
}

void
html_close(struct buf *out, const char *tag)
{
    buf_str(out, "</");
    buf_str(out, tag);
    buf_char(out, '>');
}
