/*
 * catalogue.c - puts the catalogue together: files, pages, sections, redirects, links.
 */
#include "content/catalogue.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "content/parts.h"

static_assert(sizeof(((struct catalogue *)0)->digest) == SECRET_HASH, "a digest is a hash");
static_assert(sizeof(((struct page *)0)->digest) == SECRET_HASH, "a digest is a hash");

/* One loading, from the first file to the last check. */
struct load {
    const struct catalogue_source *src;
    struct catalogue *c;
    struct report *rep;
    struct found_list files;
    struct buf digests; /* of every text, in order */
    bool as_it_stands;  /* drafts and policies too */
    char *sections, *notices; /* paths */
};

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

/* What a page's text amounts to: the name keeps two files with their texts swapped apart. */
static void
add_digest(struct load *l, const char *name, const char *text, size_t len)
{
    unsigned char hash[SECRET_HASH];

    secret_digest(text, len, hash);
    buf_add(&l->digests, name, strlen(name) + 1);
    buf_add(&l->digests, hash, sizeof(hash));
}

/* Puts the settings into one value of a head. */
static enum err
expand(const struct load *l, const char *path, char **value)
{
    struct buf out = BUF_INIT;
    char *text = NULL;
    enum err err = placeholders_plain(path, 1, *value, strlen(*value), l->src->placeholder,
                                      l->src->placeholder_ctx, &out, l->rep);

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
expand_head(const struct load *l, const char *path, struct head *h)
{
    char **values[] = {&h->title, &h->name, &h->summary, &h->keywords};
    enum err err = ERR_OK;

    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
        err = err_worse(err, expand(l, path, values[i]));
    for (size_t i = 0; i < h->link_count; i++)
        err = err_worse(err, expand(l, path, &h->link[i].text));
    return err;
}

/* Settings, then Markdown. */
static enum err
render(const struct load *l, const char *path, unsigned first_line, const char *text, size_t len,
       struct markdown *m)
{
    struct buf body = BUF_INIT;
    enum err err = placeholders_put(path, first_line, text, len, l->src->placeholder,
                                    l->src->placeholder_ctx, &body, l->rep);

    /* a wrong setting doesn't hide what else is wrong */
    if (err == ERR_OK || err == ERR_INVALID)
        err = err_worse(err, markdown_render(path, first_line, buf_text(&body), body.len,
                                             l->src->anchor_label, l->src->www, m, l->rep));
    buf_free(&body);
    return err;
}

/* A policy is shown as it was published: text is then replaced, and its head read again. */
static enum err
take_published(struct load *l, struct page *p, struct buf *text, struct found *f)
{
    struct published pub = {0};
    enum err err = l->src->policy(l->src->policy_ctx, p->address, &pub);

    if (err == ERR_OK && !pub.found)
        f->state = FOUND_UNPUBLISHED;
    if (err == ERR_OK && pub.found) {
        assert(pub.source != NULL);
        buf_reset(text);
        p->version = pub.version;
        p->version_id = pub.version_id;
        head_free(&p->head);
        err = source_clean(p->path, pub.source, strlen(pub.source), text, l->rep);
        if (err == ERR_OK)
            err = head_parse(p->path, buf_text(text), text->len, &p->head, l->rep);
    }
    free(pub.source);
    return err;
}

/* Bytes that are no text don't hide that the file is a draft, nor what else is wrong. */
static enum err
read_head(struct load *l, struct page *p, struct buf *text, struct found *f)
{
    const struct report before = *l->rep;
    enum err err = source_read(p->path, text, l->rep);

    if (err == ERR_NOTFOUND) {
        report_add(l->rep, p->path, 0, "gone while the pages were read");
        return ERR_INVALID;
    }
    if (err == ERR_OK || err == ERR_INVALID)
        err = err_worse(err, head_parse(p->path, buf_text(text), text->len, &p->head, l->rep));
    if (p->head.draft && !l->as_it_stands && (err == ERR_OK || err == ERR_INVALID)) {
        report_rewind(l->rep, &before);
        f->state = FOUND_DRAFT;
        return ERR_OK;
    }
    p->policy = p->head.effective != NULL;
    if (err == ERR_OK && p->policy && l->src->policy != NULL && !l->as_it_stands)
        err = take_published(l, p, text, f);
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
read_page(struct load *l, struct page *p, struct found *f)
{
    struct buf text = BUF_INIT;
    enum err err = read_head(l, p, &text, f);

    if (err != ERR_OK || f->state != FOUND_BROKEN)
        goto out;
    add_digest(l, p->file, buf_text(&text), text.len);
    err = expand_head(l, p->path, &p->head);
    err = err_worse(err, render(l, p->path, p->head.body_line, buf_text(&text) + p->head.body,
                                text.len - p->head.body, &p->body));
    if (err == ERR_OK)
        err = sum_up(p);
    if (err == ERR_OK && p->kind == PAGE_FAQ && strcmp(p->file, "faq/index.md") != 0)
        err = faq_split(p, l->rep);
    if (err == ERR_OK)
        f->state = FOUND_SHOWN;
out:
    buf_free(&text);
    return err;
}

/* Fills *p, which holds nothing where the page isn't shown. */
static enum err
make_page(struct load *l, struct page *p, struct found *f)
{
    enum err err = ERR_NOMEM;

    *p = (struct page){
        .kind = f->kind,
        .address = strdup(f->address),
        .file = strdup(f->file),
        .path = strdup(f->path),
        .modified = f->modified,
    };
    if (p->address != NULL && p->file != NULL && p->path != NULL)
        err = read_page(l, p, f);
    if (err != ERR_OK || f->state != FOUND_SHOWN)
        page_free(p);
    return err;
}

static enum err
add_unshown(struct catalogue *c, const struct found *f)
{
    struct unshown u = {strdup(f->address), strdup(f->file), f->state == FOUND_DRAFT};

    c->unshown[c->unshown_count++] = u;
    return u.address != NULL && u.file != NULL ? ERR_OK : ERR_NOMEM;
}

static enum err
load_page(struct load *l, struct found *f)
{
    struct catalogue *c = l->c;
    enum err err = make_page(l, &c->page[c->page_count], f);

    if (err == ERR_OK && f->state == FOUND_SHOWN)
        c->page_count++;
    else if (err == ERR_OK)
        err = add_unshown(c, f);
    return err;
}

enum err
page_read(const struct catalogue_source *src, const struct found *f, struct page *p,
          struct report *rep)
{
    struct load l = {.src = src, .rep = rep, .as_it_stands = true};
    struct found now = *f;
    enum err err;

    assert(src != NULL && f->path != NULL && p != NULL);
    now.state = FOUND_BROKEN;
    err = make_page(&l, p, &now);
    buf_free(&l.digests);
    assert(err != ERR_OK || p->body.html != NULL);
    return err;
}

static enum err
load_pages(struct load *l)
{
    enum err err = scan_pages(l->src->templates, &l->files, l->rep);

    if (err == ERR_OK || err == ERR_INVALID) {
        l->c->page = calloc(l->files.count + 1, sizeof(*l->c->page));
        l->c->unshown = calloc(l->files.count + 1, sizeof(*l->c->unshown));
        if (l->c->page == NULL || l->c->unshown == NULL)
            return ERR_NOMEM;
    }
    for (size_t i = 0; i < l->files.count && (err == ERR_OK || err == ERR_INVALID); i++)
        err = err_worse(err, load_page(l, &l->files.found[i]));
    return err;
}

/* Reads a file that is no page; a missing one is a mistake. */
static enum err
read_part(struct load *l, const char *path, struct buf *text)
{
    enum err err = source_read(path, text, l->rep);

    if (err == ERR_NOTFOUND) {
        report_add(l->rep, path, 0, "this file is missing");
        err = ERR_INVALID;
    }
    if (err == ERR_OK)
        add_digest(l, path, buf_text(text), text->len);
    return err;
}

static enum err
load_sections(struct load *l)
{
    struct buf text = BUF_INIT;
    enum err err = read_part(l, l->sections, &text);

    if (err == ERR_OK)
        err = sections_load(l->sections, buf_text(&text), text.len, l->c, l->rep);
    buf_free(&text);
    return err;
}

static enum err
load_notices(struct load *l)
{
    struct buf text = BUF_INIT;
    enum err err = read_part(l, l->notices, &text);

    if (err == ERR_OK)
        err = render(l, l->notices, 1, buf_text(&text), text.len, &l->c->notices);
    buf_free(&text);
    return err;
}

static enum err
check_links(struct load *l)
{
    const struct catalogue *c = l->c;
    enum err err = links_check(c, &l->files, NULL, l->notices, &c->notices, l->rep);

    for (size_t i = 0; i < c->page_count; i++)
        err = err_worse(
            err, links_check(c, &l->files, NULL, c->page[i].path, &c->page[i].body, l->rep));
    return err;
}

static enum err
fill_sections(struct load *l)
{
    return sections_fill(l->c, l->sections, l->rep);
}

static enum err
make_redirects(struct load *l)
{
    return redirects_make(l->c, l->rep);
}

/* Each step reports its mistakes; the next one still runs, unless there's no going on. */
static enum err
load_all(struct load *l)
{
    static enum err (*const steps[])(struct load *) = {
        load_sections, load_notices, load_pages, fill_sections, make_redirects, check_links,
    };
    enum err err = ERR_OK;

    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        err = err_worse(err, steps[i](l));
        if (err != ERR_OK && err != ERR_INVALID)
            return err;
    }
    return err_worse(err, l->digests.err);
}

enum err
catalogue_load(const struct catalogue_source *src, struct catalogue **out, struct report *rep)
{
    struct load l = {.src = src, .rep = rep};
    enum err err = ERR_NOMEM;

    assert(src->templates != NULL && src->anchor_label != NULL && out != NULL);
    l.c = calloc(1, sizeof(*l.c));
    if (asprintf(&l.sections, "%s/words/en/sections", src->templates) < 0)
        l.sections = NULL;
    if (asprintf(&l.notices, "%s/layout/notices.md", src->templates) < 0)
        l.notices = NULL;
    if (l.c != NULL && l.sections != NULL && l.notices != NULL)
        err = load_all(&l);
    if (err == ERR_OK) {
        secret_digest(l.digests.data, l.digests.len, l.c->digest);
        *out = l.c;
        l.c = NULL;
    }
    catalogue_free(l.c);
    free(l.notices);
    free(l.sections);
    buf_free(&l.digests);
    scan_free(&l.files);
    return err;
}

void
catalogue_free(struct catalogue *c)
{
    if (c == NULL)
        return;
    redirects_free(c);
    sections_free(c);
    markdown_free(&c->notices);
    for (size_t i = 0; i < c->page_count; i++)
        page_free(&c->page[i]);
    for (size_t i = 0; i < c->unshown_count; i++) {
        free(c->unshown[i].address);
        free(c->unshown[i].file);
    }
    free(c->page);
    free(c->unshown);
    free(c);
}

static int
compare_address(const void *address, const void *page)
{
    return strcmp(address, ((const struct page *)page)->address);
}

const struct page *
catalogue_page(const struct catalogue *c, const char *address)
{
    if (c->page_count == 0)
        return NULL;
    return bsearch(address, c->page, c->page_count, sizeof(*c->page), compare_address);
}

const struct section *
catalogue_section(const struct catalogue *c, const char *id)
{
    for (size_t i = 0; i < c->section_count; i++) {
        if (strcmp(c->section[i].id, id) == 0)
            return &c->section[i];
    }
    return NULL;
}
