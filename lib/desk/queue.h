/*
 * queue.h - the outbox as staff see it: how much waits, since when, and a push for what was put
 * off.
 */
#ifndef HC_QUEUE_H
#define HC_QUEUE_H

#include "desk/desk.h"

enum queue_state {
    QUEUE_DUE,
    QUEUE_LATER,
    QUEUE_SENDING,
    QUEUE_SENT,
    QUEUE_FAILED,
    QUEUE_DROPPED,
    QUEUE_STATES_
};

struct queue_line {
    int64_t letters;
    int64_t oldest_at; /* when the oldest of them was written; 0 for none */
    int64_t next_at;   /* of those that wait: when the first is due; 0 for none */
};

/* Fills a line for each state. Staff. */
enum err queue_look(const struct desk *d, struct queue_line out[QUEUE_STATES_]);

/* Makes due what was put off; *letters tells how many. Inside a transaction. Staff. */
enum err queue_retry(const struct desk *d, int64_t *letters);

#endif
