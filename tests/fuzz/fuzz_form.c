/*
 * fuzz_form.c - the body of a POST against a form that has every type of field.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "http/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct choice choices[] = {
    {"news", 1, 0}, {"offers", 2, 0}, {"US", 3, 0}, {NULL, 0, 0}};

static const struct field fields[] = {
    {.name = "line", .type = FIELD_LINE, .flags = FIELD_REQUIRED, .max = 60},
    {.name = "name", .type = FIELD_PERSON, .max = 60},
    {.name = "email", .type = FIELD_EMAIL, .flags = FIELD_REQUIRED, .max = 254},
    {.name = "phone", .type = FIELD_PHONE, .max = 40},
    {.name = "zip", .type = FIELD_ZIP, .max = 12},
    {.name = "country", .type = FIELD_COUNTRY, .choices = choices},
    {.name = "message", .type = FIELD_TEXT},
    {.name = "one", .type = FIELD_CHOICE, .choices = choices},
    {.name = "list", .type = FIELD_CHOICES, .choices = choices},
    {.name = "reference", .type = FIELD_REFERENCE, .max = 20},
};
enum { COUNT = sizeof fields / sizeof *fields };

/* A value that is called good keeps its row's rule. */
static void
value_holds(const struct field *f, const struct field_value *v)
{
    size_t len = strlen(v->text), chars = text_chars(v->text, len);
    assert(text_valid(v->text, len, f->type == FIELD_TEXT));
    assert(v->given == (chars > 0));
    if (v->error != FIELD_OK)
        return;
    assert(v->given || !(f->flags & FIELD_REQUIRED));
    assert(chars <= (f->max > 0 ? f->max : FIELD_VALUE_MAX));
    assert(f->type != FIELD_EMAIL || !v->given || strchr(v->mail.canonical, '@') != NULL);
    assert(f->type != FIELD_CHOICE || v->given == (v->chosen != 0));
    assert(f->type == FIELD_TEXT || strchr(v->text, '\n') == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct params p;
    struct form_data d;
    if (params_parse(&p, (const char *)data, size, true) == ERR_OK) {
        size_t errors = 0;
        enum err e = form_read(&d, fields, COUNT, &p);
        for (size_t i = 0; i < COUNT && e == ERR_OK; i++) {
            value_holds(&fields[i], form_value(&d, fields[i].name));
            errors += d.value[i].error != FIELD_OK;
        }
        assert(e == ERR_INVALID || errors == d.errors);
        form_data_free(&d);
    }
    params_free(&p);
    return 0;
}
