#include "news.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "draw.h"
#include "history.h"
#include "machine.h"

enum { HREF_MAX = HISTORY_HREF_MAX + 16, TIME_MAX = 40, HOST_MAX = 256 };

/* A page that was updated, or a version that was published. */
struct item {
    int64_t at; /* a page's: the first second of its day */
    const struct page *page;
    const struct edition *edition; /* NULL for a page */
    const char *address;
};

struct items {
    struct item *item; /* newest first */
    size_t count;
};

static int
newest_first(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? 1 : -1;
    int by_address = strcmp(x->address, y->address);
    if (by_address != 0 || x->edition == NULL || y->edition == NULL)
        return by_address;
    return x->edition->version < y->edition->version ? 1 : -1;
}

/* A policy's changes are its versions; what its head says of a day is no further one. */
static bool
takes_page(const struct site *s, const struct page *p, int64_t *at)
{
    bool versions = p->policy && history_of(&s->history, p->address).count > 0;
    return !versions && strcmp(p->address, "/changes") != 0 && p->head.updated != NULL &&
           clock_day_begin(p->head.updated, at);
}

static enum err
items_open(const struct site *s, struct items *out)
{
    size_t most = s->pages->page_count + s->history.count;
    *out = (struct items){.item = calloc(most + 1, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < s->pages->page_count; i++) {
        const struct page *p = &s->pages->page[i];
        int64_t at;
        if (takes_page(s, p, &at))
            out->item[out->count++] = (struct item){at, p, NULL, p->address};
    }
    for (size_t i = 0; i < s->history.count; i++) {
        const struct edition *e = &s->history.edition[i];
        char href[HISTORY_HREF_MAX];
        if (history_href(e->page, e->version, href))
            out->item[out->count++] = (struct item){e->at, NULL, e, e->page};
    }
    assert(out->count <= most);
    qsort(out->item, out->count, sizeof *out->item, newest_first);
    out->count = out->count < NEWS_MAX ? out->count : NEWS_MAX;
    return ERR_OK;
}

/* Where an entry leads: the page, a policy's first version, or what a later one changed. */
static void
item_href(const struct item *i, char out[HREF_MAX])
{
    char version[HISTORY_HREF_MAX] = "";
    if (i->edition != NULL)
        history_href(i->edition->page, i->edition->version, version);
    if (i->edition == NULL)
        snprintf(out, HREF_MAX, "%s", i->page->address);
    else
        snprintf(out, HREF_MAX, "%s%s", version, i->edition->version > 1 ? "/changes" : "");
}

/* What is said of a version in the list; it doesn't change with the day. */
static enum word
policy_sentence(const struct edition *e)
{
    if (edition_force(e, e->from) == FORCE_NEVER)
        return MSG_news_policy_never;
    if (e->version == 1)
        return MSG_news_policy_first;
    return e->words_added < 0 || e->words_removed < 0 ? MSG_news_policy_again
                                                      : MSG_news_policy_changed;
}

static void
policy_summary(const struct site *s, const struct edition *e, struct buf *out)
{
    char from[CLOCK_DATE_MAX], added[24], removed[24];
    clock_plain_date(e->from, from);
    snprintf(added, sizeof added, "%lld", (long long)e->words_added);
    snprintf(removed, sizeof removed, "%lld", (long long)e->words_removed);
    words_format(s->words, out, policy_sentence(e), "from", from, "added", added, "removed",
                 removed, NULL);
}

/* LINK_HREF, LINK_TEXT, LINK_SUMMARY and the day of an entry. */
static void
draw_item(const struct site *s, struct tpl_dict *d, const struct item *i)
{
    char href[HREF_MAX], iso[CLOCK_DATE_MAX], date[CLOCK_DATE_MAX], number[24];
    struct buf text = BUF_INIT, summary = BUF_INIT;
    item_href(i, href);
    clock_iso_date(i->at, iso);
    clock_plain_date(iso, date);
    if (i->edition != NULL) {
        snprintf(number, sizeof number, "%lld", (long long)i->edition->version);
        words_format(s->words, &text, MSG_news_policy, "title", i->edition->title, "version",
                     number, NULL);
        policy_summary(s, i->edition, &summary);
    } else {
        buf_str(&text, i->page->head.title);
        buf_str(&summary, i->page->head.summary);
    }
    tpl_text(d, KEY_LINK_HREF, href);
    tpl_text(d, KEY_LINK_TEXT, buf_text(&text));
    tpl_text(d, KEY_LINK_SUMMARY, buf_text(&summary));
    tpl_text(d, KEY_NEWS_DAY, date);
    tpl_text(d, KEY_NEWS_DAY_ISO, iso);
    buf_free(&summary);
    buf_free(&text);
}

/* "2026-05" and "May 2026" of a day. */
static struct tpl_dict *
draw_month(struct tpl_dict *d, const char *iso)
{
    char date[CLOCK_DATE_MAX], id[16];
    struct tpl_dict *month = tpl_section(d, KEY_MONTH);
    clock_plain_date(iso, date);
    const char *name = strchr(date, ' ');
    snprintf(id, sizeof id, "hc-%.7s", iso);
    tpl_text(month, KEY_MONTH_ID, id);
    tpl_text(month, KEY_MONTH_TEXT, name != NULL ? name + 1 : date);
    return month;
}

void
news_draw(const struct site *s, const struct page *p, struct tpl_dict *d)
{
    char iso[CLOCK_DATE_MAX], last[CLOCK_DATE_MAX] = "";
    struct tpl_dict *month = NULL;
    struct items items;
    if (p->body.html_len > 0)
        tpl_trusted_html(tpl_section(d, KEY_INTRO), KEY_BODY, p->body.html, p->body.html_len);
    if (items_open(s, &items) != ERR_OK || items.count == 0)
        tpl_show(d, KEY_NO_NEWS);
    for (size_t i = 0; i < items.count; i++) {
        clock_iso_date(items.item[i].at, iso);
        if (strncmp(iso, last, 7) != 0)
            month = draw_month(d, iso);
        memcpy(last, iso, sizeof last);
        draw_item(s, tpl_section(month, KEY_NEWS), &items.item[i]);
    }
    free(items.item);
}

/* RFC 3339 5.6, UTC. */
static void
utc_time(int64_t at, char out[TIME_MAX])
{
    time_t t = (time_t)at;
    struct tm tm;
    gmtime_r(&t, &tm);
    strftime(out, TIME_MAX, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

/*
 * "tag:help.example.com,2026-05-03:/help/ring-sizes.html": the name is ours on the entry's own day,
 * and names it for ever (RFC 4151 2.1). The host alone, without a port.
 */
static void
tag_uri(const struct site *s, const char *day, const char *path, struct buf *out)
{
    const char *host = strstr(s->settings->base_url, "://");
    assert(host != NULL);
    host += strlen("://");
    buf_fmt(out, "tag:%.*s,%s:%s", (int)strcspn(host, ":/"), host, day, path);
}

static void
draw_entry(const struct site *s, struct tpl_dict *d, const struct item *i)
{
    char iso[CLOCK_DATE_MAX], path[HREF_MAX], updated[TIME_MAX];
    struct buf id = BUF_INIT;
    clock_iso_date(i->at, iso);
    if (i->edition == NULL || !history_href(i->edition->page, i->edition->version, path))
        item_href(i, path);
    tag_uri(s, iso, path, &id);
    utc_time(i->at, updated);
    draw_item(s, d, i);
    tpl_text(d, KEY_NEWS_ID, buf_text(&id));
    tpl_text(d, KEY_NEWS_UPDATED, updated);
    buf_free(&id);
}

void
news_feed(const struct call *c, int arg)
{
    const struct site *s = c->site;
    const struct settings *set = s->settings;
    char updated[TIME_MAX];
    struct items items;
    struct buf id = BUF_INIT;
    (void)arg;
    enum err e = items_open(s, &items);
    struct tpl_dict *root = tpl_dict_new();
    tag_uri(s, set->counter_start_date, "/changes.xml", &id);
    utc_time(items.count > 0 ? items.item[0].at : 0, updated);
    tpl_text(root, KEY_FEED_ID, buf_text(&id));
    tpl_text(root, KEY_FEED_UPDATED, updated);
    tpl_text(root, KEY_SHOP_NAME, set->shop_name);
    tpl_text(root, KEY_LEGAL_NAME, set->legal_name);
    tpl_text(root, KEY_BASE_URL, set->base_url);
    for (size_t i = 0; i < items.count; i++)
        draw_entry(s, tpl_section(root, KEY_NEWS), &items.item[i]);
    if (e == ERR_OK)
        e = tpl_expand(s->tpl, TPL_layout_feed_xml, root, &c->res->body);
    tpl_dict_free(root);
    machine_answer(c, MEDIA_ATOM, e);
    buf_free(&id);
    free(items.item);
}

void
news_page_day(const struct site *s, const struct page *p, char out[CLOCK_DATE_MAX])
{
    struct editions all = history_of(&s->history, p->address);
    struct items items = {0};
    if (p->policy && all.count > 0)
        clock_iso_date(all.edition[all.count - 1].at, out);
    else if (strcmp(p->address, "/changes") == 0 && items_open(s, &items) == ERR_OK &&
             items.count > 0)
        clock_iso_date(items.item[0].at, out);
    else if (p->head.updated != NULL)
        snprintf(out, CLOCK_DATE_MAX, "%s", p->head.updated);
    else
        clock_iso_date(p->modified, out);
    free(items.item);
}
