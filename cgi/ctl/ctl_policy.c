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
#include "content/diff.h"
#include "content/edition.h"
#include "ctl_policy.h"
#include "desk/policies.h"

const char *
policy_setting(const void *settings, const char *name, unsigned long len)
{
    return settings_placeholder(settings, name, len);
}

static bool
policies_open(struct policies *p, const struct settings *s)
{
    struct report rep = {0};
    const struct catalogue_source source = {.templates = s->templates,
                                            .anchor_label = "%s",
                                            .placeholder = policy_setting,
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

const struct page *
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

/* The file with its settings put in, as it is published. False once the mistake is told. */
static bool
source_filled(const struct policies *p, const struct page *page, struct buf *filled)
{
    struct buf source = BUF_INIT;
    struct report rep = {0};
    enum err e = ERR_OK;
    bool read = source_read(p, page, &source);

    if (read)
        e = edition_fill(page->file, buf_text(&source), source.len, policy_setting, p->settings,
                         filled, &rep);
    if (e != ERR_OK)
        ctl_report(&rep, e, page->file);
    report_free(&rep);
    buf_free(&source);
    return read && e == ERR_OK;
}

/* Counts the words that came and went since the version in force, if there is one. */
static enum err
words_count(const struct policies *p, struct policy_text *t)
{
    struct policy_version current = {0};
    struct lines from = {0}, to = {0};
    struct diff diff = {0};
    enum err e = policy_current(p->desk.db, t->page, &current);

    if (e == ERR_NOTFOUND)
        return ERR_OK;
    if (e == ERR_OK)
        e = edition_lines(current.source, policy_setting, p->settings, &from);
    if (e == ERR_OK)
        e = edition_lines(t->source, policy_setting, p->settings, &to);
    if (e == ERR_OK)
        e = diff_make(&from, &to, &diff);
    t->compared = e == ERR_OK;
    t->words_added = diff.words_added;
    t->words_removed = diff.words_removed;
    diff_free(&diff);
    lines_free(&to);
    lines_free(&from);
    free(current.source);
    return e;
}

/* Publishes one page in a transaction of its own. */
static bool
policy_publish_one(struct policies *p, const struct page *page)
{
    struct desk *d = &p->desk.desk;
    struct buf source = BUF_INIT;
    struct policy_text text = {.page = page->address,
                               .title = page->head.title,
                               .effective = page->head.effective};
    int64_t version = 0;
    bool fresh = false, begun = false;
    enum err e;

    assert(page->policy);
    if (!source_filled(p, page, &source)) {
        buf_free(&source);
        return false;
    }
    text.source = buf_text(&source);
    if ((e = db_write_begin(d->db)) == ERR_OK) {
        begun = true;
        e = words_count(p, &text);
    }
    if (e == ERR_OK)
        e = policy_publish(d, &text, &version, &fresh);
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

/*
 * What `list` says of a page: is the file, with the settings of today, what visitors see? A row of
 * an earlier release may be the file as it was written, settings unfilled.
 */
static const char *
policy_state(const struct policies *p, const struct page *page,
             const struct policy_version *current)
{
    struct buf source = BUF_INIT, filled = BUF_INIT;
    const char *state = "unreadable";

    if (source_read(p, page, &source) && source_filled(p, page, &filled)) {
        if (strcmp(buf_text(&filled), current->source) == 0)
            state = "published";
        else if (strcmp(buf_text(&source), current->source) == 0)
            state = "published, settings not kept";
        else
            state = "edited since";
    }
    buf_free(&filled);
    buf_free(&source);
    return state;
}

static int
verb_list(struct policies *p, const char *const operand[2])
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
verb_publish(struct policies *p, const char *const operand[2])
{
    const struct page *page;

    if (operand[0] == NULL)
        return policy_publish_all(p, false) ? CTL_DONE : CTL_FAILED;
    page = policy_find(p, operand[0]);
    return page != NULL && policy_publish_one(p, page) ? CTL_DONE : CTL_FAILED;
}

static int
verb_show(struct policies *p, const char *const operand[2])
{
    const struct page *page = policy_find(p, operand[0]);
    struct policy_version current = {0};
    enum err e;

    if (page == NULL)
        return CTL_FAILED;
    e = policy_current(p->desk.db, page->address, &current);
    if (e == ERR_NOTFOUND)
        return ctl_error("%s was never published; do so with: helpctl policy publish %s",
                         page->address, operand[0]);
    if (e != ERR_OK)
        return ctl_error("%s: %s", page->address, err_text(e));
    fputs(current.source, stdout);
    free(current.source);
    return CTL_DONE;
}

static const struct verb {
    const char *name;
    int (*run)(struct policies *p, const char *const operand[2]);
    size_t least, most; /* operands */
    bool takes_all;     /* --all instead of them */
} verbs[] = {
    {"list", verb_list, 0, 0, false},
    {"publish", verb_publish, 1, 1, true},
    {"show", verb_show, 1, 1, false},
    {"history", policy_history, 1, 1, false},
    {"diff", policy_diff, 1, 2, false},
    {"as-of", policy_as_of, 2, 2, false},
};

static const struct verb *
verb_find(const char *name)
{
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (name != NULL && strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    return NULL;
}

/* True if the verb takes what stands after it. */
static bool
verb_fits(const struct verb *v, const struct ctl *c, bool all)
{
    size_t operands = c->words - 1;

    return all ? v->takes_all && operands == 0 : operands >= v->least && operands <= v->most;
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
    if (verb == NULL || !verb_fits(verb, c, all))
        return ctl_misuse("policy does not know what to do");
    if ((s = ctl_settings(c)) == NULL)
        return CTL_FAILED;
    if (policies_open(&p, s)) {
        const char *const operand[2] = {c->words > 1 ? c->word[1] : NULL,
                                        c->words > 2 ? c->word[2] : NULL};
        status = verb->run(&p, operand);
    }
    policies_close(&p);
    settings_free(s);
    return status;
}
