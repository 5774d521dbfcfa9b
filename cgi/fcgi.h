/*
 * fcgi.h - FastCGI: the only file behind this header knows libfcgi.
 *
 * Workers share one epoll set that holds the listener and the idle connections. Whoever is free takes a readable
 * connection, answers one request on it and puts it back, so that a kept connection binds no thread (one thread for
 * each accepted connection starves all others once a web server keeps them). Every body is read to its end or its
 * connection is closed: what is left unread on a kept connection would be parsed as records, a request smuggled in.
 *
 * fcgi_start() returns once the workers run. Signals must be blocked before it: libfcgi installs handlers.
 */
#ifndef HC_FCGI_H
#define HC_FCGI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "http/request.h"
#include "http/response.h"

struct fcgi_call {
    request_get get;  /* CGI variables, with ctx */
    void *ctx;
    const char *body; /* at most LIMIT_BODY bytes */
    size_t len;
    bool too_big;     /* the body was longer: answer 413 */
    bool cut;         /* the body ended before its CONTENT_LENGTH: answer 400, do nothing */
    unsigned worker;  /* the number of the thread, from 0 */
};

/* Fills in `out` for a request; where its body found no memory, the answer is 503. Called by any worker, several at once. */
typedef void (*fcgi_answer)(void *app, const struct fcgi_call *in, struct response *out);

struct fcgi_options {
    const char *socket; /* where to listen if no listener was inherited */
    unsigned workers;
    fcgi_answer answer;
    void *app;
    const struct response_site *site;
};

struct fcgi;

/*
 * Takes the listener inherited on descriptor 3 (systemd: LISTEN_FDS) or 0 (FastCGI 1.0, 2.2), or opens options->socket
 * (mode 0660, backlog 1024; a stale one is replaced, one that answers is ERR_CONFLICT, and so is a file that is no socket). Starts the workers. ERR_IO, ERR_NOMEM.
 */
enum err fcgi_start(const struct fcgi_options *options, struct fcgi **out, struct report *rep);

/*
 * Takes no new connections, serves those that the web server keeps until it closes them or wait_ms is over, stops the
 * workers after the request they are at, and frees. An inherited listener is left alone for the next program.
 */
void fcgi_stop(struct fcgi *f, int wait_ms);

#endif
