#include "content/pairs.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum err
pairs_add(struct pairs *list, uint64_t key, size_t page)
{
    if (list->count == list->room) {
        size_t room = list->room > 0 ? 2 * list->room : 1024;
        struct pair *more = realloc(list->pair, room * sizeof *more);

        if (more == NULL)
            return ERR_NOMEM;
        list->pair = more;
        list->room = room;
    }
    list->pair[list->count++] = (struct pair){key, page};
    return ERR_OK;
}

static int
order(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int
by_key(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    int o = order(x->key, y->key);

    return o != 0 ? o : order(x->page, y->page);
}

static int
by_page(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    int o = order(x->page, y->page);

    return o != 0 ? o : order(x->key, y->key);
}

/* Sorts, and keeps each pair once. */
static void
sort(struct pairs *list, int (*cmp)(const void *, const void *))
{
    size_t kept = 0;

    if (list->count > 0)
        qsort(list->pair, list->count, sizeof *list->pair, cmp);
    for (size_t i = 0; i < list->count; i++)
        if (kept == 0 || cmp(&list->pair[kept - 1], &list->pair[i]) != 0)
            list->pair[kept++] = list->pair[i];
    list->count = kept;
}

enum err
pairs_sort(struct pairs *list, struct pairs *keys)
{
    assert(keys->pair == NULL && keys->count == 0);
    sort(list, by_page);
    if (list->count == 0)
        return ERR_OK;
    *keys = (struct pairs){.pair = malloc(list->count * sizeof *list->pair), .count = list->count};
    if (keys->pair == NULL)
        return ERR_NOMEM;
    memcpy(keys->pair, list->pair, list->count * sizeof *list->pair);
    sort(keys, by_key);
    return ERR_OK;
}

const struct pair *
pairs_find(const struct pairs *sorted, uint64_t key, size_t most, size_t *count)
{
    size_t from = 0, to = sorted->count;

    assert(most > 0 && count != NULL);
    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (sorted->pair[middle].key < key)
            from = middle + 1;
        else
            to = middle;
    }
    *count = 0;
    while (*count < most && from + *count < sorted->count && sorted->pair[from + *count].key == key)
        ++*count;
    return sorted->pair + from;
}
