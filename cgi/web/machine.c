#include "machine.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/log.h"
#include "desk/policies.h"
#include "draw.h"
#include "history.h"
#include "news.h"

enum {
    SECURITY_DAYS = 180, /* RFC 9116 2.5.5: an end of less than a year */
    RETRY_SECONDS = 5,
    TAG_BYTES = 16, /* of a digest, in an ETag */
};

void
machine_health(const struct call *c, int arg)
{
    int64_t stamp;
    (void)arg;
    enum err e = policy_stamp(c->seat->db, &stamp);
    c->res->media = MEDIA_TEXT;
    c->res->cache = CACHE_NEVER;
    c->res->status = e == ERR_OK ? 200 : 503;
    c->res->retry_after = e == ERR_OK ? 0 : RETRY_SECONDS;
    buf_str(&c->res->body, e == ERR_OK ? "ok\n" : "database\n");
}

/* An address of sitemap.xml, and the day on which what stands there was changed last. */
static void
draw_address(struct tpl_dict *root, const char *address, const char *day)
{
    struct tpl_dict *one = tpl_section(root, KEY_PAGE);
    tpl_text(one, KEY_PAGE_ADDRESS, address);
    tpl_text(one, KEY_PAGE_DATE, day);
}

/* A strong ETag: the digest of the body. */
static void
tag(struct response *r)
{
    unsigned char hash[SECRET_HASH];
    char text[TAG_BYTES * 2 + 1];
    secret_digest(buf_text(&r->body), r->body.len, hash);
    hex_encode(hash, TAG_BYTES, text);
    snprintf(r->etag, sizeof r->etag, "\"%s\"", text);
}

void
machine_answer(const struct call *c, enum media media, enum err e)
{
    struct response *r = c->res;
    if (e == ERR_OK)
        e = r->body.err;
    if (e != ERR_OK) {
        buf_reset(&r->body);
        draw_error(c, e);
        return;
    }
    r->media = media;
    r->cache = CACHE_HOUR;
    tag(r);
    if (etag_matches(c->req->if_none_match, r->etag)) {
        r->status = 304;
        buf_reset(&r->body);
    }
}

void
machine_sitemap(const struct call *c, int arg)
{
    const struct catalogue *pages = c->site->pages;
    char date[CLOCK_DATE_MAX], href[HISTORY_HREF_MAX];
    (void)arg;
    struct tpl_dict *root = tpl_dict_new();
    tpl_text(root, KEY_BASE_URL, c->site->settings->base_url);
    for (size_t i = 0; i < pages->page_count; i++) {
        const struct page *p = &pages->page[i];
        news_page_day(c->site, p, date);
        draw_address(root, p->address, date);
        if (p->policy && history_of(&c->site->history, p->address).count > 0 &&
            history_href(p->address, 0, href))
            draw_address(root, href, date);
    }
    enum err e = tpl_expand(c->site->tpl, TPL_layout_sitemap_xml, root, &c->res->body);
    tpl_dict_free(root);
    machine_answer(c, MEDIA_XML, e);
}

void
machine_robots(const struct call *c, int arg)
{
    (void)arg;
    buf_fmt(&c->res->body,
            "User-agent: *\nDisallow: /search?\nDisallow: /received/\n\nSitemap: %s/sitemap.xml\n",
            c->site->settings->base_url);
    machine_answer(c, MEDIA_TEXT, ERR_OK);
}

void
machine_security(const struct call *c, int arg)
{
    const struct settings *set = c->site->settings;
    char date[CLOCK_DATE_MAX];
    (void)arg;
    clock_iso_date(c->now + SECURITY_DAYS * DAY_SECONDS, date);
    buf_fmt(&c->res->body,
            "Contact: mailto:%s\nExpires: %sT00:00:00Z\nPreferred-Languages: en\n"
            "Canonical: %s/.well-known/security.txt\n",
            set->support_mail, date, set->base_url);
    machine_answer(c, MEDIA_TEXT, ERR_OK);
}
