#include "search_page.h"

#include <assert.h>
#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "draw.h"
#include "http/url.h"
#include "pages.h"
#include "view/jsonld.h"

enum {
    PAGE_HITS = 10,
    SUGGESTIONS = 6,
    NEAREST = 5,
    PAGES_MAX = 100000,
    TITLE_QUERY = 40, /* characters of a search that still go into the page's title */
};

/* Each kind's name in an address and in words; HIT_ANY is all of them. */
static const struct {
    const char *name;
    enum word one, many;
} kinds[] = {
    [HIT_HELP] = {"help", MSG_kind_help, MSG_kinds_help},
    [HIT_QUESTION] = {"question", MSG_kind_question, MSG_kinds_question},
    [HIT_POLICY] = {"policy", MSG_kind_policy, MSG_kinds_policy},
    [HIT_FORM] = {"form", MSG_kind_form, MSG_kinds_form},
    [HIT_DELIVERY] = {"delivery", MSG_kind_delivery, MSG_kinds_delivery},
    [HIT_ANY] = {NULL, MSG_NONE, MSG_kinds_any},
};
static_assert(sizeof kinds / sizeof *kinds == HIT_ANY + 1, "each kind has its words");

/* A search as its address says it. */
struct asked {
    char typed[LIMIT_SEARCH * 4 + 1]; /* cut to LIMIT_SEARCH characters */
    enum hit_kind kind;
    size_t page; /* from 1 */
};

/* Takes the first LIMIT_SEARCH characters. */
static void
take_typed(struct asked *a, const char *text)
{
    size_t len = strlen(text), at = 0;
    for (int i = 0; i < LIMIT_SEARCH && at < len; i++) {
        uint32_t c;
        size_t n = utf8_read(text + at, len - at, &c);
        at += n > 0 ? n : 1;
    }
    assert(at < sizeof a->typed);
    memcpy(a->typed, text, at);
    a->typed[at] = '\0';
}

static enum hit_kind
read_kind(const struct param *p)
{
    for (enum hit_kind kind = 0; p != NULL && kind < HIT_KINDS_; kind++)
        if (strcmp(kinds[kind].name, p->value) == 0)
            return kind;
    return HIT_ANY;
}

static size_t
read_page(const struct param *p)
{
    int64_t n = p != NULL ? ascii_number(p->value, PAGES_MAX) : 0;
    return n > 0 ? (size_t)n : 1;
}

static void
read_asked(const struct request *r, struct asked *a)
{
    const struct param *q = params_find(&r->query, "q");
    if (q == NULL)
        q = params_find(&r->query, "keywords"); /* as the store's old search form sent it */
    take_typed(a, q != NULL ? q->value : "");
    a->kind = read_kind(params_find(&r->query, "kind"));
    a->page = read_page(params_find(&r->query, "page"));
}

static void
put_href(struct tpl_dict *d, enum tpl_key key, const char *typed, enum hit_kind kind, size_t page)
{
    struct buf href = BUF_INIT;
    buf_str(&href, "/search?q=");
    url_encode(&href, typed);
    if (kind != HIT_ANY)
        buf_fmt(&href, "&kind=%s", kinds[kind].name);
    if (page > 1)
        buf_fmt(&href, "&page=%zu", page);
    tpl_text(d, key, buf_text(&href));
    buf_free(&href);
}

void
search_draw_asking(const struct site *s, const struct page *p, struct tpl_dict *d)
{
    (void)p;
    tpl_text(d, KEY_QUERY, "");
    tpl_show(d, KEY_ASK);
    draw_popular(s, d);
}

/* A snippet's words found stand between \x02 and \x03. */
static void
draw_snippet(struct tpl_dict *result, const char *snippet)
{
    while (*snippet != '\0') {
        bool marked = *snippet == '\x02';
        snippet += marked || *snippet == '\x03';
        size_t n = strcspn(snippet, "\x02\x03");
        if (n > 0)
            tpl_textn(
                tpl_section(tpl_section(result, KEY_PART), marked ? KEY_PART_MARK : KEY_PART_PLAIN),
                KEY_PART_TEXT, snippet, n);
        snippet += n;
    }
}

static void
draw_hit(const struct site *s, struct tpl_dict *d, const struct hit *h)
{
    struct tpl_dict *result = tpl_section(d, KEY_RESULT);
    tpl_text(result, KEY_LINK_HREF, h->address);
    tpl_text(result, KEY_LINK_TEXT, h->title);
    tpl_text(result, KEY_RESULT_KIND, words_get(s->words, kinds[h->kind].one));
    for (size_t i = 0; i < h->places; i++) {
        bool linked = h->place[i].address != NULL;
        struct tpl_dict *place = tpl_section(tpl_section(result, KEY_PLACE),
                                             linked ? KEY_PLACE_LINK : KEY_PLACE_PLAIN);
        tpl_text(place, KEY_PLACE_TEXT, h->place[i].title);
        if (linked)
            tpl_text(place, KEY_PLACE_HREF, h->place[i].address);
    }
    draw_snippet(result, h->snippet);
}

/* All, then each kind that was found, with how many; the one that is shown is no link. */
static void
draw_kinds(const struct site *s, struct tpl_dict *d, const struct asked *a, const struct hits *hits)
{
    size_t all = 0, several = 0;
    for (enum hit_kind kind = 0; kind < HIT_KINDS_; kind++) {
        all += hits->kinds[kind];
        several += hits->kinds[kind] > 0;
    }
    if (several < 2 && a->kind == HIT_ANY)
        return;
    struct tpl_dict *list = tpl_section(d, KEY_KINDS);
    for (int i = -1; i < HIT_KINDS_; i++) {
        enum hit_kind kind = i < 0 ? HIT_ANY : (enum hit_kind)i;
        size_t count = kind == HIT_ANY ? all : hits->kinds[kind];
        bool here = kind == a->kind;
        if (count == 0 && !here)
            continue;
        struct tpl_dict *one =
            tpl_section(tpl_section(list, KEY_KIND), here ? KEY_KIND_HERE : KEY_KIND_LINK);
        put_href(one, KEY_KIND_HREF, a->typed, kind, 1);
        tpl_text(one, KEY_KIND_NAME, words_get(s->words, kinds[kind].many));
        tpl_int(one, KEY_KIND_COUNT, (int64_t)count);
    }
}

static void
draw_pager(const struct site *s, struct tpl_dict *d, const struct asked *a, size_t pages)
{
    if (pages < 2)
        return;
    struct tpl_dict *pager = tpl_section(d, KEY_PAGER);
    struct buf here = BUF_INIT, of = BUF_INIT, text = BUF_INIT;
    buf_int(&here, (int64_t)a->page);
    buf_int(&of, (int64_t)pages);
    words_format(s->words, &text, MSG_search_page, "page", buf_text(&here), "pages", buf_text(&of),
                 NULL);
    tpl_text(pager, KEY_PAGER_HERE, buf_text(&text));
    if (a->page > 1)
        put_href(tpl_section(pager, KEY_BEFORE), KEY_BEFORE_HREF, a->typed, a->kind, a->page - 1);
    if (a->page < pages)
        put_href(tpl_section(pager, KEY_AFTER), KEY_AFTER_HREF, a->typed, a->kind, a->page + 1);
    buf_free(&here);
    buf_free(&of);
    buf_free(&text);
}

/* What was searched for instead, or what may have been meant. */
static void
draw_spelling(struct tpl_dict *d, const struct hits *hits)
{
    if (hits->corrected != NULL)
        tpl_text(tpl_section(d, KEY_CORRECTED), KEY_CORRECTED_TEXT, hits->corrected);
    if (hits->meant == NULL)
        return;
    struct tpl_dict *meant = tpl_section(d, KEY_MEANT);
    put_href(meant, KEY_MEANT_HREF, hits->meant, HIT_ANY, 1);
    tpl_text(meant, KEY_MEANT_TEXT, hits->meant);
}

static void
draw_found(const struct site *s, struct tpl_dict *d, const struct asked *a, const struct hits *hits)
{
    draw_spelling(d, hits);
    draw_kinds(s, d, a, hits);
    struct tpl_dict *found = tpl_section(d, KEY_FOUND);
    tpl_int(found, KEY_FOUND_COUNT, (int64_t)hits->total);
    tpl_int(found, KEY_FIRST, (int64_t)((a->page - 1) * PAGE_HITS + 1));
    if (!hits->all)
        tpl_show(found, KEY_PARTLY);
    for (size_t i = 0; i < hits->count; i++)
        draw_hit(s, found, &hits->hit[i]);
    draw_pager(s, d, a, (hits->total + PAGE_HITS - 1) / PAGE_HITS);
}

/* What else may help: the pages nearest to the words, or those that most people want. */
static void
draw_nothing(const struct site *s, struct tpl_dict *d, const struct asked *a)
{
    struct hits near = {0};
    struct tpl_dict *nothing = tpl_section(d, KEY_NOTHING);
    enum err e = search_near(s->search, a->typed, NEAREST, &near);
    if (e == ERR_OK && near.count > 0) {
        struct tpl_dict *list = tpl_section(nothing, KEY_NEAR);
        for (size_t i = 0; i < near.count; i++)
            draw_link(list, KEY_NEAREST, near.hit[i].address, near.hit[i].title);
    } else {
        draw_popular(s, tpl_section(nothing, KEY_OFTEN));
    }
    hits_free(&near);
}

/* The page of a search: what it found, or what else may help. */
static void
show(const struct call *c, const struct asked *a, const struct hits *hits)
{
    const struct site *s = c->site;
    struct buf title = BUF_INIT;
    bool brief = text_chars(a->typed, strlen(a->typed)) <= TITLE_QUERY;
    words_format(s->words, &title, brief ? MSG_search_title_for : MSG_search_title, "query",
                 a->typed, NULL);
    struct frame f = {.title = buf_text(&title),
                      .summary = words_get(s->words, MSG_search_summary),
                      .address = "/search",
                      .noindex = true,
                      .no_header_search = true};
    frame_crumbs(&f, s, NULL, words_get(s->words, MSG_search_title));
    struct tpl_dict *inner;
    struct tpl_dict *root = draw_frame(s, &f, TPL_layout_search, &inner);
    tpl_text(inner, KEY_QUERY, a->typed);
    if (hits->total > 0 || a->kind != HIT_ANY)
        draw_found(s, inner, a, hits);
    else
        draw_nothing(s, inner, a);
    pages_answer_drawn(c, root);
    buf_free(&title);
}

/* Searches; a page past the last becomes the last one. */
static enum err
find(const struct call *c, struct asked *a, struct hits *out)
{
    struct search_ask ask = {
        .typed = a->typed, .kind = a->kind, .from = (a->page - 1) * PAGE_HITS, .max = PAGE_HITS};
    enum err e = search_run(c->site->search, &ask, out);
    if (e != ERR_OK || ask.from == 0 || ask.from < out->total)
        return e;
    a->page = out->total == 0 ? 1 : (out->total - 1) / PAGE_HITS + 1;
    ask.from = (a->page - 1) * PAGE_HITS;
    hits_free(out);
    return search_run(c->site->search, &ask, out);
}

/* For staff: a search, and one whose words are nowhere; those that were taken for near ones too,
 * which may be wrong ("cash" for "case"). Further pages are no new search. */
static void
count(const struct call *c, const struct asked *a, const struct hits *hits)
{
    size_t all = 0;
    if (a->page > 1 || a->kind != HIT_ANY || c->req->bot || c->req->method != METHOD_GET)
        return;
    for (enum hit_kind kind = 0; kind < HIT_KINDS_; kind++)
        all += hits->kinds[kind];
    tally_add(c->app->tally, TALLY_SEARCH, NULL, NULL);
    if (all == 0 || hits->corrected != NULL)
        tally_add(c->app->tally, TALLY_MISS, a->typed, NULL);
}

void
search_page(const struct call *c, int arg)
{
    (void)arg;
    struct hits hits = {0};
    struct asked a;
    read_asked(c->req, &a);
    bool empty = a.typed[strspn(a.typed, " \t")] == '\0';
    enum err e = c->req->query_refused ? ERR_INVALID : ERR_OK;
    if (e == ERR_OK && !empty)
        e = find(c, &a, &hits);
    if (e != ERR_OK) {
        draw_error(c, e);
    } else if (empty) {
        pages_answer(c, site_fixed(c->site, catalogue_page(c->site->pages, "/search")));
    } else {
        count(c, &a, &hits);
        show(c, &a, &hits);
    }
    hits_free(&hits);
}

static void
write_suggestion(const struct site *s, const struct hit *h, struct buf *out)
{
    const struct {
        const char *name, *value;
    } pairs[] = {{"title", h->title},
                 {"address", h->address},
                 {"kind", words_get(s->words, kinds[h->kind].one)}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        buf_fmt(out, "%s\"%s\":", i == 0 ? "{" : ",", pairs[i].name);
        json_string(out, pairs[i].value);
    }
    buf_char(out, '}');
}

void
search_suggest(const struct call *c, int arg)
{
    (void)arg;
    struct hits hits = {0};
    struct asked a;
    read_asked(c->req, &a);
    enum err e = !c->site->settings->suggestions ? ERR_NOTFOUND
                 : c->req->query_refused         ? ERR_INVALID
                                                 : ERR_OK;
    if (e == ERR_OK)
        e = search_run(
            c->site->search,
            &(struct search_ask){
                .typed = a.typed, .kind = HIT_ANY, .max = SUGGESTIONS, .brief = true},
            &hits);
    if (e != ERR_OK) {
        draw_error(c, e);
        return;
    }
    c->res->media = MEDIA_JSON;
    c->res->cache = CACHE_MINUTE;
    buf_char(&c->res->body, '[');
    for (size_t i = 0; i < hits.count; i++) {
        buf_str(&c->res->body, i > 0 ? "," : "");
        write_suggestion(c->site, &hits.hit[i], &c->res->body);
    }
    buf_str(&c->res->body, "]\n");
    hits_free(&hits);
}
