/*
 * search_part.h - what the files of search share; nobody else includes it.
 */
#ifndef HC_SEARCH_PART_H
#define HC_SEARCH_PART_H

#include <pthread.h>

#include "desk/search.h"
#include "desk/search_plan.h"

/* The index's columns, as in sql/memory.sql. */
enum field { FIELD_TITLE, FIELD_KEYWORDS, FIELD_SUMMARY, FIELD_BODY, FIELDS_ };

/* What can be found, beside its texts, which lie in the database under its place and 1. */
struct entry_info {
    char *address, *title;
    struct {
        char *title, *address;
    } place[HIT_PLACES]; /* as struct hit_place */
    size_t places;
    enum hit_kind kind;
    unsigned words[FIELDS_];
};

enum { READERS_IDLE = 64 };

struct search_index {
    struct entry_info *entry;
    size_t count;
    double mean[FIELDS_]; /* words of an entry's field */
    struct vocabulary *words;
    struct synonyms *synonyms;
    struct fts_image *image;
    pthread_mutex_t lock; /* for idle */
    struct db *idle[READERS_IDLE];
    size_t idle_count;
};

/* An entry that matches, and how well. */
struct match {
    unsigned entry;
    double score;
};

struct matches {
    struct match *match;
    size_t count, room;
};

/*
 * search_rank.c: all entries that the plan finds, in no order; all: as plan_express(). What *out
 * held before is forgotten. matches_free().
 */
enum err search_scan(const struct search_index *s, struct db *db, const struct plan *plan, bool all,
                     struct matches *out);
void matches_free(struct matches *m);

/* The best first; of equal ones those that were put into the index first. */
void matches_sort(struct matches *m);

#endif
