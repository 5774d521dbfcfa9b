/* related.c - which pages stand at the end of a page. */
#include "content/related.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "content/pairs.h"

enum {
    POINTS_LINK = 4,
    POINTS_LINKED = 2,
    POINTS_SECTION = 1,
    NEIGHBOURS = 4, /* of the section, to either side, that are looked at without other reason */
    WORD_LETTERS = 4,
    WORD_PAGES = 24, /* a word of more pages says nothing */
};

/* Keywords are told apart by commas and taken whole, titles word by word. */
static const char title_marks[] = " ,.:;!?\"'()";

/* How many points a word gives that at most so many pages have. */
static const struct {
    size_t pages;
    unsigned points;
} worth[] = {{4, 3}, {12, 2}, {WORD_PAGES, 1}};

struct near {
    const struct page *page[RELATED_MAX];
    size_t count;
};

struct related {
    const struct catalogue *c;
    struct near near[]; /* beside c->page */
};

/* Where a page stands in its section. */
struct spot {
    const struct section *section;
    size_t entry;
};

struct work {
    const struct catalogue *c;
    struct pairs word, link; /* by page; a key: a word's hash, the number of the page linked */
    struct pairs by_word, by_link; /* the same by key */
    bool *takes;                   /* beside c->page, as are those below */
    struct spot *spot;
    unsigned *points;
    size_t *found; /* the pages that have points, or may get some */
    bool *is_found;
    size_t found_count;
};

/* The words of a text, parted by any of `marks`, as hashes (FNV-1a) of their lower case. */
static enum err
add_words(struct work *w, size_t page, const char *text, const char *marks)
{
    enum err e = ERR_OK;

    while (e == ERR_OK && *text != '\0') {
        uint64_t hash = UINT64_C(0xcbf29ce484222325);
        size_t len;

        text += strspn(text, marks);
        text += strspn(text, " ");
        len = strcspn(text, marks);
        for (size_t i = 0; i < len; i++)
            hash = (hash ^ (unsigned char)tolower((unsigned char)text[i])) * 0x100000001b3;
        if (len >= WORD_LETTERS)
            e = pairs_add(&w->word, hash, page);
        text += len;
    }
    return e;
}

/* The page that a link's target leads to, or NULL; an old address is followed. */
static const struct page *
target_of(const struct catalogue *c, const char *target)
{
    char path[HEAD_VALUE_MAX], *query;
    size_t len = strcspn(target, "#");
    const char *moved;

    if (target[0] != '/' || len >= sizeof path)
        return NULL;
    memcpy(path, target, len);
    path[len] = '\0';
    query = strchr(path, '?');
    if (query != NULL)
        *query++ = '\0';
    moved = catalogue_redirect(c, path, query);
    return catalogue_page(c, moved != NULL ? moved : path);
}

static enum err
add_links(struct work *w, size_t page, const struct markdown *m)
{
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < m->link_count; i++) {
        const struct page *to = target_of(w->c, m->link[i].target);

        if (to != NULL)
            e = pairs_add(&w->link, (uint64_t)(to - w->c->page), page);
    }
    return e;
}

/* Reads what pages have in common, and sorts it. */
static enum err
gather(struct work *w)
{
    const struct catalogue *c = w->c;
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < c->page_count; i++) {
        const struct page *p = &c->page[i];

        if (!w->takes[i])
            continue;
        e = add_words(w, i, p->head.keywords, ",");
        if (e == ERR_OK)
            e = add_words(w, i, p->head.title, title_marks);
        if (e == ERR_OK)
            e = add_links(w, i, &p->body);
    }
    for (size_t s = 0; s < c->section_count; s++)
        for (size_t n = 0; n < c->section[s].entry_count; n++)
            if (!c->section[s].entry[n].extra)
                w->spot[c->section[s].entry[n].page - c->page] = (struct spot){&c->section[s], n};
    if (e == ERR_OK)
        e = pairs_sort(&w->word, &w->by_word);
    return e == ERR_OK ? pairs_sort(&w->link, &w->by_link) : e;
}

static void
give(struct work *w, size_t from, size_t to, unsigned points)
{
    const struct page *page = w->c->page;
    bool questions = page[from].kind == PAGE_FAQ && page[to].kind == PAGE_FAQ;

    assert(to < w->c->page_count);
    if (to == from || !w->takes[to])
        return;
    if (!w->is_found[to])
        w->found[w->found_count++] = to;
    w->is_found[to] = true;
    w->points[to] += questions ? 0 : points;
}

static void
give_for_word(struct work *w, size_t page, uint64_t word)
{
    size_t count, i = 0;
    const struct pair *have = pairs_find(&w->by_word, word, WORD_PAGES + 1, &count);

    if (count > WORD_PAGES)
        return;
    while (worth[i].pages < count)
        i++;
    for (size_t n = 0; n < count; n++)
        give(w, page, have[n].page, worth[i].points);
}

/* The pages beside it in the section; what they have in common with it is counted by rank(). */
static void
give_to_neighbours(struct work *w, size_t page)
{
    const struct spot *at = &w->spot[page];

    if (at->section == NULL)
        return;
    for (size_t n = at->entry > NEIGHBOURS ? at->entry - NEIGHBOURS : 0;
         n < at->section->entry_count && n <= at->entry + NEIGHBOURS; n++)
        if (!at->section->entry[n].extra)
            give(w, page, (size_t)(at->section->entry[n].page - w->c->page), 0);
}

/* Does a come before b among the pages that are related? */
static bool
is_nearer(const struct work *w, size_t a, size_t b)
{
    return w->points[a] != w->points[b] ? w->points[a] > w->points[b] : a < b;
}

/* The best of those found; then nothing is found any more. */
static void
rank(struct work *w, size_t page, struct near *out)
{
    const struct section *in = w->spot[page].section;

    for (size_t i = 0; i < w->found_count; i++)
        if (in != NULL && w->spot[w->found[i]].section == in)
            w->points[w->found[i]] += POINTS_SECTION;
    while (out->count < RELATED_MAX && out->count < w->found_count) {
        size_t best = out->count; /* those before it stand at their place already */

        for (size_t i = best + 1; i < w->found_count; i++)
            if (is_nearer(w, w->found[i], w->found[best]))
                best = i;
        if (out->count >= RELATED_MIN && w->points[w->found[best]] <= POINTS_SECTION)
            break;
        size_t one = w->found[best];
        w->found[best] = w->found[out->count];
        w->found[out->count] = one;
        out->page[out->count++] = &w->c->page[one];
    }
    for (size_t i = 0; i < w->found_count; i++) {
        w->points[w->found[i]] = 0;
        w->is_found[w->found[i]] = false;
    }
    w->found_count = 0;
}

/* Works out the rows of all pages. */
static void
relate(struct work *w, struct related *r)
{
    size_t word = 0, link = 0, count;

    for (size_t p = 0; p < w->c->page_count; p++) {
        if (!w->takes[p])
            continue;
        for (; word < w->word.count && w->word.pair[word].page == p; word++)
            give_for_word(w, p, w->word.pair[word].key);
        for (; link < w->link.count && w->link.pair[link].page == p; link++)
            give(w, p, (size_t)w->link.pair[link].key, POINTS_LINK);
        const struct pair *from = pairs_find(&w->by_link, p, SIZE_MAX, &count);
        for (size_t i = 0; i < count; i++)
            give(w, p, from[i].page, POINTS_LINKED);
        give_to_neighbours(w, p);
        rank(w, p, &r->near[p]);
    }
}

static enum err
work_begin(struct work *w, const struct catalogue *c, bool (*takes)(const struct page *))
{
    size_t n = c->page_count + 1; /* calloc(0) may be NULL */

    *w = (struct work){.c = c,
                       .takes = calloc(n, sizeof *w->takes),
                       .spot = calloc(n, sizeof *w->spot),
                       .points = calloc(n, sizeof *w->points),
                       .found = calloc(n, sizeof *w->found),
                       .is_found = calloc(n, sizeof *w->is_found)};
    if (w->takes == NULL || w->spot == NULL || w->points == NULL || w->found == NULL ||
        w->is_found == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < c->page_count; i++)
        w->takes[i] = takes(&c->page[i]);
    return ERR_OK;
}

static void
work_end(struct work *w)
{
    void *const owned[] = {w->word.pair, w->link.pair, w->by_word.pair, w->by_link.pair, w->takes,
                           w->spot,      w->points,    w->found,        w->is_found};

    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
}

enum err
related_make(const struct catalogue *c, bool (*takes)(const struct page *), struct related **out)
{
    struct related *r = calloc(1, sizeof *r + c->page_count * sizeof r->near[0]);
    struct work w;
    enum err e = work_begin(&w, c, takes);

    if (r == NULL)
        e = ERR_NOMEM;
    if (e == ERR_OK)
        e = gather(&w);
    if (e == ERR_OK) {
        r->c = c;
        relate(&w, r);
        *out = r;
    } else {
        free(r);
    }
    work_end(&w);
    return e;
}

void
related_free(struct related *r)
{
    free(r);
}

size_t
related_of(const struct related *r, const struct page *p, const struct page *const **out)
{
    assert(p >= r->c->page && p < r->c->page + r->c->page_count);
    const struct near *near = &r->near[p - r->c->page];
    *out = near->page;
    return near->count;
}
