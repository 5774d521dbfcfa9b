#include "history.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "history_draw.h"
#include "lost.h"
#include "pages.h"

enum { DIGITS_MAX = 9, TYPED_MAX = 40 };

static const char root[] = "/help/", ending[] = ".html", versions[] = "/versions";

/* What an address asks for. */
struct asked {
    char page[LIMIT_URI + sizeof ending]; /* "/help/privacy-policy.html" */
    const char *rest;                     /* of the path: "", "/2" or "/2/changes" */
    bool with_ending; /* it was written /help/PAGE.html/versions, which leads to the right one */
    int64_t version;  /* 0: the list */
    bool changes;
};

static bool
ends_with(const char *text, size_t len, const char *end)
{
    size_t n = strlen(end);
    return len >= n && memcmp(text + len - n, end, n) == 0;
}

/* "/2" or "/2/changes"; no other way to write a number is taken. */
static bool
read_rest(struct asked *a)
{
    const char *number = a->rest + 1;
    size_t digits;
    if (a->rest[0] == '\0')
        return true;
    digits = strspn(number, "0123456789");
    if (a->rest[0] != '/' || digits == 0 || digits > DIGITS_MAX || number[0] == '0')
        return false;
    a->version = strtoll(number, NULL, 10);
    a->changes = strcmp(number + digits, "/changes") == 0;
    return a->changes || number[digits] == '\0';
}

static bool
asked_read(const char *path, struct asked *a)
{
    const char *at = NULL;
    *a = (struct asked){0};
    for (const char *next = path; (next = strstr(next, versions)) != NULL; next++)
        at = next;
    if (at == NULL || strncmp(path, root, sizeof root - 1) != 0)
        return false;
    size_t len = (size_t)(at - path);
    a->with_ending = ends_with(path, len, ending);
    if (a->with_ending)
        len -= sizeof ending - 1;
    if (len < sizeof root || len >= LIMIT_URI)
        return false;
    snprintf(a->page, sizeof a->page, "%.*s%s", (int)len, path, ending);
    a->rest = at + sizeof versions - 1;
    return read_rest(a);
}

bool
history_href(const char *page, int64_t version, char out[HISTORY_HREF_MAX])
{
    size_t len = strlen(page);
    if (strncmp(page, root, sizeof root - 1) != 0 || !ends_with(page, len, ending))
        return false;
    len -= sizeof ending - 1;
    if (version == 0)
        snprintf(out, HISTORY_HREF_MAX, "%.*s%s", (int)len, page, versions);
    else
        snprintf(out, HISTORY_HREF_MAX, "%.*s%s/%lld", (int)len, page, versions,
                 (long long)version);
    return true;
}

/*
 * Leads to the versions of page, with what else the address asked for. Only where that page is
 * known, so nothing of what was sent but digits goes into the address.
 */
static void
lead_on(const struct call *c, const struct asked *a, const char *page)
{
    char href[HISTORY_HREF_MAX];
    struct buf to = BUF_INIT;
    const struct param *on = params_find(&c->req->query, "on");
    if (!history_href(page, 0, href)) {
        lost_draw(c);
        return;
    }
    buf_fmt(&to, "%s%s", href, a->rest);
    if (on != NULL && strlen(on->value) <= TYPED_MAX && a->rest[0] == '\0') {
        buf_str(&to, "?on=");
        url_encode(&to, on->value);
    }
    if (to.err == ERR_OK)
        response_redirect(c->res, 301, buf_text(&to));
    else
        draw_error(c, to.err);
    buf_free(&to);
}

/* The list, or the text of the day that was asked for, where there was one. */
static void
answer_list(const struct call *c, struct editions all)
{
    const struct param *on = params_find(&c->req->query, "on");
    const struct edition *e = NULL;
    if (on != NULL && clock_iso_valid(on->value))
        e = edition_on(all, on->value);
    if (e != NULL)
        history_draw_version(c, all, e, on->value);
    else
        history_draw_list(c, all, on != NULL ? on->value : NULL);
}

static void
answer(const struct call *c, const struct asked *a, struct editions all)
{
    const struct edition *e = edition_at(all, a->version);
    const struct edition *before = edition_at(all, a->version - 1);
    if (a->version == 0)
        answer_list(c, all);
    else if (e == NULL || (a->changes && before == NULL))
        lost_draw(c);
    else if (a->changes)
        history_draw_changes(c, before, e);
    else
        history_draw_version(c, all, e, NULL);
}

void
history_below(const struct call *c, int arg)
{
    struct asked a;
    if (!asked_read(c->req->path, &a)) {
        pages_any(c, arg);
        return;
    }
    struct editions all = history_of(&c->site->history, a.page);
    const char *moved = catalogue_redirect(c->site->pages, a.page, "");
    if (c->req->query_refused)
        draw_error(c, ERR_INVALID);
    else if (all.count > 0 && a.with_ending)
        lead_on(c, &a, a.page);
    else if (all.count > 0)
        answer(c, &a, all);
    else if (moved != NULL && history_of(&c->site->history, moved).count > 0)
        lead_on(c, &a, moved);
    else
        lost_draw(c);
}

void
history_head(const struct site *s, const struct page *p, struct tpl_dict *d)
{
    char date[CLOCK_DATE_MAX], day[CLOCK_DATE_MAX], href[HISTORY_HREF_MAX];
    struct editions all = history_of(&s->history, p->address);
    const struct edition *e = edition_at(all, p->version);
    if (e == NULL)
        return;
    struct tpl_dict *v = tpl_section(d, KEY_POLICY);
    clock_plain_date(e->from, date);
    tpl_int(v, KEY_VERSION, e->version);
    tpl_text(v, KEY_EFFECTIVE_TEXT, date);
    tpl_text(v, KEY_EFFECTIVE_ISO, e->from);
    clock_iso_date(clock_now(), day);
    const struct edition *now = edition_on(all, day);
    if (now != NULL && now != e && history_href(p->address, now->version, href)) {
        struct tpl_dict *then = tpl_section(v, KEY_UNTIL_THEN);
        tpl_text(then, KEY_BEFORE_HREF, href);
        tpl_int(then, KEY_BEFORE_VERSION, now->version);
    }
    if (history_href(p->address, 0, href))
        tpl_text(tpl_section(v, KEY_HISTORY), KEY_HISTORY_HREF, href);
}
