#include "field_draw.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { ID_MAX = 64 };

/* A text that describes the control, with the id by which it does. */
static const struct part {
    enum tpl_key section, id, text;
    const char *suffix;
} help_part = {KEY_FIELD_HELP, KEY_HELP_ID, KEY_HELP_TEXT, "help"},
  error_part = {KEY_FIELD_ERROR, KEY_ERROR_ID, KEY_ERROR_TEXT, "error"};

/* Adds the id to those that the control is described by; nothing where there is no text. */
static void
draw_part(struct tpl_dict *d, const struct part *part, const char *name, const char *text,
          char described[2 * ID_MAX])
{
    size_t len = strlen(described);
    char id[ID_MAX];

    if (text == NULL || text[0] == '\0')
        return;
    snprintf(id, sizeof id, "%s-%s", name, part->suffix);
    snprintf(described + len, 2 * ID_MAX - len, "%s%s", len > 0 ? " " : "", id);
    struct tpl_dict *section = tpl_section(d, part->section);
    tpl_text(section, part->id, id);
    tpl_text(section, part->text, text);
}

struct tpl_dict *
field_draw(struct tpl_dict *d, enum tpl_key place, const struct field_view *v)
{
    bool own_box = v->control == KEY_CHOICES || v->control == KEY_HIDDEN;
    struct tpl_dict *field = tpl_include(d, place, TPL_forms_field);
    struct tpl_dict *box = tpl_section(field, own_box ? v->control : KEY_LABELLED);
    char described[2 * ID_MAX] = "";
    bool wrong = v->error != NULL && v->error[0] != '\0';

    assert(strlen(v->name) < ID_MAX - sizeof "-error");
    tpl_text(box, KEY_FIELD_NAME, v->name);
    if (v->control == KEY_HIDDEN)
        return box;
    tpl_text(box, KEY_FIELD_LABEL, v->label);
    draw_part(box, &help_part, v->name, v->help, described);
    draw_part(box, &error_part, v->name, v->error, described);
    if (described[0] != '\0')
        tpl_text(tpl_section(box, KEY_DESCRIBED), KEY_DESCRIBED_BY, described);
    if (wrong)
        tpl_show(box, KEY_INVALID);
    if (v->required)
        tpl_show(box, KEY_REQUIRED);
    if (v->optional)
        tpl_show(box, KEY_OPTIONAL);
    return own_box ? box : tpl_section(box, v->control);
}

struct tpl_dict *
field_draw_option(struct tpl_dict *control, const char *value, const char *label, bool chosen)
{
    struct tpl_dict *option = tpl_section(control, KEY_OPTION);

    tpl_text(option, KEY_OPTION_VALUE, value);
    tpl_text(option, KEY_OPTION_LABEL, label);
    if (chosen)
        tpl_show(option, KEY_CHECKED);
    return option;
}

void
errors_add(struct tpl_dict *d, struct tpl_dict **summary, const char *id, const char *text)
{
    char href[2 * ID_MAX];

    assert(text[0] != '\0');
    if (*summary == NULL)
        *summary = tpl_include(d, KEY_ERRORS, TPL_forms_errors);
    struct tpl_dict *item = tpl_section(*summary, KEY_ERROR_ITEM);
    snprintf(href, sizeof href, "#%s", id);
    tpl_text(item, KEY_ERROR_HREF, href);
    tpl_text(item, KEY_ERROR_TEXT, text);
}
