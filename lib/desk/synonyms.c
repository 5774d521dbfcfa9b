/* synonyms.c - reads the file of synonyms line by line. */
#include "desk/synonyms.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "store/fts.h"

struct reader {
    const char *path;
    unsigned line;
    struct db *db;
    struct synonyms *set;
    struct report *rep;
    enum err err; /* ERR_INVALID once a mistake was reported; the work goes on */
};

static void
refuse(struct reader *r, const char *what, const char *why)
{
    report_add(r->rep, r->path, r->line, "%s: %s", what, why);
    if (r->err == ERR_OK)
        r->err = ERR_INVALID;
}

/* Room for one more row of an array that grows at powers of two. NULL without memory. */
static void *
grown(struct reader *r, void *rows, size_t count, size_t size)
{
    void *more = rows;

    if ((count & (count - 1)) == 0)
        more = reallocarray(rows, count == 0 ? 1 : count * 2, size);
    if (more == NULL)
        r->err = ERR_NOMEM;
    return more;
}

static char *
trim(char *text)
{
    size_t len;

    text += strspn(text, " \t\r");
    len = strlen(text);
    while (len > 0 && strchr(" \t\r", text[len - 1]) != NULL)
        text[--len] = '\0';
    return text;
}

static enum err
take_stem(void *ctx, const char *word, size_t len, size_t from, size_t to)
{
    struct phrase *p = ctx;

    (void)from, (void)to;
    if (p->words == SYNONYM_WORDS)
        return ERR_TOOBIG;
    p->stem[p->words] = strndup(word, len);
    return p->stem[p->words++] != NULL ? ERR_OK : ERR_NOMEM;
}

static enum err
take_plain(void *ctx, const char *word, size_t len, size_t from, size_t to)
{
    struct buf *text = ctx;

    (void)from, (void)to;
    buf_str(text, text->len > 0 ? " " : "");
    buf_add(text, word, len);
    return text->err;
}

static void
phrase_free(struct phrase *p)
{
    for (size_t i = 0; i < p->words; i++)
        free(p->stem[i]);
    free(p->text);
}

/* Reads a phrase into *p; after a mistake there is nothing in it. */
static bool
read_phrase(struct reader *r, const char *text, struct phrase *p)
{
    struct buf plain = BUF_INIT;
    enum err e;

    *p = (struct phrase){0};
    e = fts_words(r->db, FTS_STEM, text, strlen(text), take_stem, p);
    if (e == ERR_OK && p->words > 0)
        e = fts_words(r->db, FTS_PLAIN, text, strlen(text), take_plain, &plain);
    if (e == ERR_OK && p->words > 0)
        p->text = buf_take(&plain);
    buf_free(&plain);
    if (e == ERR_OK && p->text != NULL)
        return true;
    if (e == ERR_OK && p->words == 0)
        refuse(r, text[0] != '\0' ? text : "between two commas", "there is no word");
    else if (e == ERR_TOOBIG)
        refuse(r, text, "more than five words");
    else
        r->err = e != ERR_OK ? e : ERR_NOMEM;
    phrase_free(p);
    return false;
}

/* Adds the phrases of a list to the group. */
static void
read_list(struct reader *r, struct synonym_group *g, char *list, bool finds,
          bool found)
{
    char *one;

    while (r->err != ERR_NOMEM && (one = strsep(&list, ",")) != NULL) {
        struct phrase *more;

        if (g->count == SYNONYM_GROUP) {
            refuse(r, trim(one), "too many words in one line; part it in several");
            return;
        }
        more = grown(r, g->phrase, g->count, sizeof *more);
        if (more == NULL)
            return;
        g->phrase = more;
        if (read_phrase(r, trim(one), &g->phrase[g->count])) {
            g->phrase[g->count].finds = finds;
            g->phrase[g->count++].found = found;
        }
    }
}

static void
read_group(struct reader *r, char *line)
{
    struct synonyms *set = r->set;
    struct synonym_group *more = grown(r, set->group, set->count, sizeof *more), *g;
    char *arrow = strstr(line, "=>");
    unsigned line_errors = r->err != ERR_OK;

    if (more == NULL)
        return;
    set->group = more;
    g = &set->group[set->count++];
    *g = (struct synonym_group){0};
    if (arrow != NULL) {
        *arrow = '\0';
        read_list(r, g, line, true, false);
        read_list(r, g, arrow + 2, false, true);
    } else {
        read_list(r, g, line, true, true);
    }
    if (g->count < 2 && (r->err == ERR_OK || line_errors))
        refuse(r, g->count > 0 ? g->phrase[0].text : "nothing",
               "a group has two words or more, parted by commas");
}

static enum err
take_ignored(void *ctx, const char *word, size_t len, size_t from, size_t to)
{
    struct reader *r = ctx;
    char **more = grown(r, r->set->ignored, r->set->ignored_count, sizeof *more);

    (void)from, (void)to;
    if (more == NULL)
        return ERR_NOMEM;
    r->set->ignored = more;
    more[r->set->ignored_count] = strndup(word, len);
    return more[r->set->ignored_count++] != NULL ? ERR_OK : ERR_NOMEM;
}

/* A line without its end; it's changed in place. */
static void
read_line(struct reader *r, char *line)
{
    static const char ignored[] = "ignored:";
    enum err e;

    line = trim(line);
    if (line[0] == '\0' || line[0] == '#')
        return;
    if (strncmp(line, ignored, sizeof ignored - 1) != 0) {
        read_group(r, line);
        return;
    }
    line += sizeof ignored - 1;
    e = fts_words(r->db, FTS_STEM, line, strlen(line), take_ignored, r);
    if (e != ERR_OK)
        r->err = e;
}

static enum err
read_file(struct reader *r)
{
    struct buf text = BUF_INIT;
    enum err e = buf_read_file(&text, r->path, LIMIT_PAGE_FILE);
    char *copy = e == ERR_OK ? buf_take(&text) : NULL, *rest = copy, *line;

    if (e != ERR_OK && e != ERR_NOMEM)
        refuse(r, "can't read", err_text(e));
    else if (e != ERR_OK)
        r->err = e;
    while (r->err != ERR_NOMEM && (line = strsep(&rest, "\n")) != NULL) {
        r->line++;
        read_line(r, line);
    }
    free(copy);
    buf_free(&text);
    return r->err;
}

enum err
synonyms_load(const char *path, struct db *db, struct synonyms **out, struct report *rep)
{
    struct synonyms *set = calloc(1, sizeof *set);
    struct reader r = {.path = path, .db = db, .set = set, .rep = rep};
    enum err e = set != NULL ? ERR_OK : ERR_NOMEM;

    if (e == ERR_OK && path != NULL)
        e = read_file(&r);
    if (e == ERR_OK)
        *out = set;
    else
        synonyms_free(set);
    return e;
}

void
synonyms_free(struct synonyms *s)
{
    if (s == NULL)
        return;
    for (size_t i = 0; i < s->count; i++) {
        for (size_t k = 0; k < s->group[i].count; k++)
            phrase_free(&s->group[i].phrase[k]);
        free(s->group[i].phrase);
    }
    for (size_t i = 0; i < s->ignored_count; i++)
        free(s->ignored[i]);
    free(s->group);
    free(s->ignored);
    free(s);
}

const struct phrase *
synonyms_match(const struct synonym_group *g, const char *const *stem, size_t count)
{
    const struct phrase *longest = NULL;

    for (size_t i = 0; i < g->count; i++) {
        const struct phrase *p = &g->phrase[i];
        size_t same = 0;

        while (same < p->words && same < count && strcmp(p->stem[same], stem[same]) == 0)
            same++;
        if (p->finds && same == p->words && (longest == NULL || p->words > longest->words))
            longest = p;
    }
    return longest;
}
