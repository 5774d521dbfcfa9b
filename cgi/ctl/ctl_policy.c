/*
 * helpctl policy - the versions of the policies. A policy is a page whose head has an effective
 * date; visitors are shown the version that was published last, never the file as it stands.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "content/catalogue.h"
#include "ctl.h"
#include "desk/policies.h"

/* A session with the policies: the pages as the files say, and the desk. */
struct policies {
    const struct settings *settings;
    struct catalogue *pages;
    struct ctl_desk desk;
};

static const char *
placeholder(const void *ctx, const char *name, unsigned long len)
{
    return settings_placeholder(ctx, name, len);
}

static bool
policies_open(struct policies *p, const struct settings *s)
{
    struct report rep = {0};
    const struct catalogue_source source = {.templates = s->templates,
                                            .anchor_label = "%s",
                                            .placeholder = placeholder,
                                            .placeholder_ctx = s};
    enum err e;

    *p = (struct policies){.settings = s};
    if (!ctl_desk_open(&p->desk, s))
        return false;
    if ((e = catalogue_load(&source, &p->pages, &rep)) != ERR_OK)
        ctl_report(&rep, e, s->templates);
    report_free(&rep);
    return e == ERR_OK;
}

static void
policies_close(struct policies *p)
{
    catalogue_free(p->pages);
    ctl_desk_close(&p->desk);
}

/* True if people mean this page: by its address, or by its file's name alone ("privacy-policy"). */
static bool
page_named(const struct page *page, const char *name)
{
    const char *base = strrchr(page->file, '/');
    size_t len = strlen(name);

    base = base != NULL ? base + 1 : page->file;
    return strcmp(page->address, name) == 0 ||
           (strncmp(base, name, len) == 0 && strcmp(base + len, ".md") == 0);
}

static const struct page *
policy_find(const struct policies *p, const char *name)
{
    for (size_t i = 0; i < p->pages->page_count; i++)
        if (p->pages->page[i].policy && page_named(&p->pages->page[i], name))
            return &p->pages->page[i];
    ctl_error("there is no policy %s; see: helpctl policy list", name);
    return NULL;
}

/* Reads a policy's file whole. False once the mistake is told. */
static bool
source_read(const struct policies *p, const struct page *page, struct buf *source)
{
    struct buf path = BUF_INIT;
    enum err e;

    buf_fmt(&path, "%s/%s", p->settings->templates, page->file);
    e = path.err != ERR_OK ? path.err : buf_read_file(source, buf_text(&path), LIMIT_PAGE_FILE);
    if (e != ERR_OK)
        ctl_error("%s: %s", page->file, err_text(e));
    buf_free(&path);
    return e == ERR_OK;
}

/* Publishes one page in a transaction of its own. */
static bool
policy_publish_one(struct policies *p, const struct page *page)
{
    struct desk *d = &p->desk.desk;
    struct buf source = BUF_INIT;
    int64_t version = 0;
    bool fresh = false, begun = false;
    enum err e;

    assert(page->policy);
    if (!source_read(p, page, &source)) {
        buf_free(&source);
        return false;
    }
    if ((e = db_write_begin(d->db)) == ERR_OK) {
        begun = true;
        e = policy_publish(d, page->address, page->head.title, page->head.effective,
                           buf_text(&source), &version, &fresh);
    }
    if (e == ERR_OK && (e = db_commit(d->db)) == ERR_OK)
        printf("%s version %lld %s\n", page->address, (long long)version,
               fresh ? "published" : "is in force already");
    else if (begun)
        db_rollback(d->db);
    if (e != ERR_OK)
        ctl_error("%s: %s", page->address, err_text(e));
    buf_free(&source);
    return e == ERR_OK;
}

/* Publishes all policies, or those only that never were. */
static bool
policy_publish_all(struct policies *p, bool new_only)
{
    for (size_t i = 0; i < p->pages->page_count; i++) {
        const struct page *page = &p->pages->page[i];
        int64_t id = 0;

        if (!page->policy)
            continue;
        if (new_only && policy_current_id(p->desk.db, page->address, &id) == ERR_OK && id != 0)
            continue;
        if (!policy_publish_one(p, page))
            return false;
    }
    return true;
}

bool
ctl_policy_publish_new(const struct settings *s)
{
    struct policies p;
    bool done = policies_open(&p, s) && policy_publish_all(&p, true);

    policies_close(&p);
    return done;
}

/* What `list` says of a page: is the file what visitors see? */
static const char *
policy_state(const struct policies *p, const struct page *page,
             const struct policy_version *current)
{
    struct buf source = BUF_INIT;
    const char *state = "unreadable";

    if (source_read(p, page, &source))
        state = strcmp(buf_text(&source), current->source) == 0 ? "published" : "edited since";
    buf_free(&source);
    return state;
}

static int
verb_list(struct policies *p, const char *operand)
{
    (void)operand;
    printf("%-36s %7s  %-10s  %s\n", "page", "version", "effective", "state");
    for (size_t i = 0; i < p->pages->page_count; i++) {
        const struct page *page = &p->pages->page[i];
        struct policy_version current = {0};
        enum err e;

        if (!page->policy)
            continue;
        e = policy_current(p->desk.db, page->address, &current);
        if (e != ERR_OK && e != ERR_NOTFOUND)
            return ctl_error("%s: %s", page->address, err_text(e));
        printf("%-36s %7lld  %-10s  %s\n", page->address, (long long)current.version,
               page->head.effective,
               e == ERR_OK ? policy_state(p, page, &current) : "never published");
        free(current.source);
    }
    return CTL_DONE;
}

static int
verb_publish(struct policies *p, const char *operand)
{
    const struct page *page;

    if (operand == NULL)
        return policy_publish_all(p, false) ? CTL_DONE : CTL_FAILED;
    page = policy_find(p, operand);
    return page != NULL && policy_publish_one(p, page) ? CTL_DONE : CTL_FAILED;
}

static int
verb_show(struct policies *p, const char *operand)
{
    const struct page *page = policy_find(p, operand);
    struct policy_version current = {0};
    enum err e;

    if (page == NULL)
        return CTL_FAILED;
    e = policy_current(p->desk.db, page->address, &current);
    if (e == ERR_NOTFOUND)
        return ctl_error("%s was never published; do so with: helpctl policy publish %s",
                         page->address, operand);
    if (e != ERR_OK)
        return ctl_error("%s: %s", page->address, err_text(e));
    fputs(current.source, stdout);
    free(current.source);
    return CTL_DONE;
}

static const struct verb {
    const char *name;
    int (*run)(struct policies *p, const char *operand);
    bool takes_page, takes_all;
} verbs[] = {
    {"list", verb_list, false, false},
    {"publish", verb_publish, true, true},
    {"show", verb_show, true, false},
};

static const struct verb *
verb_find(const char *name)
{
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (name != NULL && strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    return NULL;
}

int
ctl_policy(struct ctl *c)
{
    bool all = false;
    const struct ctl_option options[] = {{.name = "--all", .flag = &all}, {.name = NULL}};
    const struct verb *verb;
    struct settings *s;
    struct policies p;
    int status = CTL_FAILED;

    if (!ctl_options(c, options))
        return CTL_USAGE;
    verb = verb_find(c->word[0]);
    if (verb == NULL || (all && !verb->takes_all) ||
        c->words != 1 + (size_t)(verb->takes_page && !all))
        return ctl_misuse("policy does not know what to do");
    if ((s = ctl_settings(c)) == NULL)
        return CTL_FAILED;
    if (policies_open(&p, s))
        status = verb->run(&p, verb->takes_page ? c->word[1] : NULL);
    policies_close(&p);
    settings_free(s);
    return status;
}
