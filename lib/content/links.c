/*
 * links.c - where links lead.
 */
#include <assert.h>
#include <string.h>

#include "content/parts.h"

/* Ways out, which nobody can check here. */
static const char *const schemes[] = {"https://", "http://", "mailto:", "tel:"};

/* What is answered beside pages; one that ends with a slash holds more. */
static const char *const answered[] = {"/",           "/static/",    "/sitemap.xml",
                                       "/changes.xml", "/robots.txt", "/.well-known/"};

static const char *const not_shown[] = {
    [FOUND_SHOWN] = "which isn't there",
    [FOUND_BROKEN] = NULL, /* reported already */
    [FOUND_DRAFT] = "which is a draft",
    [FOUND_UNPUBLISHED] = "which isn't published yet",
};

struct check {
    const struct catalogue *c;
    const struct found_list *files;
    const struct page *own;
    const char *path;
    const struct markdown *m;
    struct report *rep;
};

static bool
begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool
is_outward(const char *target)
{
    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
        if (begins(target, schemes[i]) && target[strlen(schemes[i])] != '\0')
            return true;
    }
    return false;
}

static bool
is_answered(const char *path)
{
    for (size_t i = 0; i < sizeof(answered) / sizeof(answered[0]); i++) {
        size_t len = strlen(answered[i]);

        if (strcmp(path, answered[i]) == 0)
            return true;
        if (len > 1 && answered[i][len - 1] == '/' && begins(path, answered[i]))
            return true;
    }
    return false;
}

static bool
has_anchor(const struct markdown *m, const char *id)
{
    for (size_t i = 0; i < m->heading_count; i++) {
        if (strcmp(m->heading[i].id, id) == 0)
            return true;
    }
    return false;
}

static enum err
refuse(const struct check *k, const struct link *l, const char *why)
{
    if (why == NULL)
        return ERR_OK;
    report_add(k->rep, k->path, l->line, "a link leads to %s, %s", l->target, why);
    return ERR_INVALID;
}

/* Why the page at an address can't be linked. */
static const char *
why_missing(const struct check *k, const char *address)
{
    for (size_t i = 0; i < k->files->count; i++) {
        if (strcmp(k->files->found[i].address, address) == 0)
            return not_shown[k->files->found[i].state];
    }
    return not_shown[FOUND_SHOWN];
}

/* The page that an address leads to, NULL for none. */
static const struct page *
page_at(const struct check *k, const char *path, const char *query)
{
    const char *moved = catalogue_redirect(k->c, path, query);
    const char *address = moved != NULL ? moved : path;

    if (k->own != NULL && strcmp(k->own->address, address) == 0)
        return k->own;
    return catalogue_page(k->c, address);
}

/* target is "/path", "/path?query", with or without "#anchor". */
static enum err
check_inward(const struct check *k, const struct link *l)
{
    const char *anchor = strchr(l->target, '#');
    size_t len = anchor != NULL ? (size_t)(anchor - l->target) : strlen(l->target);
    char path[HEAD_VALUE_MAX], *query;
    const struct page *p;

    if (len >= sizeof(path))
        return refuse(k, l, "which is too long");
    memcpy(path, l->target, len);
    path[len] = '\0';
    query = strchr(path, '?');
    if (query != NULL)
        *query++ = '\0';
    if (is_answered(path))
        return ERR_OK;
    p = page_at(k, path, query);
    if (p == NULL)
        return refuse(k, l, why_missing(k, path));
    if (anchor != NULL && !has_anchor(&p->body, anchor + 1))
        return refuse(k, l, "and the page has no heading of this id");
    return ERR_OK;
}

static enum err
check_link(const struct check *k, const struct link *l)
{
    if (is_outward(l->target))
        return ERR_OK;
    if (l->target[0] == '#')
        return has_anchor(k->m, l->target + 1)
                   ? ERR_OK
                   : refuse(k, l, "and this page has no heading of this id");
    if (l->target[0] != '/' || l->target[1] == '/')
        return refuse(k, l, "which is neither a whole path (/help/...) nor http, mailto or tel");
    return check_inward(k, l);
}

enum err
links_check(const struct catalogue *c, const struct found_list *files, const struct page *own,
            const char *path, const struct markdown *m, struct report *rep)
{
    const struct check k = {c, files, own, path, m, rep};
    enum err err = ERR_OK;

    assert(c != NULL && files != NULL && m != NULL);
    for (size_t i = 0; i < m->link_count; i++)
        err = err_worse(err, check_link(&k, &m->link[i]));
    return err;
}
