#include <assert.h>
#include <string.h>

#include "desk/lists.h"
#include "link_visit.h"

static struct address_hash
leaver(const struct visit *v)
{
    struct address_hash h = {.key_id = v->leave.key};
    memcpy(h.bytes, v->leave.hash, sizeof h.bytes);
    return h;
}

/* Whether all mail of the link is stopped, as far as the hash in it tells. */
static enum err
stopped(const struct visit *v, bool *all)
{
    struct desk d = visit_desk(v, v->c->seat->db, CHANNEL_LINK);
    struct address_hash h = leaver(v);
    int64_t since = 1;
    enum err e = ERR_OK;
    if (v->leave.lists == LIST_ALL)
        e = suppressed_hash(&d, &h, NULL, &since);
    for (unsigned one = 1; e == ERR_OK && since != 0 && one < LIST_ALL; one <<= 1)
        if ((v->leave.lists & one) && v->leave.lists != LIST_ALL)
            e = suppressed_hash(&d, &h, list_name((enum list)one), &since);
    *all = since != 0;
    return e;
}

enum err
look_leave(struct visit *v)
{
    bool all = receipt_read(v->c, "leave all", v->reference), again = false;
    v->view.lists = all ? LIST_ALL : v->leave.lists;
    if (all || receipt_read(v->c, "leave", v->reference)) {
        v->view.page = LINK_PAGE_LEFT;
        v->view.reference = v->reference;
        return ERR_OK;
    }
    enum err e = stopped(v, &again);
    v->view.page = again ? LINK_PAGE_LEFT_AGAIN : LINK_PAGE_LEAVE;
    return e;
}

struct leave_job {
    const struct visit *v;
    unsigned lists;
    enum channel channel;
    struct submission submission;
};

static enum err
leave_run(struct db *db, void *arg)
{
    struct leave_job *j = arg;
    struct desk d = visit_desk(j->v, db, j->channel);
    struct address_hash h = leaver(j->v);
    enum err e = submission_begin(&d, &j->submission);
    return e == ERR_OK ? lists_leave(&d, &(struct leaving){.lists = j->lists, .hash = &h},
                                     &j->submission)
                       : e;
}

/* A mail service sends no nonce, so what the link says stands for it: the same thing done twice is
 * known by that. */
static enum err
leave_submission(const struct leave_job *j, struct submission *s)
{
    const struct leave_token *t = &j->v->leave;
    assert(t->lists != 0 && t->lists <= LIST_ALL && j->lists != 0);
    struct {
        int64_t key;
        uint32_t of, lists;
        unsigned char hash[SECRET_HASH];
    } what = {t->key, t->lists, j->lists, {0}};
    memcpy(what.hash, t->hash, sizeof what.hash);
    *s = (struct submission){.form = "leave"};
    enum err e = submission_content(j->v->c->app->keys, &what, sizeof what, s);
    memcpy(s->nonce, s->content, sizeof s->nonce);
    return e;
}

static void
say_left(const struct call *c)
{
    c->res->media = MEDIA_TEXT;
    c->res->cache = CACHE_NEVER;
    buf_fmt(&c->res->body, "%s\n", words_get(c->site->words, MSG_left_one_click));
}

enum err
act_leave(struct visit *v)
{
    bool one_click = links_one_click(v->c->req);
    struct leave_job j = {.v = v,
                          .lists = v->leave.lists,
                          .channel = one_click ? CHANNEL_ONE_CLICK : CHANNEL_LINK};
    enum err e = one_click ? ERR_OK : visit_lists(v, &j.lists);
    if (e == ERR_OK && j.lists != v->leave.lists && j.lists != LIST_ALL)
        e = ERR_INVALID;
    if (e == ERR_OK)
        e = leave_submission(&j, &j.submission);
    if (e == ERR_OK)
        e = writer_run(v->c->app->writer, leave_run, &j);
    if (e != ERR_OK)
        return e;
    bool all = j.lists != v->leave.lists;
    if (one_click)
        say_left(v->c);
    else if (!receipt_write(v->c, all ? "leave all" : "leave", j.submission.reference, v->after))
        return ERR_BUG;
    return ERR_OK;
}
