#include "feedback_page.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "desk/feedback.h"
#include "draw.h"
#include "form_draw.h"
#include "page_end.h"

enum { WORD_CHARS = 8, MESSAGE_CHARS = 500, RETRY_SECONDS = 60 };

static const char thanks_path[] = "/feedback/thanks";

static const struct choice reasons[] = {
    {"missing", MSG_reason_missing, 0},
    {"unclear", MSG_reason_unclear, 0},
    {"wrong", MSG_reason_wrong, 0},
    {"other", MSG_reason_other, 0},
    {NULL, 0, 0},
};

static const struct field fields[] = {
    {.name = "page", .type = FIELD_HIDDEN, .flags = FIELD_REQUIRED, .max = LIMIT_URI,
     .missing = MSG_bad_lead, .wrong = MSG_bad_lead},
    {.name = "helpful", .type = FIELD_HIDDEN, .flags = FIELD_REQUIRED, .max = WORD_CHARS,
     .missing = MSG_bad_lead, .wrong = MSG_bad_lead},
    {.name = "reason", .type = FIELD_CHOICE, .flags = FIELD_UNSET, .max = WORD_CHARS,
     .label = MSG_label_why,
     .missing = MSG_wrong_choice, .wrong = MSG_wrong_choice, .choices = reasons},
    {.name = "message", .type = FIELD_TEXT, .max = MESSAGE_CHARS, .label = MSG_label_feedback,
     .help = MSG_help_feedback, .missing = MSG_missing_value, .wrong = MSG_wrong_text},
};
enum { FIELDS = sizeof fields / sizeof fields[0] };

static const struct form why = {.name = "feedback",
                                .address = "/feedback",
                                .fields = fields,
                                .field_count = FIELDS,
                                .flags = FORM_NO_NONCE,
                                .send = MSG_send_feedback,
                                .consent = MSG_NONE};

/* A vote as it came: from the two buttons, or from the form that asks why. */
struct ballot {
    const struct call *c;
    const struct form_data *data;
    const struct page *page; /* NULL: there's none at that address, or none that is voted on */
    bool yes, no;            /* neither: it says something else */
    bool told;               /* it came from the form */
};

static const struct page *
page_named(const struct call *c, const char *address)
{
    const struct page *p = address != NULL ? catalogue_page(c->site->pages, address) : NULL;
    return p != NULL && page_end_fits(p) ? p : NULL;
}

/* The form that asks why; note NULL for none. */
static void
show_why(const struct call *c, const struct page *p, const struct form_data *d, int status,
         const char *note)
{
    const struct words *w = c->site->words;
    struct buf lead = BUF_INIT;
    words_format(w, &lead, MSG_why_lead, "title", p != NULL ? p->head.title : "", NULL);
    const struct form_place at = {.form = &why,
                                  .title = words_get(w, MSG_why_title),
                                  .lead = p != NULL ? buf_text(&lead) : words_get(w, MSG_gone_lead),
                                  .address = thanks_path,
                                  .section = p != NULL ? p->head.section : NULL,
                                  .action = why.address,
                                  .noindex = true};
    struct tpl_dict *inner;
    struct tpl_dict *root = form_draw_at(
        c->site, &at, &(struct form_state){.data = d, .lacks = d->count, .note = note}, &inner);
    c->res->status = status;
    c->res->cache = CACHE_NEVER;
    draw_response(c, root, NULL);
    buf_free(&lead);
}

/* Seconds to wait before this network's next vote; 0 for none. Votes have buckets of their own, so
 * that they take nothing from the forms. */
static int64_t
limited(const struct call *c)
{
    static const char all[] = "votes";
    const struct settings *set = c->app->settings;
    int64_t now = clock_mono_ms();
    char key[NETWORK_MAX + 8];
    int len = snprintf(key, sizeof key, "vote %s", c->req->network);
    int64_t wait =
        limiter_take(c->app->by_network, key, (size_t)len, set->form_limit_network, now);
    return wait > 0 ? wait
                    : limiter_take(c->app->in_all, all, sizeof all, set->form_limit_total, now);
}

static void
show_limited(const struct ballot *b, int64_t wait)
{
    const struct call *c = b->c;
    c->res->retry_after = wait;
    if (b->told)
        show_why(c, b->page, b->data, 429, words_get(c->site->words, MSG_limit_lead));
    else
        draw_message(c, 429, MSG_limit_title, MSG_limit_lead, false);
}

static void
show_failed(const struct ballot *b, enum err e)
{
    const struct call *c = b->c;
    log_event(LOG_ERROR, "vote_not_saved", "why", err_text(e), NULL);
    c->res->retry_after = RETRY_SECONDS;
    if (b->told)
        show_why(c, b->page, b->data, 503, words_get(c->site->words, MSG_note_busy));
    else
        draw_error(c, e);
}

struct job {
    struct desk desk;
    struct vote vote;
};

static enum err
run_job(struct db *db, void *arg)
{
    struct job *j = arg;
    j->desk.db = db;
    return feedback_vote(&j->desk, &j->vote);
}

/* Counts it, durably, and leads to the page after. */
static void
accept_vote(const struct ballot *b)
{
    const struct call *c = b->c;
    struct job j = {.desk = call_desk(c, NULL, CHANNEL_WEB),
                    .vote = {.page = b->page->address,
                             .helpful = b->yes,
                             .reason = form_text(b->data, "reason"),
                             .message = form_text(b->data, "message")}};
    char to[LIMIT_URI];
    enum err e = c->req->bot ? ERR_OK : writer_run(c->app->writer, run_job, &j);
    if (e != ERR_OK) {
        show_failed(b, e);
        return;
    }
    snprintf(to, sizeof to, "%s?page=%s&helpful=%s%s", thanks_path, b->page->address,
             b->yes ? "yes" : "no", b->told ? "&told=1" : "");
    c->res->cache = CACHE_NEVER;
    response_redirect(c->res, 303, to);
}

static void
take_vote(const struct ballot *b)
{
    const struct call *c = b->c;
    const struct form_data *d = b->data;
    const struct words *w = c->site->words;
    int64_t wait = 0;
    if (!b->yes && !b->no)
        draw_error(c, ERR_INVALID);
    else if (b->page == NULL && b->told)
        show_why(c, NULL, d, 404, words_get(w, MSG_gone_note));
    else if (b->page == NULL)
        draw_error(c, ERR_NOTFOUND);
    else if (d->errors > 0 || d->trapped)
        show_why(c, b->page, d, 422, d->trapped ? words_get(w, MSG_note_trap) : NULL);
    else if ((wait = limited(c)) > 0)
        show_limited(b, wait);
    else
        accept_vote(b);
}

void
feedback_handle(const struct call *c, int arg)
{
    (void)arg;
    struct form_data d;
    if (c->req->method != METHOD_POST) {
        response_redirect(c->res, 303, "/help.html");
        return;
    }
    const struct params *sent = &c->req->form;
    enum err e = form_read(&d, fields, FIELDS, sent);
    const char *helpful = e == ERR_OK ? form_text(&d, "helpful") : NULL;
    if (e != ERR_OK)
        draw_error(c, e);
    else
        take_vote(&(struct ballot){
            .c = c,
            .data = &d,
            .page = page_named(c, form_text(&d, "page")),
            .yes = helpful != NULL && strcmp(helpful, "yes") == 0,
            .no = helpful != NULL && strcmp(helpful, "no") == 0,
            .told = params_find(sent, "message") != NULL || params_find(sent, "reason") != NULL});
    form_data_free(&d);
}

/* The last page: thanks, and the way back. */
static void
show_thanks(const struct call *c, const struct page *p, enum word lead)
{
    const struct site *s = c->site;
    struct frame frame = {.title = words_get(s->words, MSG_thanks_title),
                          .summary = words_get(s->words, lead),
                          .address = thanks_path,
                          .noindex = true};
    struct buf back = BUF_INIT;
    struct tpl_dict *d;
    frame_crumbs(&frame, s, p->head.section, frame.title);
    struct tpl_dict *root = draw_frame(s, &frame, TPL_layout_thanks, &d);
    words_format(s->words, &back, MSG_thanks_back, "title", p->head.title, NULL);
    tpl_text(d, KEY_LEAD, frame.summary);
    tpl_text(d, KEY_LINK_HREF, p->address);
    tpl_text(d, KEY_LINK_TEXT, buf_text(&back));
    page_end_related(s, p, d);
    c->res->cache = CACHE_NEVER;
    draw_response(c, root, NULL);
    buf_free(&back);
}

static const char *
asked(const struct call *c, const char *name)
{
    const struct param *p = params_find(&c->req->query, name);
    return p != NULL ? p->value : "";
}

void
feedback_thanks(const struct call *c, int arg)
{
    (void)arg;
    const struct page *p = page_named(c, asked(c, "page"));
    bool yes = strcmp(asked(c, "helpful"), "yes") == 0;
    bool no = strcmp(asked(c, "helpful"), "no") == 0;
    if (c->req->query_refused || (!yes && !no)) {
        draw_error(c, ERR_INVALID);
    } else if (p == NULL) {
        draw_error(c, ERR_NOTFOUND);
    } else if (yes || asked(c, "told")[0] != '\0') {
        show_thanks(c, p, yes ? MSG_thanks_yes : MSG_thanks_told);
    } else {
        struct form_data d;
        form_empty(&d, fields, FIELDS);
        d.value[0].typed = p->address;
        d.value[1].typed = "no";
        show_why(c, p, &d, 0, NULL);
        form_data_free(&d);
    }
}
