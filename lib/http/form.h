/*
 * form.h - a whole form against its table of fields: all errors at once (SECURITY 1, 2, 5).
 */
#ifndef HC_FORM_H
#define HC_FORM_H

#include "base/err.h"
#include "http/field.h"
#include "http/url.h"

enum { FORM_FIELDS_MAX = 32 };

struct form_data {
    const struct field *fields;
    size_t count;
    struct field_value value[FORM_FIELDS_MAX]; /* beside fields */
    size_t errors;                             /* how many fields are wrong */
    const char *nonce;                         /* parameter "nonce", "" if absent */
    bool trapped;                              /* the hidden field "website" was filled in */
    char *store;                               /* owned */
};

/*
 * Reads p against fields. ERR_INVALID (400): an unknown parameter, or one given twice where its row
 * doesn't allow it. ERR_OK otherwise, with errors counted; ERR_NOMEM. p must outlive d.
 * form_data_free() always.
 */
enum err form_read(struct form_data *d, const struct field *fields, size_t count,
                   const struct params *p);

/* An empty form for showing it the first time. */
void form_empty(struct form_data *d, const struct field *fields, size_t count);
void form_data_free(struct form_data *d);

/* The value of a field by name; asserts that the form has it. */
const struct field_value *form_value(const struct form_data *d, const char *name);
/* Its text, or NULL where nothing was given. */
const char *form_text(const struct form_data *d, const char *name);

#endif
