#include "form_page.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "choose.h"
#include "form_draw.h"
#include "pages.h"
#include "receipt.h"
#include "submit.h"

enum {
    WAY_OUT_TIMES = 10, /* wider than other forms' limits */
    HOUR = 3600,
    RETRY_SECONDS = 60
};

enum err
form_draw(const struct site *s, const struct page *p, struct fixed *out)
{
    struct form_data empty;
    enum form_id id = form_at(p->address);
    const struct form *f = form_row(id);
    form_empty(&empty, f->fields, f->field_count);
    struct tpl_dict *root = form_draw_page(
        s, id, &(struct form_state){.data = &empty, .lacks = empty.count, .page = p});
    enum err e = draw_fixed(s, root, out);
    tpl_dict_free(root);
    form_data_free(&empty);
    return e;
}

void
form_wording(const struct site *s, enum form_id id, struct buf *out)
{
    const struct form *f = form_row(id);
    const struct page *p = catalogue_page(s->pages, f->address);
    buf_fmt(out, "%s\n%s\n\n%s\n", p->head.title, p->head.summary, p->body.text);
    for (size_t i = 0; i < f->field_count; i++)
        buf_fmt(out, "[%s]\n", words_get(s->words, (enum word)f->fields[i].label));
    form_consent(s, f, out);
    buf_fmt(out, "\n[%s]\n", words_get(s->words, f->send));
    if (id == FORM_PREFERENCES) /* what it leads to is agreed to under the same version */
        choose_wording(s, out);
}

void
form_nonce_new(const struct call *c, enum form_id id, char out[NONCE_MAX])
{
    struct nonce n = {.form = (uint32_t)id,
                      .wording = c->site->wording[id],
                      .policy = c->site->policy,
                      .shown_at = c->now};
    secret_random(n.id, sizeof n.id);
    nonce_write(c->app->keys, &n, out);
}

bool
form_nonce_read(const struct call *c, enum form_id id, const char *text, struct nonce *n)
{
    bool genuine = nonce_read(c->app->keys, text, strlen(text), n) && n->form == (uint32_t)id;
    int64_t age = c->now - n->shown_at;
    return genuine && age >= 0 && age <= c->app->settings->form_max_hours * HOUR;
}

/*
 * The form again, with what was typed. Its nonce stays while it is good, so that sending it twice
 * is still told from sending two.
 */
static void
show_again(const struct call *c, enum form_id id, int status, const struct form_data *d,
           size_t lacks, const char *note, bool fresh)
{
    char nonce[NONCE_MAX];
    if (fresh)
        form_nonce_new(c, id, nonce);
    struct tpl_dict *root =
        form_draw_page(c->site, id, &(struct form_state){.data = d, .lacks = lacks, .note = note});
    c->res->status = status;
    c->res->cache = CACHE_NEVER;
    draw_response(c, root, fresh ? nonce : d->nonce);
}

/* The form and its values, by which the same thing sent twice is known. */
static enum err
content_set(const struct call *c, const struct form *f, const struct form_data *d,
            struct submission *s)
{
    struct buf all = BUF_INIT;
    buf_add(&all, f->name, strlen(f->name) + 1);
    for (size_t i = 0; i < d->count; i++) {
        const struct field_value *v = &d->value[i];
        bool choice = d->fields[i].choices != NULL;
        const char *text = d->fields[i].type == FIELD_EMAIL ? v->mail.canonical : v->text;
        buf_add(&all, &v->chosen, choice ? sizeof v->chosen : 0);
        buf_add(&all, text, choice ? 0 : strlen(text));
        buf_char(&all, '\0');
    }
    enum err e = all.err;
    if (e == ERR_OK)
        e = submission_content(c->app->keys, all.data, all.len, s);
    buf_free(&all);
    return e;
}

/*
 * Seconds to wait before this visitor may send another form; 0 for none. Ways out have wider limits
 * of their own, and none by address: neither a crowd that signs up from the same network nor a
 * stranger who names somebody's address can stand in the way.
 */
static int64_t
limited(const struct call *c, const struct form *f, const struct form_data *d)
{
    const struct settings *set = c->app->settings;
    bool out = f->flags & FORM_WAY_OUT;
    int64_t now = clock_mono_ms(), times = out ? WAY_OUT_TIMES : 1;
    char key[NETWORK_MAX + 8];
    int len = snprintf(key, sizeof key, "%s%s", out ? "out " : "", c->req->network);
    int64_t wait =
        limiter_take(c->app->by_network, key, (size_t)len, times * set->form_limit_network, now);
    if (wait == 0 && !out) {
        const char *canonical = form_value(d, "email")->mail.canonical;
        wait = limiter_take(c->app->by_address, canonical, strlen(canonical),
                            set->form_limit_address, now);
    }
    if (wait == 0)
        wait = limiter_take(c->app->in_all, &out, sizeof out, times * set->form_limit_total, now);
    return wait;
}

struct job {
    const struct form *form;
    struct submit submit;
};

static enum err
run_job(struct db *db, void *arg)
{
    struct job *j = arg;
    j->submit.desk.db = db;
    enum err e = submission_begin(&j->submit.desk, &j->submit.submission);
    return e == ERR_OK ? j->form->submit(&j->submit) : e;
}

/* Does what a checked form asks for, durably; then the page after. */
static void
accept_form(const struct call *c, enum form_id id, const struct form_data *d, const struct nonce *n)
{
    const struct form *f = form_row(id);
    struct job j = {.form = f, .submit = {.data = d, .desk = call_desk(c, NULL, CHANNEL_WEB)}};
    j.submit.desk.page = f->address;
    j.submit.desk.wording = n->wording;
    j.submit.desk.policy = n->policy;
    j.submit.submission.form = f->name;
    memcpy(j.submit.submission.nonce, n->id, sizeof n->id);
    char receipt[RECEIPT_MAX], to[128];
    enum err e = content_set(c, f, d, &j.submit.submission);
    if (e == ERR_OK)
        e = writer_run(c->app->writer, run_job, &j);
    if (e == ERR_OK && !receipt_write(c, f->name, j.submit.submission.reference, receipt))
        e = ERR_BUG;
    if (e != ERR_OK) {
        log_event(LOG_ERROR, "form_not_saved", "form", f->name, "why", err_text(e), NULL);
        c->res->retry_after = RETRY_SECONDS;
        show_again(c, id, 503, d, d->count, words_get(c->site->words, MSG_note_busy), false);
        return;
    }
    snprintf(to, sizeof to, "/received/%s%s", f->name, receipt);
    c->res->cache = CACHE_NEVER;
    response_redirect(c->res, 303, to);
}

static void
show_limited(const struct call *c, enum form_id id, const struct form_data *d, int64_t wait)
{
    struct buf minutes = BUF_INIT, note = BUF_INIT;
    char count[24];
    int64_t m = (wait + 59) / 60;
    snprintf(count, sizeof count, "%lld", (long long)m);
    words_format(c->site->words, &minutes, m == 1 ? MSG_minutes_one : MSG_minutes_many, "count",
                 count, NULL);
    words_format(c->site->words, &note, MSG_note_limit, "minutes", buf_text(&minutes), NULL);
    c->res->retry_after = wait;
    show_again(c, id, 429, d, d->count, buf_text(&note), false);
    buf_free(&minutes);
    buf_free(&note);
}

/* Why a form comes back though its fields may be right: MSG_NONE where it doesn't. */
static enum word
form_fault(const struct call *c, const struct form_data *d, const struct nonce *n, bool good)
{
    if (!good)
        return MSG_note_expired;
    if (d->trapped)
        return MSG_note_trap;
    return c->now - n->shown_at < c->app->settings->form_min_seconds ? MSG_note_fast : MSG_NONE;
}

static void
take_form(const struct call *c, enum form_id id, struct form_data *d)
{
    struct nonce n;
    bool good = form_nonce_read(c, id, d->nonce, &n);
    form_check_pairs(d);
    size_t lacks = form_lacks_change(form_row(id), d);
    enum word fault = form_fault(c, d, &n, good);
    bool right = d->errors == 0 && lacks == d->count && fault == MSG_NONE;
    int64_t wait = right ? limited(c, form_row(id), d) : 0;
    if (!right)
        show_again(c, id, 422, d, lacks,
                   fault != MSG_NONE ? words_get(c->site->words, fault) : NULL,
                   fault == MSG_note_expired);
    else if (wait > 0)
        show_limited(c, id, d, wait);
    else
        accept_form(c, id, d, &n);
}

void
form_handle(const struct call *c, int arg)
{
    enum form_id id = (enum form_id)arg;
    const struct form *f = form_row(id);
    if (c->req->method == METHOD_POST) {
        struct form_data d;
        enum err e = form_read(&d, f->fields, f->field_count, &c->req->form);
        if (e == ERR_OK)
            take_form(c, id, &d);
        else
            draw_error(c, e);
        form_data_free(&d);
        return;
    }
    char nonce[NONCE_MAX];
    form_nonce_new(c, id, nonce);
    draw_from_fixed(c, site_fixed(c->site, catalogue_page(c->site->pages, f->address)), nonce);
}

void
form_received(const struct call *c, int arg)
{
    (void)arg;
    const struct site *s = c->site;
    char reference[REFERENCE_MAX];
    enum form_id id = form_named(c->req->path + strlen("/received/"));
    if (id == FORM_COUNT_ || !receipt_read(c, form_row(id)->name, reference)) {
        draw_error(c, ERR_NOTFOUND);
        return;
    }
    const struct form *f = form_row(id);
    struct frame frame = {.title = words_get(s->words, f->done_title),
                          .summary = words_get(s->words, f->done_lead),
                          .address = f->address,
                          .noindex = true};
    struct tpl_dict *d;
    frame_crumbs(&frame, s, NULL, frame.title);
    struct tpl_dict *root = draw_frame(s, &frame, TPL_layout_done, &d);
    tpl_text(d, KEY_LEAD, frame.summary);
    tpl_text(d, KEY_REFERENCE, reference);
    for (size_t i = 0; i < FORM_STEPS && f->done_step[i] != MSG_NONE; i++)
        tpl_text(tpl_section(d, KEY_STEP), KEY_STEP_TEXT, words_get(s->words, f->done_step[i]));
    c->res->cache = CACHE_NEVER;
    draw_response(c, root, NULL);
}
