#include "content/preview.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "content/parts.h"

static_assert((int)PREVIEW_ID <= (int)SECRET_HASH, "an id is a part of a hash");

void
preview_id(const char *address, unsigned char id[PREVIEW_ID])
{
    unsigned char hash[SECRET_HASH];

    secret_digest(address, strlen(address), hash);
    memcpy(id, hash, PREVIEW_ID);
}

/* The files of all pages. What is wrong with other files' names is not this page's business. */
static enum err
scan(const char *templates, struct found_list *list)
{
    struct report others = {0};
    enum err err = scan_pages(templates, list, &others);

    report_free(&others);
    return err == ERR_INVALID ? ERR_OK : err;
}

static bool
is_named(const struct found *f, const char *name)
{
    const char *base = strrchr(f->file, '/');
    size_t len = strlen(name);

    assert(base != NULL);
    return strcmp(f->address, name) == 0 || strcmp(f->file, name) == 0 ||
           (strncmp(base + 1, name, len) == 0 && strcmp(base + 1 + len, ".md") == 0);
}

enum err
preview_find(const char *templates, const char *name, char **address)
{
    struct found_list files = {0};
    const struct found *found = NULL;
    enum err err = scan(templates, &files);

    *address = NULL;
    for (size_t i = 0; i < files.count && err == ERR_OK; i++) {
        if (!is_named(&files.found[i], name))
            continue;
        if (found != NULL)
            err = ERR_CONFLICT;
        found = &files.found[i];
    }
    if (err == ERR_OK && found == NULL)
        err = ERR_NOTFOUND;
    if (err == ERR_OK) {
        *address = strdup(found->address);
        err = *address == NULL ? ERR_NOMEM : ERR_OK;
    }
    scan_free(&files);
    return err;
}

static const struct found *
find_id(const struct found_list *files, const unsigned char id[PREVIEW_ID])
{
    for (size_t i = 0; i < files->count; i++) {
        unsigned char own[PREVIEW_ID];

        preview_id(files->found[i].address, own);
        if (memcmp(own, id, PREVIEW_ID) == 0)
            return &files->found[i];
    }
    return NULL;
}

/* The checks that catalogue_load() makes once all pages are there. */
static enum err
check(const struct catalogue *c, const struct found_list *files, const struct page *p,
      struct report *rep)
{
    const char *moved = catalogue_redirect(c, p->address, NULL);
    enum err err = sections_check(c, p, rep);

    if (moved != NULL && catalogue_page(c, p->address) == NULL) {
        report_add(rep, p->path, 0, "its address is an old one of %s: see `old` there", moved);
        err = err_worse(err, ERR_INVALID);
    }
    err = err_worse(err, redirects_check(c, p, rep));
    return err_worse(err, links_check(c, files, p, p->path, &p->body, rep));
}

enum err
preview_load(const struct catalogue_source *src, const struct catalogue *c,
             const unsigned char id[PREVIEW_ID], struct page **out, struct report *rep)
{
    struct found_list files = {0};
    const struct reading in = {.src = src, .rep = rep, .as_it_stands = true};
    const struct found *f = NULL;
    struct page *p = calloc(1, sizeof(*p));
    enum err err = p == NULL ? ERR_NOMEM : scan(src->templates, &files);

    assert(c != NULL && out != NULL && rep != NULL);
    *out = NULL;
    if (err == ERR_OK && (f = find_id(&files, id)) == NULL)
        err = ERR_NOTFOUND;
    if (err == ERR_OK) {
        struct found one = *f; /* its place in the list stays as it is for the links */

        err = page_read(&in, &one, p);
    }
    if (err == ERR_OK)
        err = check(c, &files, p, rep);
    if (err == ERR_OK) {
        *out = p;
        p = NULL;
    }
    preview_free(p);
    scan_free(&files);
    return err;
}

void
preview_free(struct page *p)
{
    if (p == NULL)
        return;
    page_free(p);
    free(p);
}

bool
preview_is_public(const struct catalogue *c, const struct page *p)
{
    const struct page *shown = catalogue_page(c, p->address);

    return shown != NULL && memcmp(shown->digest, p->digest, sizeof(p->digest)) == 0;
}
