/*
 * common.c - what two sequences have in common (Myers 1986, the greedy algorithm of its section 4).
 *
 * Diagonal k holds the places (x in a, y in b) with x - y = k. After d changes, reach[k] is the
 * largest x that can be reached on it. All rows are kept, the one of d at d * d, so that the way
 * can be walked back.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "content/diff.h"

struct grid {
    const struct token *a, *b; /* without common beginning and end */
    int32_t n, m;              /* how many */
    int32_t *reach;
    size_t room; /* elements of reach */
    bool *same_a, *same_b;
};

enum { NOWHERE = -1 };

static bool
equal(const struct token *a, const struct token *b)
{
    return a->hash == b->hash && a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static int32_t *
row(const struct grid *g, int32_t d)
{
    return g->reach + (size_t)d * (size_t)d + (size_t)d; /* so that row[k] is diagonal k */
}

/* Makes room for the row of d. False without memory. */
static bool
make_room(struct grid *g, int32_t d)
{
    size_t need = ((size_t)d + 1) * ((size_t)d + 1), more = g->room * 2;
    int32_t *reach;

    if (need <= g->room)
        return true;
    more = more > need ? more : need;
    reach = reallocarray(g->reach, more, sizeof(*reach));
    if (reach == NULL)
        return false;
    g->reach = reach;
    g->room = more;
    return true;
}

/*
 * Where the d-th change leads to on diagonal k, from a neighbour that *from gets: by leaving out
 * one of a (from k - 1) or by taking one of b (from k + 1).
 */
static int32_t
step(const struct grid *g, int32_t d, int32_t k, int32_t *from)
{
    const int32_t *last = d > 0 ? row(g, d - 1) : NULL;
    int32_t x = d > 0 ? NOWHERE : 0;

    *from = k;
    if (k > -d && last[k - 1] != NOWHERE && last[k - 1] < g->n) {
        x = last[k - 1] + 1;
        *from = k - 1;
    }
    if (k < d && last[k + 1] > x && last[k + 1] - k <= g->m) {
        x = last[k + 1];
        *from = k + 1;
    }
    return x;
}

static int32_t
follow(const struct grid *g, int32_t x, int32_t k)
{
    while (x < g->n && x - k < g->m && equal(&g->a[x], &g->b[x - k]))
        x++;
    return x;
}

/* The least number of changes, or NOWHERE past max; *err for want of memory. */
static int32_t
search(struct grid *g, int32_t max, enum err *err)
{
    for (int32_t d = 0; d <= max; d++) {
        if (!make_room(g, d)) {
            *err = ERR_NOMEM;
            return NOWHERE;
        }
        for (int32_t k = -d; k <= d; k += 2) {
            int32_t from, x = step(g, d, k, &from);

            row(g, d)[k] = x != NOWHERE ? follow(g, x, k) : NOWHERE;
            if (k == g->n - g->m && row(g, d)[k] == g->n)
                return d;
        }
    }
    return NOWHERE;
}

/* Walks back from the end, and marks what was followed on the way. */
static void
walk_back(const struct grid *g, int32_t d)
{
    int32_t k = g->n - g->m, from;

    for (; d >= 0; d--, k = from) {
        for (int32_t x = step(g, d, k, &from); x < row(g, d)[k]; x++)
            g->same_a[x] = g->same_b[x - k] = true;
    }
}

enum err
common_mark(const struct token *a, size_t a_count, const struct token *b, size_t b_count,
            size_t max, bool *same_a, bool *same_b)
{
    size_t first = 0, end = 0;
    enum err err = ERR_OK;
    struct grid g;
    int32_t d;

    assert(a_count <= INT32_MAX / 2 && b_count <= INT32_MAX / 2 && max <= DIFF_LINES_MAX);
    for (; first < a_count && first < b_count && equal(&a[first], &b[first]); first++)
        same_a[first] = same_b[first] = true;
    for (; first + end < a_count && first + end < b_count &&
           equal(&a[a_count - end - 1], &b[b_count - end - 1]);
         end++)
        same_a[a_count - end - 1] = same_b[b_count - end - 1] = true;
    g = (struct grid){.a = a + first,
                      .b = b + first,
                      .n = (int32_t)(a_count - first - end),
                      .m = (int32_t)(b_count - first - end),
                      .same_a = same_a + first,
                      .same_b = same_b + first};
    if (g.n == 0 || g.m == 0)
        return ERR_OK;
    d = search(&g, (int32_t)max, &err);
    if (d != NOWHERE)
        walk_back(&g, d);
    free(g.reach);
    return err;
}
