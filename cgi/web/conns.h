/*
 * conns.h - the connections of the FastCGI socket: each waits in the epoll set, or is one worker's.
 *
 * A conn comes out of epoll as data.ptr (EPOLLONESHOT), and is its worker's until conns_wait() or
 * conns_drop(). Any thread may call what is here.
 */
#ifndef HC_CONNS_H
#define HC_CONNS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "records.h"

enum {
    REQUEST_MS = 15000,     /* a connection without a whole request for so long is dropped */
    REQUEST_FULL_MS = 1000, /* the same where no descriptor is left */
    SEND_SECONDS = 2,       /* a peer that takes none of an answer for so long is dropped */
};

struct conn {
    int fd;
    bool kept; /* it was answered, and is there for another request */
    struct records in;
    atomic_llong due; /* clock_mono_ms() when it is dropped; LLONG_MAX while at work */
    atomic_uint turn; /* what one worker left here, the next one sees */
    struct conn *next, *before;
};

struct conns {
    int epoll;
    atomic_int kept;
    pthread_mutex_t lock; /* over what follows */
    struct conn *first;
    int open;
    bool closed;
};

void conns_init(struct conns *s, int epoll);

/* Takes every connection that waits on the listener, unless closed. False: no room for another. */
bool conns_accept(struct conns *s, int listener);

/* Gives c REQUEST_MS from now on to be a whole request. */
void conn_patience(struct conn *c);

/* Says whether c is kept for another request. */
void conns_keep(struct conns *s, struct conn *c, bool kept);

/* To be called first for a conn that came out of the set: it is this worker's turn. */
void conn_take(struct conn *c);

/* Puts c back into the set; false if it can't be. It may be another worker's at once. */
bool conns_wait(const struct conns *s, struct conn *c);

/* Closes and frees c. */
void conns_drop(struct conns *s, struct conn *c);

/*
 * Shuts what has been due before now (clock_mono_ms()): each then is readable, and found at its end
 * by a worker that has it to itself.
 */
void conns_shut_late(struct conns *s, long long now);

/* From now on none is accepted; all that were are counted. */
void conns_close(struct conns *s);

int conns_kept(struct conns *s);
int conns_open(struct conns *s);

/* Drops all; no worker may be left. */
void conns_free(struct conns *s);

#endif
