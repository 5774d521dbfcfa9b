/*
 * sections.c - the file of sections, and the pages that stand in each.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "content/parts.h"

struct reader {
    const char *path;
    unsigned line;
    struct catalogue *c;
    struct section *open; /* the block being read, or NULL between blocks */
    struct report *rep;
    enum err err;
};

/* The keys after "section:"; the texts' places in the struct. */
static const struct {
    const char *key;
    size_t offset;
    bool required;
} texts[] = {
    {"title", offsetof(struct section, title), true},
    {"summary", offsetof(struct section, summary), true},
    {"hub", offsetof(struct section, hub), false},
};

enum { TEXTS = sizeof(texts) / sizeof(texts[0]) };

static char **
text_of(struct section *s, size_t i)
{
    return (char **)(void *)((char *)s + texts[i].offset);
}

static void
refuse(struct reader *r, const char *why, const char *what)
{
    report_add(r->rep, r->path, r->line, "%s: %s", what, why);
    r->err = err_worse(r->err, ERR_INVALID);
}

static char *
keep(struct reader *r, const char *text)
{
    char *copy = strdup(text);

    if (copy == NULL)
        r->err = ERR_NOMEM;
    return copy;
}

/* Ends the open block: what a section must have is there. */
static void
close_block(struct reader *r)
{
    for (size_t i = 0; r->open != NULL && i < TEXTS; i++) {
        if (texts[i].required && *text_of(r->open, i) == NULL)
            refuse(r, "missing in the section above", texts[i].key);
    }
    r->open = NULL;
}

static void
open_block(struct reader *r, const char *id)
{
    struct catalogue *c = r->c;

    close_block(r);
    if (*id == '\0' || strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") < strlen(id))
        refuse(r, "an id is a-z, 0-9 and hyphens", id);
    else if (catalogue_section(c, id) != NULL)
        refuse(r, "a section of this id stands above", id);
    if ((c->section_count & (c->section_count - 1)) == 0) {
        size_t room = c->section_count == 0 ? 1 : c->section_count * 2;
        struct section *more = reallocarray(c->section, room, sizeof(*more));

        if (more == NULL) {
            r->err = ERR_NOMEM;
            return;
        }
        c->section = more;
    }
    c->section[c->section_count] = (struct section){.id = keep(r, id), .line = r->line};
    if (r->err != ERR_NOMEM)
        r->open = &c->section[c->section_count++];
}

static void
set_footer(struct reader *r, const char *value)
{
    if (value[0] < '1' || value[0] > '0' + FOOTER_COLUMNS || value[1] != '\0') {
        refuse(r, "a footer column is 1 to 5", value);
        return;
    }
    r->open->footer = 0;
    for (size_t i = 0; i < r->c->section_count; i++) {
        if (r->c->section[i].footer == value[0] - '0')
            refuse(r, "another section has this footer column", value);
    }
    r->open->footer = value[0] - '0';
}

static void
set_value(struct reader *r, const char *key, const char *value)
{
    size_t i = 0;

    while (i < TEXTS && strcmp(texts[i].key, key) != 0)
        i++;
    if (*value == '\0')
        refuse(r, "no value; leave the line out", key);
    else if (strcmp(key, "footer") == 0)
        set_footer(r, value);
    else if (i == TEXTS)
        refuse(r, "unknown key", key);
    else if (*text_of(r->open, i) != NULL)
        refuse(r, "given twice", key);
    else
        *text_of(r->open, i) = keep(r, value);
}

/* A line of the file, its end cut off; it's changed in place. */
static void
read_line(struct reader *r, char *line)
{
    char *value = strchr(line, ':');
    size_t len = strlen(line);

    while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\t'))
        line[--len] = '\0';
    if (len == 0) {
        close_block(r);
        return;
    }
    if (line[0] == '#')
        return;
    if (value == NULL) {
        refuse(r, "not \"key: value\"", line);
        return;
    }
    *value++ = '\0';
    value += strspn(value, " \t");
    if (strcmp(line, "section") == 0)
        open_block(r, value);
    else if (r->open == NULL)
        refuse(r, "a block begins with \"section: id\"", line);
    else
        set_value(r, line, value);
}

enum err
sections_load(const char *path, const char *text, size_t len, struct catalogue *c,
              struct report *rep)
{
    struct reader r = {.path = path, .c = c, .rep = rep};
    char *copy = strndup(text, len), *rest = copy, *line;

    assert(c->section == NULL);
    if (copy == NULL)
        return ERR_NOMEM;
    while (r.err != ERR_NOMEM && (line = strsep(&rest, "\n")) != NULL) {
        r.line++;
        read_line(&r, line);
    }
    close_block(&r);
    if (r.err == ERR_OK && c->section_count == 0)
        refuse(&r, "a block begins with \"section: id\"", "no section");
    free(copy);
    return r.err;
}

/* Appends the places that a page has in a section; with entry NULL it only counts them. */
static size_t
add_places(const struct section *s, const struct page *p, struct entry *entry)
{
    size_t n = 0;

    if (strcmp(p->head.section, s->id) == 0) {
        if (entry != NULL)
            entry[n] = (struct entry){p, p->head.name, p->head.order, false};
        n++;
    }
    for (size_t i = 0; i < p->head.link_count; i++) {
        const struct head_link *l = &p->head.link[i];

        if (strcmp(l->section, s->id) != 0)
            continue;
        if (entry != NULL)
            entry[n] = (struct entry){p, l->text, l->order, true};
        n++;
    }
    return n;
}

static int
by_order(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int texts_order = strcmp(x->text, y->text);

    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return texts_order != 0 ? texts_order : strcmp(x->page->address, y->page->address);
}

static enum err
fill(const struct catalogue *c, struct section *s)
{
    size_t n = 0;

    for (size_t i = 0; i < c->page_count; i++)
        n += add_places(s, &c->page[i], NULL);
    if (n == 0)
        return ERR_OK;
    s->entry = calloc(n, sizeof(*s->entry));
    if (s->entry == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < c->page_count; i++)
        s->entry_count += add_places(s, &c->page[i], s->entry + s->entry_count);
    assert(s->entry_count == n);
    qsort(s->entry, n, sizeof(*s->entry), by_order);
    return ERR_OK;
}

static enum err
check_section(const struct catalogue *c, const struct page *p, const char *id, unsigned line,
              struct report *rep)
{
    if (catalogue_section(c, id) != NULL)
        return ERR_OK;
    report_add(rep, p->path, line, "there's no section %s in words/en/sections", id);
    return ERR_INVALID;
}

enum err
sections_check(const struct catalogue *c, const struct page *p, struct report *rep)
{
    const struct head *h = &p->head;
    enum err err = check_section(c, p, h->section, h->section_line, rep);

    for (size_t i = 0; i < h->link_count; i++)
        err = err_worse(err, check_section(c, p, h->link[i].section, h->link[i].line, rep));
    return err;
}

enum err
sections_fill(struct catalogue *c, const char *path, struct report *rep)
{
    enum err err = ERR_OK;

    /* without any section their file is broken, which was reported */
    for (size_t i = 0; i < c->page_count && c->section_count > 0; i++)
        err = err_worse(err, sections_check(c, &c->page[i], rep));
    for (size_t i = 0; i < c->section_count; i++) {
        struct section *s = &c->section[i];

        err = err_worse(err, fill(c, s));
        if (s->hub != NULL && catalogue_page(c, s->hub) == NULL) {
            report_add(rep, path, s->line, "the hub %s is no page", s->hub);
            err = err_worse(err, ERR_INVALID);
        }
    }
    return err;
}

void
sections_free(struct catalogue *c)
{
    for (size_t i = 0; i < c->section_count; i++) {
        struct section *s = &c->section[i];

        free(s->id);
        for (size_t k = 0; k < TEXTS; k++)
            free(*text_of(s, k));
        free(s->entry);
    }
    free(c->section);
    c->section = NULL;
    c->section_count = 0;
}
