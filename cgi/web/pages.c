#include "pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "delivery_page.h"
#include "draw.h"
#include "form_page.h"
#include "history.h"
#include "lost.h"
#include "news.h"
#include "page_end.h"
#include "search_page.h"

/* How much of each stands on the start page; the sections after those are lines of a list below the
 * cards. */
enum {
    START_CARDS = 6,
    START_QUESTIONS = 8,
};

static void
draw_body(struct tpl_dict *d, const struct page *p)
{
    tpl_trusted_html(d, KEY_BODY, p->body.html, p->body.html_len);
}

/* The introduction above what the program draws itself; nothing where the file has no text. */
static void
draw_intro(struct tpl_dict *d, const struct page *p)
{
    if (p->body.html_len > 0)
        draw_body(tpl_section(d, KEY_INTRO), p);
}

static void
draw_contents(struct tpl_dict *d, const struct page *p)
{
    char href[72];
    if (p->body.heading_count < 2)
        return;
    struct tpl_dict *list = tpl_section(d, KEY_CONTENTS);
    for (size_t i = 0; i < p->body.heading_count; i++) {
        struct tpl_dict *item = tpl_section(list, KEY_CONTENTS_ITEM);
        snprintf(href, sizeof href, "#%s", p->body.heading[i].id);
        tpl_text(item, KEY_ITEM_HREF, href);
        tpl_text(item, KEY_ITEM_TEXT, p->body.heading[i].text);
        if (p->body.heading[i].level > 2)
            tpl_show(item, KEY_ITEM_SUB);
    }
}

static void
draw_article(const struct site *s, const struct page *p, struct tpl_dict *d)
{
    char date[CLOCK_DATE_MAX];
    if (p->head.updated != NULL && clock_plain_date(p->head.updated, date)) {
        struct tpl_dict *u = tpl_section(d, KEY_UPDATED);
        tpl_text(u, KEY_UPDATED_TEXT, date);
        tpl_text(u, KEY_UPDATED_ISO, p->head.updated);
    }
    if (p->policy)
        history_head(s, p, d);
    draw_contents(d, p);
    draw_body(d, p);
    if (page_end_fits(p))
        page_end_draw(s, p, d);
}

/* The pages of a section without its extra places. */
static size_t
own_entries(const struct section *in)
{
    size_t n = 0;
    for (size_t i = 0; i < in->entry_count; i++)
        n += !in->entry[i].extra;
    return n;
}

static void
draw_card(struct tpl_dict *card, const struct section *in, size_t count)
{
    char href[96];
    snprintf(href, sizeof href, "/help/sitemap.html#%s", in->id);
    tpl_text(card, KEY_CARD_HREF, in->hub != NULL ? in->hub : href);
    tpl_text(card, KEY_CARD_TITLE, in->title);
    tpl_text(card, KEY_CARD_SUMMARY, in->summary);
    if (count > 1)
        tpl_int(tpl_section(card, KEY_CARD_MANY), KEY_CARD_COUNT, (int64_t)count);
}

/* The sections with pages of their own: cards for the first of the file of sections, lines for the
 * others. */
static void
draw_cards(const struct site *s, struct tpl_dict *d)
{
    struct tpl_dict *more = NULL;
    size_t cards = 0;
    for (size_t i = 0; i < s->pages->section_count; i++) {
        const struct section *in = &s->pages->section[i];
        size_t count = own_entries(in);
        if (count == 0)
            continue;
        if (cards == START_CARDS && more == NULL)
            more = tpl_section(d, KEY_MORE);
        draw_card(more != NULL ? tpl_section(more, KEY_MORE_CARD) : tpl_section(d, KEY_CARD), in,
                  count);
        cards += cards < START_CARDS;
    }
}

/* A place among the pages of all sections, as the site map has them; begin at {0}. */
struct place {
    size_t section, entry;
};

/* The next page of questions, in the order of the site map; NULL after the last. */
static const struct page *
next_category(const struct site *s, struct place *at)
{
    for (; at->section < s->pages->section_count; *at = (struct place){at->section + 1, 0}) {
        const struct section *in = &s->pages->section[at->section];
        while (at->entry < in->entry_count) {
            const struct entry *one = &in->entry[at->entry++];
            if (!one->extra && one->page->answer_count > 0)
                return one->page;
        }
    }
    return NULL;
}

static void
draw_question(struct tpl_dict *d, const struct page *p, const struct answer *a)
{
    char href[256];
    snprintf(href, sizeof href, "%s#%s", p->address, a->id);
    draw_link(d, KEY_QUESTION, href, a->question);
}

/* The first questions of each category, one after the other. */
static void
draw_top_questions(const struct site *s, struct tpl_dict *d)
{
    const struct page *p;
    size_t shown = 0;
    for (size_t rank = 0; rank < 2; rank++)
        for (struct place at = {0};
             shown < START_QUESTIONS && (p = next_category(s, &at)) != NULL;) {
            if (rank >= p->answer_count)
                continue;
            draw_question(d, p, &p->answer[rank]);
            shown++;
        }
}

static void
draw_start(const struct site *s, const struct page *p, struct tpl_dict *d)
{
    draw_popular(s, d);
    draw_intro(d, p);
    draw_cards(s, d);
    draw_top_questions(s, d);
}

static void
draw_faq_index(const struct site *s, const struct page *p, struct tpl_dict *d)
{
    const struct page *one;
    (void)p;
    for (struct place at = {0}; (one = next_category(s, &at)) != NULL;) {
        struct tpl_dict *category = tpl_section(d, KEY_CATEGORY);
        tpl_text(category, KEY_CATEGORY_HREF, one->address);
        tpl_text(category, KEY_CATEGORY_TITLE, one->head.title);
        tpl_text(category, KEY_CATEGORY_SUMMARY, one->head.summary);
        for (size_t n = 0; n < one->answer_count; n++)
            draw_question(category, one, &one->answer[n]);
    }
}

static void
draw_faq(const struct site *s, const struct page *p, struct tpl_dict *d)
{
    const struct page *one;
    draw_intro(d, p);
    for (size_t i = 0; i < p->answer_count; i++) {
        struct tpl_dict *qa = tpl_section(d, KEY_QA);
        tpl_text(qa, KEY_QA_ID, p->answer[i].id);
        tpl_text(qa, KEY_QA_QUESTION, p->answer[i].question);
        tpl_trusted_html(qa, KEY_QA_ANSWER, p->answer[i].html, strlen(p->answer[i].html));
    }
    for (struct place at = {0}; (one = next_category(s, &at)) != NULL;) {
        struct tpl_dict *category = tpl_section(d, KEY_CATEGORY);
        tpl_text(category, KEY_CATEGORY_HREF, one->address);
        tpl_text(category, KEY_CATEGORY_TITLE, one->head.title);
        if (one == p)
            tpl_show(category, KEY_CATEGORY_HERE);
    }
    page_end_draw(s, p, d);
}

static void
draw_sitemap(const struct site *s, const struct page *p, struct tpl_dict *d)
{
    (void)p;
    for (size_t i = 0; i < s->pages->section_count; i++) {
        const struct section *in = &s->pages->section[i];
        if (own_entries(in) == 0)
            continue;
        struct tpl_dict *section = tpl_section(d, KEY_SITE_SECTION);
        tpl_text(section, KEY_SECTION_ID, in->id);
        tpl_text(section, KEY_SECTION_TITLE, in->title);
        for (size_t n = 0; n < in->entry_count; n++) {
            const struct page *one = in->entry[n].page;
            if (in->entry[n].extra)
                continue;
            struct tpl_dict *link = tpl_section(section, KEY_SITE_LINK);
            tpl_text(link, KEY_LINK_HREF, one->address);
            tpl_text(link, KEY_LINK_TEXT, one->head.title);
            tpl_text(link, KEY_LINK_SUMMARY, one->head.summary);
        }
    }
}

/* Pages that the program draws more of than their text. Others are articles, FAQ categories or
 * forms by their kind. */
static const struct special {
    const char *address;
    enum tpl_file file;
    void (*draw)(const struct site *s, const struct page *p, struct tpl_dict *d);
    bool own_search;
} specials[] = {
    {"/help.html", TPL_layout_start, draw_start, true},
    {"/help/sitemap.html", TPL_layout_sitemap, draw_sitemap, false},
    {"/faq", TPL_layout_faq_index, draw_faq_index, false},
    {"/delivery", TPL_forms_delivery, delivery_draw, false},
    {"/changes", TPL_layout_changes, news_draw, false},
    {"/search", TPL_layout_search, search_draw_asking, true},
};
static const struct special article = {NULL, TPL_layout_article, draw_article, false};
static const struct special faq = {NULL, TPL_layout_faq, draw_faq, false};

static const struct special *
special_of(const struct page *p)
{
    for (size_t i = 0; i < sizeof specials / sizeof specials[0]; i++)
        if (strcmp(specials[i].address, p->address) == 0)
            return &specials[i];
    return p->kind == PAGE_FAQ ? &faq : &article;
}

/* The questions and answers as programs read them (schema.org FAQPage), beside the breadcrumbs. */
static enum err
draw_questions(const struct page *p, struct tpl_dict *root)
{
    struct question *q = calloc(p->answer_count + 1, sizeof *q);
    struct buf json = BUF_INIT;
    if (q == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < p->answer_count; i++)
        q[i] = (struct question){p->answer[i].question, p->answer[i].text};
    jsonld_faq(&json, q, p->answer_count);
    enum err e = json.err;
    tpl_trusted_html(tpl_section(root, KEY_JSON_LD), KEY_JSON_LD_TEXT, buf_text(&json), json.len);
    buf_free(&json);
    free(q);
    return e;
}

enum err
pages_draw(const struct site *s, const struct page *p, struct fixed *out)
{
    if (form_at(p->address) != FORM_COUNT_)
        return form_draw(s, p, out);
    const struct special *kind = special_of(p);
    char modified[CLOCK_DATE_MAX];
    struct frame f = {.title = p->head.title,
                      .summary = p->head.summary,
                      .address = p->address,
                      .no_header_search = kind->own_search};
    if (kind->draw == draw_article) {
        news_page_day(s, p, modified);
        f.modified = modified;
    }
    if (kind->draw != draw_start)
        frame_crumbs(&f, s, p->head.section, p->head.title);
    struct tpl_dict *inner;
    struct tpl_dict *root = draw_frame(s, &f, kind->file, &inner);
    kind->draw(s, p, inner);
    enum err e = kind == &faq ? draw_questions(p, root) : ERR_OK;
    if (e == ERR_OK)
        e = draw_fixed(s, root, out);
    tpl_dict_free(root);
    return e;
}

void
pages_answer(const struct call *c, const struct fixed *f)
{
    snprintf(c->res->etag, sizeof c->res->etag, "W/\"%s-%lld\"", f->etag,
             (long long)clock_day(c->now));
    if (etag_matches(c->req->if_none_match, c->res->etag))
        c->res->status = 304;
    else
        draw_from_fixed(c, f, NULL);
}

void
pages_answer_drawn(const struct call *c, struct tpl_dict *root)
{
    struct fixed f = {0};
    enum err e = draw_fixed(c->site, root, &f);
    tpl_dict_free(root);
    if (e == ERR_OK)
        pages_answer(c, &f);
    else
        draw_error(c, e);
    fixed_free(&f);
}

/* The query of the target, "" for none. */
static const char *
query_of(const struct request *r)
{
    const char *mark = strchr(r->target, '?');
    return mark != NULL ? mark + 1 : "";
}

void
pages_any(const struct call *c, int arg)
{
    (void)arg;
    const struct catalogue *pages = c->site->pages;
    const struct page *p = catalogue_page(pages, c->req->path);
    const char *moved = strcmp(c->req->path, "/") == 0
                            ? "/help.html"
                            : catalogue_redirect(pages, c->req->path, query_of(c->req));
    if (p != NULL)
        pages_answer(c, site_fixed(c->site, p));
    else if (moved != NULL)
        response_redirect(c->res, 301, moved);
    else
        lost_draw(c);
}
