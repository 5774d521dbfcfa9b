/*
 * search_plan.h - from words typed to what the index is asked: groups of words that mean the same,
 * of which each or any must be there.
 */
#ifndef HC_SEARCH_PLAN_H
#define HC_SEARCH_PLAN_H

#include "desk/search_typed.h"
#include "desk/synonyms.h"
#include "store/fts.h"

/* One way to say what a want means: a phrase of the index, in one or more pieces. */
struct way {
    const char *piece[TYPED_WORDS];
    size_t pieces;
    double worth;     /* 1 for what was typed, less for what stands in for it */
    unsigned entries; /* that hold it, at most */
    unsigned words;
};

struct want {
    size_t first, ways; /* in plan.way */
    unsigned entries;   /* of its commonest way */
    bool decides;       /* false for words that say nothing, where others do */
};

/* Pieces belong to the words typed, the vocabulary and the synonyms. */
struct plan {
    struct want want[TYPED_WORDS];
    size_t wants;
    struct way way[FTS_PHRASES];
    size_t ways;
    const char *better[TYPED_WORDS]; /* beside typed.word: what a misspelt one was taken for */
    bool corrected;                  /* one was */
};

/* What plans are made with; only read. */
struct planner {
    const struct vocabulary *words;
    const struct synonyms *synonyms;
    bool beginning; /* the last word is perhaps not finished */
};

/* Makes a plan; its corrections belong to the vocabulary. */
void plan_make(const struct planner *p, const struct typed *t, struct plan *out);

/*
 * The next plan to try where nothing has all words: for typed words that are rare, commoner ones of
 * a like spelling. False where there are none.
 */
bool plan_guess(const struct planner *p, const struct typed *t, struct plan *out);

/*
 * Appends the plan as an FTS5 expression, all: each want that decides must be met, otherwise any,
 * the commonest left out where rarer ones give hits enough. asked[n] gets the plan's way that the
 * expression's phrase n is; how many phrases there are, 0 for an empty plan.
 */
size_t plan_express(const struct plan *plan, bool all, struct buf *out,
                    unsigned char asked[FTS_PHRASES]);

#endif
