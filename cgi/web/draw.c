#include "draw.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/origin.h"

enum { RETRY_SECONDS = 60 };

void
draw_link(struct tpl_dict *d, enum tpl_key section, const char *href, const char *text)
{
    struct tpl_dict *one = tpl_section(d, section);
    tpl_text(one, KEY_LINK_HREF, href);
    tpl_text(one, KEY_LINK_TEXT, text);
}

void
frame_crumbs(struct frame *f, const struct site *s, const char *section, const char *title)
{
    const struct section *in = section != NULL ? catalogue_section(s->pages, section) : NULL;
    f->crumbs = 0;
    f->crumb[f->crumbs++] = (struct crumb){words_get(s->words, MSG_crumb_home), "/help.html"};
    if (in != NULL && in->hub != NULL && strcmp(in->hub, f->address) != 0 &&
        strcmp(in->hub, "/help.html") != 0)
        f->crumb[f->crumbs++] = (struct crumb){in->title, in->hub};
    f->crumb[f->crumbs++] = (struct crumb){title, NULL};
    assert(f->crumbs <= CRUMBS_MAX);
}

static void
draw_crumbs(const struct site *s, const struct frame *f, struct tpl_dict *root)
{
    if (f->crumbs == 0)
        return;
    struct buf json = BUF_INIT;
    struct tpl_dict *crumbs = tpl_section(root, KEY_CRUMBS);
    for (size_t i = 0; i < f->crumbs; i++) {
        struct tpl_dict *one = tpl_section(crumbs, KEY_CRUMB);
        tpl_text(one, KEY_CRUMB_TITLE, f->crumb[i].title);
        if (f->crumb[i].href == NULL)
            tpl_show(one, KEY_CRUMB_HERE);
        else
            tpl_text(tpl_section(one, KEY_CRUMB_LINK), KEY_CRUMB_HREF, f->crumb[i].href);
    }
    jsonld_breadcrumbs(&json, f->crumb, f->crumbs, s->settings->base_url, f->address);
    tpl_trusted_html(tpl_section(root, KEY_JSON_LD), KEY_JSON_LD_TEXT, buf_text(&json), json.len);
    buf_free(&json);
}

static void
draw_footer(const struct site *s, struct tpl_dict *root)
{
    char since[CLOCK_DATE_MAX];
    for (int column = 1; column <= 5; column++)
        for (size_t i = 0; i < s->pages->section_count; i++) {
            const struct section *in = &s->pages->section[i];
            if (in->footer != column)
                continue;
            struct tpl_dict *d = tpl_section(root, KEY_FOOTER_COLUMN);
            tpl_text(d, KEY_COLUMN_TITLE, in->title);
            for (size_t n = 0; n < in->entry_count; n++)
                draw_link(d, KEY_FOOTER_LINK, in->entry[n].page->address, in->entry[n].text);
        }
    const struct section *legal = catalogue_section(s->pages, "legal");
    for (size_t n = 0; legal != NULL && n < legal->entry_count; n++)
        draw_link(root, KEY_LEGAL_LINK, legal->entry[n].page->address, legal->entry[n].text);
    clock_footer_iso(s->settings->counter_start_date, since);
    tpl_text(root, KEY_COUNT_SINCE, since);
    tpl_text(root, KEY_LEGAL_NAME, s->settings->legal_name);
    tpl_trusted_html(root, KEY_NOTICES, s->pages->notices.html, s->pages->notices.html_len);
}

static void
draw_slots(struct tpl_dict *root)
{
    static const struct {
        enum tpl_key key;
        enum slot slot;
    } slots[] = {{KEY_DATE, SLOT_DATE},
                 {KEY_COUNT, SLOT_COUNT},
                 {KEY_YEAR, SLOT_YEAR},
                 {KEY_NONCE, SLOT_NONCE}};
    for (size_t i = 0; i < sizeof slots / sizeof slots[0]; i++)
        tpl_text(root, slots[i].key, fixed_marker(slots[i].slot));
    const char *back = fixed_marker(SLOT_BACK), *banner = fixed_marker(SLOT_BANNER);
    tpl_trusted_html(root, KEY_BACK, back, strlen(back));
    tpl_trusted_html(root, KEY_BANNER, banner, strlen(banner));
}

/* "Still need help?": the phone number as people read it and as a phone dials it (RFC 3966 5). */
static void
draw_band(const struct settings *set, struct tpl_dict *band)
{
    struct buf dial = BUF_INIT;
    if (set->phone[0] == '\0')
        return;
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t len = strcspn(set->phone, letters); /* "ext. 12" stays out */
    for (const char *c = set->phone; c < set->phone + len; c++)
        if ((*c >= '0' && *c <= '9') || (*c == '+' && dial.len == 0))
            buf_char(&dial, *c);
    tpl_text(tpl_section(band, KEY_PHONE_SHOWN), KEY_PHONE_DIAL, buf_text(&dial));
    buf_free(&dial);
}

struct tpl_dict *
draw_frame(const struct site *s, const struct frame *f, enum tpl_file main, struct tpl_dict **inner)
{
    const struct settings *set = s->settings;
    struct tpl_dict *root = tpl_dict_new();
    struct buf text = BUF_INIT;
    enum word form = f->failed ? MSG_doc_title_failed : MSG_doc_title;
    words_format(s->words, &text, form, "title", f->title, "shop", set->shop_name, NULL);
    tpl_text(root, KEY_DOC_TITLE, buf_text(&text));
    buf_reset(&text);
    buf_fmt(&text, "%s%s", set->base_url, f->address);
    tpl_text(root, KEY_CANONICAL, buf_text(&text));
    buf_free(&text);
    const struct {
        enum tpl_key key;
        const char *value;
    } plain[] = {{KEY_LANG, "en"},
                 {KEY_TITLE, f->title},
                 {KEY_SUMMARY, f->summary},
                 {KEY_SHOP_NAME, set->shop_name},
                 {KEY_OG_TYPE, f->modified != NULL ? "article" : "website"},
                 {KEY_STYLE_HREF, s->style_href},
                 {KEY_ICON_HREF, s->icon_href},
                 {KEY_STORE_URL, set->store_url},
                 {KEY_SUPPORT_MAIL, set->support_mail},
                 {KEY_PHONE, set->phone}};
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        tpl_text(root, plain[i].key, plain[i].value);
    tpl_trusted_html(root, KEY_BRAND_STYLE, s->brand_style, strlen(s->brand_style));
    if (f->modified != NULL)
        tpl_text(tpl_section(root, KEY_OG_ARTICLE), KEY_OG_MODIFIED, f->modified);
    if (f->noindex)
        tpl_show(root, KEY_NOINDEX);
    if (!f->no_header_search)
        tpl_text(tpl_section(root, KEY_HEADER_SEARCH), KEY_QUERY, f->query != NULL ? f->query : "");
    draw_slots(root);
    draw_crumbs(s, f, root);
    draw_footer(s, root);
    *inner = tpl_include(root, KEY_MAIN, main);
    draw_band(set, tpl_include(*inner, KEY_HELP_BAND, TPL_layout_help_band));
    return root;
}

/* script: with the one of suggestions, where they are on. */
static enum err
cut(const struct site *s, struct tpl_dict *root, bool script, struct fixed *out)
{
    struct buf html = BUF_INIT;
    if (script && s->suggest_href[0] != '\0')
        tpl_text(tpl_section(root, KEY_SUGGEST), KEY_SUGGEST_HREF, s->suggest_href);
    enum err e = root != NULL ? tpl_expand(s->tpl, TPL_layout_page, root, &html) : ERR_NOMEM;
    if (e == ERR_OK)
        e = html.err;
    if (e == ERR_OK)
        e = fixed_cut(buf_text(&html), html.len, out);
    buf_free(&html);
    return e;
}

enum err
draw_fixed(const struct site *s, struct tpl_dict *root, struct fixed *out)
{
    return cut(s, root, true, out);
}

/* Where the visitor came from, if that is a page of the store or of ours, and not this one. */
static void
draw_back(const struct call *c, struct buf *out)
{
    const struct settings *set = c->site->settings;
    const char *from = c->req->referer;
    size_t base = strlen(set->base_url);
    bool ours = url_same_origin(from, set->base_url);
    if (!ours && !url_same_origin(from, set->store_url))
        return;
    if (ours && strncmp(from, set->base_url, base) == 0 && strcmp(from + base, c->req->target) == 0)
        return;
    struct tpl_dict *d = tpl_dict_new();
    tpl_text(d, KEY_BACK_HREF, from);
    tpl_expand(c->site->tpl, TPL_layout_back, d, out);
    tpl_dict_free(d);
}

static void
fill(const struct call *c, const struct fixed *f, const char *nonce, const char *banner)
{
    char date[CLOCK_DATE_MAX], iso[CLOCK_DATE_MAX], count[24];
    struct buf back = BUF_INIT;
    clock_footer_date(c->now, date);
    clock_iso_date(c->now, iso);
    iso[4] = '\0'; /* the year */
    snprintf(count, sizeof count, "%lld", (long long)counter_total(c->app->counter));
    draw_back(c, &back);
    const struct slots slots = {.value = {[SLOT_DATE] = date,
                                          [SLOT_COUNT] = count,
                                          [SLOT_YEAR] = iso,
                                          [SLOT_BACK] = buf_text(&back),
                                          [SLOT_NONCE] = nonce,
                                          [SLOT_BANNER] = banner}};
    c->res->media = MEDIA_HTML;
    fixed_write(f, &slots, &c->res->body);
    buf_free(&back);
}

void
draw_from_fixed(const struct call *c, const struct fixed *f, const char *nonce)
{
    fill(c, f, nonce, NULL);
}

void
draw_under_banner(const struct call *c, const struct fixed *f, const char *banner)
{
    fill(c, f, NULL, banner);
}

void
draw_response(const struct call *c, struct tpl_dict *root, const char *nonce)
{
    struct fixed f = {0};
    enum err e = cut(c->site, root, !c->res->token_page, &f);
    tpl_dict_free(root);
    if (e == ERR_OK)
        draw_from_fixed(c, &f, nonce);
    else
        log_event(LOG_ERROR, "draw_failed", "why", err_text(e), NULL);
    if (e != ERR_OK)
        *c->res = (struct response){
            .status = 503, .media = MEDIA_TEXT, .cache = CACHE_NEVER, .retry_after = RETRY_SECONDS};
    fixed_free(&f);
}

void
draw_popular(const struct site *s, struct tpl_dict *d)
{
    const struct section *in = catalogue_section(s->pages, "popular");
    for (size_t i = 0; in != NULL && i < in->entry_count; i++)
        draw_link(d, KEY_POPULAR, in->entry[i].page->address, in->entry[i].text);
}

void
draw_message(const struct call *c, int status, enum word title, enum word lead, bool search)
{
    const struct site *s = c->site;
    struct frame f = {.title = words_get(s->words, title),
                      .summary = words_get(s->words, lead),
                      .address = c->req->path,
                      .noindex = true,
                      .no_header_search = search};
    struct tpl_dict *inner;
    struct tpl_dict *root = draw_frame(s, &f, TPL_layout_message, &inner);
    tpl_text(inner, KEY_LEAD, f.summary);
    if (search) {
        struct tpl_dict *d = tpl_section(inner, KEY_MESSAGE_SEARCH);
        tpl_text(d, KEY_QUERY, "");
        draw_popular(s, d);
    }
    c->res->status = status;
    c->res->cache = CACHE_NEVER;
    draw_response(c, root, NULL);
}

/* What an error is to a visitor: STYLE.md 15, one place. */
static const struct {
    int status;
    enum word title, lead;
    bool search, retry;
} errors[] = {
    [ERR_OK] = {500, MSG_broken_title, MSG_broken_lead, false, false},
    [ERR_NOMEM] = {503, MSG_busy_title, MSG_busy_lead, false, true},
    [ERR_IO] = {503, MSG_busy_title, MSG_busy_lead, false, true},
    [ERR_BUSY] = {503, MSG_busy_title, MSG_busy_lead, false, true},
    [ERR_FULL] = {503, MSG_busy_title, MSG_busy_lead, false, true},
    [ERR_CORRUPT] = {503, MSG_busy_title, MSG_busy_lead, false, true},
    [ERR_READONLY] = {503, MSG_busy_title, MSG_busy_lead, false, true},
    [ERR_NOTFOUND] = {404, MSG_lost_title, MSG_lost_lead, true, false},
    [ERR_INVALID] = {400, MSG_bad_title, MSG_bad_lead, false, false},
    [ERR_TOOBIG] = {413, MSG_large_title, MSG_large_lead, false, false},
    [ERR_DENIED] = {403, MSG_denied_title, MSG_denied_lead, false, false},
    [ERR_CONFLICT] = {500, MSG_broken_title, MSG_broken_lead, false, false},
    [ERR_BUG] = {500, MSG_broken_title, MSG_broken_lead, false, false},
};
static_assert(sizeof errors / sizeof errors[0] == ERR_COUNT_, "each error has a page");

void
draw_error(const struct call *c, enum err e)
{
    if (errors[e].retry)
        c->res->retry_after = RETRY_SECONDS;
    draw_message(c, errors[e].status, errors[e].title, errors[e].lead, errors[e].search);
}
