/*
 * spelling.c - words that resemble a misspelt one: those that share trigrams with it, judged by
 * Damerau's distance (optimal string alignment).
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "desk/vocabulary_part.h"

enum {
    LETTERS_MAX = 32, /* longer words are not compared */
    CLOSE_MAX = 400,  /* words whose distance is worked out */
    SHARED_MAX = 31,  /* trigrams counted */
};

typedef void (*gram_fn)(void *ctx, unsigned gram);

/* Calls fn for each three bytes of "^word$". */
static void
each_gram(const char *word, gram_fn fn, void *ctx)
{
    char text[WORD_BYTES + 2];
    size_t len = strlen(word);

    assert(len < WORD_BYTES);
    text[0] = '^';
    memcpy(text + 1, word, len);
    text[len + 1] = '$';
    for (size_t i = 0; i < len; i++) {
        const unsigned char *b = (const unsigned char *)text + i;

        fn(ctx, (b[0] * 961U + b[1] * 31U + b[2]) % GRAM_SLOTS);
    }
}

static bool
has_digit(const char *word)
{
    return strpbrk(word, "0123456789") != NULL;
}

static void
count_gram(void *ctx, unsigned gram)
{
    struct vocabulary *v = ctx;

    v->gram[gram + 1]++;
}

struct placing {
    struct vocabulary *v;
    uint32_t *next; /* by trigram: where the next word is put */
    uint32_t word;
};

static void
place_gram(void *ctx, unsigned gram)
{
    struct placing *p = ctx;

    p->v->gram_word[p->next[gram]++] = p->word;
}

/* Words with digits are numbers, sizes and part numbers: a near one would be another. */
enum err
spelling_seal(struct vocabulary *v)
{
    struct placing p = {.v = v};

    for (size_t i = 0; i < v->words.count; i++)
        if (!has_digit(v->sorted[i]->text))
            each_gram(v->sorted[i]->text, count_gram, v);
    for (size_t i = 0; i < GRAM_SLOTS; i++)
        v->gram[i + 1] += v->gram[i];
    v->gram_word = calloc(v->gram[GRAM_SLOTS] + 1U, sizeof *v->gram_word);
    p.next = malloc(GRAM_SLOTS * sizeof *p.next);
    if (v->gram_word == NULL || p.next == NULL) {
        free(p.next);
        return ERR_NOMEM;
    }
    memcpy(p.next, v->gram, GRAM_SLOTS * sizeof *p.next);
    for (; p.word < v->words.count; p.word++)
        if (!has_digit(v->sorted[p.word]->text))
            each_gram(v->sorted[p.word]->text, place_gram, &p);
    free(p.next);
    return ERR_OK;
}

/* The characters of a word; 0 where there are more than LETTERS_MAX. */
static size_t
letters_of(const char *word, uint32_t *out)
{
    size_t len = strlen(word), count = 0;

    while (len > 0) {
        size_t n = count < LETTERS_MAX ? utf8_read(word, len, &out[count]) : 0;

        if (n == 0)
            return 0;
        count++;
        word += n;
        len -= n;
    }
    return count;
}

static unsigned
least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* How many letters are put in, left out, changed, or swapped with their neighbour. */
static unsigned
distance(const uint32_t *a, size_t a_len, const uint32_t *b, size_t b_len)
{
    unsigned row[3][LETTERS_MAX + 1];
    unsigned *before = row[0], *above = row[1], *now = row[2];

    for (unsigned k = 0; k <= b_len; k++)
        above[k] = k;
    for (size_t i = 1; i <= a_len; i++) {
        unsigned *spare = before;

        now[0] = (unsigned)i;
        for (size_t k = 1; k <= b_len; k++) {
            now[k] = least(above[k - 1] + (a[i - 1] != b[k - 1]), least(above[k], now[k - 1]) + 1);
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
                now[k] = least(now[k], before[k - 2] + 1);
        }
        before = above;
        above = now;
        now = spare;
    }
    return above[b_len];
}

struct looking {
    const struct vocabulary *v;
    uint8_t *shared; /* by place in sorted: trigrams shared */
    uint32_t close[CLOSE_MAX];
    size_t close_count;
};

static void
share_gram(void *ctx, unsigned gram)
{
    struct looking *l = ctx;

    for (uint32_t i = l->v->gram[gram]; i < l->v->gram[gram + 1]; i++)
        if (l->shared[l->v->gram_word[i]] < SHARED_MAX)
            l->shared[l->v->gram_word[i]]++;
}

/* Takes the words that share the most trigrams, as many as are compared. */
static void
choose_close(struct looking *l)
{
    size_t sharing[SHARED_MAX + 1] = {0}, taken = 0;
    unsigned enough = SHARED_MAX;

    for (size_t i = 0; i < l->v->words.count; i++)
        sharing[l->shared[i]]++;
    while (enough > 1 && taken + sharing[enough] + sharing[enough - 1] <= CLOSE_MAX)
        taken += sharing[enough--];
    for (size_t i = 0; i < l->v->words.count && l->close_count < CLOSE_MAX; i++)
        if (l->shared[i] >= enough)
            l->close[l->close_count++] = (uint32_t)i;
}

/* How many mistakes a word of so many letters may hold. */
static unsigned
mistakes(size_t letters)
{
    return letters < 4 ? 0 : letters < 6 ? 1 : letters < 10 ? 2 : 3;
}

/* A word not typed to its end goes before one of the same length, and that before others. */
static unsigned
shape_cost(const uint32_t *a, size_t a_len, const uint32_t *b, size_t b_len)
{
    if (a_len == b_len)
        return 1;
    return a_len < b_len && memcmp(a, b, a_len * sizeof *a) == 0 ? 0 : 2;
}

/* Less is nearer: the distance first, then another first letter, then the shape. */
static unsigned
cost(const uint32_t *a, size_t a_len, const uint32_t *b, size_t b_len, unsigned most)
{
    unsigned off = distance(a, a_len, b, b_len);

    return off > most ? UINT32_MAX
                      : off * 8 + (a[0] != b[0]) * 4U + shape_cost(a, a_len, b, b_len);
}

static const struct name *
nearest(const struct looking *l, const uint32_t *word, size_t len, uint32_t least_entries)
{
    const struct name *best = NULL;
    unsigned best_cost = UINT32_MAX;
    uint32_t best_entries = 0;

    for (size_t i = 0; i < l->close_count; i++) {
        const struct name *one = l->v->sorted[l->close[i]];
        uint32_t entries = l->v->stems.name[one->stem].entries, other[LETTERS_MAX];
        size_t other_len = letters_of(one->text, other);
        unsigned c;

        if (other_len < 3 || entries < least_entries)
            continue;
        c = cost(word, len, other, other_len, mistakes(len));
        if (c < best_cost || (c == best_cost && c != UINT32_MAX && entries > best_entries)) {
            best = one;
            best_cost = c;
            best_entries = entries;
        }
    }
    return best;
}

const char *
vocabulary_near(const struct vocabulary *v, const char *word, uint32_t least_entries)
{
    uint32_t letters[LETTERS_MAX];
    size_t len = letters_of(word, letters);
    const struct name *best = NULL;
    struct looking l = {.v = v};

    assert(v->sorted != NULL);
    if (mistakes(len) == 0 || has_digit(word))
        return NULL;
    l.shared = calloc(v->words.count + 1, 1);
    if (l.shared == NULL)
        return NULL;
    each_gram(word, share_gram, &l);
    choose_close(&l);
    best = nearest(&l, letters, len, least_entries);
    free(l.shared);
    return best != NULL ? best->text : NULL;
}
