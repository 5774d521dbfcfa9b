#include "links.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "choose.h"
#include "desk/lists.h"
#include "draw.h"
#include "link_visit.h"

struct desk
visit_desk(const struct visit *v, struct db *db, enum channel channel)
{
    struct desk d = call_desk(v->c, db, channel);
    assert(v->way != NULL);
    d.page = v->way->page;
    return d;
}

enum err
visit_lists(const struct visit *v, unsigned *lists)
{
    const struct params *p = &v->c->req->form;
    *lists = 0;
    if (p->count != 1 || strcmp(p->list[0].name, "list") != 0)
        return ERR_INVALID;
    *lists = lists_read(p->list[0].value);
    return *lists != 0 || p->list[0].len == 0 ? ERR_OK : ERR_INVALID;
}

bool
links_one_click(const struct request *r)
{
    const struct param *p = params_find(&r->form, "List-Unsubscribe");
    return r->method == METHOD_POST && p != NULL && strcasecmp(p->value, "One-Click") == 0;
}

static const struct way ways[] = {
    {LINK_CONFIRM, PURPOSE_CONFIRM, "/confirm", LINK_PAGE_CONFIRM_ENDED, look_confirm, act_confirm},
    {LINK_CONFIRM, PURPOSE_CHANGE_OLD, "/confirm", LINK_PAGE_CHANGE_ENDED, look_change, act_change},
    {LINK_CONFIRM, PURPOSE_CHANGE_NEW, "/confirm", LINK_PAGE_CHANGE_ENDED, look_change, act_change},
    {LINK_LEAVE, PURPOSE_LEAVE, "/leave", LINK_PAGE_LOST, look_leave, act_leave},
    {LINK_UNDO, PURPOSE_UNDO, "/undo", LINK_PAGE_UNDO_ENDED, look_undo, act_undo},
    {LINK_PREFERENCES, PURPOSE_PREFERENCES, "/preferences", LINK_PAGE_CHOOSE_ENDED, NULL, NULL},
};

/* Whether the text is a right token of this way; ERR_NOTFOUND if not. */
static enum err
find_by(struct visit *v, const struct way *way, const char *text)
{
    const struct keys *k = v->c->app->keys;
    size_t len = strlen(text);
    struct token found;
    if (way->kind == LINK_LEAVE) {
        if (!leave_read(k, text, len, &v->leave))
            return ERR_NOTFOUND;
        v->way = way;
        return v->leave.lists <= LIST_ALL ? ERR_OK : ERR_NOTFOUND;
    }
    enum err e = token_find(v->c->seat->db, k, way->purpose, text, len, &found);
    if (e == ERR_OK) {
        v->way = way;
        v->token = found;
    }
    return e;
}

/* All ways of a kind are tried, whether or not one fits: the time tells nothing. */
static enum err
find(struct visit *v, enum link_kind kind)
{
    const char *text = strchr(v->c->req->path + 1, '/');
    enum err e = ERR_OK;
    assert(text != NULL);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0] && e == ERR_OK; i++) {
        if (ways[i].kind == kind)
            e = find_by(v, &ways[i], text + 1);
        if (e == ERR_NOTFOUND)
            e = ERR_OK;
    }
    if (e == ERR_OK && v->way != NULL && v->token.person != 0)
        e = person_look(v->c->seat->db, v->token.person, &v->person);
    v->view.mail = v->person.mail.typed;
    return e == ERR_OK && v->way == NULL ? ERR_NOTFOUND : e;
}

/* The page after an act, unless it has answered by itself: the link's own. */
static void
go_on(const struct visit *v)
{
    char to[sizeof v->c->req->path + RECEIPT_MAX];
    if (v->c->res->body.len > 0)
        return;
    snprintf(to, sizeof to, "%s%s", v->c->req->path, v->after);
    v->c->res->cache = CACHE_NEVER;
    response_redirect(v->c->res, 303, to);
}

static void
show(struct visit *v)
{
    if (v->token.id != 0 && token_ended(&v->token, v->c->now) && link_page_asks(v->view.page))
        v->view = (struct link_view){.page = v->way->ended};
    link_page_draw(v->c, &v->view);
}

/* Does what the button asks for. What stood in its way is told on its page, with the button. */
static void
press(struct visit *v)
{
    enum err e = v->way->act(v);
    if (e == ERR_OK) {
        go_on(v);
        return;
    }
    if (e == ERR_INVALID) {
        draw_error(v->c, e);
        return;
    }
    if (e == ERR_DENIED)
        v->view = (struct link_view){.page = v->way->ended};
    else
        log_event(LOG_ERROR, "link_not_done", "page", v->way->page, "why", err_text(e), NULL);
    v->view.busy = e != ERR_DENIED;
    if (v->view.busy && !link_page_asks(v->view.page))
        draw_error(v->c, e);
    else
        link_page_draw(v->c, &v->view);
}

void
links_handle(const struct call *c, int arg)
{
    struct visit v = {.c = c};
    enum err e = find(&v, (enum link_kind)arg);
    if (e == ERR_OK && v.way->kind == LINK_PREFERENCES && !token_ended(&v.token, c->now)) {
        choose_handle(c, &v.token, &v.person);
        return;
    }
    v.view.page = LINK_PAGE_CHOOSE_ENDED;
    if (e == ERR_OK && v.way->look != NULL)
        e = v.way->look(&v);
    if (e == ERR_NOTFOUND)
        v.view = (struct link_view){.page = LINK_PAGE_LOST};
    if (e != ERR_OK && e != ERR_NOTFOUND)
        draw_error(c, e);
    else if (e == ERR_OK && c->req->method == METHOD_POST && v.way->act != NULL)
        press(&v);
    else if (e == ERR_OK)
        show(&v);
    else
        link_page_draw(c, &v.view);
}
