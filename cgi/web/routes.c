#include "routes.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "delivery_page.h"
#include "draw.h"
#include "feedback_page.h"
#include "form_page.h"
#include "history.h"
#include "http/origin.h"
#include "links.h"
#include "machine.h"
#include "news.h"
#include "pages.h"
#include "preview.h"
#include "search_page.h"

#define READ (METHOD_GET | METHOD_HEAD)
#define FORM(address, id) {address, READ | METHOD_POST, ROUTE_COUNTED, form_handle, id}
/* Not counted: what mail scanners fetch says nothing about visitors. */
#define LINK(below, kind, flag) \
    {below, READ | METHOD_POST, ROUTE_BELOW | ROUTE_TOKEN | (flag), links_handle, kind}

/* The first row that fits is taken. What no row names is looked for in the catalogue. */
static const struct route routes[] = {
    FORM("/newsletter", FORM_NEWSLETTER),
    FORM("/offers", FORM_OFFERS),
    FORM("/club", FORM_CLUB),
    FORM("/catalog", FORM_CATALOG),
    FORM("/opt-out", FORM_OPT_OUT),
    FORM("/my-data/correct", FORM_CORRECT),
    FORM("/my-data/update", FORM_UPDATE),
    FORM("/my-data/delete", FORM_DELETE),
    FORM("/my-data/deactivate", FORM_DEACTIVATE),
    FORM("/preferences", FORM_PREFERENCES),
    FORM("/expert-advice", FORM_ADVICE),
    FORM("/sell-to-us", FORM_SELL),
    FORM("/careers", FORM_CAREERS),
    FORM("/contact", FORM_CONTACT),
    LINK("/confirm/", LINK_CONFIRM, 0),
    LINK("/leave/", LINK_LEAVE, ROUTE_ONE_CLICK),
    LINK("/undo/", LINK_UNDO, 0),
    LINK("/preferences/", LINK_PREFERENCES, 0),
    {"/preview/", READ, ROUTE_BELOW | ROUTE_TOKEN, preview_handle, 0},
    {"/received/", READ, ROUTE_BELOW | ROUTE_COUNTED, form_received, 0},
    {"/delivery", READ | METHOD_POST, ROUTE_COUNTED, delivery_handle, 0},
    {"/feedback", READ | METHOD_POST, 0, feedback_handle, 0},
    {"/feedback/thanks", READ, ROUTE_COUNTED, feedback_thanks, 0},
    {"/search", READ, ROUTE_COUNTED, search_page, 0},
    {"/suggest", READ, 0, search_suggest, 0},
    {"/healthz", READ, 0, machine_health, 0},
    {"/sitemap.xml", READ, 0, machine_sitemap, 0},
    {"/robots.txt", READ, 0, machine_robots, 0},
    {"/.well-known/security.txt", READ, 0, machine_security, 0},
    {"/changes.xml", READ, 0, news_feed, 0},
    {"/help/", READ, ROUTE_BELOW | ROUTE_COUNTED, history_below, 0},
    {"/", READ, ROUTE_BELOW | ROUTE_COUNTED, pages_any, 0},
};

static const struct route *
route_of(const char *path)
{
    const struct route *r = routes;
    while (strcmp(r->path, path) != 0 &&
           !((r->flags & ROUTE_BELOW) && strncmp(path, r->path, strlen(r->path)) == 0))
        r++; /* the last row takes every path, since each begins with a slash */
    return r;
}

bool
routes_answer(const char *path)
{
    route_handler handler = route_of(path)->handler;
    /* these two look in the catalogue */
    return (handler != pages_any && handler != history_below) ||
           strncmp(path, "/static/", 8) == 0;
}

/* What the request itself is wrong in, before its route's handler is asked. */
static bool
refuse(const struct call *c, const struct fcgi_call *in, enum err read)
{
    bool refused = true;
    if (in->too_big)
        draw_error(c, ERR_TOOBIG);
    else if (in->cut)
        draw_error(c, ERR_INVALID);
    else if (read == ERR_TOOBIG)
        draw_message(c, 414, MSG_long_title, MSG_long_lead, false);
    else if (read == ERR_DENIED)
        draw_message(c, 415, MSG_media_title, MSG_media_lead, false);
    else if (read != ERR_OK)
        draw_error(c, read);
    else
        refused = false;
    return refused;
}

static void
take(const struct call *c, const struct route *r)
{
    assert(r != NULL); /* refuse() has answered where there is none */
    if (!(r->methods & c->req->method)) {
        c->res->allow = r->methods;
        draw_message(c, 405, MSG_method_title, MSG_method_lead, false);
    } else if (c->req->method == METHOD_POST &&
               !((r->flags & ROUTE_ONE_CLICK) && links_one_click(c->req)) &&
               origin_of(c->req, c->site->settings->base_url) == ORIGIN_CROSS) {
        draw_error(c, ERR_DENIED);
    } else {
        r->handler(c, r->arg);
    }
}

/* Pages that people asked for and got: HTML, 200 or 304 to a GET, and not to a known bot. */
static bool
counts(const struct route *r, const struct call *c)
{
    int status = c->res->status == 0 ? 200 : c->res->status;
    return (r->flags & ROUTE_COUNTED) && c->req->method == METHOD_GET && !c->req->bot &&
           c->res->media == MEDIA_HTML && (status == 200 || status == 304);
}

void
route_request(void *arg, const struct fcgi_call *in, struct response *out)
{
    struct app *app = arg;
    struct request req;
    char id[16];
    unsigned char random[5];
    secret_random(random, sizeof random);
    base32_encode(random, sizeof random, id);
    log_request_id(id);
    enum err e = request_read(&req, in->get, in->ctx, app->settings->trusted_proxies);
    const struct route *r = e == ERR_OK ? route_of(req.path) : NULL;
    if (r != NULL && (r->methods & req.method) && !in->too_big && !in->cut)
        e = request_body(&req, in->body, in->len, r->flags & ROUTE_ONE_CLICK);
    struct call c = {.app = app,
                     .site = app_site(app),
                     .seat = &app->seat[in->worker],
                     .req = &req,
                     .res = out,
                     .now = clock_now()};
    out->token_page = r != NULL && (r->flags & ROUTE_TOKEN);
    if (!refuse(&c, in, e)) {
        take(&c, r);
        if (counts(r, &c)) {
            counter_hit(app->counter, in->worker);
            if (catalogue_page(c.site->pages, req.path) != NULL)
                tally_add(app->tally, TALLY_PAGE, req.path, NULL);
        }
    }
    site_unref(c.site);
    request_free(&req);
    log_request_id("");
}
