#include "http/form.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Parameters of every form beside its fields. */
static const char nonce_name[] = "nonce";
static const char trap_name[] = "website"; /* people don't see it; bots fill it in */

/* The place of a field, or count. */
static size_t
field_find(const struct form_data *d, const char *name)
{
    size_t i = 0;
    while (i < d->count && strcmp(d->fields[i].name, name) != 0)
        i++;
    return i;
}

/* True if the parameter at `at` came before under the same name. */
static bool
came_before(const struct params *p, size_t at)
{
    return params_find(p, p->list[at].name) != &p->list[at];
}

/* Every parameter is known, and comes once where its row allows no more. */
static bool
names_valid(const struct form_data *d, const struct params *p)
{
    for (size_t i = 0; i < p->count; i++) {
        const char *name = p->list[i].name;
        size_t field = field_find(d, name);
        bool own = strcmp(name, nonce_name) == 0 || strcmp(name, trap_name) == 0;
        if (field == d->count && !own)
            return false;
        bool many = field < d->count && d->fields[field].type == FIELD_CHOICES;
        if (!many && came_before(p, i))
            return false;
    }
    return true;
}

/* Adds one more choice to those that v has. */
static void
choice_add(const struct field *f, const char *raw, char *scratch, struct field_value *v)
{
    struct field_value more;
    field_check(f, raw, scratch, &more);
    if (!more.given)
        return;
    if (!v->given) {
        *v = more;
        return;
    }
    v->chosen |= more.chosen;
    if (more.error != FIELD_OK)
        v->error = more.error;
}

/* Checks each value of the field; returns where free scratch begins. */
static char *
field_read(const struct field *f, const struct params *p, char *scratch, struct field_value *v)
{
    field_check(f, "", scratch, v);
    scratch += FIELD_SCRATCH;
    for (size_t i = 0; i < p->count; i++) {
        const struct param *param = &p->list[i];
        if (strcmp(param->name, f->name) != 0)
            continue;
        if (f->type == FIELD_CHOICES)
            choice_add(f, param->value, scratch, v);
        else
            field_check(f, param->value, scratch, v);
        scratch += param->len + FIELD_SCRATCH;
    }
    return scratch;
}

/* Bytes of scratch that all values can need. */
static size_t
scratch_size(const struct form_data *d, const struct params *p)
{
    size_t size = (d->count + p->count) * FIELD_SCRATCH;
    for (size_t i = 0; i < p->count; i++)
        size += p->list[i].len;
    return size;
}

enum err
form_read(struct form_data *d, const struct field *fields, size_t count, const struct params *p)
{
    form_empty(d, fields, count);
    if (!names_valid(d, p))
        return ERR_INVALID;
    size_t size = scratch_size(d, p);
    d->store = malloc(size > 0 ? size : 1);
    if (d->store == NULL)
        return ERR_NOMEM;
    char *scratch = d->store;
    for (size_t i = 0; i < count; i++) {
        scratch = field_read(&fields[i], p, scratch, &d->value[i]);
        d->errors += d->value[i].error != FIELD_OK;
    }
    assert(scratch <= d->store + size);
    const struct param *nonce = params_find(p, nonce_name);
    const struct param *trap = params_find(p, trap_name);
    d->nonce = nonce != NULL ? nonce->value : "";
    d->trapped = trap != NULL && trap->len > 0;
    return ERR_OK;
}

void
form_empty(struct form_data *d, const struct field *fields, size_t count)
{
    assert(count <= FORM_FIELDS_MAX);
    *d = (struct form_data){.fields = fields, .count = count, .nonce = ""};
    for (size_t i = 0; i < count; i++) {
        assert(strcmp(fields[i].name, nonce_name) != 0 && strcmp(fields[i].name, trap_name) != 0);
        d->value[i] = (struct field_value){.typed = "", .text = ""};
    }
}

void
form_data_free(struct form_data *d)
{
    free(d->store);
    *d = (struct form_data){0};
}

const struct field_value *
form_value(const struct form_data *d, const char *name)
{
    size_t i = field_find(d, name);
    assert(i < d->count);
    return &d->value[i];
}

const char *
form_text(const struct form_data *d, const char *name)
{
    const struct field_value *v = form_value(d, name);
    return v->given ? v->text : NULL;
}
