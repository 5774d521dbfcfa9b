/*
 * head.c - one table of keys; each row knows how its value is taken and where it goes.
 */
#include "content/head.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

/* Where the parser stands, and what went wrong so far. */
struct reader {
    const char *file;
    unsigned line;
    struct head *h;
    struct report *rep;
    enum err err;
    uint32_t seen; /* a bit for each row of the table */
};

#define NO_TEXT SIZE_MAX

struct rule {
    const char *key;
    void (*take)(struct reader *r, const struct rule *rule, const char *value);
    size_t offset; /* of the text that take() fills, or NO_TEXT */
    bool required;
    bool repeated; /* may be given several times */
};

/* More can be wrong than one thing: the first ERR_NOMEM stays, all else is ERR_INVALID. */
#define FAULT(r, ...)                                                                              \
    do {                                                                                           \
        report_add((r)->rep, (r)->file, (r)->line, __VA_ARGS__);                                   \
        if ((r)->err == ERR_OK)                                                                    \
            (r)->err = ERR_INVALID;                                                                \
    } while (0)

static char *
keep(struct reader *r, const char *text, size_t len)
{
    char *copy = strndup(text, len);

    if (copy == NULL)
        r->err = ERR_NOMEM;
    return copy;
}

static char **
text_at(struct head *h, const struct rule *rule)
{
    return (char **)(void *)((char *)h + rule->offset);
}

/* Characters of UTF-8 text: every byte but the continuing ones begins one. */
static size_t
characters(const char *text)
{
    size_t n = 0;

    for (; *text != '\0'; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

static bool
id_valid(const char *text, size_t len)
{
    return len > 0 && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") >= len;
}

/* Digits to a number of 0 to 99999; false for anything else. */
static bool
number_of(const char *text, size_t len, int *out)
{
    int n = 0;

    if (len == 0 || len > 5)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        n = n * 10 + (text[i] - '0');
    }
    *out = n;
    return true;
}

static void
take_text(struct reader *r, const struct rule *rule, const char *value)
{
    *text_at(r->h, rule) = keep(r, value, strlen(value));
}

static void
take_title(struct reader *r, const struct rule *rule, const char *value)
{
    size_t n = characters(value);

    if (n > HEAD_TITLE_MAX)
        FAULT(r, "`%s` has %zu characters; at most %d", rule->key, n, HEAD_TITLE_MAX);
    take_text(r, rule, value);
}

static void
take_summary(struct reader *r, const struct rule *rule, const char *value)
{
    size_t n = characters(value);

    if (n < HEAD_SUMMARY_MIN || n > HEAD_SUMMARY_MAX)
        FAULT(r, "`%s` has %zu characters; write a sentence of %d to %d", rule->key, n,
              HEAD_SUMMARY_MIN, HEAD_SUMMARY_MAX);
    take_text(r, rule, value);
}

static void
take_section(struct reader *r, const struct rule *rule, const char *value)
{
    if (!id_valid(value, strlen(value)))
        FAULT(r, "`%s: %s` is not an id (a-z, 0-9 and hyphens)", rule->key, value);
    r->h->section_line = r->line;
    take_text(r, rule, value);
}

static void
take_order(struct reader *r, const struct rule *rule, const char *value)
{
    if (!number_of(value, strlen(value), &r->h->order))
        FAULT(r, "`%s: %s` is not a number of 0 to 99999", rule->key, value);
}

static void
take_date(struct reader *r, const struct rule *rule, const char *value)
{
    if (!clock_iso_valid(value))
        FAULT(r, "`%s: %s` is not a date like 2026-05-03", rule->key, value);
    take_text(r, rule, value);
}

static void
take_flag(struct reader *r, const struct rule *rule, const char *value)
{
    r->h->draft = strcmp(value, "yes") == 0;
    if (!r->h->draft && strcmp(value, "no") != 0)
        FAULT(r, "`%s: %s` is neither yes nor no", rule->key, value);
}

static void
take_old(struct reader *r, const struct rule *rule, const char *value)
{
    struct head *h = r->h;

    if (value[0] != '/' || value[1] == '/' || value[1] == '\0' || strpbrk(value, " \t#") != NULL) {
        FAULT(r, "`%s: %s` is not an address like /old-page.php?cID=2", rule->key, value);
        return;
    }
    if (h->old_count == HEAD_OLD_MAX) {
        FAULT(r, "more than %d `%s` lines", HEAD_OLD_MAX, rule->key);
        return;
    }
    h->old[h->old_count++] =
        (struct head_old){.address = keep(r, value, strlen(value)), .line = r->line};
}

static void
take_link(struct reader *r, const struct rule *rule, const char *value)
{
    struct head *h = r->h;
    size_t id = strcspn(value, " ");
    const char *order = value + id + strspn(value + id, " ");
    size_t digits = strcspn(order, " ");
    const char *text = order + digits + strspn(order + digits, " ");
    int n = 0;

    if (!id_valid(value, id) || !number_of(order, digits, &n) || *text == '\0') {
        FAULT(r, "`%s: %s` is not a section, an order and a text", rule->key, value);
        return;
    }
    if (h->link_count == HEAD_LINKS_MAX) {
        FAULT(r, "more than %d `%s` lines", HEAD_LINKS_MAX, rule->key);
        return;
    }
    h->link[h->link_count++] = (struct head_link){
        .section = keep(r, value, id),
        .order = n,
        .text = keep(r, text, strlen(text)),
        .line = r->line,
    };
}

static const struct rule rules[] = {
    {"title", take_title, offsetof(struct head, title), true, false},
    {"name", take_title, offsetof(struct head, name), false, false},
    {"summary", take_summary, offsetof(struct head, summary), true, false},
    {"section", take_section, offsetof(struct head, section), true, false},
    {"order", take_order, NO_TEXT, false, false},
    {"keywords", take_text, offsetof(struct head, keywords), false, false},
    {"old", take_old, NO_TEXT, false, true},
    {"link", take_link, NO_TEXT, false, true},
    {"updated", take_date, offsetof(struct head, updated), false, false},
    {"reviewed", take_date, offsetof(struct head, reviewed), false, false},
    {"effective", take_date, offsetof(struct head, effective), false, false},
    {"draft", take_flag, NO_TEXT, false, false},
};

enum { RULES = sizeof(rules) / sizeof(rules[0]) };
static_assert(RULES <= 32, "reader.seen has a bit for each rule");

static void
read_pair(struct reader *r, const char *key, size_t key_len, const char *value)
{
    const struct rule *rule = NULL;
    uint32_t bit = 1;

    for (size_t i = 0; i < RULES && rule == NULL; i++) {
        if (strlen(rules[i].key) == key_len && memcmp(rules[i].key, key, key_len) == 0) {
            rule = &rules[i];
            bit <<= i;
        }
    }
    if (rule == NULL)
        FAULT(r, "unknown key `%.*s`", (int)key_len, key);
    else if (*value == '\0')
        FAULT(r, "`%s` has no value; leave the line out", rule->key);
    else if ((r->seen & bit) != 0 && !rule->repeated)
        FAULT(r, "`%s` is given twice", rule->key);
    else
        rule->take(r, rule, value);
    if (rule != NULL)
        r->seen |= bit;
}

/* A line of the head, without its newline. */
static void
read_line(struct reader *r, const char *text, size_t len)
{
    char line[HEAD_VALUE_MAX + 1];
    size_t key;

    while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t'))
        len--;
    if (len == 0)
        return;
    if (len > HEAD_VALUE_MAX) {
        FAULT(r, "longer than %d bytes", HEAD_VALUE_MAX);
        return;
    }
    memcpy(line, text, len);
    line[len] = '\0';
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7F) {
            FAULT(r, "a control character in the head");
            return;
        }
    }
    key = strcspn(line, ":");
    if (key == len || key == 0) {
        FAULT(r, "not \"key: value\"");
        return;
    }
    read_pair(r, line, key, line + key + 1 + strspn(line + key + 1, " "));
}

static bool
is_fence(const char *line, size_t len)
{
    return len == 3 && memcmp(line, "---", 3) == 0;
}

/* Reads the lines between the fences; h->body is set once the second one is found. */
static void
read_lines(struct reader *r, const char *text, size_t len)
{
    size_t at = 0;

    while (at < len) {
        const char *line = text + at;
        const char *end = memchr(line, '\n', len - at);
        size_t n = end != NULL ? (size_t)(end - line) : len - at;
        bool fence = is_fence(line, n);

        at += n + (end != NULL);
        r->line++;
        if (fence && r->line > 1) {
            r->h->body = at;
            r->h->body_line = r->line + 1;
            return;
        }
        if (fence != (r->line == 1)) {
            FAULT(r, "the file does not begin with a head: a line ---");
            return;
        }
        if (!fence)
            read_line(r, line, n);
    }
    FAULT(r, "the head has no end: a second line ---");
}

/* What must be there is there; what may be left out gets its default. */
static void
complete(struct reader *r)
{
    struct head *h = r->h;

    for (size_t i = 0; i < RULES; i++) {
        if (rules[i].required && (r->seen & (UINT32_C(1) << i)) == 0)
            FAULT(r, "the head has no `%s`", rules[i].key);
    }
    if (h->name == NULL && h->title != NULL)
        h->name = keep(r, h->title, strlen(h->title));
    if (h->keywords == NULL)
        h->keywords = keep(r, "", 0);
}

enum err
head_parse(const char *file, const char *text, size_t len, struct head *h, struct report *rep)
{
    struct reader r = {.file = file, .h = h, .rep = rep};

    assert(file != NULL && h != NULL && rep != NULL);
    *h = (struct head){.order = HEAD_ORDER_NONE};
    read_lines(&r, text, len);
    if (h->body_line != 0) {
        r.line = 1;
        complete(&r);
    }
    if (r.err != ERR_OK) {
        bool draft = h->draft;

        head_free(h);
        h->draft = draft;
    }
    assert(r.err != ERR_OK || (h->title != NULL && h->body <= len));
    return r.err;
}

void
head_free(struct head *h)
{
    for (size_t i = 0; i < RULES; i++) {
        if (rules[i].offset != NO_TEXT)
            free(*text_at(h, &rules[i]));
    }
    for (size_t i = 0; i < h->old_count; i++)
        free(h->old[i].address);
    for (size_t i = 0; i < h->link_count; i++) {
        free(h->link[i].section);
        free(h->link[i].text);
    }
    *h = (struct head){0};
}
