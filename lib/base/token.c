#include "base/token.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "base/pack.h"

/*
 * Each kind as bytes: fields, then the first `mac` bytes of the keyed hash over its number and
 * those fields. The number keeps kinds apart that share a purpose. Never changed: old letters
 * carry these.
 */
struct kind {
    unsigned char number;
    size_t fields, mac; /* bytes */
};

enum {
    ROW_FIELDS = SECRET_ID,
    LEAVE_FIELDS = 1 + 4 + SECRET_HASH,
    LEAVE_TAG_FIELDS = 1 + 2 + LEAVE_PREFIX,
    BOUNCE_TAG_FIELDS = 2 + SECRET_ID,
    PREVIEW_FIELDS = 4 + 8 + SECRET_ID,
    FIELDS_MAX = LEAVE_FIELDS,
    TAG_MAC = 16,
    TAG_KEY_MAX = 0xffff, /* a tag's two bytes */
    LISTS_MAX = 0xff,
};

static const struct kind row = {1, ROW_FIELDS, SECRET_HASH};
static const struct kind leave = {2, LEAVE_FIELDS, SECRET_HASH};
static const struct kind leave_tag = {3, LEAVE_TAG_FIELDS, TAG_MAC};
static const struct kind bounce_tag = {4, BOUNCE_TAG_FIELDS, TAG_MAC};
static const struct kind preview = {5, PREVIEW_FIELDS, SECRET_HASH};

#define TEXT(bytes) (((bytes)*8 + 4) / 5 + 1)
static_assert(TEXT(ROW_FIELDS + SECRET_HASH) == TOKEN_TEXT, "a token fits its text");
static_assert(TEXT(LEAVE_FIELDS + SECRET_HASH) == LEAVE_TEXT, "a leave link fits its text");
static_assert(TEXT(LEAVE_TAG_FIELDS + TAG_MAC) == LEAVE_TAG_TEXT, "a leave tag fits its text");
static_assert(TEXT(BOUNCE_TAG_FIELDS + TAG_MAC) == BOUNCE_TAG_TEXT, "a bounce tag fits its text");
static_assert(TEXT(PREVIEW_FIELDS + SECRET_HASH) == PREVIEW_TEXT, "a preview link fits its text");
static_assert(sizeof "bounce+" - 1 + LEAVE_TAG_TEXT - 1 <= MAIL_LOCAL_MAX, "RFC 5321 4.5.3.1.1");

/* A token as bytes, large enough for every kind. */
struct token_bytes {
    unsigned char at[FIELDS_MAX + SECRET_HASH];
};

static bool
mac_of(const struct keys *k, int64_t key, enum purpose p, const struct kind *kind,
       const unsigned char *fields, unsigned char out[SECRET_HASH])
{
    unsigned char hashed[1 + FIELDS_MAX];
    assert(kind->fields <= FIELDS_MAX && kind->mac <= SECRET_HASH);
    hashed[0] = kind->number;
    memcpy(hashed + 1, fields, kind->fields);
    return keys_hash(k, key, p, hashed, 1 + kind->fields, out);
}

/* Puts the hash behind the fields, and writes both as text. */
static bool
seal(const struct keys *k, int64_t key, enum purpose p, const struct kind *kind,
     struct token_bytes *b, char *out)
{
    unsigned char mac[SECRET_HASH];
    out[0] = '\0';
    if (!mac_of(k, key, p, kind, b->at, mac))
        return false;
    memcpy(b->at + kind->fields, mac, kind->mac);
    base32_encode(b->at, kind->fields + kind->mac, out);
    return true;
}

static bool
read_bytes(const struct kind *kind, const char *text, size_t len, struct token_bytes *b)
{
    return base32_decode(text, len, b->at, kind->fields + kind->mac);
}

/* Whether the hash behind the fields is theirs. */
static bool
sealed(const struct keys *k, int64_t key, enum purpose p, const struct kind *kind,
       const struct token_bytes *b)
{
    unsigned char mac[SECRET_HASH];
    return mac_of(k, key, p, kind, b->at, mac) &&
           sodium_memcmp(mac, b->at + kind->fields, kind->mac) == 0;
}

bool
token_write(const struct keys *k, int64_t key, enum purpose p, const unsigned char id[SECRET_ID],
            char out[TOKEN_TEXT])
{
    struct token_bytes b;
    assert(p >= PURPOSE_CONFIRM && p <= PURPOSE_CHANGE_NEW);
    memcpy(b.at, id, SECRET_ID);
    return seal(k, key, p, &row, &b, out);
}

bool
token_id(const char *text, size_t len, unsigned char id[SECRET_ID])
{
    struct token_bytes b;
    bool ok = read_bytes(&row, text, len, &b);
    if (ok)
        memcpy(id, b.at, SECRET_ID);
    else
        memset(id, 0, SECRET_ID);
    return ok;
}

bool
token_right(const struct keys *k, int64_t key, enum purpose p, const unsigned char id[SECRET_ID],
            const char *text, size_t len)
{
    struct token_bytes b;
    assert(p >= PURPOSE_CONFIRM && p <= PURPOSE_CHANGE_NEW);
    return read_bytes(&row, text, len, &b) && sodium_memcmp(b.at, id, SECRET_ID) == 0 &&
           sealed(k, key, p, &row, &b);
}

static bool
leave_seal(const struct keys *k, const struct leave_token *t, const struct kind *kind,
           size_t key_bytes, size_t hash_bytes, char *out)
{
    struct token_bytes b;
    unsigned char *at = b.at;
    out[0] = '\0';
    if (t->lists == 0 || t->lists > LISTS_MAX || t->key < 1 || t->key > TAG_KEY_MAX)
        return false;
    pack(&at, t->lists, 1);
    pack(&at, (uint64_t)t->key, key_bytes);
    memcpy(at, t->hash, hash_bytes);
    assert(at + hash_bytes == b.at + kind->fields);
    return seal(k, t->key, PURPOSE_LEAVE, kind, &b, out);
}

static bool
leave_open(const struct keys *k, const char *text, size_t len, const struct kind *kind,
           size_t key_bytes, size_t hash_bytes, struct leave_token *t)
{
    struct token_bytes b;
    const unsigned char *at = b.at;
    *t = (struct leave_token){0};
    if (!read_bytes(kind, text, len, &b))
        return false;
    unsigned lists = (unsigned)unpack(&at, 1);
    int64_t key = (int64_t)unpack(&at, key_bytes);
    if (lists == 0 || !sealed(k, key, PURPOSE_LEAVE, kind, &b))
        return false;
    t->lists = lists;
    t->key = key;
    memcpy(t->hash, at, hash_bytes);
    return true;
}

bool
leave_write(const struct keys *k, const struct leave_token *t, char out[LEAVE_TEXT])
{
    return leave_seal(k, t, &leave, 4, SECRET_HASH, out);
}

bool
leave_read(const struct keys *k, const char *text, size_t len, struct leave_token *t)
{
    return leave_open(k, text, len, &leave, 4, SECRET_HASH, t);
}

bool
leave_tag_write(const struct keys *k, const struct leave_token *t, char out[LEAVE_TAG_TEXT])
{
    return leave_seal(k, t, &leave_tag, 2, LEAVE_PREFIX, out);
}

bool
leave_tag_read(const struct keys *k, const char *text, size_t len, struct leave_token *t)
{
    return leave_open(k, text, len, &leave_tag, 2, LEAVE_PREFIX, t);
}

bool
bounce_tag_write(const struct keys *k, int64_t key, const unsigned char id[SECRET_ID],
                 char out[BOUNCE_TAG_TEXT])
{
    struct token_bytes b;
    unsigned char *at = b.at;
    out[0] = '\0';
    if (key < 1 || key > TAG_KEY_MAX)
        return false;
    pack(&at, (uint64_t)key, 2);
    memcpy(at, id, SECRET_ID);
    return seal(k, key, PURPOSE_BOUNCE, &bounce_tag, &b, out);
}

bool
bounce_tag_read(const struct keys *k, const char *text, size_t len, unsigned char id[SECRET_ID])
{
    struct token_bytes b;
    const unsigned char *at = b.at;
    memset(id, 0, SECRET_ID);
    if (!read_bytes(&bounce_tag, text, len, &b))
        return false;
    int64_t key = (int64_t)unpack(&at, 2);
    if (!sealed(k, key, PURPOSE_BOUNCE, &bounce_tag, &b))
        return false;
    memcpy(id, at, SECRET_ID);
    return true;
}

bool
preview_write(const struct keys *k, int64_t key, const struct preview_token *t,
              char out[PREVIEW_TEXT])
{
    struct token_bytes b;
    unsigned char *at = b.at;
    out[0] = '\0';
    if (key < 1 || key > UINT32_MAX)
        return false;
    assert(t->ends_at > 0);
    pack(&at, (uint64_t)key, 4);
    pack(&at, (uint64_t)t->ends_at, 8);
    memcpy(at, t->page, SECRET_ID);
    return seal(k, key, PURPOSE_PREVIEW, &preview, &b, out);
}

bool
preview_read(const struct keys *k, const char *text, size_t len, struct preview_token *t)
{
    struct token_bytes b;
    const unsigned char *at = b.at;
    *t = (struct preview_token){0};
    if (!read_bytes(&preview, text, len, &b))
        return false;
    int64_t key = (int64_t)unpack(&at, 4);
    if (!sealed(k, key, PURPOSE_PREVIEW, &preview, &b))
        return false;
    t->ends_at = (int64_t)unpack(&at, 8);
    memcpy(t->page, at, SECRET_ID);
    return true;
}

bool
tagged_address(const char *plain, const char *tag, char *out)
{
    const char *domain = strrchr(plain, '@');
    assert(domain != NULL && *tag != '\0');
    size_t user = (size_t)(domain - plain), local = user + 1 + strlen(tag);
    out[0] = '\0';
    if (local > MAIL_LOCAL_MAX || local + strlen(domain) > MAIL_MAX)
        return false;
    snprintf(out, MAIL_MAX + 1, "%.*s+%s%s", (int)user, plain, tag, domain);
    return true;
}

const char *
address_tag(const char *plain, const char *address, size_t *len)
{
    const char *plain_domain = strrchr(plain, '@'), *domain = strrchr(address, '@');
    assert(plain_domain != NULL);
    size_t user = (size_t)(plain_domain - plain);
    *len = 0;
    if (domain == NULL || strcasecmp(plain_domain, domain) != 0 ||
        strncasecmp(plain, address, user) != 0 || address[user] != '+')
        return NULL;
    const char *tag = address + user + 1;
    if (domain <= tag)
        return NULL;
    *len = (size_t)(domain - tag);
    return tag;
}
