/* quota.c - how many letters strangers may cause. */
#include "desk/quota.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"

enum { HOUR_SECONDS = 3600, LINK_MOST = 3, RECEIPT_MOST = 10, INQUIRY_MOST = 3 };

/* A cap: of whom, and how many. */
struct cap {
    const char *scope;
    const char *value; /* an address, a network, a domain; "" for all */
    int64_t most;
    unsigned char key[SECRET_HASH]; /* what stands in the table */
    size_t key_len;
};

enum { CAPS = 4 };

static const char *const address_scope[] = {
    [QUOTA_SIGNUP] = "signup",
    [QUOTA_LINK] = "link",
    [QUOTA_RECEIPT] = "receipt",
    [QUOTA_INQUIRY] = "inquiry",
    [QUOTA_LEFT] = "left",
};
static_assert(sizeof address_scope / sizeof *address_scope == QUOTA_KINDS_, "a scope each");

struct quota_limits
quota_limits_of(const struct settings *s)
{
    return (struct quota_limits){.address = s->letter_limit_address,
                                 .network = s->letter_limit_network,
                                 .domain = s->letter_limit_domain,
                                 .total = s->letter_limit_total};
}

/* What a kind may use of a cap that it shares with others. */
static int64_t
share(enum quota_kind k, int64_t most)
{
    return k == QUOTA_INQUIRY ? (most + 1) / 2 : most;
}

/* The address comes first; the others bind strangers alone. How many caps there are. */
static size_t
caps_of(const struct desk *d, enum quota_kind k, const char *canonical, struct cap out[CAPS])
{
    const struct quota_limits *l = d->limits;
    const int64_t most[] = {[QUOTA_SIGNUP] = l->address,
                            [QUOTA_LINK] = LINK_MOST,
                            [QUOTA_RECEIPT] = RECEIPT_MOST,
                            [QUOTA_INQUIRY] = INQUIRY_MOST,
                            [QUOTA_LEFT] = RECEIPT_MOST};
    const char *at = strrchr(canonical, '@');

    assert(at != NULL);
    out[0] = (struct cap){.scope = address_scope[k], .value = canonical, .most = most[k]};
    out[1] = (struct cap){.scope = "network", .value = d->network, .most = share(k, l->network)};
    out[2] = (struct cap){.scope = "domain", .value = at + 1, .most = share(k, l->domain)};
    out[3] = (struct cap){.scope = "total", .value = "", .most = share(k, l->total)};
    return d->network != NULL && k != QUOTA_LEFT ? CAPS : 1;
}

static bool
hash_key(const struct desk *d, struct cap *c)
{
    char text[16 + MAIL_MAX + 2];
    int len = snprintf(text, sizeof text, "%s/%s", c->scope, c->value);

    assert(len > 0 && (size_t)len < sizeof text);
    c->key_len = c->value[0] != '\0' ? sizeof c->key : 0;
    return keys_hash(d->keys, keys_newest(d->keys), PURPOSE_QUOTA, text, (size_t)len, c->key);
}

/* The letters under a cap within the day that ends now. */
static enum err
sum(const struct desk *d, const struct cap *c, int64_t *letters)
{
    int64_t since = d->now - DAY_SECONDS;
    struct stmt *s = stmt_open(d->db, SQL_quota_sum);

    stmt_text(s, BIND_scope, c->scope);
    stmt_blob(s, BIND_key, c->key, c->key_len);
    stmt_int(s, BIND_hour, since / HOUR_SECONDS);
    stmt_int(s, BIND_since, since);
    stmt_int(s, BIND_until, d->now + DAY_SECONDS);
    return stmt_one_int(s, letters);
}

static enum err
add(const struct desk *d, const struct cap *c)
{
    struct stmt *s = stmt_open(d->db, SQL_quota_add);

    stmt_text(s, BIND_scope, c->scope);
    stmt_blob(s, BIND_key, c->key, c->key_len);
    stmt_int(s, BIND_hour, d->now / HOUR_SECONDS);
    stmt_int(s, BIND_at, d->now);
    return stmt_run(s);
}

/* One more that was held back by a cap, whose name stands for the key. */
static enum err
add_held(const struct desk *d, const char *by)
{
    struct cap held = {.scope = "held", .key_len = strlen(by)};

    assert(held.key_len <= sizeof held.key);
    memcpy(held.key, by, held.key_len);
    return add(d, &held);
}

enum err
quota_take(const struct desk *d, enum quota_kind k, const char *canonical, bool *granted)
{
    struct cap cap[CAPS];
    const char *held_by = NULL;
    size_t n;
    enum err e = ERR_OK;

    *granted = true;
    if (d->limits == NULL)
        return ERR_OK;
    n = caps_of(d, k, canonical, cap);
    for (size_t i = 0; e == ERR_OK && held_by == NULL && i < n; i++) {
        int64_t letters = 0;

        e = hash_key(d, &cap[i]) ? sum(d, &cap[i], &letters) : ERR_BUG;
        if (letters >= cap[i].most)
            held_by = cap[i].scope;
    }
    *granted = held_by == NULL;
    if (e == ERR_OK && held_by != NULL)
        return add_held(d, held_by);
    for (size_t i = 0; e == ERR_OK && i < n; i++)
        e = add(d, &cap[i]);
    return e;
}
