#include "submit.h"

#include <assert.h>
#include <string.h>

#include "desk/inquiries.h"
#include "desk/lists.h"
#include "desk/requests.h"

static const struct mail_address *
mail_of(const struct submit *s, const char *field)
{
    const struct field_value *v = form_value(s->data, field);
    return v->given ? &v->mail : NULL;
}

static enum err
join(struct submit *s, unsigned lists)
{
    return lists_join(&s->desk, lists, mail_of(s, "email"), form_text(s->data, "name"),
                      &s->submission);
}

enum err
submit_newsletter(struct submit *s)
{
    return join(s, LIST_NEWSLETTER);
}

enum err
submit_offers(struct submit *s)
{
    return join(s, LIST_BARGAINS);
}

enum err
submit_club(struct submit *s)
{
    /* beside the field's choices */
    static const enum list also[] = {LIST_NEWSLETTER, LIST_BARGAINS, LIST_OFFERS};
    unsigned lists = LIST_CLUB;
    uint32_t chosen = form_value(s->data, "list")->chosen;
    for (size_t i = 0; i < sizeof also / sizeof also[0]; i++)
        lists |= (chosen & (UINT32_C(1) << i)) ? also[i] : 0u;
    return join(s, lists);
}

enum err
submit_optout(struct submit *s)
{
    static const enum list which[] = {LIST_ALL, LIST_NEWSLETTER, LIST_BARGAINS, LIST_CLUB,
                                      LIST_OFFERS};
    uint32_t chosen = form_value(s->data, "list")->chosen;
    unsigned lists = 0;
    for (size_t i = 0; i < sizeof which / sizeof which[0]; i++)
        lists |= (chosen & (UINT32_C(1) << i)) ? which[i] : 0u;
    assert(lists != 0);
    const struct leaving leaving = {
        .lists = lists, .mail = mail_of(s, "email"), .reason = form_text(s->data, "message")};
    return lists_leave(&s->desk, &leaving, &s->submission);
}

enum err
submit_preferences(struct submit *s)
{
    return lists_preferences(&s->desk, mail_of(s, "email"), &s->submission);
}

enum err
submit_catalog(struct submit *s)
{
    const struct form_data *d = s->data;
    const struct postal postal = {
        .address1 = form_text(d, "address1"),
        .address2 = form_text(d, "address2"),
        .city = form_text(d, "city"),
        .state = form_text(d, "state"),
        .zip = form_text(d, "zip"),
        .country = form_text(d, "country"),
    };
    const struct inquiry_new q = {.kind = INQUIRY_CATALOG,
                                  .mail = mail_of(s, "email"),
                                  .name = form_text(d, "name"),
                                  .postal = &postal};
    return inquiry_open(&s->desk, &q, &s->submission);
}

/* Every detail that was filled in, beside the value that it replaces where one is asked for. */
static size_t
changes(const struct form_data *d, struct change *out)
{
    size_t n = 0;
    for (size_t i = 0; i < d->count; i++) {
        const struct field *f = &d->fields[i];
        if ((f->flags & (FIELD_REQUIRED | FIELD_PAIR_OLD)) || f->type == FIELD_TEXT ||
            f->type == FIELD_EMAIL || !d->value[i].given)
            continue;
        bool pair = (f->flags & FIELD_PAIR_NEW) && d->value[i - 1].given;
        out[n++] = (struct change){f->name, pair ? d->value[i - 1].text : NULL, d->value[i].text};
    }
    return n;
}

static enum err
open_request(struct submit *s, enum request_kind kind, const struct change *change, size_t count)
{
    /* In these the name is one of the changes. */
    bool changing = kind == REQUEST_CORRECT || kind == REQUEST_UPDATE;
    const struct request_new r = {
        .kind = kind,
        .mail = mail_of(s, "email"),
        .old_mail = kind == REQUEST_CORRECT ? mail_of(s, "old_email") : NULL,
        .name = changing ? NULL : form_text(s->data, "name"),
        .message = form_text(s->data, "message"),
        .change = change,
        .change_count = count,
    };
    return request_open(&s->desk, &r, &s->submission);
}

enum err
submit_correct(struct submit *s)
{
    struct change change[FORM_FIELDS_MAX + 1];
    size_t n = changes(s->data, change);
    if (form_text(s->data, "old_email") != NULL)
        change[n++] =
            (struct change){"email", form_text(s->data, "old_email"), form_text(s->data, "email")};
    return open_request(s, REQUEST_CORRECT, change, n);
}

enum err
submit_update(struct submit *s)
{
    struct change change[FORM_FIELDS_MAX];
    size_t n = changes(s->data, change);
    return open_request(s, REQUEST_UPDATE, change, n);
}

enum err
submit_delete(struct submit *s)
{
    return open_request(s, REQUEST_DELETE, NULL, 0);
}

enum err
submit_deactivate(struct submit *s)
{
    return open_request(s, REQUEST_DEACTIVATE, NULL, 0);
}

/* Every field that was filled in, but for those that an inquiry has a place of its own for. */
static size_t
details(const struct form_data *d, struct inquiry_detail *out)
{
    size_t n = 0;
    for (size_t i = 0; i < d->count; i++) {
        const struct field *f = &d->fields[i];
        bool own = f->type == FIELD_EMAIL || strcmp(f->name, "name") == 0 ||
                   strcmp(f->name, "message") == 0;
        if (!own && d->value[i].given)
            out[n++] = (struct inquiry_detail){f->name, d->value[i].text};
    }
    return n;
}

static enum err
open_inquiry(struct submit *s, enum inquiry_kind kind)
{
    struct inquiry_detail detail[FORM_FIELDS_MAX];
    const struct inquiry_new q = {.kind = kind,
                                  .mail = mail_of(s, "email"),
                                  .name = form_text(s->data, "name"),
                                  .message = form_text(s->data, "message"),
                                  .detail = detail,
                                  .detail_count = details(s->data, detail)};
    return inquiry_open(&s->desk, &q, &s->submission);
}

enum err
submit_advice(struct submit *s)
{
    return open_inquiry(s, INQUIRY_ADVICE);
}

enum err
submit_sell(struct submit *s)
{
    return open_inquiry(s, INQUIRY_SELL);
}

enum err
submit_careers(struct submit *s)
{
    return open_inquiry(s, INQUIRY_JOB);
}

enum err
submit_contact(struct submit *s)
{
    return open_inquiry(s, INQUIRY_MESSAGE);
}
