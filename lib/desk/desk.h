/*
 * desk.h - what every act at the desk carries: the database inside a transaction, the keys, the
 * time, and who asked how.
 *
 * Functions of desk/ take a struct desk first. Those that write run inside a writer's job or a
 * staff transaction, never begin one themselves, and can be run twice. They know no HTTP, no HTML
 * and no letters. Strings passed in are only read. All return the store's errors beside their own.
 */
#ifndef HC_DESK_H
#define HC_DESK_H

#include <stdint.h>

#include "base/address.h"
#include "base/err.h"
#include "base/secret.h"
#include "store/db.h"

enum channel {
    CHANNEL_WEB,
    CHANNEL_MAIL,
    CHANNEL_LINK,
    CHANNEL_ONE_CLICK,
    CHANNEL_PREFERENCES,
    CHANNEL_PHONE,
    CHANNEL_POST,
    CHANNEL_STAFF,
    CHANNEL_IMPORT,
    CHANNEL_PROGRAM, /* nobody asked: something ended by itself */
    CHANNEL_COUNT_
};

/* As the database holds it: "web", "one-click", ... */
const char *channel_name(enum channel c);

struct quota_limits; /* quota.h */

struct desk {
    struct db *db;
    const struct keys *keys;
    int64_t now;
    enum channel channel;
    const char *actor;   /* "visitor", or a member of staff */
    const char *network; /* the visitor's /24 or /48, or NULL */
    const char *page;    /* the page where it was asked, "/newsletter", or NULL */
    int64_t wording;     /* page_version.id of the words seen there, 0 for none */
    int64_t policy;      /* page_version.id of the privacy policy then in force, 0 for none */
    const struct quota_limits *limits; /* of letters that strangers cause; NULL for none */
};

/* The same desk for what nobody asked for: CHANNEL_PROGRAM, by "program". */
struct desk desk_program(const struct desk *d);

#endif
