/*
 * vocabulary_part.h - what vocabulary.c and spelling.c share; nobody else includes it.
 */
#ifndef HC_VOCABULARY_PART_H
#define HC_VOCABULARY_PART_H

#include "desk/vocabulary.h"

struct name {
    char *text;
    uint32_t stem;    /* of a word: its number in stems */
    uint32_t entries; /* that hold it */
    uint32_t last;    /* the last of them, from 1 */
    bool ignored;     /* of a stem */
};

/* The hash tells most names apart, so that their texts needn't be looked at. */
struct name_slot {
    uint32_t hash, number; /* the name's number and 1; 0 for a free slot */
};

/* Names by their text: an open hash table. */
struct names {
    struct name *name;
    size_t count;
    struct name_slot *slot;
    size_t slots;
};

enum { GRAM_SLOTS = 1 << 15 }; /* trigrams share one where their hashes do: harmless */

struct vocabulary {
    struct names words, stems;
    uint32_t entry;               /* the one being added, from 1 */
    struct name **sorted;         /* words by text; NULL until sealed */
    uint32_t gram[GRAM_SLOTS + 1]; /* where each trigram's words begin in gram_word */
    uint32_t *gram_word;          /* places in sorted, ascending within a trigram */
};

/* The name, or NULL. */
struct name *names_find(const struct names *n, const char *text);

/* spelling.c: fills gram and gram_word. ERR_NOMEM. */
enum err spelling_seal(struct vocabulary *v);

#endif
