/*
 * routes.h - THE table of routes, and the way of every request through it: methods, origin and
 * errors are dealt with here, so that no handler can forget them.
 */
#ifndef HC_ROUTES_H
#define HC_ROUTES_H

#include "app.h"
#include "fcgi.h"

/* A handler fills in c->res; `arg` is its row's. */
typedef void (*route_handler)(const struct call *c, int arg);

enum route_flag {
    ROUTE_BELOW = 1,   /* the path is a prefix: everything below it too */
    ROUTE_COUNTED = 2, /* its HTML pages are counted when answered to a GET */
    ROUTE_TOKEN = 4,     /* its address holds a token: it is told to no other site */
    ROUTE_ONE_CLICK = 8, /* takes RFC 8058's POST: from anywhere, multipart/form-data too */
};

struct route {
    const char *path;
    unsigned methods; /* bits of enum method; others are answered 405 */
    unsigned flags;
    route_handler handler;
    int arg;
};

/* True for a path that the program or the web server answers by itself, whatever pages there are.
 */
bool routes_answer(const char *path);

/* fcgi_answer for the whole program; app is a struct app. */
void route_request(void *app, const struct fcgi_call *in, struct response *out);

#endif
