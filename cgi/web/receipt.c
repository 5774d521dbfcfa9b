#include "receipt.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { SEAL_BYTES = 10, SEAL_TEXT = 16 + 1, WHAT_MAX = 32 };

static bool
seal_write(const struct call *c, const char *what, const char *reference, char out[SEAL_TEXT])
{
    unsigned char hash[SECRET_HASH];
    char text[WHAT_MAX + REFERENCE_MAX + 2];
    int n = snprintf(text, sizeof text, "%s/%s", what, reference);
    assert(n > 0 && (size_t)n < sizeof text);
    if (!keys_hash(c->app->keys, keys_newest(c->app->keys), PURPOSE_RECEIPT, text, (size_t)n, hash))
        return false;
    base32_encode(hash, SEAL_BYTES, out);
    return true;
}

bool
receipt_write(const struct call *c, const char *what, const char *reference, char out[RECEIPT_MAX])
{
    char seal[SEAL_TEXT];
    out[0] = '\0';
    if (!seal_write(c, what, reference, seal))
        return false;
    int n = snprintf(out, RECEIPT_MAX, "?ref=%s&s=%s", reference, seal);
    assert(n > 0 && n < RECEIPT_MAX);
    return true;
}

bool
receipt_read(const struct call *c, const char *what, char reference[REFERENCE_MAX])
{
    const struct param *ref = params_find(&c->req->query, "ref");
    const struct param *seal = params_find(&c->req->query, "s");
    char right[SEAL_TEXT];
    reference[0] = '\0';
    return ref != NULL && seal != NULL && reference_parse(ref->value, ref->len, reference) &&
           seal_write(c, what, reference, right) && strcmp(right, seal->value) == 0;
}
