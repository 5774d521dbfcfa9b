/* delivery_form.c - the fields of the delivery date finder. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "delivery_page.h"
#include "draw.h"
#include "field_draw.h"

/* What a field is: its words and its control. */
static const struct control {
    enum word label, help;
    const char *type; /* of an input; NULL: a select */
    bool optional;
} controls[] = {
    [FINDER_TO] = {MSG_delivery_label_to, MSG_NONE, NULL, false},
    [FINDER_METHOD] = {MSG_delivery_label_method, MSG_NONE, NULL, false},
    [FINDER_DATE] = {MSG_delivery_label_date, MSG_delivery_help_date, "date", true},
    [FINDER_TIME] = {MSG_delivery_label_time, MSG_delivery_help_time, "time", true},
    [FINDER_NUMBER] = {MSG_delivery_label_number, MSG_delivery_help_number, "text", false},
};
static_assert(sizeof controls / sizeof *controls == FINDER_FIELDS, "each field has its control");

void
finder_city(const struct site *s, char out[FINDER_CITY])
{
    const char *zone = s->settings->time_zone, *slash = strrchr(zone, '/');
    snprintf(out, FINDER_CITY, "%s", slash != NULL ? slash + 1 : zone);
    for (char *p = out; *p != '\0'; p++)
        if (*p == '_')
            *p = ' ';
}

/* "UPS or FedEx" */
static void
carriers_text(const struct site *s, const struct tracking *t, struct buf *out)
{
    for (size_t i = 0; i < t->matches; i++) {
        if (i > 0)
            buf_fmt(out, " %s ", words_get(s->words, MSG_delivery_or));
        buf_str(out, t->match[i].carrier->name);
    }
}

static void
error_text(const struct site *s, const struct finder *f, enum finder_field field, struct buf *out)
{
    char first[CLOCK_DATE_MAX], last[CLOCK_DATE_MAX];
    struct buf carriers = BUF_INIT;
    clock_day_text(f->earliest, DATE_WHOLE, first);
    clock_day_text(f->latest, DATE_WHOLE, last);
    carriers_text(s, &f->tracking, &carriers);
    if (f->wrong[field] != MSG_NONE)
        words_format(s->words, out, f->wrong[field], "first", first, "last", last, "carriers",
                     buf_text(&carriers), NULL);
    buf_free(&carriers);
}

static void
draw_options(const struct site *s, enum finder_field field, const char *typed, struct tpl_dict *d)
{
    const struct delivery *all = s->delivery;
    for (size_t i = 0; field == FINDER_TO && i < all->zones; i++)
        field_draw_option(d, all->zone[i].name, all->zone[i].title,
                          strcmp(all->zone[i].name, typed) == 0);
    if (field == FINDER_METHOD)
        field_draw_option(d, "", words_get(s->words, MSG_delivery_any), typed[0] == '\0');
    for (size_t i = 0; field == FINDER_METHOD && i < all->methods; i++)
        field_draw_option(d, all->method[i].name, all->method[i].title,
                          strcmp(all->method[i].name, typed) == 0);
}

/* A browser shows nothing of a date that is none: what was typed wrong comes back as plain text. */
static void
draw_input(const struct finder *f, enum finder_field field, struct tpl_dict *d)
{
    bool plain = f->wrong[field] != MSG_NONE && f->wrong[field] != MSG_delivery_far_date;
    tpl_text(d, KEY_INPUT_TYPE, plain ? "text" : controls[field].type);
    tpl_text(d, KEY_FIELD_VALUE, f->typed[field]);
    tpl_text(tpl_section(d, KEY_AUTOCOMPLETE), KEY_AUTOCOMPLETE_TOKEN, "off");
}

void
finder_field_draw(const struct site *s, const struct finder *f, enum finder_field field,
                  struct tpl_dict *form, struct tpl_dict *page, struct tpl_dict **summary)
{
    const struct control *control = &controls[field];
    struct buf error = BUF_INIT, help = BUF_INIT;
    char city[FINDER_CITY];
    finder_city(s, city);
    error_text(s, f, field, &error);
    if (control->help != MSG_NONE)
        words_format(s->words, &help, control->help, "zone", city, NULL);
    const struct field_view view = {.name = finder_name(field),
                                    .label = words_get(s->words, control->label),
                                    .help = buf_text(&help),
                                    .error = buf_text(&error),
                                    .control = control->type != NULL ? KEY_INPUT : KEY_SELECT,
                                    .required = field == FINDER_NUMBER,
                                    .optional = control->optional};
    struct tpl_dict *d = field_draw(form, field == FINDER_NUMBER ? KEY_TRACKER : KEY_FIELD, &view);
    if (control->type == NULL)
        draw_options(s, field, f->typed[field], d);
    else
        draw_input(f, field, d);
    if (error.len > 0)
        errors_add(page, summary, finder_name(field), buf_text(&error));
    buf_free(&help);
    buf_free(&error);
}
