/*
 * option.h - THE table of settings: a row says all about one, settings.c reads and writes by it.
 *
 * Only settings.c includes this. Nothing here owns memory.
 */
#ifndef HC_OPTION_H
#define HC_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/option_rule.h"

enum { OPTION_COUNT_ = 45 };

enum option_kind {
    KIND_TEXT,   /* one line of UTF-8 */
    KIND_PATH,   /* likewise; relative to the settings file's folder */
    KIND_NUMBER, /* from min to max */
    KIND_SWITCH, /* yes or no */
};

struct option {
    const char *name;
    enum option_kind kind;
    const char *text;        /* the default of a text or path */
    int64_t number;          /* the default of a number or switch */
    int64_t min, max;        /* of a number; for a text, of its bytes */
    size_t offset;           /* in struct settings */
    const char *placeholder; /* the name by which Markdown may show it, or NULL */
    option_rule *check;      /* beyond kind and range, or NULL */
    const char *comment;     /* for the sample file */
};

extern const struct option *const options; /* OPTION_COUNT_ rows */

/* The row of that name, or NULL. */
const struct option *option_find(const char *name);

/* Where a row's value stands in s; the row's kind must be right. */
const char **option_text(struct settings *s, const struct option *o);
int64_t *option_number(struct settings *s, const struct option *o);
bool *option_switch(struct settings *s, const struct option *o);

/* The value of a text or path. */
const char *option_value(const struct settings *s, const struct option *o);

/* False if the value breaks the row's rule; message then says which and how, cut at size bytes. */
bool option_check(const struct settings *s, const struct option *o, char *message, size_t size);

#endif
