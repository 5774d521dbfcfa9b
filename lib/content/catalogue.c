/*
 * catalogue.c - puts the catalogue together: pages, sections, redirects, links.
 */
#include "content/catalogue.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "content/parts.h"

static_assert(sizeof(((struct catalogue *)0)->digest) == SECRET_HASH, "a digest is a hash");

/* One loading, from the first file to the last check. */
struct load {
    struct reading in;
    struct catalogue *c;
    struct found_list files;
    struct buf digests;
    char *sections, *notices; /* paths */
};

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
    enum err err = page_read(&l->in, f, &c->page[c->page_count]);

    if (err == ERR_OK && f->state == FOUND_SHOWN)
        c->page_count++;
    else if (err == ERR_OK)
        err = add_unshown(c, f);
    return err;
}

static enum err
load_pages(struct load *l)
{
    enum err err = scan_pages(l->in.src->templates, &l->files, l->in.rep);

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
    enum err err = source_read(path, text, l->in.rep);

    if (err == ERR_NOTFOUND) {
        report_add(l->in.rep, path, 0, "this file is missing");
        err = ERR_INVALID;
    }
    if (err == ERR_OK)
        reading_digest(&l->in, path, buf_text(text), text->len);
    return err;
}

static enum err
load_sections(struct load *l)
{
    struct buf text = BUF_INIT;
    enum err err = read_part(l, l->sections, &text);

    if (err == ERR_OK)
        err = sections_load(l->sections, buf_text(&text), text.len, l->c, l->in.rep);
    buf_free(&text);
    return err;
}

static enum err
load_notices(struct load *l)
{
    struct buf text = BUF_INIT;
    enum err err = read_part(l, l->notices, &text);

    if (err == ERR_OK)
        err = reading_render(&l->in, l->notices, 1, buf_text(&text), text.len, &l->c->notices);
    buf_free(&text);
    return err;
}

static enum err
check_links(struct load *l)
{
    const struct catalogue *c = l->c;
    enum err err = links_check(c, &l->files, NULL, l->notices, &c->notices, l->in.rep);

    for (size_t i = 0; i < c->page_count; i++)
        err = err_worse(
            err, links_check(c, &l->files, NULL, c->page[i].path, &c->page[i].body, l->in.rep));
    return err;
}

static enum err
fill_sections(struct load *l)
{
    return sections_fill(l->c, l->sections, l->in.rep);
}

static enum err
make_redirects(struct load *l)
{
    return redirects_make(l->c, l->in.rep);
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
    struct load l = {.in = {.src = src, .rep = rep}};
    enum err err = ERR_NOMEM;

    assert(src->templates != NULL && src->anchor_label != NULL && out != NULL);
    l.in.digests = &l.digests;
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
