#include "site.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/secret.h"
#include "delivery_page.h"
#include "desk/delivery_tables.h"
#include "desk/policies.h"
#include "form_page.h"
#include "page_end.h"
#include "pages.h"

enum { ASSET_MAX = 1024 * 1024, ASSET_DIGEST_BYTES = 5, PATH_BYTES = 4096 };

static const char privacy_policy[] = "/help/privacy-policy.html";

void
site_brand_style(const struct settings *settings, char *out)
{
    snprintf(out, BRAND_STYLE_MAX, ":root{--brand:%s;--brand-ink:%s}", settings->brand_color,
             settings->brand_ink);
}

static const char *
placeholder(const void *ctx, const char *name, unsigned long len)
{
    return settings_placeholder(ctx, name, len);
}

/* catalogue_load()'s question for a policy, asked of the database. */
static enum err
published_policy(void *ctx, const char *address, struct published *out)
{
    struct policy_version v = {0};
    enum err e = policy_current(ctx, address, &v);
    *out = (struct published){
        .found = e == ERR_OK, .source = v.source, .version = v.version, .version_id = v.id};
    return e == ERR_NOTFOUND ? ERR_OK : e;
}

struct catalogue_source
site_source(const struct site *s, struct db *db)
{
    return (struct catalogue_source){
        .templates = s->settings->templates,
        .www = s->settings->www,
        .anchor_label = words_get(s->words, MSG_anchor_label),
        .placeholder = placeholder,
        .placeholder_ctx = s->settings,
        .policy = db != NULL ? published_policy : NULL,
        .policy_ctx = db,
    };
}

/* A site in the making, and what it is made from. */
struct load {
    struct site *site;
    struct db *db;         /* or NULL: for checks */
    struct writer *writer; /* or NULL: likewise */
    struct report *rep;
    char folder[PATH_BYTES]; /* of the words */
};

static enum err
load_words(struct load *l)
{
    return words_load(l->folder, &l->site->words, l->rep);
}

static enum err
load_templates(struct load *l)
{
    return tpl_load(l->site->settings->templates, l->site->words, &l->site->tpl, l->rep);
}

static enum err
load_pages(struct load *l)
{
    const struct catalogue_source source = site_source(l->site, l->db);
    return catalogue_load(&source, &l->site->pages, l->rep);
}

static enum err
load_delivery(struct load *l)
{
    if (l->db != NULL)
        return delivery_read(l->db, &l->site->delivery);
    l->site->delivery = delivery_new();
    return l->site->delivery != NULL ? ERR_OK : ERR_NOMEM;
}

/* Pages and delivery methods, with the synonyms of the words' folder if it has any. */
static enum err
build_search(struct load *l)
{
    char synonyms[PATH_BYTES + sizeof "/synonyms"];
    struct delivery_extras extras;
    delivery_extras(l->site, &extras);
    snprintf(synonyms, sizeof synonyms, "%s/synonyms", l->folder);
    const struct search_source source = {.pages = l->site->pages,
                                         .extra = extras.extra,
                                         .extra_count = extras.count,
                                         .synonyms = access(synonyms, F_OK) == 0 ? synonyms : NULL};
    return search_build(&source, &l->site->search, l->rep);
}

static enum err
find_related(struct load *l)
{
    return related_make(l->site->pages, page_end_leads_to, &l->site->related);
}

static enum err
load_history(struct load *l)
{
    return l->db != NULL ? history_load(l->db, &l->site->history) : ERR_OK;
}

/* Each form has its introduction, the start page and the search their files: what the program draws
 * needs a page to stand on. */
static enum err
check_pages(struct load *l)
{
    static const char *const needed[] = {"/help.html", "/help/sitemap.html", "/search",
                                         "/faq",       "/contact",           "/my-data",
                                         "/delivery",  privacy_policy};
    enum err e = ERR_OK;
    for (size_t i = 0; i < sizeof needed / sizeof needed[0] + FORM_COUNT_; i++) {
        size_t names = sizeof needed / sizeof needed[0];
        const char *address = i < names ? needed[i] : form_row((enum form_id)(i - names))->address;
        if (catalogue_page(l->site->pages, address) != NULL)
            continue;
        report_add(l->rep, l->site->settings->templates, 0,
                   "there is no page for %s: put its Markdown file back", address);
        e = ERR_INVALID;
    }
    return e;
}

/* "/static/style.css?v=digest": a changed file has a new address, so it may be kept for a year. */
static enum err
asset(const struct site *s, const char *name, char out[ASSET_HREF_MAX], struct report *rep)
{
    unsigned char hash[SECRET_HASH];
    char path[PATH_BYTES], digest[ASSET_DIGEST_BYTES * 2 + 1];
    struct buf file = BUF_INIT;
    snprintf(path, sizeof path, "%s/%s", s->settings->www, name);
    enum err e = buf_read_file(&file, path, ASSET_MAX);
    if (e != ERR_OK)
        report_add(rep, path, 0, "can't read: %s", err_text(e));
    if (e == ERR_OK) {
        secret_digest(buf_text(&file), file.len, hash);
        hex_encode(hash, ASSET_DIGEST_BYTES, digest);
        snprintf(out, ASSET_HREF_MAX, "/static/%s?v=%s", name, digest);
    }
    buf_free(&file);
    return e;
}

static enum err
load_assets(struct load *l)
{
    struct site *s = l->site;
    enum err e = asset(s, "style.css", s->style_href, l->rep);
    if (e == ERR_OK)
        e = asset(s, "icon.svg", s->icon_href, l->rep);
    if (e == ERR_OK && s->settings->suggestions)
        e = asset(s, "suggest.js", s->suggest_href, l->rep);
    site_brand_style(s->settings, s->brand_style);
    return e;
}

static enum err
draw_all(struct load *l)
{
    struct site *s = l->site;
    enum err e = ERR_OK;
    s->fixed = calloc(s->pages->page_count, sizeof s->fixed[0]);
    if (s->fixed == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < s->pages->page_count && e == ERR_OK; i++)
        e = pages_draw(s, &s->pages->page[i], &s->fixed[i]);
    return e;
}

/* A writer's job. */
static enum err
wording_job(struct db *db, void *arg)
{
    struct site *s = arg;
    const struct desk desk = {
        .db = db, .now = clock_now(), .channel = CHANNEL_WEB, .actor = "helpcenter"};
    enum err e = ERR_OK;
    for (enum form_id id = 0; id < FORM_COUNT_ && e == ERR_OK; id++) {
        const char *address = form_row(id)->address;
        struct buf words = BUF_INIT;
        form_wording(s, id, &words);
        e = words.err;
        if (e == ERR_OK)
            e = wording_keep(&desk, address, catalogue_page(s->pages, address)->head.title,
                             buf_text(&words), &s->wording[id]);
        buf_free(&words);
    }
    return e;
}

static enum err
keep_wording(struct load *l)
{
    l->site->policy = catalogue_page(l->site->pages, privacy_policy)->version_id;
    return l->writer != NULL ? writer_run(l->writer, wording_job, l->site) : ERR_OK;
}

enum err
site_load(const struct settings *settings, struct db *db, struct writer *writer, struct site **out,
          struct report *rep)
{
    /* each stands on those before it */
    static enum err (*const steps[])(struct load *l) = {
        load_words,    load_templates, load_pages,   check_pages, load_assets, load_delivery,
        build_search,  find_related,   load_history, draw_all,    keep_wording,
    };
    struct load l = {.site = calloc(1, sizeof *l.site), .db = db, .writer = writer, .rep = rep};
    enum err e = ERR_OK;
    if (l.site == NULL)
        return ERR_NOMEM;
    l.site->settings = settings;
    atomic_init(&l.site->refs, 1);
    snprintf(l.folder, sizeof l.folder, "%s/words/en", settings->templates);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && e == ERR_OK; i++)
        e = steps[i](&l);
    if (e == ERR_OK)
        *out = l.site;
    else
        site_unref(l.site);
    return e;
}

struct site *
site_ref(struct site *s)
{
    atomic_fetch_add(&s->refs, 1);
    return s;
}

void
site_unref(struct site *s)
{
    if (s == NULL || atomic_fetch_sub(&s->refs, 1) != 1)
        return;
    for (size_t i = 0; s->fixed != NULL && i < s->pages->page_count; i++)
        fixed_free(&s->fixed[i]);
    free(s->fixed);
    search_free(s->search);
    delivery_free(s->delivery);
    related_free(s->related);
    history_free(&s->history);
    catalogue_free(s->pages);
    tpl_free(s->tpl);
    words_free(s->words);
    free(s);
}

const struct fixed *
site_fixed(const struct site *s, const struct page *p)
{
    assert(p >= s->pages->page && p < s->pages->page + s->pages->page_count);
    return &s->fixed[p - s->pages->page];
}
