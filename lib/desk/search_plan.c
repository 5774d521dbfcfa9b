/* search_plan.c - corrections first, then quotations, synonyms, words in one or two, beginnings. */
#include "desk/search_plan.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum {
    BEGINNINGS = 8,      /* words that an unfinished one may become */
    BEGINNING_LEAST = 2, /* bytes of it */
    ANY_ENTRIES = 4000, /* where any word is enough, commoner ones than make so many are left out */
    RARE_ENTRIES = 2,   /* a word of so few entries may be a misspelt commoner one */
    GUESS_TIMES = 4,    /* commoner by this factor */
};

/* How much what stands in for a word is worth. */
static const double worth_synonym = 0.85, worth_beginning = 0.5, worth_joined = 0.9;

/* A plan in the making: what was typed, as it is taken. */
struct making {
    const struct planner *p;
    const struct typed *t;
    struct plan *plan;
    const char *plain[TYPED_WORDS]; /* the words or what they were taken for */
    const char *stem[TYPED_WORDS];
    bool known[TYPED_WORDS];
};

static void
take_word(struct making *m, size_t i)
{
    const struct typed_word *w = &m->t->word[i];
    const char *better = m->plan->better[i], *stem;

    m->plain[i] = better != NULL ? better : w->plain;
    stem = better != NULL ? vocabulary_stem(m->p->words, better) : NULL;
    m->stem[i] = stem != NULL ? stem : w->stem;
    m->known[i] = vocabulary_entries(m->p->words, m->stem[i]) > 0;
}

static bool
unfinished(const struct making *m, size_t i)
{
    const struct typed_word *w = &m->t->word[i];

    return m->p->beginning && i + 1 == m->t->count && w->quote == 0 && m->t->text[w->to] == '\0'
           && strlen(w->plain) >= BEGINNING_LEAST;
}

/* A word that is nowhere is taken for a near one, unless it begins one or is two in one. */
static void
correct(struct making *m, size_t i)
{
    const struct vocabulary *v = m->p->words;
    const char *word = m->t->word[i].plain, *parts[2];

    take_word(m, i);
    if (m->known[i] || vocabulary_split(v, word, parts)
        || (unfinished(m, i) && vocabulary_begins(v, word, strlen(word), parts, 1) > 0))
        return;
    m->plan->better[i] = vocabulary_near(v, word, 1);
    if (m->plan->better[i] == NULL)
        return;
    m->plan->corrected = true;
    take_word(m, i);
}

static void
open_want(struct making *m)
{
    struct plan *plan = m->plan;

    assert(plan->wants < TYPED_WORDS);
    plan->want[plan->wants++] = (struct want){.first = plan->ways};
}

/* The newest want gets one more way, as long as there is room. */
static struct way *
add_way(struct making *m, double worth, unsigned entries)
{
    struct plan *plan = m->plan;
    struct want *want = &plan->want[plan->wants - 1];

    if (plan->ways == FTS_PHRASES)
        return NULL;
    want->ways++;
    if (want->entries < entries)
        want->entries = entries;
    plan->way[plan->ways] = (struct way){.worth = worth, .entries = entries};
    return &plan->way[plan->ways++];
}

static void
add_piece(struct way *way, const char *piece)
{
    if (way == NULL || way->pieces == TYPED_WORDS)
        return;
    way->piece[way->pieces++] = piece;
    for (way->words++; (piece = strchr(piece, ' ')) != NULL; piece++)
        way->words++;
}

static unsigned
entries_of(const struct making *m, const char *word)
{
    const char *stem = vocabulary_stem(m->p->words, word);

    return stem != NULL ? vocabulary_entries(m->p->words, stem) : 0;
}

/* Words i to i + count - 1, one after the other. */
static void
add_typed(struct making *m, size_t i, size_t count)
{
    unsigned entries = UINT32_MAX;
    struct way *way;

    for (size_t k = i; k < i + count; k++) {
        unsigned own = vocabulary_entries(m->p->words, m->stem[k]);

        entries = own < entries ? own : entries;
    }
    way = add_way(m, 1, entries);
    for (size_t k = i; k < i + count; k++)
        add_piece(way, m->plain[k]);
}

static size_t
want_quoted(struct making *m, size_t i)
{
    size_t count = 1;

    while (i + count < m->t->count && m->t->word[i + count].quote == m->t->word[i].quote)
        count++;
    open_want(m);
    m->plan->want[m->plan->wants - 1].decides = true;
    add_typed(m, i, count);
    return count;
}

/* The most words from i on that a group has a phrase of; 0 for none. */
static size_t
longest_synonym(const struct making *m, size_t i)
{
    const struct synonyms *s = m->p->synonyms;
    size_t longest = 0, rest = 0;

    while (i + rest < m->t->count && m->t->word[i + rest].quote == 0)
        rest++;
    for (size_t g = 0; g < s->count; g++) {
        const struct phrase *found = synonyms_match(&s->group[g], m->stem + i, rest);

        if (found != NULL && found->words > longest)
            longest = found->words;
    }
    return longest;
}

/* Adds what the groups that have the words i to i + count - 1 say besides. */
static void
add_synonyms(struct making *m, size_t i, size_t count)
{
    const struct synonyms *s = m->p->synonyms;

    for (size_t g = 0; g < s->count; g++) {
        const struct phrase *own = synonyms_match(&s->group[g], m->stem + i, count);

        for (size_t k = 0; own != NULL && own->words == count && k < s->group[g].count; k++) {
            const struct phrase *other = &s->group[g].phrase[k];

            if (other != own && other->found)
                add_piece(add_way(m, worth_synonym,
                                  vocabulary_entries(m->p->words, other->stem[0])), other->text);
        }
    }
}

/* Two words that are there as one: "birth stones". */
static const char *
joined(const struct making *m, size_t i)
{
    char both[2 * WORD_BYTES];

    if (i + 1 == m->t->count || m->t->word[i + 1].quote != 0)
        return NULL;
    snprintf(both, sizeof both, "%s%s", m->plain[i], m->plain[i + 1]);
    return strlen(both) < WORD_BYTES ? vocabulary_word(m->p->words, both) : NULL;
}

static void
add_split(struct making *m, size_t i)
{
    const char *parts[2];
    struct way *way;

    if (m->known[i] || !vocabulary_split(m->p->words, m->plain[i], parts))
        return;
    way = add_way(m, 1, entries_of(m, parts[0]));
    add_piece(way, parts[0]);
    add_piece(way, parts[1]);
}

static void
add_beginnings(struct making *m, size_t i)
{
    const char *word[BEGINNINGS];
    size_t count = 0;

    if (unfinished(m, i) && m->plan->better[i] == NULL)
        count = vocabulary_begins(m->p->words, m->plain[i], strlen(m->plain[i]), word, BEGINNINGS);
    for (size_t k = 0; k < count; k++) {
        const char *stem = vocabulary_stem(m->p->words, word[k]);

        if (stem != NULL && strcmp(stem, m->stem[i]) != 0)
            add_piece(add_way(m, m->known[i] ? worth_beginning / 2 : worth_beginning,
                              entries_of(m, word[k])), word[k]);
    }
}

/* The want that begins at word i; how many words it takes. */
static size_t
want_words(struct making *m, size_t i)
{
    size_t count = longest_synonym(m, i);
    const char *one = joined(m, i);
    bool several = count > 1 || (count == 0 && one != NULL);

    open_want(m);
    if (count == 0)
        count = one != NULL ? 2 : 1;
    m->plan->want[m->plan->wants - 1].decides =
        several || !vocabulary_ignored(m->p->words, m->stem[i]);
    add_typed(m, i, count);
    if (one != NULL && count == 2)
        add_piece(add_way(m, worth_joined, entries_of(m, one)), one);
    add_synonyms(m, i, count);
    if (count == 1) {
        add_split(m, i);
        add_beginnings(m, i);
    }
    return count;
}

static void
make(struct making *m)
{
    struct plan *plan = m->plan;
    bool decided = false;

    for (size_t i = 0; i < m->t->count;)
        i += m->t->word[i].quote != 0 ? want_quoted(m, i) : want_words(m, i);
    for (size_t i = 0; i < plan->wants; i++)
        decided = decided || plan->want[i].decides;
    for (size_t i = 0; i < plan->wants && !decided; i++)
        plan->want[i].decides = true;
}

void
plan_make(const struct planner *p, const struct typed *t, struct plan *out)
{
    struct making m = {.p = p, .t = t, .plan = out};

    *out = (struct plan){0};
    for (size_t i = 0; i < t->count; i++)
        correct(&m, i);
    make(&m);
}

bool
plan_guess(const struct planner *p, const struct typed *t, struct plan *out)
{
    struct making m = {.p = p, .t = t, .plan = out};

    *out = (struct plan){0};
    for (size_t i = 0; i < t->count; i++) {
        unsigned entries = vocabulary_entries(p->words, t->word[i].stem);

        if (entries > 0 && entries <= RARE_ENTRIES)
            out->better[i] = vocabulary_near(p->words, t->word[i].plain, entries * GUESS_TIMES);
        if (out->better[i] != NULL)
            out->corrected = true;
        if (entries > 0)
            take_word(&m, i);
        else
            correct(&m, i);
    }
    make(&m);
    return out->corrected;
}

/* How common a want may be to count where any is enough. */
static unsigned
commonest(const struct plan *plan)
{
    unsigned sum = 0, most = 0;

    for (;;) {
        unsigned next = UINT32_MAX;

        for (size_t i = 0; i < plan->wants; i++)
            if (plan->want[i].decides && plan->want[i].entries > most
                && plan->want[i].entries < next)
                next = plan->want[i].entries;
        if (next == UINT32_MAX || (sum > 0 && next > ANY_ENTRIES - sum))
            return most;
        sum = next < ANY_ENTRIES ? sum + next : ANY_ENTRIES;
        most = next;
    }
}

static void
express_way(const struct way *way, struct buf *out)
{
    for (size_t i = 0; i < way->pieces; i++) {
        assert(strchr(way->piece[i], '"') == NULL);
        buf_str(out, i == 0 ? "\"" : " ");
        buf_str(out, way->piece[i]);
    }
    buf_char(out, '"');
}

size_t
plan_express(const struct plan *plan, bool all, struct buf *out,
             unsigned char asked[FTS_PHRASES])
{
    unsigned most = all ? UINT32_MAX : commonest(plan);
    size_t count = 0;

    for (size_t i = 0; i < plan->wants; i++) {
        const struct want *w = &plan->want[i];

        if (!w->decides || w->ways == 0 || w->entries > most)
            continue;
        buf_str(out, count == 0 ? "" : all ? " AND " : " OR ");
        for (size_t k = 0; k < w->ways; k++) {
            buf_str(out, k == 0 ? "(" : " OR ");
            express_way(&plan->way[w->first + k], out);
            asked[count++] = (unsigned char)(w->first + k);
        }
        buf_char(out, ')');
    }
    assert(count <= FTS_PHRASES);
    return count;
}
