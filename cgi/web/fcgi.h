/*
 * fcgi.h - FastCGI: the only file behind this header knows libfcgi.
 *
 * Workers share one epoll set that holds the listener and the waiting connections. Whoever is free
 * takes a readable connection, and what it has, without waiting; once that is a whole request
 * (records.h), answers it, and puts the connection back. So neither a kept connection nor a slow
 * peer binds a thread. libfcgi is given each request by itself: what comes after it on the
 * connection can't be taken for a part of it, nor a body for another request.
 *
 * fcgi_start() returns once the workers run. Signals must be blocked before it: libfcgi installs
 * handlers.
 */
#ifndef HC_FCGI_H
#define HC_FCGI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "http/request.h"
#include "http/response.h"

struct fcgi_call {
    request_get get; /* CGI variables, with ctx */
    void *ctx;
    const char *body; /* at most LIMIT_BODY bytes */
    size_t len;
    bool too_big;    /* the body was longer: answer 413 */
    bool cut;        /* the body is not of its CONTENT_LENGTH: answer 400, do nothing */
    unsigned worker; /* the number of the thread, from 0 */
};

/*
 * Fills in `out` for a request; where its body found no memory, the answer is 503. Called by any
 * worker, several at once.
 */
typedef void (*fcgi_answer)(void *app, const struct fcgi_call *in, struct response *out);

struct fcgi_options {
    const char *socket; /* where to listen if no listener was inherited */
    const char *group;  /* whose members may connect there; "" for the program's own */
    unsigned workers;
    fcgi_answer answer;
    void *app;
    const struct response_site *site;
};

struct fcgi;

/*
 * Listens (see listener.h), and starts the workers. ERR_CONFLICT, ERR_INVALID, ERR_IO, ERR_NOMEM.
 */
enum err fcgi_start(const struct fcgi_options *options, struct fcgi **out, struct report *rep);

/*
 * Answers on, but keeps no connection, until the web server has closed those that it keeps or
 * wait_ms are over: it drops an idle one by itself, and would lose a request on one that we drop.
 * Then takes no new ones (those that wait on an inherited listener are the next program's), answers
 * those that it has for 2 seconds at most, and frees.
 */
void fcgi_stop(struct fcgi *f, int wait_ms);

#endif
