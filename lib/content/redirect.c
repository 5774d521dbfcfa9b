/*
 * redirect.c - old addresses, sorted by path; those with a query are tried before the bare path.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "content/parts.h"

struct redirect {
    char *path;
    const char *query; /* within the allocation of path; "" for none */
    const struct page *page;
    unsigned line;
};

/* By path; then the longer query first, so that the one that says most is tried first. */
static int
by_path(const void *a, const void *b)
{
    const struct redirect *x = a, *y = b;
    int order = strcmp(x->path, y->path);
    size_t x_len = strlen(x->query), y_len = strlen(y->query);

    if (order != 0)
        return order;
    if (x_len != y_len)
        return x_len > y_len ? -1 : 1;
    return strcmp(x->query, y->query);
}

static enum err
add(struct catalogue *c, const struct page *p, const struct head_old *old)
{
    struct redirect *r = &c->redirect[c->redirect_count];
    char *path = strdup(old->address), *mark;

    if (path == NULL)
        return ERR_NOMEM;
    mark = strchr(path, '?');
    if (mark != NULL)
        *mark++ = '\0';
    *r = (struct redirect){path, mark != NULL ? mark : "", p, old->line};
    c->redirect_count++;
    return ERR_OK;
}

/* An address leads to one place only. */
static enum err
check(const struct catalogue *c, struct report *rep)
{
    enum err err = ERR_OK;

    for (size_t i = 0; i < c->redirect_count; i++) {
        const struct redirect *r = &c->redirect[i], *before = i > 0 ? r - 1 : NULL;

        if (*r->query == '\0' && catalogue_page(c, r->path) != NULL) {
            report_add(rep, r->page->path, r->line, "the old address %s is a page", r->path);
            err = ERR_INVALID;
        }
        if (before != NULL && by_path(before, r) == 0) {
            report_add(rep, r->page->path, r->line, "the old address %s stands in %s:%u already",
                       r->path, before->page->path, before->line);
            err = ERR_INVALID;
        }
    }
    return err;
}

enum err
redirects_make(struct catalogue *c, struct report *rep)
{
    enum err err = ERR_OK;
    size_t count = 0;

    assert(c->redirect == NULL);
    for (size_t i = 0; i < c->page_count; i++)
        count += c->page[i].head.old_count;
    if (count == 0)
        return ERR_OK;
    c->redirect = calloc(count, sizeof(*c->redirect));
    if (c->redirect == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < c->page_count && err == ERR_OK; i++) {
        const struct page *p = &c->page[i];

        for (size_t k = 0; k < p->head.old_count && err == ERR_OK; k++)
            err = add(c, p, &p->head.old[k]);
    }
    if (err != ERR_OK)
        return err;
    qsort(c->redirect, c->redirect_count, sizeof(*c->redirect), by_path);
    return check(c, rep);
}

enum err
redirects_check(const struct catalogue *c, const struct page *p, struct report *rep)
{
    enum err err = ERR_OK;

    for (size_t i = 0; i < p->head.old_count; i++) {
        const struct head_old *old = &p->head.old[i];
        size_t len = strcspn(old->address, "?");
        bool query = old->address[len] == '?';
        char path[HEAD_VALUE_MAX + 1];
        const char *leads;

        assert(len < sizeof(path));
        memcpy(path, old->address, len);
        path[len] = '\0';
        leads = catalogue_redirect(c, path, query ? old->address + len + 1 : NULL);
        if (!query && catalogue_page(c, path) != NULL) {
            report_add(rep, p->path, old->line, "the old address %s is a page", path);
            err = ERR_INVALID;
        } else if (!query && leads != NULL && strcmp(leads, p->address) != 0) {
            report_add(rep, p->path, old->line, "the old address %s leads to %s already", path,
                       leads);
            err = ERR_INVALID;
        }
    }
    return err;
}

/* True if the one parameter "name=value" of len bytes is among those of query. */
static bool
has_pair(const char *query, const char *pair, size_t len)
{
    while (true) {
        size_t n = strcspn(query, "&");

        if (n == len && memcmp(query, pair, len) == 0)
            return true;
        if (query[n] == '\0')
            return false;
        query += n + 1;
    }
}

/* True if each parameter of wanted is among those of query. */
static bool
has_pairs(const char *query, const char *wanted)
{
    while (*wanted != '\0') {
        size_t n = strcspn(wanted, "&");

        if (!has_pair(query, wanted, n))
            return false;
        wanted += n + (wanted[n] == '&');
    }
    return true;
}

/* The first redirect of a path, or the count where there's none. */
static size_t
first_of(const struct catalogue *c, const char *path)
{
    size_t low = 0, high = c->redirect_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(c->redirect[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const char *
catalogue_redirect(const struct catalogue *c, const char *path, const char *query)
{
    assert(c != NULL && path != NULL);
    for (size_t i = first_of(c, path); i < c->redirect_count; i++) {
        const struct redirect *r = &c->redirect[i];

        if (strcmp(r->path, path) != 0)
            return NULL;
        if (has_pairs(query != NULL ? query : "", r->query))
            return r->page->address;
    }
    return NULL;
}

void
redirects_free(struct catalogue *c)
{
    for (size_t i = 0; i < c->redirect_count; i++)
        free(c->redirect[i].path);
    free(c->redirect);
    c->redirect = NULL;
    c->redirect_count = 0;
}
