#include "form_draw.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "field_draw.h"

/* How a type of field is drawn. */
static const struct {
    enum tpl_key section;
    const char *type; /* of the input element */
} controls[] = {
    [FIELD_LINE] = {KEY_INPUT, "text"},      [FIELD_PERSON] = {KEY_INPUT, "text"},
    [FIELD_EMAIL] = {KEY_INPUT, "email"},    [FIELD_PHONE] = {KEY_INPUT, "tel"},
    [FIELD_ZIP] = {KEY_INPUT, "text"},       [FIELD_COUNTRY] = {KEY_INPUT, "text"},
    [FIELD_NUMBER] = {KEY_INPUT, "text"},    [FIELD_LINK] = {KEY_INPUT, "url"},
    [FIELD_TEXT] = {KEY_TEXTAREA, NULL},     [FIELD_CHOICE] = {KEY_CHOICES, "radio"},
    [FIELD_SELECT] = {KEY_SELECT, NULL},     [FIELD_CHOICES] = {KEY_CHOICES, "checkbox"},
    [FIELD_REFERENCE] = {KEY_INPUT, "text"}, [FIELD_HIDDEN] = {KEY_HIDDEN, NULL},
};
static_assert(sizeof controls / sizeof controls[0] == FIELD_TYPES_, "each type is drawn");

enum { PAIR_FLAGS = FIELD_PAIR_OLD | FIELD_PAIR_NEW };

void
form_consent(const struct site *s, const struct form *f, struct buf *out)
{
    if (f->consent != MSG_NONE)
        words_format(s->words, out, f->consent, "shop", s->settings->shop_name, "mail",
                     s->settings->support_mail, NULL);
}

/* What stands at a field; the two of a pair share their name, which stands above them. */
static const char *
label_of(const struct site *s, const struct field *f)
{
    unsigned label = (f->flags & FIELD_PAIR_OLD)   ? MSG_label_old_value
                     : (f->flags & FIELD_PAIR_NEW) ? MSG_label_new_value
                                                   : f->label;
    return words_get(s->words, (enum word)label);
}

/* What is wrong with a field, in words; nothing where it is right. */
static void
error_text(const struct site *s, const struct form *f, const struct form_state *st, size_t i,
           struct buf *out)
{
    const struct field *field = &st->data->fields[i];
    const char *label = label_of(s, field);
    char max[16];
    snprintf(max, sizeof max, "%u", field->max);
    switch (st->data->value[i].error) {
    case FIELD_OK:
        if (st->lacks == i)
            words_format(s->words, out, f->need_change, NULL);
        break;
    case FIELD_MISSING: words_format(s->words, out, (enum word)field->missing, NULL); break;
    case FIELD_WRONG: words_format(s->words, out, (enum word)field->wrong, NULL); break;
    case FIELD_TOO_LONG:
        words_format(s->words, out, MSG_error_too_long, "label", label, "max", max, NULL);
        break;
    case FIELD_HAS_LINKS: words_format(s->words, out, MSG_error_links, "label", label, NULL); break;
    }
}

/* The id of one of the choices: "list-newsletter". */
static void
choice_id(const struct field *f, const struct choice *one, char out[64])
{
    snprintf(out, 64, "%s-%s", f->name, one->value);
}

/* Radio buttons that nobody has touched: the first is set, unless people are to say it themselves.
 */
static bool
sets_first(const struct field *f, const struct field_value *v)
{
    return f->type == FIELD_CHOICE && !(f->flags & FIELD_UNSET) && v->typed[0] == '\0' &&
           v->error == FIELD_OK;
}

static void
draw_options(const struct site *s, const struct field *f, const struct field_value *v,
             struct tpl_dict *d)
{
    char id[64];
    tpl_text(d, KEY_CHOICE_TYPE, controls[f->type].type);
    for (size_t i = 0; f->choices[i].value != NULL; i++) {
        const struct choice *one = &f->choices[i];
        bool chosen = (v->chosen & (UINT32_C(1) << i)) || (i == 0 && sets_first(f, v));
        struct tpl_dict *o =
            field_draw_option(d, one->value, words_get(s->words, (enum word)one->label), chosen);
        choice_id(f, one, id);
        tpl_text(o, KEY_OPTION_ID, id);
        if (one->help != 0)
            tpl_text(tpl_section(o, KEY_OPTION_HELP), KEY_OPTION_HELP_TEXT,
                     words_get(s->words, (enum word)one->help));
    }
}

static void
draw_control(const struct site *s, const struct field *f, const struct field_value *v,
             struct tpl_dict *d)
{
    if (controls[f->type].section == KEY_CHOICES || controls[f->type].section == KEY_SELECT) {
        draw_options(s, f, v, d);
        return;
    }
    tpl_text(d, KEY_FIELD_VALUE, v->typed);
    if (controls[f->type].type != NULL)
        tpl_text(d, KEY_INPUT_TYPE, controls[f->type].type);
    if (f->autocomplete != NULL)
        tpl_text(tpl_section(d, KEY_AUTOCOMPLETE), KEY_AUTOCOMPLETE_TOKEN, f->autocomplete);
    if (f->input_mode != NULL)
        tpl_text(tpl_section(d, KEY_INPUT_MODE), KEY_INPUT_MODE_TOKEN, f->input_mode);
}

static void
draw_field(const struct site *s, const struct field *f, const struct field_value *v,
           const char *error, struct tpl_dict *set)
{
    /* In a pair the whole is optional, and said so once; boxes need not be ticked, as all know. */
    bool says = !(f->flags & PAIR_FLAGS) && f->type != FIELD_CHOICES;
    bool required = f->flags & FIELD_REQUIRED;
    const struct field_view view = {
        .name = f->name,
        .label = label_of(s, f),
        .help = f->help != 0 ? words_get(s->words, (enum word)f->help) : NULL,
        .error = error,
        .control = controls[f->type].section,
        .required = says && required,
        .optional = says && !required,
    };
    draw_control(s, f, v, field_draw(set, KEY_FIELD, &view));
}

/* A line of the summary at the top, which leads to its field; a pair's line begins with the pair's
 * name, unless it is about the form as a whole. */
static void
draw_summary_line(const struct site *s, const struct field *f, const char *error, bool whole,
                  struct tpl_dict *d, struct tpl_dict **summary)
{
    struct buf text = BUF_INIT;
    char id[64];
    if ((f->flags & PAIR_FLAGS) && !whole)
        buf_fmt(&text, "%s: ", words_get(s->words, (enum word)f->label));
    buf_str(&text, error);
    if (controls[f->type].section == KEY_CHOICES)
        choice_id(f, &f->choices[0], id);
    else
        snprintf(id, sizeof id, "%s", f->name);
    errors_add(d, summary, id, buf_text(&text));
    buf_free(&text);
}

/*
 * Fields that follow each other stand together, under the heading of the first if it has one; each
 * pair has a set of its own, with the pair's name as legend, and the first pair has the words above
 * it that hold for all.
 */
static struct tpl_dict *
fieldset_for(const struct site *s, const struct field *fields, size_t i, struct tpl_dict *set,
             struct tpl_dict *d)
{
    const unsigned pair = fields[i].flags & PAIR_FLAGS, heading = fields[i].group;
    const unsigned before = i > 0 ? fields[i - 1].flags & PAIR_FLAGS : 0;
    if (set != NULL && heading == 0 && (pair == FIELD_PAIR_NEW || (pair == 0 && before == 0)))
        return set;
    struct tpl_dict *fresh = tpl_section(d, KEY_FIELDSET);
    if (pair == 0 && heading == 0)
        return fresh;
    if (pair != 0 && before == 0)
        tpl_show(fresh, KEY_GROUP);
    struct tpl_dict *legend = tpl_section(fresh, KEY_LEGEND);
    unsigned words = pair != 0 ? fields[i].label : heading;
    tpl_text(legend, KEY_LEGEND_TEXT, words_get(s->words, (enum word)words));
    tpl_show(legend, pair != 0 ? KEY_PAIR : KEY_HEADED);
    return fresh;
}

/* Does the form come back, with a note or with errors? */
static bool
came_back(const struct form_state *st)
{
    bool wrong = st->note != NULL || st->lacks < st->data->count;
    for (size_t i = 0; i < st->data->count && !wrong; i++)
        wrong = st->data->value[i].error != FIELD_OK;
    return wrong;
}

static void
draw_fields(const struct site *s, const struct form *f, const struct form_state *st,
            struct tpl_dict *d)
{
    struct tpl_dict *set = NULL, *summary = NULL;
    for (size_t i = 0; i < st->data->count; i++) {
        const struct field *field = &st->data->fields[i];
        struct buf error = BUF_INIT;
        error_text(s, f, st, i, &error);
        set = fieldset_for(s, st->data->fields, i, set, d);
        draw_field(s, field, &st->data->value[i], buf_text(&error), set);
        if (error.len > 0) {
            bool whole = st->data->value[i].error == FIELD_OK;
            draw_summary_line(s, field, buf_text(&error), whole, d, &summary);
        }
        buf_free(&error);
    }
}

static void
draw_consent(const struct site *s, const struct form *f, struct tpl_dict *d)
{
    struct buf consent = BUF_INIT;
    form_consent(s, f, &consent);
    if (consent.len > 0) {
        struct tpl_dict *c = tpl_section(d, KEY_CONSENT);
        tpl_text(c, KEY_CONSENT_TEXT, buf_text(&consent));
        tpl_text(c, KEY_POLICY_HREF, "/help/privacy-policy.html");
    }
    buf_free(&consent);
}

struct tpl_dict *
form_draw_at(const struct site *s, const struct form_place *at, const struct form_state *st,
             struct tpl_dict **inner)
{
    struct frame frame = {.title = at->title,
                          .summary = at->lead,
                          .address = at->address,
                          .failed = came_back(st),
                          .noindex = at->noindex};
    frame_crumbs(&frame, s, at->section, at->title);
    struct tpl_dict *root = draw_frame(s, &frame, TPL_forms_form, inner), *d = *inner;
    tpl_text(d, KEY_LEAD, at->lead);
    if (at->intro != NULL && at->intro->body.html_len > 0)
        tpl_trusted_html(tpl_section(d, KEY_INTRO), KEY_BODY, at->intro->body.html,
                         at->intro->body.html_len);
    if (st->note != NULL)
        tpl_text(tpl_section(d, KEY_NOTE), KEY_NOTE_TEXT, st->note);
    if (st->saved != NULL)
        tpl_text(tpl_section(d, KEY_SAVED), KEY_SAVED_TEXT, st->saved);
    tpl_text(d, KEY_ACTION, at->action);
    tpl_text(d, KEY_SUBMIT_TEXT, words_get(s->words, at->form->send));
    if (!(at->form->flags & FORM_NO_NONCE))
        tpl_show(d, KEY_SIGNED);
    draw_fields(s, at->form, st, d);
    draw_consent(s, at->form, d);
    return root;
}

struct tpl_dict *
form_draw_page(const struct site *s, enum form_id id, const struct form_state *st)
{
    const struct form *f = form_row(id);
    const struct page *p = st->page != NULL ? st->page : catalogue_page(s->pages, f->address);
    assert(p != NULL); /* site_load refuses a form without its page */
    const struct form_place at = {.form = f,
                                  .title = p->head.title,
                                  .lead = p->head.summary,
                                  .address = p->address,
                                  .section = p->head.section,
                                  .action = f->address,
                                  .intro = p};
    struct tpl_dict *d;
    return form_draw_at(s, &at, st, &d);
}
