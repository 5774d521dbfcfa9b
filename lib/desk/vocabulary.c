/* vocabulary.c - words and stems in two tables, sorted for beginnings. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "desk/vocabulary_part.h"
#include "store/fts.h"

enum { SLOTS_FIRST = 1024, SPLIT_LEAST = 3 };

/* FNV-1a, 32 bits: the texts are the shop's own. */
static uint32_t
hash_of(const char *text)
{
    uint32_t hash = 2166136261U;

    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619U;
    return hash;
}

/* The slot that holds the name, or the free one where it would stand. */
static size_t
slot_of(const struct names *n, uint32_t hash, const char *text)
{
    size_t at = hash & (n->slots - 1);

    while (n->slot[at].number != 0
           && (n->slot[at].hash != hash || strcmp(n->name[n->slot[at].number - 1].text, text) != 0))
        at = (at + 1) & (n->slots - 1);
    return at;
}

struct name *
names_find(const struct names *n, const char *text)
{
    uint32_t found = n->slots > 0 ? n->slot[slot_of(n, hash_of(text), text)].number : 0;

    return found > 0 ? &n->name[found - 1] : NULL;
}

/* Twice the room; slots are a power of two, at most half of them taken. */
static enum err
grow(struct names *n)
{
    size_t slots = n->slots > 0 ? n->slots * 2 : SLOTS_FIRST;
    struct name *more = reallocarray(n->name, slots / 2, sizeof *more);
    struct name_slot *slot = calloc(slots, sizeof *slot), *old = n->slot;
    size_t old_slots = n->slots;

    if (more != NULL)
        n->name = more;
    if (more == NULL || slot == NULL) {
        free(slot);
        return ERR_NOMEM;
    }
    n->slot = slot;
    n->slots = slots;
    for (size_t i = 0; i < old_slots; i++)
        if (old[i].number != 0)
            slot[slot_of(n, old[i].hash, n->name[old[i].number - 1].text)] = old[i];
    free(old);
    return ERR_OK;
}

/* The name's number; *is_new tells that it was put there now. */
static enum err
put(struct names *n, const char *text, uint32_t *out, bool *is_new)
{
    uint32_t hash = hash_of(text);
    size_t at;
    char *copy;

    if (n->count * 2 >= n->slots && grow(n) != ERR_OK)
        return ERR_NOMEM;
    at = slot_of(n, hash, text);
    *is_new = n->slot[at].number == 0;
    if (*is_new) {
        copy = strdup(text);
        if (copy == NULL)
            return ERR_NOMEM;
        n->name[n->count++] = (struct name){.text = copy};
        n->slot[at] = (struct name_slot){hash, (uint32_t)n->count};
    }
    *out = n->slot[at].number - 1;
    return ERR_OK;
}

static void
names_free(struct names *n)
{
    for (size_t i = 0; i < n->count; i++)
        free(n->name[i].text);
    free(n->name);
    free(n->slot);
}

enum err
vocabulary_new(struct vocabulary **out)
{
    struct vocabulary *v = calloc(1, sizeof *v);

    if (v == NULL)
        return ERR_NOMEM;
    *out = v;
    return ERR_OK;
}

void
vocabulary_free(struct vocabulary *v)
{
    if (v == NULL)
        return;
    names_free(&v->words);
    names_free(&v->stems);
    free(v->sorted);
    free(v->gram_word);
    free(v);
}

void
vocabulary_next(struct vocabulary *v)
{
    assert(v->sorted == NULL);
    v->entry++;
}

enum err
vocabulary_ignore(struct vocabulary *v, const char *stem)
{
    uint32_t number;
    bool is_new;
    enum err e = put(&v->stems, stem, &number, &is_new);

    if (e == ERR_OK)
        v->stems.name[number].ignored = true;
    return e;
}

bool
vocabulary_ignored(const struct vocabulary *v, const char *stem)
{
    const struct name *found = names_find(&v->stems, stem);

    return found != NULL && found->ignored;
}

struct adding {
    struct vocabulary *v;
    struct db *db;
    unsigned words;
};

/* A word that wasn't met before gets its stem. */
static enum err
set_stem(struct adding *a, uint32_t number)
{
    char stem[WORD_BYTES] = "";
    const char *word = a->v->words.name[number].text;
    uint32_t at = 0;
    bool is_new;
    enum err e = fts_stem(a->db, word, stem, sizeof stem);

    if (e == ERR_OK)
        e = put(&a->v->stems, stem, &at, &is_new);
    a->v->words.name[number].stem = at;
    return e;
}

/* Counts the entry once for a name. */
static void
count_entry(struct name *n, uint32_t entry)
{
    n->entries += n->last != entry;
    n->last = entry;
}

static enum err
add_word(void *ctx, const char *text, size_t len, size_t from, size_t to)
{
    struct adding *a = ctx;
    char word[WORD_BYTES] = "";
    struct name *stem;
    uint32_t number;
    bool is_new;
    enum err e;

    (void)from, (void)to;
    memcpy(word, text, len < WORD_BYTES ? len : WORD_BYTES - 1);
    e = put(&a->v->words, word, &number, &is_new);
    if (e == ERR_OK && is_new)
        e = set_stem(a, number);
    if (e != ERR_OK)
        return e;
    stem = &a->v->stems.name[a->v->words.name[number].stem];
    count_entry(&a->v->words.name[number], a->v->entry);
    count_entry(stem, a->v->entry);
    a->words += !stem->ignored;
    return ERR_OK;
}

enum err
vocabulary_add(struct vocabulary *v, struct db *db, const char *text, unsigned *count)
{
    struct adding a = {.v = v, .db = db};
    enum err e;

    assert(v->entry > 0 && v->sorted == NULL);
    e = fts_words(db, FTS_PLAIN, text, strlen(text), add_word, &a);
    *count += a.words;
    return e;
}

static int
by_text(const void *a, const void *b)
{
    const struct name *const *x = a, *const *y = b;

    return strcmp((*x)->text, (*y)->text);
}

enum err
vocabulary_seal(struct vocabulary *v)
{
    size_t count = v->words.count;

    assert(v->sorted == NULL);
    v->sorted = calloc(count + 1, sizeof *v->sorted);
    if (v->sorted == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < count; i++)
        v->sorted[i] = &v->words.name[i];
    if (count > 0)
        qsort(v->sorted, count, sizeof *v->sorted, by_text);
    return spelling_seal(v);
}

uint32_t
vocabulary_entries(const struct vocabulary *v, const char *stem)
{
    const struct name *found = names_find(&v->stems, stem);

    return found != NULL ? found->entries : 0;
}

const char *
vocabulary_word(const struct vocabulary *v, const char *word)
{
    const struct name *found = names_find(&v->words, word);

    return found != NULL ? found->text : NULL;
}

const char *
vocabulary_stem(const struct vocabulary *v, const char *word)
{
    const struct name *found = names_find(&v->words, word);

    return found != NULL ? v->stems.name[found->stem].text : NULL;
}

bool
vocabulary_split(const struct vocabulary *v, const char *word, const char *out[2])
{
    size_t len = strlen(word);
    uint32_t best = 0;
    char first[WORD_BYTES];

    assert(len < WORD_BYTES);
    for (size_t at = SPLIT_LEAST; at + SPLIT_LEAST <= len; at++) {
        const struct name *a, *b = names_find(&v->words, word + at);

        memcpy(first, word, at);
        first[at] = '\0';
        a = b != NULL ? names_find(&v->words, first) : NULL;
        if (a == NULL || a->entries <= best || b->entries <= best)
            continue;
        best = a->entries < b->entries ? a->entries : b->entries;
        out[0] = a->text;
        out[1] = b->text;
    }
    return best > 0;
}

/* The first of the sorted words that doesn't stand before start. */
static size_t
first_from(const struct vocabulary *v, const char *start, size_t len)
{
    size_t low = 0, high = v->words.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strncmp(v->sorted[middle]->text, start, len) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Puts one among the best so far, sorted by how many entries have its stem. */
static size_t
keep_best(const struct vocabulary *v, const struct name **best, size_t count, size_t max,
          const struct name *one)
{
    uint32_t entries = v->stems.name[one->stem].entries;
    size_t at = 0;

    while (at < count && v->stems.name[best[at]->stem].entries >= entries) {
        if (best[at]->stem == one->stem)
            return count;
        at++;
    }
    if (at == max)
        return count;
    for (size_t i = at; i < count; i++)
        if (best[i]->stem == one->stem)
            return count;
    count -= count == max;
    memmove(best + at + 1, best + at, (count - at) * sizeof *best);
    best[at] = one;
    return count + 1;
}

size_t
vocabulary_begins(const struct vocabulary *v, const char *start, size_t len, const char **out,
                  size_t max)
{
    const struct name *best[BEGINS_MAX];
    size_t count = 0;

    assert(max <= BEGINS_MAX && len > 0);
    for (size_t i = first_from(v, start, len);
         i < v->words.count && strncmp(v->sorted[i]->text, start, len) == 0; i++)
        count = keep_best(v, best, count, max, v->sorted[i]);
    for (size_t i = 0; i < count; i++)
        out[i] = best[i]->text;
    return count;
}
