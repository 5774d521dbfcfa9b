/* tally.c - counts of what visitors do. */
#include "desk/tally.h"

#include <stddef.h>

enum err
tally_open(struct tally **out)
{
    *out = NULL;
    return ERR_OK;
}

void
tally_free(struct tally *t)
{
    (void)t;
}

void
tally_add(struct tally *t, enum tally_kind kind, const char *subject, const char *near)
{
    (void)t;
    (void)kind;
    (void)subject;
    (void)near;
}

enum err
tally_fold(struct tally *t, struct db *db, int64_t now)
{
    (void)t;
    (void)db;
    (void)now;
    return ERR_OK;
}

void
tally_folded(struct tally *t)
{
    (void)t;
}
