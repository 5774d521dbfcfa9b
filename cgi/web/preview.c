#include "preview.h"

#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "base/token.h"
#include "content/preview.h"
#include "draw.h"
#include "pages.h"

static_assert((int)PREVIEW_ID == (int)SECRET_ID, "a token holds a page's id");

static const char below[] = "/preview/";

/* A page about the link, not of it: rep's lines are shown, without the folder before them. */
static void
say(const struct call *c, int status, enum word title, enum word lead, const struct report *rep)
{
    const struct site *s = c->site;
    size_t folder = strlen(s->settings->templates) + 1;
    struct frame f = {.title = words_get(s->words, title),
                      .summary = words_get(s->words, lead),
                      .address = "/help.html",
                      .noindex = true};
    struct tpl_dict *inner;
    struct tpl_dict *root = draw_frame(s, &f, TPL_layout_preview, &inner);
    tpl_text(inner, KEY_LEAD, f.summary);
    struct tpl_dict *list = rep != NULL ? tpl_section(inner, KEY_MISTAKES) : NULL;
    for (size_t i = 0; rep != NULL && i < rep->count; i++) {
        const char *line = rep->line[i];
        bool whole = strncmp(line, s->settings->templates, folder - 1) != 0;
        tpl_text(tpl_section(list, KEY_MISTAKE), KEY_MISTAKE_TEXT, whole ? line : line + folder);
    }
    c->res->status = status;
    c->res->cache = CACHE_NEVER;
    draw_response(c, root, NULL);
}

/* What the page is just now, and what visitors see instead. */
static void
draw_banner(const struct call *c, const struct page *p, int64_t ends_at, struct buf *out)
{
    const struct page *shown = catalogue_page(c->site->pages, p->address);
    char iso[CLOCK_DATE_MAX], date[CLOCK_DATE_MAX], hour[CLOCK_DATE_MAX];
    struct buf until = BUF_INIT;
    enum word title = MSG_preview_edited, text = MSG_preview_edited_text;
    if (shown == NULL) {
        title = p->head.draft ? MSG_preview_draft : MSG_preview_policy;
        text = MSG_preview_nobody;
    } else if (p->policy) {
        title = MSG_preview_policy;
        text = MSG_preview_policy_text;
    }
    clock_iso_date(ends_at, iso);
    clock_plain_date(iso, date);
    clock_plain_time(ends_at, hour);
    words_format(c->site->words, &until, MSG_preview_until, "date", date, "time", hour, NULL);
    struct tpl_dict *d = tpl_dict_new();
    tpl_text(d, KEY_BANNER_TITLE, words_get(c->site->words, title));
    tpl_text(d, KEY_BANNER_TEXT, words_get(c->site->words, text));
    tpl_text(d, KEY_BANNER_UNTIL, buf_text(&until));
    tpl_expand(c->site->tpl, TPL_layout_banner, d, out);
    tpl_dict_free(d);
    buf_free(&until);
}

static enum err
draw_preview(const struct call *c, const struct page *p, int64_t ends_at)
{
    struct buf banner = BUF_INIT;
    struct fixed fixed = {0};
    enum err e = pages_draw(c->site, p, &fixed);
    draw_banner(c, p, ends_at, &banner);
    if (e == ERR_OK)
        e = banner.err;
    if (e == ERR_OK)
        draw_under_banner(c, &fixed, buf_text(&banner));
    fixed_free(&fixed);
    buf_free(&banner);
    return e;
}

static void
show(const struct call *c, const struct preview_token *t)
{
    const struct catalogue_source source = site_source(c->site, NULL);
    struct report rep = {0};
    struct page *p = NULL;
    enum err e = preview_load(&source, c->site->pages, t->page, &p, &rep);
    if (e == ERR_OK && preview_is_public(c->site->pages, p))
        response_redirect(c->res, 303, p->address);
    else if (e == ERR_OK)
        e = draw_preview(c, p, t->ends_at);
    if (e == ERR_INVALID)
        say(c, 200, MSG_preview_wrong_title, MSG_preview_wrong_lead, &rep);
    else if (e == ERR_NOTFOUND)
        say(c, 410, MSG_preview_gone_title, MSG_preview_gone_lead, NULL);
    else if (e != ERR_OK)
        draw_error(c, e);
    preview_free(p);
    report_free(&rep);
}

void
preview_handle(const struct call *c, int arg)
{
    const char *text = c->req->path + sizeof below - 1;
    struct preview_token t;
    (void)arg;
    assert(strncmp(c->req->path, below, sizeof below - 1) == 0);
    if (!preview_read(c->app->keys, text, strlen(text), &t))
        say(c, 404, MSG_preview_lost_title, MSG_preview_lost_lead, NULL);
    else if (t.ends_at < c->now)
        say(c, 410, MSG_preview_ended_title, MSG_preview_ended_lead, NULL);
    else
        show(c, &t);
}
