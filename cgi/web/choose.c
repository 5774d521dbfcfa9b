#include "choose.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "desk/changes.h"
#include "desk/lists.h"
#include "draw.h"
#include "form_draw.h"
#include "form_page.h"
#include "link_page.h"
#include "receipt.h"

enum { NAME_CHARS = 100, LIST_COUNT = 4, FIELD_COUNT = 4, RETRY_SECONDS = 60 };
static_assert(1u << LIST_COUNT == LIST_ALL + 1u, "a box for each list");

static const struct form choose = {.name = "preferences",
                                   .address = "/preferences",
                                   .send = MSG_send_choose,
                                   .consent = MSG_consent_choose};

/* The form as it is for one person: how they stand to each list is said at its box. */
struct sheet {
    struct choice choices[LIST_COUNT + 1];
    struct field fields[FIELD_COUNT];
    struct lists_state state;
};

static unsigned
state_word(const struct lists_state *state, unsigned list)
{
    if (state->active & list)
        return MSG_choose_active;
    if (state->pending & list)
        return MSG_choose_pending;
    if (state->bounced & list)
        return MSG_choose_bounced;
    return state->opted_out & list ? MSG_choose_left : MSG_NONE;
}

static void
sheet_make(struct sheet *s, const struct lists_state *state)
{
    *s = (struct sheet){.state = *state};
    for (size_t i = 0; i < LIST_COUNT; i++) {
        unsigned one = 1u << i; /* each list's bit is that of its choice */
        s->choices[i] = (struct choice){list_name((enum list)one), link_list_word(one),
                                        state_word(state, one)};
    }
    const struct field fields[FIELD_COUNT] = {
        {.name = "list", .type = FIELD_CHOICES, .max = LISTS_TEXT, .label = MSG_label_choose_lists,
         .missing = MSG_wrong_choice, .wrong = MSG_wrong_choice, .choices = s->choices},
        {.name = "name", .type = FIELD_PERSON, .max = NAME_CHARS, .label = MSG_label_name,
         .help = MSG_help_choose_name, .missing = MSG_missing_name, .wrong = MSG_wrong_name,
         .autocomplete = "name"},
        {.name = "email", .type = FIELD_EMAIL, .flags = FIELD_REQUIRED, .max = MAIL_MAX,
         .label = MSG_label_email, .help = MSG_help_choose_email, .missing = MSG_missing_email,
         .wrong = MSG_wrong_email, .autocomplete = "email", .input_mode = "email"},
        /* The boxes that were ticked when the page was shown: only what was changed since then is
         * meant, so two tabs don't undo each other. */
        {.name = "was", .type = FIELD_HIDDEN, .max = LISTS_TEXT, .missing = MSG_wrong_choice,
         .wrong = MSG_wrong_choice},
    };
    memcpy(s->fields, fields, sizeof fields);
}

void
choose_wording(const struct site *s, struct buf *out)
{
    struct sheet sheet;
    sheet_make(&sheet, &(struct lists_state){0});
    buf_fmt(out, "%s\n%s\n\n", words_get(s->words, MSG_choose_title),
            words_get(s->words, MSG_choose_lead));
    for (size_t i = 0; i < LIST_COUNT; i++)
        buf_fmt(out, "[%s]\n", words_get(s->words, (enum word)sheet.choices[i].label));
    form_consent(s, &choose, out);
    buf_fmt(out, "\n[%s]\n", words_get(s->words, choose.send));
}

/* What is on record, as values of the form. was: LISTS_TEXT bytes that outlive d. */
static void
fill_in(struct form_data *d, const struct sheet *s, const struct person *p, char *was)
{
    form_empty(d, s->fields, FIELD_COUNT);
    lists_write(s->state.active, was);
    d->value[0].chosen = s->state.active;
    d->value[1].typed = p->name;
    d->value[2].typed = p->mail.typed;
    d->value[3].typed = was;
}

/* ---- showing ---- */

struct view {
    const struct call *c;
    const struct person *person;
    const struct form_data *data;
    const char *note, *saved;
    int status;
};

static void
draw(const struct view *v, const char *nonce)
{
    const struct site *s = v->c->site;
    struct buf lead = BUF_INIT;
    struct tpl_dict *d;
    words_format(s->words, &lead, MSG_choose_lead, "shop", s->settings->shop_name, "mail",
                 v->person->mail.typed, NULL);
    const struct form_place at = {.form = &choose,
                                  .title = words_get(s->words, MSG_choose_title),
                                  .lead = buf_text(&lead),
                                  .address = choose.address,
                                  .action = v->c->req->path,
                                  .noindex = true};
    const struct form_state state = {
        .data = v->data, .lacks = v->data->count, .note = v->note, .saved = v->saved};
    struct tpl_dict *root = form_draw_at(s, &at, &state, &d);
    tpl_show(d, KEY_STOP_ALL);
    v->c->res->status = v->status;
    v->c->res->cache = CACHE_NEVER;
    draw_response(v->c, root, nonce);
    buf_free(&lead);
}

/* What the page says after it was saved; nothing where it is only visited. */
static void
saved_text(const struct call *c, struct buf *out)
{
    char reference[REFERENCE_MAX];
    const struct words *w = c->site->words;
    if (receipt_read(c, "choices", reference))
        words_format(w, out, MSG_chosen, "reference", reference, NULL);
    else if (receipt_read(c, "choices mail", reference))
        words_format(w, out, MSG_chosen_mail, "reference", reference, NULL);
    else if (params_find(&c->req->query, "same") != NULL)
        words_format(w, out, MSG_chosen_nothing, NULL);
}

static void
show(const struct call *c, const struct sheet *sheet, const struct person *p)
{
    struct form_data d;
    struct buf saved = BUF_INIT;
    char nonce[NONCE_MAX], was[LISTS_TEXT];
    fill_in(&d, sheet, p, was);
    saved_text(c, &saved);
    form_nonce_new(c, FORM_PREFERENCES, nonce);
    draw(&(struct view){.c = c, .person = p, .data = &d,
                        .saved = saved.len > 0 ? buf_text(&saved) : NULL},
         nonce);
    buf_free(&saved);
    form_data_free(&d);
}

/* ---- saving ---- */

/* What differs between the page that was shown and the one that came back. */
struct wish {
    unsigned toggled, wanted; /* lists */
    bool stop;                /* everything, whatever else the page says */
    bool rename, move;
    const char *name;                /* as the page has it; NULL for none */
    const struct mail_address *mail; /* likewise */
};

struct job {
    const struct call *c;
    const struct person *person;
    int64_t id; /* the person's */
    const struct nonce *nonce;
    struct wish wish;
    struct submission submission;
    bool mailed; /* an address change was opened */
};

static bool
nothing(const struct wish *w)
{
    return w->toggled == 0 && !w->stop && !w->rename && !w->move;
}

/* Name and address. A form that is sent once more has done this already. */
static enum err
save_person(const struct desk *d, struct job *j)
{
    const struct wish *w = &j->wish;
    char reference[REFERENCE_MAX];
    enum err e = ERR_OK;
    if (j->submission.resent || (!w->rename && !w->move))
        return ERR_OK;
    if (j->submission.repeat)
        e = submission_renew(d, &j->submission);
    if (e == ERR_OK && w->rename)
        e = person_rename(d, j->id, w->name);
    if (e == ERR_OK && w->move)
        e = change_open(d, j->id, w->mail, reference);
    if (e == ERR_CONFLICT) /* it is the person's own by now */
        e = ERR_OK;
    return e == ERR_OK ? submission_end(d, &j->submission) : e;
}

static enum err
save_lists(const struct desk *d, struct job *j)
{
    const struct leaving all = {.lists = LIST_ALL, .mail = &j->person->mail, .known = true};
    unsigned joined, left, lists = j->wish.toggled;
    if (j->wish.stop)
        return lists_leave(d, &all, &j->submission);
    /* Whoever left since then stays out until a page is sent anew; leaving is never refused. */
    if (j->submission.resent)
        lists &= ~j->wish.wanted;
    if (lists == 0)
        return ERR_OK;
    return lists_choose(d, j->id, lists, j->wish.wanted, &j->submission, &joined, &left);
}

static enum err
run(struct db *db, void *arg)
{
    struct job *j = arg;
    struct desk d = call_desk(j->c, db, CHANNEL_PREFERENCES);
    d.page = choose.address;
    d.wording = j->nonce->wording;
    d.policy = j->nonce->policy; /* as the page was shown */
    enum err e = submission_begin(&d, &j->submission);
    if (e == ERR_OK)
        e = save_person(&d, j);
    return e == ERR_OK ? save_lists(&d, j) : e;
}

/* By what the page holds, and whose it is, the same thing sent twice is known. */
static enum err
begin_submission(struct job *j)
{
    const struct wish *w = &j->wish;
    struct buf all = BUF_INIT;
    j->submission = (struct submission){.form = choose.name};
    memcpy(j->submission.nonce, j->nonce->id, sizeof j->submission.nonce);
    buf_fmt(&all, "choices/%lld/%d/%u/%u/%s/%s", (long long)j->id, w->stop, w->toggled,
            w->wanted, w->mail != NULL ? w->mail->canonical : "", w->name != NULL ? w->name : "");
    enum err e = all.err;
    if (e == ERR_OK)
        e = submission_content(j->c->app->keys, all.data, all.len, &j->submission);
    buf_free(&all);
    return e;
}

/* Does it, durably, and leads to the page that says so. */
static enum err
save(struct job *j)
{
    const struct call *c = j->c;
    char receipt[RECEIPT_MAX] = "?same=1", to[sizeof c->req->path + RECEIPT_MAX];
    if (!nothing(&j->wish)) {
        enum err e = begin_submission(j);
        if (e == ERR_OK)
            e = writer_run(c->app->writer, run, j);
        if (e == ERR_OK && !receipt_write(c, j->wish.move ? "choices mail" : "choices",
                                          j->submission.reference, receipt))
            e = ERR_BUG;
        if (e != ERR_OK)
            return e;
    }
    snprintf(to, sizeof to, "%s%s", c->req->path, receipt);
    c->res->cache = CACHE_NEVER;
    response_redirect(c->res, 303, to);
    return ERR_OK;
}

/* The wish out of a form without errors. */
static struct wish
wish_of(const struct form_data *d, const struct person *p)
{
    const struct field_value *mail = form_value(d, "email");
    const char *name = form_text(d, "name");
    struct wish w = {.wanted = form_value(d, "list")->chosen, .name = name, .mail = &mail->mail};
    w.toggled = w.wanted ^ lists_read(form_value(d, "was")->text);
    w.rename = strcmp(name != NULL ? name : "", p->name) != 0;
    w.move = strcmp(w.mail->canonical, p->mail.canonical) != 0;
    return w;
}

static void
take_choices(struct job *j, struct form_data *d, bool good)
{
    const struct call *c = j->c;
    char fresh[NONCE_MAX];
    struct view v = {.c = c, .person = j->person, .data = d, .status = 422};
    if (!good) {
        v.note = words_get(c->site->words, MSG_note_expired);
        form_nonce_new(c, FORM_PREFERENCES, fresh);
        draw(&v, fresh);
        return;
    }
    if (d->errors > 0) {
        draw(&v, d->nonce);
        return;
    }
    j->wish = wish_of(d, j->person);
    enum err e = save(j);
    if (e == ERR_OK)
        return;
    log_event(LOG_ERROR, "choices_not_saved", "why", err_text(e), NULL);
    v.status = 503;
    v.note = words_get(c->site->words, MSG_note_busy);
    c->res->retry_after = RETRY_SECONDS;
    draw(&v, d->nonce);
}

/* "Stop all mailings": whatever else stood in the page is left alone. */
static void
take_stop(struct job *j)
{
    j->wish = (struct wish){.stop = true};
    enum err e = save(j);
    if (e != ERR_OK)
        draw_error(j->c, e);
}

static bool
is_stop(const struct params *p)
{
    return p->count == 2 && params_find(p, "all") != NULL && params_find(p, "nonce") != NULL;
}

static void
take(const struct call *c, const struct sheet *sheet, const struct token *t,
     const struct person *p)
{
    const struct params *form = &c->req->form;
    const struct param *text = params_find(form, "nonce");
    struct nonce n;
    bool good = form_nonce_read(c, FORM_PREFERENCES, text != NULL ? text->value : "", &n);
    struct job j = {.c = c, .person = p, .id = t->person, .nonce = &n};
    if (is_stop(form)) {
        take_stop(&j);
        return;
    }
    struct form_data d;
    enum err e = form_read(&d, sheet->fields, FIELD_COUNT, form);
    if (e == ERR_OK)
        take_choices(&j, &d, good);
    else
        draw_error(c, e);
    form_data_free(&d);
}

void
choose_handle(const struct call *c, const struct token *t, const struct person *p)
{
    struct lists_state state;
    struct sheet sheet;
    assert(t->purpose == PURPOSE_PREFERENCES && t->person != 0);
    enum err e = lists_look(c->seat->db, t->person, &state);
    sheet_make(&sheet, &state);
    if (e != ERR_OK)
        draw_error(c, e);
    else if (c->req->method == METHOD_POST)
        take(c, &sheet, t, p);
    else
        show(c, &sheet, p);
}
