#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/pack.h"
#include "base/secret.h"

/* As bytes: version, key id, form, wording, policy, shown_at, id, all big-endian; then the hash. */
enum {
    NONCE_VERSION = 1,
    NONCE_FIELDS = 1 + 8 + 4 + 8 + 8 + 8 + SECRET_ID,
    NONCE_BYTES = NONCE_FIELDS + SECRET_HASH,
};
static_assert((NONCE_BYTES * 8 + 4) / 5 + 1 <= NONCE_MAX, "a nonce fits its text");

void
nonce_write(const struct keys *k, const struct nonce *n, char out[NONCE_MAX])
{
    unsigned char bytes[NONCE_BYTES], *at = bytes;
    int64_t key = keys_newest(k); /* asked once: another may come at any time */
    pack(&at, NONCE_VERSION, 1);
    pack(&at, (uint64_t)key, 8);
    pack(&at, n->form, 4);
    pack(&at, (uint64_t)n->wording, 8);
    pack(&at, (uint64_t)n->policy, 8);
    pack(&at, (uint64_t)n->shown_at, 8);
    memcpy(at, n->id, SECRET_ID);
    assert(at + SECRET_ID == bytes + NONCE_FIELDS);
    bool known =
        keys_hash(k, key, PURPOSE_NONCE, bytes, NONCE_FIELDS, bytes + NONCE_FIELDS);
    assert(known);
    (void)known;
    base32_encode(bytes, sizeof bytes, out);
}

bool
nonce_read(const struct keys *k, const char *text, size_t len, struct nonce *n)
{
    unsigned char bytes[NONCE_BYTES], hash[SECRET_HASH];
    const unsigned char *at = bytes;
    *n = (struct nonce){0};
    if (!base32_decode(text, len, bytes, sizeof bytes) || unpack(&at, 1) != NONCE_VERSION)
        return false;
    int64_t key = (int64_t)unpack(&at, 8);
    if (!keys_hash(k, key, PURPOSE_NONCE, bytes, NONCE_FIELDS, hash) ||
        sodium_memcmp(hash, bytes + NONCE_FIELDS, SECRET_HASH) != 0)
        return false;
    n->form = (uint32_t)unpack(&at, 4);
    n->wording = (int64_t)unpack(&at, 8);
    n->policy = (int64_t)unpack(&at, 8);
    n->shown_at = (int64_t)unpack(&at, 8);
    memcpy(n->id, at, SECRET_ID);
    return true;
}
