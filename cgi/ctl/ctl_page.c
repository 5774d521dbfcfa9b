/*
 * helpctl page - the editor's commands: which pages there are, how a draft looks, what is wrong
 * with any, and which addresses people asked for in vain.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/token.h"
#include "content/advice.h"
#include "content/preview.h"
#include "ctl.h"
#include "desk/lost.h"
#include "web/routes.h"
#include "web/site.h"

enum { HOUR_SECONDS = 3600, LOST_DAYS = 30, LOST_DAYS_MAX = 3650 };

/* Settings, desk, and the pages as visitors see them; site NULL where those have mistakes. */
struct editing {
    struct ctl_desk *desk;
    struct site *site;
    struct report mistakes;
};

static void
editing_open(struct editing *e, struct ctl_desk *desk)
{
    *e = (struct editing){.desk = desk};
    if (site_load(desk->settings, desk->db, NULL, &e->site, &e->mistakes) != ERR_OK)
        e->site = NULL;
}

static void
editing_close(struct editing *e)
{
    site_unref(e->site);
    report_free(&e->mistakes);
}

/* A page's file as it stands; NULL with rep filled, or where it is gone. */
static struct page *
as_it_stands(const struct editing *e, const char *address, struct report *rep)
{
    const struct catalogue_source source = site_source(e->site, NULL);
    unsigned char id[PREVIEW_ID];
    struct page *p = NULL;

    preview_id(address, id);
    preview_load(&source, e->site->pages, id, &p, rep);
    return p;
}

/* ---- list ---- */

static const char *
or_dash(const char *text)
{
    return text != NULL ? text : "-";
}

static void
print_row(const char *address, const struct page *p, const char *state)
{
    printf("%-40s %-12s %-10s %-10s %-20s %s\n", address, state,
           p != NULL ? or_dash(p->head.updated) : "-", p != NULL ? or_dash(p->head.reviewed) : "-",
           p != NULL ? p->head.section : "-", p != NULL ? p->head.title : "(it has mistakes)");
}

static void
print_shown(const struct editing *e, const struct page *p)
{
    struct report rep = {0};
    struct page *now = p->policy ? as_it_stands(e, p->address, &rep) : NULL;
    bool same = !p->policy || (now != NULL && preview_is_public(e->site->pages, now));

    print_row(p->address, p, same ? "public" : "edited");
    preview_free(now);
    report_free(&rep);
}

static void
print_unshown(const struct editing *e, const struct unshown *u)
{
    struct report rep = {0};
    struct page *now = as_it_stands(e, u->address, &rep);

    print_row(u->address, now, u->draft ? "draft" : "unpublished");
    preview_free(now);
    report_free(&rep);
}

static int
list_at_desk(struct ctl_desk *d, void *arg)
{
    struct editing e;
    int status = CTL_DONE;

    (void)arg;
    editing_open(&e, d);
    if (e.site == NULL) {
        status = ctl_report(&e.mistakes, ERR_INVALID, d->settings->templates);
    } else {
        printf("%-40s %-12s %-10s %-10s %-20s %s\n", "address", "state", "updated", "reviewed",
               "section", "title");
        for (size_t i = 0; i < e.site->pages->page_count; i++)
            print_shown(&e, &e.site->pages->page[i]);
        for (size_t i = 0; i < e.site->pages->unshown_count; i++)
            print_unshown(&e, &e.site->pages->unshown[i]);
    }
    editing_close(&e);
    return status;
}

static int
verb_list(struct ctl *c)
{
    return ctl_operands(c, NULL, 0) ? ctl_at_desk(c, list_at_desk, NULL) : CTL_USAGE;
}

/* ---- preview ---- */

static int
preview_at_desk(struct ctl_desk *d, void *arg)
{
    const struct settings *s = d->settings;
    const char *name = arg;
    char *address = NULL, text[PREVIEW_TEXT];
    struct preview_token t = {.ends_at = d->desk.now + s->preview_hours * HOUR_SECONDS};
    enum err e = preview_find(s->templates, name, &address);

    if (e == ERR_NOTFOUND)
        return ctl_error("there is no page %s; name its address or its file, as help/NAME.md",
                         name);
    if (e == ERR_CONFLICT)
        return ctl_error("more than one page is called %s; name its file, as help/NAME.md", name);
    if (e != ERR_OK)
        return ctl_error("%s: %s", s->templates, err_text(e));
    preview_id(address, t.page);
    free(address);
    if (!preview_write(d->keys, keys_newest(d->keys), &t, text))
        return ctl_error("%s: no link can be made with its newest key", s->key_file);
    printf("%s/preview/%s\n", s->base_url, text);
    return CTL_DONE;
}

static int
verb_preview(struct ctl *c)
{
    if (!ctl_operands(c, NULL, 1))
        return CTL_USAGE;
    return ctl_at_desk(c, preview_at_desk, (void *)(uintptr_t)c->word[0]);
}

/* ---- check ---- */

struct check {
    bool strict, links;
};

static void
print_lines(const struct report *rep, const char *kind)
{
    for (size_t i = 0; i < rep->count; i++)
        printf("%s%s\n", rep->line[i], kind);
    if (rep->missed > 0)
        printf("%zu more%s\n", rep->missed, kind);
}

/* What will stop a draft, or a policy's new text, once it is to be public. */
static size_t
check_unseen(const struct editing *e)
{
    const struct catalogue *c = e->site->pages;
    struct report rep = {0};
    size_t count;

    for (size_t i = 0; i < c->unshown_count; i++)
        preview_free(as_it_stands(e, c->unshown[i].address, &rep));
    for (size_t i = 0; i < c->page_count; i++)
        if (c->page[i].policy)
            preview_free(as_it_stands(e, c->page[i].address, &rep));
    print_lines(&rep, " (in a page that isn't public yet)");
    count = rep.count + rep.missed;
    report_free(&rep);
    return count;
}

static size_t
check_advice(const struct editing *e)
{
    char before[CLOCK_DATE_MAX];
    struct report rep = {0};
    size_t count;

    clock_iso_date(clock_add_months(e->desk->desk.now, -(int)e->desk->settings->stale_months),
                   before);
    advice_give(e->site->pages,
                &(struct advice_rules){.stale_before = before, .answered = routes_answer}, &rep);
    print_lines(&rep, "");
    count = rep.count + rep.missed;
    report_free(&rep);
    return count;
}

static void
print_link(void *ctx, const struct page *p, const struct link *l)
{
    (void)ctx;
    printf("%s:%u: %s\n", p->path, l->line, l->target);
}

static int
check_at_desk(struct ctl_desk *d, void *arg)
{
    const struct check *what = arg;
    size_t errors, warnings = 0;
    struct editing e;

    editing_open(&e, d);
    errors = e.mistakes.count + e.mistakes.missed;
    print_lines(&e.mistakes, "");
    if (e.site != NULL) {
        warnings = check_unseen(&e) + check_advice(&e);
        if (what->links)
            advice_links_out(e.site->pages, print_link, NULL);
    } else if (errors == 0) {
        errors = 1;
        ctl_error("%s: the pages can't be read just now", d->settings->templates);
    }
    if (errors > 0)
        printf("%zu %s; visitors see all pages as they were before\n", errors,
               errors == 1 ? "error" : "errors");
    else
        printf("%zu pages, 0 errors, %zu %s\n", e.site->pages->page_count, warnings,
               warnings == 1 ? "warning" : "warnings");
    editing_close(&e);
    return errors > 0 || (what->strict && warnings > 0) ? CTL_FAILED : CTL_DONE;
}

static int
verb_check(struct ctl *c)
{
    struct check what = {0};
    const struct ctl_option options[] = {{.name = "--strict", .flag = &what.strict},
                                         {.name = "--links", .flag = &what.links},
                                         {.name = NULL}};

    return ctl_operands(c, options, 0) ? ctl_at_desk(c, check_at_desk, &what) : CTL_USAGE;
}

/* ---- lost ---- */

struct lost {
    const struct catalogue *pages; /* NULL where they have mistakes */
    int64_t days;
    size_t shown;
};

/* An address that leads somewhere by now needs no help any more. */
static void
print_lost(void *ctx, const struct lost_page *l)
{
    struct lost *lost = ctx;
    const struct page *p = NULL;

    if (lost->pages != NULL && (catalogue_page(lost->pages, l->address) != NULL ||
                                catalogue_redirect(lost->pages, l->address, NULL) != NULL))
        return;
    if (lost->shown++ == 0)
        printf("%8s  %-10s  %s\n", "requests", "last", "address");
    printf("%8lld  %-10s  %s\n", (long long)l->requests, l->last, l->address);
    if (l->nearest != NULL && lost->pages != NULL)
        p = catalogue_page(lost->pages, l->nearest);
    if (p != NULL)
        printf("%22s%s:  old: %s\n", "", p->file, l->address);
}

static int
lost_at_desk(struct ctl_desk *d, void *arg)
{
    struct lost *lost = arg;
    char since[CLOCK_DATE_MAX];
    struct editing e;
    enum err err;

    assert(lost->days > 0);
    editing_open(&e, d);
    lost->pages = e.site != NULL ? e.site->pages : NULL;
    clock_iso_date(d->desk.now - (lost->days - 1) * DAY_SECONDS, since);
    err = lost_each(d->db, since, print_lost, lost);
    if (err == ERR_OK && lost->shown == 0)
        printf("no address was asked for in vain since %s\n", since);
    editing_close(&e);
    return err == ERR_OK ? CTL_DONE : ctl_error("%s: %s", d->settings->database, err_text(err));
}

static int
verb_lost(struct ctl *c)
{
    const char *days = NULL;
    const struct ctl_option options[] = {{.name = "--days", .value = &days}, {.name = NULL}};
    struct lost lost = {.days = LOST_DAYS};

    if (!ctl_operands(c, options, 0) || !ctl_number("--days", days, LOST_DAYS_MAX, &lost.days))
        return CTL_USAGE;
    return ctl_at_desk(c, lost_at_desk, &lost);
}

int
ctl_page(struct ctl *c)
{
    static const struct ctl_verb verbs[] = {{"list", verb_list},
                                            {"preview", verb_preview},
                                            {"check", verb_check},
                                            {"lost", verb_lost},
                                            {.name = NULL}};

    return ctl_verb(c, "page", verbs);
}
