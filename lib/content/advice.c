#include "content/advice.h"

#include <assert.h>
#include <string.h>

enum { HEAD_LINE = 1 };

/* The later of two ISO dates; NULL is before all. */
static const char *
later(const char *a, const char *b)
{
    return a == NULL || (b != NULL && strcmp(b, a) > 0) ? b : a;
}

/* Forms and the lists of pages are no texts that age. */
static bool
ages(const struct page *p)
{
    return p->kind != PAGE_FORM && (p->body.text[0] != '\0' || p->answer_count > 0);
}

static void
look_at_age(const struct page *p, const char *stale_before, struct report *rep)
{
    const char *looked = later(p->head.reviewed, p->head.effective);

    if (looked == NULL)
        looked = p->head.updated;
    if (!ages(p))
        return;
    if (looked == NULL)
        report_add(rep, p->path, HEAD_LINE,
                   "warning: no `reviewed` and no `updated`: nobody knows how old it is");
    else if (strcmp(looked, stale_before) < 0)
        report_add(rep, p->path, HEAD_LINE,
                   "warning: stale, last looked at %s; read it again and set `reviewed`", looked);
}

static void
look_at_keywords(const struct page *p, struct report *rep)
{
    if (p->kind != PAGE_FORM && p->head.keywords[0] == '\0')
        report_add(rep, p->path, HEAD_LINE,
                   "warning: no `keywords`: the search knows the words of the text alone");
}

/* An address as path and query, without its anchor; false if it is too long for one. */
static bool
part(const char *address, char path[HEAD_VALUE_MAX + 1], const char **query)
{
    size_t len = strcspn(address, "#");
    char *mark;

    *query = NULL;
    if (len > HEAD_VALUE_MAX)
        return false;
    memcpy(path, address, len);
    path[len] = '\0';
    mark = strchr(path, '?');
    if (mark != NULL) {
        *mark = '\0';
        *query = mark + 1;
    }
    return true;
}

static void
look_at_links(const struct catalogue *c, const struct page *p, struct report *rep)
{
    for (size_t i = 0; i < p->body.link_count; i++) {
        const struct link *l = &p->body.link[i];
        char path[HEAD_VALUE_MAX + 1];
        const char *query, *moved;

        if (l->target[0] != '/' || !part(l->target, path, &query) ||
            catalogue_page(c, path) != NULL)
            continue;
        moved = catalogue_redirect(c, path, query);
        if (moved != NULL)
            report_add(rep, p->path, l->line, "warning: a link leads to %s, which is %s now",
                       l->target, moved);
    }
}

static void
look_at_old(const struct catalogue *c, const struct page *p, const struct advice_rules *rules,
            struct report *rep)
{
    for (size_t i = 0; i < p->head.old_count; i++) {
        const struct head_old *old = &p->head.old[i];
        char path[HEAD_VALUE_MAX + 1];
        const char *query;

        if (!part(old->address, path, &query))
            continue;
        if (catalogue_page(c, path) != NULL)
            report_add(rep, p->path, old->line,
                       "warning: the old address %s is never looked up: %s is a page", old->address,
                       path);
        else if (rules->answered != NULL && rules->answered(path))
            report_add(rep, p->path, old->line,
                       "warning: the old address %s is never looked up: the program answers there",
                       old->address);
    }
}

void
advice_give(const struct catalogue *c, const struct advice_rules *rules, struct report *rep)
{
    assert(c != NULL && rules->stale_before != NULL && rep != NULL);
    for (size_t i = 0; i < c->page_count; i++) {
        const struct page *p = &c->page[i];

        assert(p->head.keywords != NULL && p->body.text != NULL);
        look_at_age(p, rules->stale_before, rep);
        look_at_keywords(p, rep);
        look_at_links(c, p, rep);
        look_at_old(c, p, rules, rep);
    }
}

void
advice_links_out(const struct catalogue *c,
                 void (*fn)(void *ctx, const struct page *p, const struct link *l), void *ctx)
{
    for (size_t i = 0; i < c->page_count; i++) {
        const struct page *p = &c->page[i];

        for (size_t k = 0; k < p->body.link_count; k++) {
            const struct link *l = &p->body.link[k];

            if (strncmp(l->target, "http://", 7) == 0 || strncmp(l->target, "https://", 8) == 0)
                fn(ctx, p, l);
        }
    }
}
