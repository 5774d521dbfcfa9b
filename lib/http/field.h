/*
 * field.h - what a field of a form may hold: a row of a table, and a value's check against it.
 *
 * A row says everything about a field: its name, type, limits in characters and the ids of its
 * words (view/words.h; plain numbers here, since http doesn't know view). field_check() turns raw
 * text into a typed value; a handler reads the typed value only.
 */
#ifndef HC_FIELD_H
#define HC_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"

enum field_type {
    FIELD_LINE,   /* one line of text */
    FIELD_PERSON, /* a person's name: a line without links, digits allowed */
    FIELD_EMAIL,
    FIELD_PHONE,   /* digits, spaces, + ( ) - . / and "ext", at least 5 digits */
    FIELD_ZIP,     /* letters, digits, space, hyphen */
    FIELD_COUNTRY, /* an ISO 3166-1 alpha-2 code, one of its choices if it has any */
    FIELD_NUMBER,  /* a number from 0, as 1200, 1,200 or 17.5; the value has no commas or spaces */
    FIELD_LINK,    /* an https address, for people to open */
    FIELD_TEXT,    /* several lines, at most LIMIT_TEXT_LINKS links */
    FIELD_CHOICE,  /* exactly one of its choices if it has any */
    FIELD_SELECT,  /* the same, shown as a list that opens */
    FIELD_CHOICES, /* any number of its choices, at least one if required; given more than once */
    FIELD_REFERENCE, /* a reference as people say it; the value is its exact form */
    FIELD_HIDDEN,    /* what the page itself filled in: a line that people don't see */
    FIELD_TYPES_
};

/* A pair: the value that is wrong, and the right one. FIELD_UNSET: none of the choices is set
 * beforehand, since it is for people to say. */
enum field_flag { FIELD_REQUIRED = 1, FIELD_PAIR_OLD = 2, FIELD_PAIR_NEW = 4, FIELD_UNSET = 8 };

struct choice {
    const char *value; /* as in the form and in the database */
    unsigned label;    /* word id */
    unsigned help;     /* word id, 0 for none */
};

struct field {
    const char *name; /* the parameter's name */
    unsigned group;   /* word id of the heading of the set of fields that begins here, or 0 */
    enum field_type type;
    unsigned flags;
    unsigned max;                 /* characters */
    unsigned label, help;         /* word ids; help 0 for none */
    unsigned missing, wrong;      /* word ids of what to say when it is empty or breaks its rule */
    const char *autocomplete;     /* WHATWG HTML 4.10.18.7 token, or NULL */
    const char *input_mode;       /* or NULL */
    const struct choice *choices; /* ended by value NULL; or NULL */
};

enum field_error { FIELD_OK, FIELD_MISSING, FIELD_WRONG, FIELD_TOO_LONG, FIELD_HAS_LINKS };

enum {
    FIELD_VALUE_MAX = 4000, /* characters where a row gives no limit (max 0) */
    FIELD_CHOICES_MAX = 32, /* of a FIELD_CHOICE, _SELECT or _CHOICES; countries may have more */
    FIELD_SCRATCH = 16,     /* bytes: a reference's exact form is longer than what was typed */
};

struct field_value {
    const char *typed; /* as it came, to show the form again; "" where absent; the request's */
    const char *text;  /* trimmed, a line's inner white space made single; in the form's store */
    struct mail_address mail; /* FIELD_EMAIL */
    uint32_t chosen;          /* FIELD_CHOICE, _SELECT and _CHOICES: bit n for choices[n] */
    enum field_error error;
    bool given; /* something but white space was typed */
};

/*
 * Checks raw (valid UTF-8, NUL-terminated) against f; fills v; scratch is for v->text,
 * holds strlen(raw) + FIELD_SCRATCH bytes and must outlive v. `typed` points at raw.
 */
void field_check(const struct field *f, const char *raw, char *scratch, struct field_value *v);

#endif
