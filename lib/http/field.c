#include "http/field.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "http/url.h"

/* Copies raw without white space at its ends; within a line each run of it becomes one space. */
static void
trim(const char *raw, bool lines, char *out)
{
    char *begin = out, *end = out; /* end: behind the last character that is no white space */
    size_t len = strlen(raw), used;
    bool space = false;
    for (uint32_t c; len > 0; raw += used, len -= used) {
        used = utf8_read(raw, len, &c);
        assert(used > 0);
        if (used == 0)
            break;
        bool is_space = utf8_is_space(c);
        if (is_space && (out == begin || !lines)) {
            space = out != begin;
            continue;
        }
        if (space)
            *out++ = ' ';
        space = false;
        memcpy(out, raw, used);
        out += used;
        if (!is_space)
            end = out;
    }
    *end = '\0';
}

/* How many times somebody put in a link, or the mark-up of one. */
static unsigned
links_count(const char *text)
{
    static const char *const signs[] = {"://", "www.", "[url", "href="};
    unsigned count = 0;
    for (; *text != '\0'; text++)
        for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
            if (strncasecmp(text, signs[i], strlen(signs[i])) == 0) {
                count++;
                text += strlen(signs[i]) - 1;
                break;
            }
    return count;
}

/* Each check gets v->text, not empty and within its length. */
typedef enum field_error field_checker(const struct field *f, struct field_value *v, char *text);

static enum field_error
check_line(const struct field *f, struct field_value *v, char *text)
{
    (void)f, (void)v, (void)text;
    return FIELD_OK;
}

static enum field_error
check_person(const struct field *f, struct field_value *v, char *text)
{
    (void)f, (void)v;
    return links_count(text) > 0 ? FIELD_HAS_LINKS : FIELD_OK;
}

static enum field_error
check_email(const struct field *f, struct field_value *v, char *text)
{
    (void)f;
    return mail_address_parse(text, strlen(text), &v->mail) ? FIELD_OK : FIELD_WRONG;
}

static enum field_error
check_phone(const struct field *f, struct field_value *v, char *text)
{
    unsigned digits = 0;
    (void)f, (void)v;
    for (const char *p = text; *p != '\0'; p++) {
        if (ascii_is_digit(*p))
            digits++;
        else if (strncasecmp(p, "ext", 3) == 0)
            p += 2;
        else if (strchr(" +()-./", *p) == NULL)
            return FIELD_WRONG;
    }
    return digits >= 5 ? FIELD_OK : FIELD_WRONG;
}

static enum field_error
check_zip(const struct field *f, struct field_value *v, char *text)
{
    bool some = false;
    (void)f, (void)v;
    for (const char *p = text; *p != '\0'; p++) {
        if (ascii_is_digit(*p) || ascii_is_letter(*p))
            some = true;
        else if (*p != ' ' && *p != '-')
            return FIELD_WRONG;
    }
    return some ? FIELD_OK : FIELD_WRONG;
}

/* The place of text among the choices, or -1. */
static int
choice_find(const struct choice *choices, const char *text)
{
    for (int i = 0; choices[i].value != NULL; i++)
        if (strcmp(choices[i].value, text) == 0)
            return i;
    return -1;
}

static enum field_error
check_country(const struct field *f, struct field_value *v, char *text)
{
    (void)v;
    if (strlen(text) != 2 || !ascii_is_letter(text[0]) || !ascii_is_letter(text[1]))
        return FIELD_WRONG;
    for (char *p = text; *p != '\0'; p++)
        *p = (char)(*p & ~0x20);
    return f->choices == NULL || choice_find(f->choices, text) >= 0 ? FIELD_OK : FIELD_WRONG;
}

/*
 * Commas and spaces part groups of three digits, and are taken out; a point comes before at most
 * three decimals, which stay. "1,7" and "1200,50" are refused, not guessed at.
 */
static enum field_error
check_number(const struct field *f, struct field_value *v, char *text)
{
    size_t group = 0, decimals = 0; /* digits since the last separator; behind the point */
    bool grouped = false, point = false;
    char *out = text;
    (void)f, (void)v;
    for (const char *p = text; *p != '\0'; p++) {
        if (ascii_is_digit(*p)) {
            *(point ? &decimals : &group) += 1;
        } else if (*p == '.' && !point && group > 0 && (!grouped || group == 3)) {
            point = true;
        } else if ((*p == ',' || *p == ' ') && !point &&
                   (grouped ? group == 3 : group >= 1 && group <= 3)) {
            grouped = true;
            group = 0;
            continue;
        } else {
            return FIELD_WRONG;
        }
        *out++ = *p;
    }
    *out = '\0';
    bool whole = grouped ? group == 3 : group > 0;
    bool fraction = point ? decimals >= 1 && decimals <= 3 : true;
    return whole && fraction ? FIELD_OK : FIELD_WRONG;
}

/* RFC 3986 in what people open by hand: https, a host with a dot, no user, nothing invisible. */
static enum field_error
check_link(const struct field *f, struct field_value *v, char *text)
{
    static const char scheme[] = "https://";
    (void)f, (void)v;
    if (strncasecmp(text, scheme, strlen(scheme)) != 0)
        return FIELD_WRONG;
    for (const char *p = text; *p != '\0'; p++)
        if (*p <= ' ' || *p > '~' || strchr("\"<>\\^`{|}", *p) != NULL)
            return FIELD_WRONG;
    const char *host = text + strlen(scheme);
    size_t len = strcspn(host, "/?#");
    const char *dot = memchr(host, '.', len);
    bool named = (ascii_is_digit(host[0]) || ascii_is_letter(host[0])) && dot != NULL &&
                 dot + 1 < host + len;
    return named && memchr(host, '@', len) == NULL ? FIELD_OK : FIELD_WRONG;
}

static enum field_error
check_text(const struct field *f, struct field_value *v, char *text)
{
    (void)f, (void)v;
    return links_count(text) > LIMIT_TEXT_LINKS ? FIELD_HAS_LINKS : FIELD_OK;
}

static enum field_error
check_choice(const struct field *f, struct field_value *v, char *text)
{
    assert(f->choices != NULL);
    int i = choice_find(f->choices, text);
    assert(i < FIELD_CHOICES_MAX);
    if (i < 0)
        return FIELD_WRONG;
    v->chosen = (uint32_t)1 << i;
    return FIELD_OK;
}

static enum field_error
check_reference(const struct field *f, struct field_value *v, char *text)
{
    char exact[REFERENCE_MAX];
    (void)f, (void)v;
    if (!reference_parse(text, strlen(text), exact))
        return FIELD_WRONG;
    memcpy(text, exact, strlen(exact) + 1);
    return FIELD_OK;
}
static_assert((size_t)FIELD_SCRATCH >= (size_t)REFERENCE_MAX,
              "an exact reference fits the scratch");

static field_checker *const checkers[] = {
    [FIELD_LINE] = check_line,     [FIELD_PERSON] = check_person,
    [FIELD_EMAIL] = check_email,   [FIELD_PHONE] = check_phone,
    [FIELD_ZIP] = check_zip,       [FIELD_COUNTRY] = check_country,
    [FIELD_NUMBER] = check_number, [FIELD_LINK] = check_link,
    [FIELD_TEXT] = check_text,     [FIELD_CHOICE] = check_choice,
    [FIELD_SELECT] = check_choice, [FIELD_CHOICES] = check_choice,
    [FIELD_HIDDEN] = check_line,   [FIELD_REFERENCE] = check_reference,
};
static_assert(sizeof checkers / sizeof *checkers == FIELD_TYPES_, "each type has its check");

void
field_check(const struct field *f, const char *raw, char *scratch, struct field_value *v)
{
    assert((size_t)f->type < FIELD_TYPES_ && raw != NULL);
    trim(raw, f->type == FIELD_TEXT, scratch);
    size_t chars = text_chars(scratch, strlen(scratch));
    *v = (struct field_value){.typed = raw, .text = scratch, .given = chars > 0};
    if (chars == 0)
        v->error = f->flags & FIELD_REQUIRED ? FIELD_MISSING : FIELD_OK;
    else if (chars > (f->max > 0 ? f->max : FIELD_VALUE_MAX))
        v->error = FIELD_TOO_LONG;
    else
        v->error = checkers[f->type](f, v, scratch);
}
