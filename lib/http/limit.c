#include "http/limit.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

#include "base/secret.h"

#define HOUR_US ((int64_t)3600 * 1000 * 1000)

struct limiter {
    pthread_mutex_t lock;
    unsigned char key[crypto_shorthash_KEYBYTES]; /* random: nobody can aim at another's bucket */
    size_t buckets;
    int64_t due_us[]; /* when each bucket is empty again (GCRA's "theoretical arrival time") */
};

struct limiter *
limiter_new(size_t buckets)
{
    assert(buckets > 0 && (buckets & (buckets - 1)) == 0);
    struct limiter *l = calloc(1, sizeof *l + buckets * sizeof l->due_us[0]);
    if (l == NULL)
        return NULL;
    if (pthread_mutex_init(&l->lock, NULL) != 0) {
        free(l);
        return NULL;
    }
    l->buckets = buckets;
    secret_random(l->key, sizeof l->key);
    return l;
}

void
limiter_free(struct limiter *l)
{
    if (l != NULL)
        pthread_mutex_destroy(&l->lock);
    free(l);
}

static size_t
bucket_of(const struct limiter *l, const void *key, size_t len)
{
    unsigned char hash[crypto_shorthash_BYTES];
    crypto_shorthash(hash, key, len, l->key);
    uint64_t n = 0;
    for (size_t i = 0; i < sizeof hash; i++)
        n = n << 8 | hash[i];
    return (size_t)n & (l->buckets - 1);
}

/* GCRA on one bucket: 0 and it is filled by one, or microseconds to wait and it stays. */
static int64_t
take(int64_t *due_us, int64_t per_hour, int64_t now_us)
{
    int64_t each = HOUR_US / per_hour, burst = each * (per_hour - 1);
    int64_t due = *due_us > now_us ? *due_us : now_us;
    int64_t wait = due - burst - now_us;
    if (wait > 0)
        return wait;
    *due_us = due + each;
    return 0;
}

int64_t
limiter_take(struct limiter *l, const void *key, size_t len, int64_t per_hour, int64_t now_ms)
{
    assert(l != NULL && per_hour >= 0 && now_ms >= 0);
    if (per_hour == 0)
        return 0;
    size_t i = bucket_of(l, key, len);
    pthread_mutex_lock(&l->lock);
    int64_t wait = take(&l->due_us[i], per_hour, now_ms * 1000);
    pthread_mutex_unlock(&l->lock);
    return (wait + 999999) / 1000000;
}
