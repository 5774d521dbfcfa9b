/*
 * diff.c - lines that stand in both texts, then lines that are alike, then their words.
 */
#include "content/diff.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHORT_RUN = 3, /* bytes: so little between two changes is no stay for the eye */
};

/* A text as tokens: its lines, and the words of all of them, one line's after the other's. */
struct text {
    const struct lines *lines;
    struct token *line;
    struct token *word;
    uint32_t *sorted; /* beside word: each line's hashes in order, for likeness */
    size_t *first;    /* of the words of each line; one more at the end */
    bool *same;       /* beside line: stands in both texts */
    bool *same_word;  /* beside word, for one pair of lines at a time */
};

/* One comparison. */
struct work {
    struct text from, to;
    struct diff *out;
    enum err err;
};

static uint32_t
hash_of(const char *text, size_t len)
{
    uint32_t h = 2166136261u; /* FNV-1a */

    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)text[i]) * 16777619u;
    return h;
}

static bool
is_wordly(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (unsigned char)c >= 0x80;
}

/* The next word of a line: the spaces before it, then letters and digits, or one other sign. */
static size_t
word_len(const char *text, size_t len)
{
    size_t n = 0;

    while (n < len && text[n] == ' ')
        n++;
    if (n < len && !is_wordly(text[n]))
        return n + 1;
    while (n < len && is_wordly(text[n]))
        n++;
    return n;
}

static int
by_hash(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static void
cut_line(struct text *t, size_t i, size_t *words)
{
    const struct line *l = &t->lines->line[i];

    /* the kind is part of what is compared: a heading that became a paragraph has changed */
    t->line[i] = (struct token){l->text, (uint32_t)l->len, hash_of(l->text, l->len) + l->kind};
    t->first[i] = *words;
    for (size_t at = 0, len; at < l->len; at += len, ++*words) {
        len = word_len(l->text + at, l->len - at);
        t->word[*words] = (struct token){l->text + at, (uint32_t)len, hash_of(l->text + at, len)};
        t->sorted[*words] = t->word[*words].hash;
    }
    if (*words > t->first[i])
        qsort(t->sorted + t->first[i], *words - t->first[i], sizeof(*t->sorted), by_hash);
}

static enum err
text_cut(struct text *t, const struct lines *lines)
{
    size_t bytes = 1, words = 0;

    for (size_t i = 0; i < lines->count; i++)
        bytes += lines->line[i].len;
    *t = (struct text){.lines = lines,
                       .line = calloc(lines->count + 1, sizeof(*t->line)),
                       .word = calloc(bytes, sizeof(*t->word)),
                       .sorted = calloc(bytes, sizeof(*t->sorted)),
                       .first = calloc(lines->count + 1, sizeof(*t->first)),
                       .same = calloc(lines->count + 1, sizeof(*t->same)),
                       .same_word = calloc(bytes, sizeof(*t->same_word))};
    if (t->line == NULL || t->word == NULL || t->sorted == NULL || t->first == NULL ||
        t->same == NULL || t->same_word == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < lines->count; i++)
        cut_line(t, i, &words);
    t->first[lines->count] = words;
    assert(words < bytes);
    return ERR_OK;
}

static void
text_free(struct text *t)
{
    free(t->line);
    free(t->word);
    free(t->sorted);
    free(t->first);
    free(t->same);
    free(t->same_word);
}

/* Makes room for one more row; an array grows at powers of two. False without memory. */
static bool
grow(struct work *w, void **rows, size_t count, size_t size)
{
    void *more = *rows;

    if ((count & (count - 1)) == 0)
        more = reallocarray(*rows, count == 0 ? 1 : count * 2, size);
    if (more == NULL) {
        w->err = ERR_NOMEM;
        return false;
    }
    *rows = more;
    return true;
}

static void
add_block(struct work *w, enum diff_side side, bool reworded, enum line_kind kind)
{
    struct diff *d = w->out;
    void *rows = d->block;

    if (w->err != ERR_OK || !grow(w, &rows, d->block_count, sizeof(*d->block)))
        return;
    d->block = rows;
    d->block[d->block_count++] = (struct diff_block){side, reworded, kind, d->part_count, 0};
}

/* Adds len bytes to the block begun last; what goes on where the last part ended grows it. */
static void
add_part(struct work *w, enum diff_side side, const char *text, size_t len)
{
    struct diff *d = w->out;
    struct diff_part *last = NULL;
    struct diff_block *b;
    void *rows = d->part;

    if (w->err != ERR_OK || len == 0)
        return;
    b = &d->block[d->block_count - 1];
    if (b->parts > 0)
        last = &d->part[d->part_count - 1];
    if (last != NULL && last->side == side && last->text + last->len == text) {
        last->len += len;
        return;
    }
    if (!grow(w, &rows, d->part_count, sizeof(*d->part)))
        return;
    d->part = rows;
    d->part[d->part_count++] = (struct diff_part){side, text, len};
    b->parts++;
}

static void
count_word(struct work *w, enum diff_side side, const struct token *t)
{
    if (!is_wordly(t->text[t->len - 1]))
        return;
    w->out->words_removed += side == DIFF_OLD;
    w->out->words_added += side == DIFF_NEW;
}

static void
add_word(struct work *w, enum diff_side side, const struct token *t)
{
    count_word(w, side, t);
    add_part(w, side, t->text, t->len);
}

static void
add_whole(struct work *w, enum diff_side side, size_t i)
{
    const struct text *t = side == DIFF_OLD ? &w->from : &w->to;
    const struct line *l = &t->lines->line[i];

    add_block(w, side, false, l->kind);
    add_part(w, side, l->text, l->len);
    for (size_t n = t->first[i]; n < t->first[i + 1]; n++)
        count_word(w, side, &t->word[n]);
}

/* Takes very short runs between two changes for changes too. */
static void
drop_short_runs(struct text *a, size_t i, size_t i_end, struct text *b, size_t j, size_t j_end)
{
    bool changed = false;

    while (i < i_end || j < j_end) {
        size_t run = 0, bytes = 0;

        for (; i < i_end && !a->same_word[i]; i++)
            changed = true;
        for (; j < j_end && !b->same_word[j]; j++)
            changed = true;
        for (; i + run < i_end && a->same_word[i + run] && j + run < j_end && b->same_word[j + run];
             run++)
            bytes += a->word[i + run].len;
        if (changed && bytes <= SHORT_RUN && (i + run < i_end || j + run < j_end)) {
            memset(a->same_word + i, false, run);
            memset(b->same_word + j, false, run);
        }
        i += run;
        j += run;
    }
}

/* One line that was reworded: its words, what went before what came. */
static void
add_reworded(struct work *w, size_t from, size_t to)
{
    struct text *a = &w->from, *b = &w->to;
    size_t i = a->first[from], i_end = a->first[from + 1];
    size_t j = b->first[to], j_end = b->first[to + 1];
    enum err err = common_mark(a->word + i, i_end - i, b->word + j, j_end - j, DIFF_WORDS_MAX,
                               a->same_word + i, b->same_word + j);

    if (err != ERR_OK)
        w->err = err;
    drop_short_runs(a, i, i_end, b, j, j_end);
    add_block(w, DIFF_BOTH, true, b->lines->line[to].kind);
    while (i < i_end || j < j_end) {
        for (; i < i_end && !a->same_word[i]; i++)
            add_word(w, DIFF_OLD, &a->word[i]);
        for (; j < j_end && !b->same_word[j]; j++)
            add_word(w, DIFF_NEW, &b->word[j]);
        for (; i < i_end && a->same_word[i] && j < j_end && b->same_word[j]; i++, j++)
            add_word(w, DIFF_BOTH, &b->word[j]);
    }
}

/* Words in common of two lines, 0 unless they are half of the longer one. */
static size_t
likeness(const struct work *w, size_t from, size_t to)
{
    const struct text *a = &w->from, *b = &w->to;
    const uint32_t *x = a->sorted + a->first[from], *x_end = a->sorted + a->first[from + 1];
    const uint32_t *y = b->sorted + b->first[to], *y_end = b->sorted + b->first[to + 1];
    size_t most = (size_t)(x_end - x > y_end - y ? x_end - x : y_end - y), common = 0;

    while (x < x_end && y < y_end) {
        common += *x == *y;
        if (*x == *y)
            x++, y++;
        else if (*x < *y)
            x++;
        else
            y++;
    }
    return common * 2 >= most ? common : 0;
}

/* Lines that went [i, i_end) and came [j, j_end) between two that stayed. */
struct gap {
    size_t i, i_end, j, j_end;
};

/*
 * Pairs alike lines of a gap, in order, so that the words in common are most; best[r][c] is that of
 * the rest from the r-th that went and the c-th that came.
 */
static void
add_paired(struct work *w, const struct gap *g, size_t *best)
{
    size_t rows = g->i_end - g->i, columns = g->j_end - g->j, wide = columns + 1;
    size_t *like = best + (rows + 1) * wide, r, c;

    for (r = rows; r-- > 0;) {
        for (c = columns; c-- > 0;) {
            size_t alike = likeness(w, g->i + r, g->j + c), *b = &best[r * wide + c];

            like[r * wide + c] = alike;
            *b = b[wide] > b[1] ? b[wide] : b[1];
            if (alike > 0 && alike + b[wide + 1] > *b)
                *b = alike + b[wide + 1];
        }
    }
    for (r = c = 0; r < rows || c < columns;) {
        size_t here = best[r * wide + c], alike = like[r * wide + c];

        if (r < rows && (c == columns || here == best[(r + 1) * wide + c]))
            add_whole(w, DIFF_OLD, g->i + r++);
        else if (alike > 0 && c < columns && here == alike + best[(r + 1) * wide + c + 1])
            add_reworded(w, g->i + r++, g->j + c++);
        else
            add_whole(w, DIFF_NEW, g->j + c++);
    }
}

static void
add_gap(struct work *w, const struct gap *g)
{
    size_t rows = g->i_end - g->i, columns = g->j_end - g->j, *best = NULL;

    if (rows > 0 && columns > 0 && columns <= DIFF_PAIRS_MAX / rows) {
        best = calloc((rows + 1) * (columns + 1) * 2, sizeof(*best));
        if (best == NULL)
            w->err = ERR_NOMEM;
    }
    if (best != NULL) {
        add_paired(w, g, best);
    } else {
        for (size_t i = g->i; i < g->i_end; i++)
            add_whole(w, DIFF_OLD, i);
        for (size_t j = g->j; j < g->j_end; j++)
            add_whole(w, DIFF_NEW, j);
    }
    free(best);
}

static void
add_all(struct work *w)
{
    const struct text *a = &w->from, *b = &w->to;
    size_t a_count = a->lines->count, b_count = b->lines->count;
    struct gap g = {0};

    while (g.i < a_count || g.j < b_count) {
        for (g.i_end = g.i; g.i_end < a_count && !a->same[g.i_end];)
            g.i_end++;
        for (g.j_end = g.j; g.j_end < b_count && !b->same[g.j_end];)
            g.j_end++;
        add_gap(w, &g);
        for (g.i = g.i_end, g.j = g.j_end;
             g.i < a_count && a->same[g.i] && g.j < b_count && b->same[g.j]; g.i++, g.j++) {
            add_block(w, DIFF_BOTH, false, b->lines->line[g.j].kind);
            add_part(w, DIFF_BOTH, b->line[g.j].text, b->line[g.j].len);
        }
    }
}

enum err
diff_make(const struct lines *from, const struct lines *to, struct diff *out)
{
    struct work w = {.out = out};

    assert(from != NULL && to != NULL && out != NULL);
    *out = (struct diff){0};
    w.err = text_cut(&w.from, from);
    if (w.err == ERR_OK)
        w.err = text_cut(&w.to, to);
    if (w.err == ERR_OK)
        w.err = common_mark(w.from.line, from->count, w.to.line, to->count, DIFF_LINES_MAX,
                            w.from.same, w.to.same);
    if (w.err == ERR_OK)
        add_all(&w);
    if (w.err != ERR_OK)
        diff_free(out);
    text_free(&w.from);
    text_free(&w.to);
    return w.err;
}

void
diff_free(struct diff *d)
{
    free(d->block);
    free(d->part);
    *d = (struct diff){0};
}
