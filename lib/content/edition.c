/*
 * edition.c - settings into whole files, and bodies out of them.
 */
#include "content/edition.h"

#include <assert.h>
#include <string.h>

#include "content/parts.h"

/* Puts the settings into a head and a body. */
static enum err
fill(const char *file, const char *text, size_t len, const struct head *h, placeholder_fn fn,
     const void *ctx, struct buf *out, struct report *rep)
{
    enum err err = placeholders_plain(file, 1, text, h->body, fn, ctx, out, rep);

    return err_worse(err, placeholders_put(file, h->body_line, text + h->body, len - h->body, fn,
                                           ctx, out, rep));
}

/* What was filled must be a page again, and be no longer open to settings. */
static enum err
check_filled(const char *file, const struct buf *filled, struct report *rep)
{
    struct head h = {0};
    enum err err = head_parse(file, buf_text(filled), filled->len, &h, rep);

    if (err == ERR_OK && strstr(buf_text(filled), "{{") != NULL) {
        report_add(rep, file, 0, "the value of a setting that it names holds {{");
        err = ERR_INVALID;
    }
    head_free(&h);
    return err;
}

enum err
edition_fill(const char *file, const char *text, size_t len, placeholder_fn fn, const void *ctx,
             struct buf *out, struct report *rep)
{
    struct buf clean = BUF_INIT, filled = BUF_INIT;
    struct head h = {0};
    enum err err;

    assert(file != NULL && text != NULL && out != NULL && rep != NULL);
    err = source_clean(file, text, len, &clean, rep);
    if (err == ERR_OK)
        err = head_parse(file, buf_text(&clean), clean.len, &h, rep);
    if (err == ERR_OK)
        err = fill(file, buf_text(&clean), clean.len, &h, fn, ctx, &filled, rep);
    if (err == ERR_OK)
        err = check_filled(file, &filled, rep);
    if (err == ERR_OK) {
        buf_add(out, buf_text(&filled), filled.len);
        err = out->err;
    }
    head_free(&h);
    buf_free(&filled);
    buf_free(&clean);
    return err;
}

/* Where the body begins: after the second line of hyphens, or at once where there's no head. */
static const char *
body_of(const char *source)
{
    static const char fence[] = "---\n";
    const char *end;

    if (strncmp(source, fence, strlen(fence)) != 0)
        return source;
    end = strstr(source, "\n---\n");
    return end != NULL ? end + strlen("\n---\n") : source;
}

enum err
edition_body(const char *source, placeholder_fn fn, const void *ctx, struct buf *out)
{
    struct buf clean = BUF_INIT, filled = BUF_INIT;
    struct report ignored = {0};
    const char *body;
    enum err err;

    assert(source != NULL && out != NULL);
    err = source_clean("", source, strlen(source), &clean, &ignored);
    body = body_of(buf_text(&clean));
    if (err == ERR_OK)
        err = placeholders_put("", 1, body, strlen(body), fn, ctx, &filled, &ignored);
    if (err == ERR_OK)
        buf_add(out, buf_text(&filled), filled.len);
    else if (err == ERR_INVALID)
        buf_str(out, body);
    if (err == ERR_OK || err == ERR_INVALID)
        err = out->err;
    report_free(&ignored);
    buf_free(&filled);
    buf_free(&clean);
    return err;
}

enum err
edition_lines(const char *source, placeholder_fn fn, const void *ctx, struct lines *out)
{
    struct buf body = BUF_INIT;
    enum err err = edition_body(source, fn, ctx, &body);

    *out = (struct lines){0};
    if (err == ERR_OK)
        err = lines_read(buf_text(&body), body.len, out);
    buf_free(&body);
    return err;
}
