/*
 * records.h - reads the records of one FastCGI request, however they come in, before libfcgi sees
 * any.
 *
 * libfcgi 2.4.2 overflows its stack on FCGI_GET_VALUES with many names, aborts on lengths near
 * 2^31, and waits in a read for what a peer doesn't send. So bytes are fed in here as they arrive,
 * without waiting, and only what is whole and in order comes out: BEGIN_REQUEST of a responder,
 * PARAMS, STDIN, each stream with its end (FastCGI 1.0, sections 3.3, 5.1 to 5.3). A web server
 * sends nothing else, so anything else is refused: management records, ABORT_REQUEST, other
 * versions, roles, ids and orders, and bytes after the end. Knows no sockets and no libfcgi.
 */
#ifndef HC_RECORDS_H
#define HC_RECORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/limits.h"

enum { RECORD_HEAD = 8 }; /* bytes; BEGIN_REQUEST's content has as many */

enum records_state { RECORDS_MORE, RECORDS_WHOLE, RECORDS_BAD };

/* Zero-initialise. What is public may be read once the request is whole. */
struct records {
    struct buf variables; /* name-value pairs (3.4), each whole, no NUL, names without = */
    struct buf body;      /* at most LIMIT_BODY bytes */
    bool too_big;         /* the body was longer; it was dropped */
    bool keep;            /* the web server keeps the connection (FCGI_KEEP_CONN) */
    unsigned id;          /* 1 to 65535 */
    size_t total;         /* bytes fed; 0: nothing has begun */

    /* private */
    int phase;
    unsigned char head[RECORD_HEAD], begin[RECORD_HEAD];
    size_t have;             /* bytes of the head */
    size_t content, padding; /* bytes of the record that are to come */
};

/*
 * Takes len bytes, as read from the connection. RECORDS_WHOLE: they end a request. RECORDS_BAD:
 * they are none, or more than LIMIT_RECORDS in all, or memory is out; the connection must be
 * closed.
 */
enum records_state records_feed(struct records *r, const void *bytes, size_t len);

/* Frees all, and is ready for the next request of the connection. */
void records_reset(struct records *r);

#endif
