/*
 * edition.c - settings into whole files, and bodies out of them.
 */
#include "content/edition.h"

#include <assert.h>
#include <ctype.h>
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

/* The value of a line of the head, "key: value", that ends before body; NULL where there's none. */
static const char *
head_value(const char *source, const char *body, const char *key, size_t *len)
{
    size_t key_len = strlen(key);

    for (const char *line = source; line < body; line = strchr(line, '\n') + 1) {
        const char *value = line + key_len + 1;

        if (strncmp(line, key, key_len) != 0 || line[key_len] != ':')
            continue;
        value += strspn(value, " ");
        *len = strcspn(value, "\n");
        return value;
    }
    return NULL;
}

/* Appends plain words as a paragraph of Markdown. */
static void
add_paragraph(struct buf *out, const char *mark, const struct buf *words)
{
    buf_str(out, mark);
    for (size_t i = 0; i < words->len; i++) {
        if (ispunct((unsigned char)words->data[i]) && (unsigned char)words->data[i] < 128)
            buf_char(out, '\\');
        buf_char(out, words->data[i]);
    }
    buf_str(out, "\n\n");
}

/* Appends the words of a key of the head, settings put in; one that is gone stays as written. */
static enum err
head_words(const char *source, const char *key, placeholder_fn fn, const void *ctx, struct buf *out)
{
    struct buf words = BUF_INIT;
    struct report ignored = {0};
    size_t len = 0;
    const char *value = head_value(source, body_of(source), key, &len);
    enum err err = ERR_OK;

    if (value != NULL)
        err = placeholders_plain("", 1, value, len, fn, ctx, &words, &ignored);
    if (err == ERR_OK)
        buf_add(out, buf_text(&words), words.len);
    else if (err == ERR_INVALID)
        buf_add(out, value, len);
    report_free(&ignored);
    buf_free(&words);
    return err == ERR_INVALID ? out->err : err_worse(err, out->err);
}

enum err
edition_summary(const char *source, placeholder_fn fn, const void *ctx, struct buf *out)
{
    assert(source != NULL && out != NULL);
    return head_words(source, "summary", fn, ctx, out);
}

/* What readers see of the head, above the body: the title and the summary. */
static enum err
head_shown(const char *source, placeholder_fn fn, const void *ctx, struct buf *out)
{
    static const struct {
        const char *key, *mark;
    } shown[] = {{"title", "# "}, {"summary", ""}};
    enum err err = ERR_OK;

    for (size_t i = 0; i < sizeof shown / sizeof shown[0] && err == ERR_OK; i++) {
        struct buf words = BUF_INIT;

        err = head_words(source, shown[i].key, fn, ctx, &words);
        if (words.len > 0)
            add_paragraph(out, shown[i].mark, &words);
        buf_free(&words);
    }
    return err_worse(err, out->err);
}

enum err
edition_lines(const char *source, placeholder_fn fn, const void *ctx, struct lines *out)
{
    struct buf text = BUF_INIT;
    enum err err;

    assert(source != NULL && out != NULL);
    *out = (struct lines){0};
    err = head_shown(source, fn, ctx, &text);
    if (err == ERR_OK)
        err = edition_body(source, fn, ctx, &text);
    if (err == ERR_OK)
        err = lines_read(buf_text(&text), text.len, out);
    buf_free(&text);
    return err;
}
