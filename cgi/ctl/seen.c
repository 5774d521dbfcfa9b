/* seen.c - which texts came by before: open addressing, at most half full. */
#include "seen.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"

enum { SLOTS_LEAST = 1024 };

/* Where a hash stands, or is to stand. */
static uint64_t *
place_of(uint64_t *slot, size_t slots, uint64_t hash)
{
    size_t at = (size_t)hash & (slots - 1);

    assert(hash != 0 && (slots & (slots - 1)) == 0);
    while (slot[at] != 0 && slot[at] != hash)
        at = (at + 1) & (slots - 1);
    return &slot[at];
}

static enum err
grow(struct seen *s)
{
    size_t slots = s->slots > 0 ? 2 * s->slots : SLOTS_LEAST;
    uint64_t *slot = calloc(slots, sizeof *slot);

    if (slot == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < s->slots; i++)
        if (s->slot[i] != 0)
            *place_of(slot, slots, s->slot[i]) = s->slot[i];
    free(s->slot);
    s->slot = slot;
    s->slots = slots;
    return ERR_OK;
}

enum err
seen_add(struct seen *s, const char *text, bool *before)
{
    unsigned char digest[SECRET_HASH];
    uint64_t hash, *place;

    if (2 * s->used >= s->slots && grow(s) != ERR_OK)
        return ERR_NOMEM;
    secret_digest(text, strlen(text), digest);
    memcpy(&hash, digest, sizeof hash);
    hash += hash == 0;
    place = place_of(s->slot, s->slots, hash);
    *before = *place == hash;
    s->used += !*before;
    *place = hash;
    return ERR_OK;
}

void
seen_free(struct seen *s)
{
    free(s->slot);
    *s = (struct seen){0};
}
