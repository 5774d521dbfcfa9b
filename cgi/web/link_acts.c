#include <assert.h>
#include <stdio.h>

#include "desk/lists.h"
#include "link_visit.h"

/* ---- confirm a sign-up ---- */

enum err
look_confirm(struct visit *v)
{
    struct lists_state state;
    assert(v->token.purpose == PURPOSE_CONFIRM);
    enum err e = lists_look(v->c->seat->db, v->token.person, &state);
    if (e != ERR_OK)
        return e;
    /* A later sign-up got no letter of its own if it came soon after: this one does for it. */
    unsigned asked = lists_read(v->token.lists);
    unsigned waiting = state.pending | (state.bounced & asked);
    if (waiting != 0) {
        v->view.page = LINK_PAGE_CONFIRM;
        v->view.lists = waiting;
        struct desk d = visit_desk(v, v->c->seat->db, CHANNEL_LINK);
        return lists_suppressed(&d, v->person.mail.canonical, waiting, &v->view.opted_out_at);
    }
    v->view.lists = state.active & asked;
    v->view.page = v->view.lists != 0 ? LINK_PAGE_CONFIRMED : LINK_PAGE_CONFIRM_LEFT;
    return ERR_OK;
}

struct list_job {
    struct visit *v;
    unsigned lists, changed;
};

static enum err
confirm_job(struct db *db, void *arg)
{
    struct list_job *j = arg;
    struct desk d = visit_desk(j->v, db, CHANNEL_LINK);
    return lists_confirm(&d, &j->v->token, j->lists, &j->changed);
}

enum err
act_confirm(struct visit *v)
{
    struct list_job j = {.v = v};
    enum err e = visit_lists(v, &j.lists);
    if (e == ERR_OK && j.lists == 0)
        e = ERR_INVALID;
    return e == ERR_OK ? writer_run(v->c->app->writer, confirm_job, &j) : e;
}

/* ---- a new address ---- */

enum err
look_change(struct visit *v)
{
    static const enum link_page pages[] = {[CHANGE_HALF] = LINK_PAGE_CHANGE_HALF,
                                           [CHANGE_DONE] = LINK_PAGE_CHANGED,
                                           [CHANGE_ENDED] = LINK_PAGE_CHANGE_ENDED};
    bool old = v->token.purpose == PURPOSE_CHANGE_OLD;
    enum err e = change_look(v->c->seat->db, &v->token, &v->change);
    if (e != ERR_OK)
        return e;
    /* Only the old mailbox is shown the old address: the new one may be a stranger's. */
    v->view.mail = old ? v->change.old_email : NULL;
    v->view.other = v->change.new_email;
    if (v->change.state == CHANGE_OPEN)
        v->view.page = old ? LINK_PAGE_CHANGE_OLD : LINK_PAGE_CHANGE_NEW;
    else
        v->view.page = pages[v->change.state];
    return ERR_OK;
}

static enum err
change_job(struct db *db, void *arg)
{
    struct visit *v = arg;
    struct desk d = visit_desk(v, db, CHANNEL_LINK);
    return change_confirm(&d, &v->token, &v->change.state);
}

enum err
act_change(struct visit *v)
{
    unsigned none;
    enum err e = visit_lists(v, &none);
    return e == ERR_OK ? writer_run(v->c->app->writer, change_job, v) : e;
}

/* ---- undo an opt-out ---- */

enum err
look_undo(struct visit *v)
{
    struct lists_state state;
    assert(v->token.purpose == PURPOSE_UNDO);
    unsigned lists = lists_read(v->token.lists);
    bool pressed = params_find(&v->c->req->query, "done") != NULL;
    enum err e = lists_look(v->c->seat->db, v->token.person, &state);
    if (e != ERR_OK)
        return e;
    v->view.lists = (state.opted_out | state.pending) & lists;
    v->view.page = LINK_PAGE_UNDO;
    if (v->view.lists != 0 && v->token.used_at == 0 && !pressed)
        return ERR_OK;
    v->view.lists = state.active & lists;
    v->view.page = v->view.lists != 0 ? LINK_PAGE_UNDONE : LINK_PAGE_UNDO_LATE;
    return ERR_OK;
}

static enum err
undo_job(struct db *db, void *arg)
{
    struct list_job *j = arg;
    struct desk d = visit_desk(j->v, db, CHANNEL_LINK);
    return lists_undo(&d, &j->v->token, &j->changed);
}

enum err
act_undo(struct visit *v)
{
    struct list_job j = {.v = v};
    enum err e = visit_lists(v, &j.lists);
    snprintf(v->after, sizeof v->after, "?done=1");
    return e == ERR_OK ? writer_run(v->c->app->writer, undo_job, &j) : e;
}
