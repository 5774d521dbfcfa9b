/*
 * app.h - the web program as its handlers see it: what lives as long as the program, and what
 * belongs to one request.
 */
#ifndef HC_APP_H
#define HC_APP_H

#include <pthread.h>

#include "base/secret.h"
#include "base/settings.h"
#include "desk/desk.h"
#include "desk/quota.h"
#include "desk/tally.h"
#include "http/limit.h"
#include "http/request.h"
#include "http/response.h"
#include "site.h"
#include "store/counter.h"
#include "store/db.h"
#include "store/writer.h"

/* One for each worker thread. */
struct desk_seat {
    struct db *db; /* its read connection */
};

struct app {
    const struct settings *settings;
    struct quota_limits limits; /* on letters, as the settings say */
    struct keys *keys;
    struct writer *writer;
    struct counter *counter;
    struct tally *tally; /* what visitors read, search and miss */
    struct limiter *by_network, *by_address, *in_all; /* submissions */
    struct response_site response_site;
    struct desk_seat *seat; /* beside the workers */
    pthread_mutex_t site_lock;
    struct site *site; /* the current one; app_site() takes a reference */
};

/* One request in the hands of one worker. */
struct call {
    struct app *app;
    struct site *site;
    struct desk_seat *seat;
    const struct request *req;
    struct response *res;
    int64_t now;
};

/*
 * The desk as a visitor comes to it by a channel, with the privacy policy in force; the page and
 * the wording are for the caller to fill in.
 */
struct desk call_desk(const struct call *c, struct db *db, enum channel channel);

/* The current site, with a reference for the caller. */
struct site *app_site(struct app *app);
/* Puts a new site in its place; the old one goes once nobody reads it. */
void app_site_swap(struct app *app, struct site *site);

#endif
