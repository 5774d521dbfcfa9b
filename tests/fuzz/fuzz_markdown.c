/*
 * fuzz_markdown.c - any bytes as a page's text: settings put in, then rendered.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "content/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *
setting(const void *ctx, const char *name, unsigned long len)
{
    (void)ctx;
    return len == 1 && name[0] == 'A' ? "<b>_a*[x](javascript:y)|`\n&" : NULL;
}

/* What the rest of the program relies on. */
static void
check(const struct markdown *m)
{
    size_t html = 0, text = 0;

    assert(strlen(m->html) == m->html_len);
    assert(strstr(m->html, "<script") == NULL && strstr(m->html, "<b>") == NULL);
    for (size_t i = 0; i < m->heading_count; i++) {
        const struct heading *h = &m->heading[i];

        assert(h->html_at >= html && h->html_end > h->html_at && h->html_end <= m->html_len);
        assert(h->text_at >= text && h->text_end >= h->text_at && h->text_end <= strlen(m->text));
        assert(h->id[0] != '\0' && h->line > 0);
        html = h->html_end;
        text = h->text_end;
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct report rep = {0};
    struct buf put = BUF_INIT;
    struct markdown m = {0};
    enum err err = placeholders_put("fuzz.md", 1, (const char *)data, size, setting, NULL, &put,
                                    &rep);

    if (err == ERR_OK)
        err = markdown_render("fuzz.md", 1, buf_text(&put), put.len, "Link to: %s", NULL, &m, &rep);
    assert(err == ERR_OK || err == ERR_INVALID);
    assert((err == ERR_OK) == (rep.count == 0));
    if (err == ERR_OK)
        check(&m);
    markdown_free(&m);
    buf_free(&put);
    report_free(&rep);
    return 0;
}
