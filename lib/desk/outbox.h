/*
 * outbox.h - letters, from the transaction that causes one to its end.
 *
 * A row says which letter it is and what it is about, never an address, a text or a link: who gets
 * it is looked up when it is sent, so that an erasure leaves nothing behind here. mailout leases
 * rows, sends, and settles each in a transaction of its own; a lease that isn't settled comes free
 * when its time is up, or at once when another program takes the same slot.
 */
#ifndef HC_OUTBOX_H
#define HC_OUTBOX_H

#include <stdbool.h>

#include "desk/tokens.h"

enum letter {
    LETTER_CONFIRM,     /* confirm your sign-up */
    LETTER_ALREADY,     /* you were on the list already */
    LETTER_WELCOME,     /* confirmed */
    LETTER_LEFT,        /* receipt of an opt-out, with undo */
    LETTER_PREFERENCES, /* the link to one's preferences */
    LETTER_REQUEST,     /* reference of a personal-data request */
    LETTER_INQUIRY,     /* reference of an inquiry */
    LETTER_ANSWER,      /* what staff answer to it */
    LETTER_CHANGE_OLD,  /* confirm a new address, to the old mailbox */
    LETTER_CHANGE_NEW,  /* and to the new one */
    LETTER_CHANGED,     /* the address has changed, to the new one */
    LETTER_DIGEST,      /* to the owner: who joined and left */
    LETTER_TEST,        /* helpctl mail test; never in the outbox */
    LETTER_COUNT_
};

const char *letter_name(enum letter l); /* "confirm", as in the database */

struct outbox_new {
    enum letter letter;
    int64_t person, request, inquiry, change, token, answer; /* 0: none */
    const char *lists;     /* names with spaces between, "all", or NULL */
    const char *reference; /* or NULL */
    const char *day;       /* LETTER_DIGEST: its ISO date; or NULL */
};

/* Queues one, due at once. */
enum err outbox_put(const struct desk *d, const struct outbox_new *n);

/* A leased row, with what its letter needs once outbox_load() has read it; strings are copies,
 * and the answer is owned. */
struct outbox_item {
    int64_t id, key_id, attempts, created_at;
    int64_t leave_key; /* of links to leave: the one whose hash of the address is in the ledger */
    unsigned char random[SECRET_ID];
    enum letter letter;
    int64_t person;
    char to[MAIL_MAX + 1]; /* as typed: where it goes; "" where nobody is left to get it, what it
                              is about is over, or its link has ended */
    char canonical[MAIL_MAX + 1];
    char name[512];         /* of a person who has confirmed an address; "" for any other */
    bool has_token;
    struct token token;
    char lists[80], reference[REFERENCE_MAX], day[16];
    char new_email[MAIL_MAX + 1];   /* of a change, for the letter to the old mailbox */
    char request_kind[16];          /* "correct", or an inquiry's kind */
    int64_t due_at;                 /* of a request: when the law wants an answer; else 0 */
    int64_t opted_out_at;           /* LETTER_CONFIRM: lists_suppressed(); else 0 */
    char *answer;                   /* LETTER_ANSWER: its text, lines ended by LF; else NULL */
};
/* Frees what outbox_load() allotted: the answer. */
void outbox_item_clear(struct outbox_item *i);

enum {
    OUTBOX_LEASE_SECONDS = 900, /* longer than any letter takes */
    OUTBOX_GIVE_UP_DAYS = 4,    /* RFC 5321 4.5.4.1 */
    OUTBOX_TRIES_LEAST = 8,     /* before that: days of outage, or of a wrong clock, are no tries */
    OUTBOX_RETRY_MINUTES = 30,  /* the first pause, doubled each time up to */
    OUTBOX_RETRY_MOST_MINUTES = 480,
};

/*
 * Leases at most max due rows for a slot (1 or more, one for each mailout), oldest due first: their
 * ids in out, how many in *n. A row that is due further ahead than the longest pause is due now:
 * the clock went back. Runs its own transactions.
 */
enum err outbox_lease(const struct desk *d, int64_t slot, size_t max, struct outbox_item *out,
                      size_t *n);
/*
 * Reads what the letter of i->id needs, right before it is sent: since the lease, its reader may
 * have left, moved or been erased. A transaction of its own, which only reads. ERR_CONFLICT where
 * the slot no longer holds the row. outbox_item_clear() afterwards, also after an error.
 */
enum err outbox_load(const struct desk *d, int64_t slot, struct outbox_item *i);
/* Whether outbox_lease() would find a row: cheap however many wait, to be asked each second. */
enum err outbox_is_due(const struct desk *d, bool *due);
/* Frees what a slot holds: its program has died, or stops. */
enum err outbox_release(const struct desk *d, int64_t slot);

/*
 * How an attempt ended. Each is a transaction of its own, and only counts for the slot that holds
 * the lease: ERR_CONFLICT otherwise. status as "451 4.3.0" or NULL.
 */
enum err outbox_sent(const struct desk *d, const struct outbox_item *i, int64_t slot,
                     const char *status);
/*
 * Tried again later; given up (as failed) after OUTBOX_GIVE_UP_DAYS and OUTBOX_TRIES_LEAST, which
 * counts as a soft bounce if a server answered. *given_up tells which.
 */
enum err outbox_deferred(const struct desk *d, const struct outbox_item *i, int64_t slot,
                         const char *status, bool *given_up);
/* Final. kind "hard" or "policy": recorded as a bounce (bounces.h) in the same transaction. */
enum err outbox_failed(const struct desk *d, const struct outbox_item *i, int64_t slot,
                       const char *status, const char *kind);
/* Nobody is left to get it. */
enum err outbox_dropped(const struct desk *d, const struct outbox_item *i, int64_t slot);

struct outbox_state {
    int64_t due, waiting, leased; /* queued rows: due now, due later, in somebody's hands */
    int64_t next_at;              /* when the next of those later is due, 0 for none */
};
enum err outbox_look(const struct desk *d, struct outbox_state *out);

#endif
