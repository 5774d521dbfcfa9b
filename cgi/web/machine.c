#include "machine.h"

#include "base/clock.h"
#include "base/log.h"
#include "desk/policies.h"
#include "draw.h"

enum { SECURITY_DAYS = 180, RETRY_SECONDS = 5 }; /* RFC 9116 2.5.5: an end of less than a year */

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

void
machine_sitemap(const struct call *c, int arg)
{
    const struct catalogue *pages = c->site->pages;
    char date[CLOCK_DATE_MAX];
    (void)arg;
    struct tpl_dict *root = tpl_dict_new();
    tpl_text(root, KEY_BASE_URL, c->site->settings->base_url);
    for (size_t i = 0; i < pages->page_count; i++) {
        const struct page *p = &pages->page[i];
        struct tpl_dict *one = tpl_section(root, KEY_PAGE);
        clock_iso_date(p->modified, date);
        tpl_text(one, KEY_PAGE_ADDRESS, p->address);
        tpl_text(one, KEY_PAGE_DATE, p->head.updated != NULL ? p->head.updated : date);
    }
    enum err e = tpl_expand(c->site->tpl, TPL_layout_sitemap_xml, root, &c->res->body);
    tpl_dict_free(root);
    c->res->media = MEDIA_XML;
    c->res->cache = CACHE_HOUR;
    if (e != ERR_OK) {
        buf_reset(&c->res->body);
        draw_error(c, e);
    }
}

void
machine_robots(const struct call *c, int arg)
{
    (void)arg;
    c->res->media = MEDIA_TEXT;
    c->res->cache = CACHE_HOUR;
    buf_fmt(&c->res->body,
            "User-agent: *\nDisallow: /search?\nDisallow: /received/\n\nSitemap: %s/sitemap.xml\n",
            c->site->settings->base_url);
}

void
machine_security(const struct call *c, int arg)
{
    const struct settings *set = c->site->settings;
    char date[CLOCK_DATE_MAX];
    (void)arg;
    clock_iso_date(c->now + SECURITY_DAYS * DAY_SECONDS, date);
    c->res->media = MEDIA_TEXT;
    c->res->cache = CACHE_HOUR;
    buf_fmt(&c->res->body,
            "Contact: mailto:%s\nExpires: %sT00:00:00Z\nPreferred-Languages: en\n"
            "Canonical: %s/.well-known/security.txt\n",
            set->support_mail, date, set->base_url);
}
