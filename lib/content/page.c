/*
 * page.c - one page, from its file: head, settings, Markdown, answers.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "content/parts.h"

static_assert(sizeof(((struct page *)0)->digest) == SECRET_HASH, "a digest is a hash");

void
page_free(struct page *p)
{
    faq_free(p);
    markdown_free(&p->body);
    head_free(&p->head);
    free(p->address);
    free(p->file);
    free(p->path);
    *p = (struct page){0};
}

void
reading_digest(const struct reading *r, const char *name, const char *text, size_t len)
{
    unsigned char hash[SECRET_HASH];

    if (r->digests == NULL)
        return;
    secret_digest(text, len, hash);
    buf_add(r->digests, name, strlen(name) + 1); /* keeps two files with texts swapped apart */
    buf_add(r->digests, hash, sizeof(hash));
}

/* Puts the settings into one value of a head. */
static enum err
expand(const struct reading *r, const char *path, char **value)
{
    struct buf out = BUF_INIT;
    char *text = NULL;
    enum err err = placeholders_plain(path, 1, *value, strlen(*value), r->src->placeholder,
                                      r->src->placeholder_ctx, &out, r->rep);

    if (err == ERR_OK) {
        buf_str(&out, "");
        text = buf_take(&out);
        err = text == NULL ? ERR_NOMEM : ERR_OK;
    }
    if (err == ERR_OK) {
        free(*value);
        *value = text;
    }
    buf_free(&out);
    return err;
}

static enum err
expand_head(const struct reading *r, const char *path, struct head *h)
{
    char **values[] = {&h->title, &h->name, &h->summary, &h->keywords};
    enum err err = ERR_OK;

    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
        err = err_worse(err, expand(r, path, values[i]));
    for (size_t i = 0; i < h->link_count; i++)
        err = err_worse(err, expand(r, path, &h->link[i].text));
    return err;
}

enum err
reading_render(const struct reading *r, const char *path, unsigned first_line, const char *text,
               size_t len, struct markdown *m)
{
    struct buf body = BUF_INIT;
    enum err err = placeholders_put(path, first_line, text, len, r->src->placeholder,
                                    r->src->placeholder_ctx, &body, r->rep);

    /* a wrong setting doesn't hide what else is wrong */
    if (err == ERR_OK || err == ERR_INVALID)
        err = err_worse(err, markdown_render(path, first_line, buf_text(&body), body.len,
                                             r->src->anchor_label, r->src->www, m, r->rep));
    buf_free(&body);
    return err;
}

/* A policy is shown as it was published: text is then replaced, and its head read again. */
static enum err
take_published(const struct reading *r, struct page *p, struct buf *text, struct found *f)
{
    struct published pub = {0};
    enum err err = r->src->policy(r->src->policy_ctx, p->address, &pub);

    if (err == ERR_OK && !pub.found)
        f->state = FOUND_UNPUBLISHED;
    if (err == ERR_OK && pub.found) {
        assert(pub.source != NULL);
        buf_reset(text);
        p->version = pub.version;
        p->version_id = pub.version_id;
        head_free(&p->head);
        err = source_clean(p->path, pub.source, strlen(pub.source), text, r->rep);
        if (err == ERR_OK)
            err = head_parse(p->path, buf_text(text), text->len, &p->head, r->rep);
    }
    free(pub.source);
    return err;
}

/* Bytes that are no text don't hide that the file is a draft, nor what else is wrong. */
static enum err
read_head(const struct reading *r, struct page *p, struct buf *text, struct found *f)
{
    const struct report before = *r->rep;
    enum err err = source_read(p->path, text, r->rep);

    if (err == ERR_NOTFOUND) {
        report_add(r->rep, p->path, 0, "gone while the pages were read");
        return ERR_INVALID;
    }
    if (err == ERR_OK || err == ERR_INVALID)
        err = err_worse(err, head_parse(p->path, buf_text(text), text->len, &p->head, r->rep));
    if (p->head.draft && !r->as_it_stands && (err == ERR_OK || err == ERR_INVALID)) {
        report_rewind(r->rep, &before);
        f->state = FOUND_DRAFT;
        return ERR_OK;
    }
    p->policy = p->head.effective != NULL;
    if (err == ERR_OK && p->policy && r->src->policy != NULL && !r->as_it_stands)
        err = take_published(r, p, text, f);
    return err;
}

/* What a page amounts to once its settings are put in: as published, a policy has them already. */
static enum err
sum_up(struct page *p)
{
    const struct head *h = &p->head;
    const char *const texts[] = {h->title,   h->name,     h->summary,   h->section,  h->keywords,
                                 h->updated, h->reviewed, h->effective, p->body.html};
    struct buf all = BUF_INIT;
    enum err err;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        buf_fmt(&all, "%s%c", texts[i] != NULL ? texts[i] : "", '\0');
    for (size_t i = 0; i < h->old_count; i++)
        buf_fmt(&all, "%s%c", h->old[i].address, '\0');
    for (size_t i = 0; i < h->link_count; i++)
        buf_fmt(&all, "%s %d %s%c", h->link[i].section, h->link[i].order, h->link[i].text, '\0');
    buf_int(&all, h->order);
    err = all.err;
    if (err == ERR_OK)
        secret_digest(all.data, all.len, p->digest);
    buf_free(&all);
    return err;
}

/* Fills *p from a file; f->state stays FOUND_BROKEN on error and tells a page that isn't shown. */
static enum err
fill(const struct reading *r, struct page *p, struct found *f)
{
    struct buf text = BUF_INIT;
    enum err err = read_head(r, p, &text, f);

    if (err != ERR_OK || f->state != FOUND_BROKEN)
        goto out;
    reading_digest(r, p->file, buf_text(&text), text.len);
    err = expand_head(r, p->path, &p->head);
    err =
        err_worse(err, reading_render(r, p->path, p->head.body_line, buf_text(&text) + p->head.body,
                                      text.len - p->head.body, &p->body));
    if (err == ERR_OK)
        err = sum_up(p);
    if (err == ERR_OK && p->kind == PAGE_FAQ && strcmp(p->file, "faq/index.md") != 0)
        err = faq_split(p, r->rep);
    if (err == ERR_OK)
        f->state = FOUND_SHOWN;
out:
    buf_free(&text);
    return err;
}

enum err
page_read(const struct reading *r, struct found *f, struct page *p)
{
    enum err err = ERR_NOMEM;

    assert(r->src != NULL && f->state == FOUND_BROKEN && p != NULL);
    *p = (struct page){
        .kind = f->kind,
        .address = strdup(f->address),
        .file = strdup(f->file),
        .path = strdup(f->path),
        .modified = f->modified,
    };
    if (p->address != NULL && p->file != NULL && p->path != NULL)
        err = fill(r, p, f);
    if (err != ERR_OK || f->state != FOUND_SHOWN)
        page_free(p);
    assert(err != ERR_OK || f->state != FOUND_SHOWN || p->body.html != NULL);
    return err;
}
