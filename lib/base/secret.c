#include "base/secret.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"

enum {
    KEYS_MAX = 64,      /* keys in a file: one a year lasts longer than the shop */
    KEY_ID_DIGITS = 18, /* stays below INT64_MAX */
};

struct key {
    int64_t id;
    unsigned char derived[PURPOSE_COUNT_][SECRET_HASH]; /* the master itself is not kept */
};

struct keys {
    _Atomic size_t count; /* a key is whole before it is counted: keys_follow() */
    struct stat file;     /* of what was read last */
    struct key key[KEYS_MAX]; /* the last is the newest */
};

/* What derives each purpose's key. Never changed: tokens in old letters depend on them. */
static const char *const purpose_name[] = {
    [PURPOSE_NONCE] = "helpcenter nonce",     [PURPOSE_ADDRESS] = "helpcenter address",
    [PURPOSE_CONTENT] = "helpcenter content", [PURPOSE_RECEIPT] = "helpcenter receipt",
    [PURPOSE_NETWORK] = "helpcenter network", [PURPOSE_CONFIRM] = "helpcenter confirm",
    [PURPOSE_UNDO] = "helpcenter undo",       [PURPOSE_PREFERENCES] = "helpcenter preferences",
    [PURPOSE_LEAVE] = "helpcenter leave",     [PURPOSE_CHANGE_OLD] = "helpcenter change old",
    [PURPOSE_BOUNCE] = "helpcenter bounce",   [PURPOSE_CHANGE_NEW] = "helpcenter change new",
    [PURPOSE_QUOTA] = "helpcenter quota",     [PURPOSE_MAIL_IN] = "helpcenter mail in",
    [PURPOSE_PREVIEW] = "helpcenter preview",
    [PURPOSE_VOTE] = "helpcenter vote",
};
static_assert(sizeof purpose_name / sizeof *purpose_name == PURPOSE_COUNT_, "each purpose named");
static_assert(SECRET_HASH == crypto_generichash_BYTES, "BLAKE2b-256");
static_assert(SECRET_HASH == crypto_generichash_KEYBYTES, "keys are as long as hashes");

enum err
secret_init(void)
{
    return sodium_init() < 0 ? ERR_IO : ERR_OK;
}

void
secret_random(void *out, size_t len)
{
    randombytes_buf(out, len);
}

/* BLAKE2b-256; key NULL for none, else SECRET_HASH bytes. */
static void
blake2(const void *bytes, size_t len, const unsigned char *key, unsigned char *out)
{
    int rc = crypto_generichash(out, SECRET_HASH, bytes, len, key, key != NULL ? SECRET_HASH : 0);
    assert(rc == 0);
    (void)rc;
}

void
secret_digest(const void *bytes, size_t len, unsigned char out[SECRET_HASH])
{
    blake2(bytes, len, NULL, out);
}

void
secret_csp_hash(const void *bytes, size_t len, char *out)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, bytes, len);
    static_assert(sodium_base64_ENCODED_LEN(sizeof hash, sodium_base64_VARIANT_ORIGINAL) <= 48,
                  "fits what the header promises");
    sodium_bin2base64(out, 48, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
}

static const struct key *
key_find(const struct keys *k, int64_t id)
{
    for (size_t i = 0; i < k->count; i++)
        if (k->key[i].id == id)
            return &k->key[i];
    return NULL;
}

/* Reads "id base32" of len bytes. NULL, or what is wrong with it. */
static const char *
key_read(struct keys *k, const char *line, size_t len)
{
    unsigned char master[SECRET_HASH];
    size_t digits = strspn(line, "0123456789");
    if (k->count == KEYS_MAX)
        return "too many keys";
    if (digits == 0 || digits > KEY_ID_DIGITS || line[digits] != ' ')
        return "a key is a number, a space and 52 letters and digits";
    int64_t id = strtoll(line, NULL, 10);
    if (id == 0 || key_find(k, id) != NULL)
        return "the number of a key is 1 or more, and not used twice";
    if (!base32_decode(line + digits + 1, len - digits - 1, master, sizeof master))
        return "the key is not 52 letters a-z and digits 2-7";
    struct key *key = &k->key[k->count];
    key->id = id;
    for (size_t p = 0; p < PURPOSE_COUNT_; p++)
        blake2(purpose_name[p], strlen(purpose_name[p]), master, key->derived[p]);
    sodium_memzero(master, sizeof master);
    k->count++;
    return NULL;
}

static enum err
keys_read(struct keys *k, const char *path, const char *text, struct report *rep)
{
    unsigned line = 1;
    for (const char *p = text; *p != '\0'; line++) {
        size_t len = strcspn(p, "\n");
        const char *wrong = len > 0 ? key_read(k, p, len) : NULL;
        if (wrong != NULL) {
            report_add(rep, path, line, "%s", wrong);
            return ERR_INVALID;
        }
        p += len + (p[len] == '\n');
    }
    if (k->count > 0)
        return ERR_OK;
    report_add(rep, path, 0, "no key in it; restore the file from where it is kept safe");
    return ERR_INVALID;
}

/* The file must be the owner's, its group may read it, nobody else. */
static enum err
mode_check(const char *path, struct stat *st, struct report *rep)
{
    if (stat(path, st) != 0) {
        enum err e = errno == ENOENT || errno == ENOTDIR ? ERR_NOTFOUND : ERR_IO;
        report_add(rep, path, 0, "%s", err_text(e));
        return e;
    }
    if ((st->st_mode & (S_IRWXO | S_IWGRP)) == 0)
        return ERR_OK;
    report_add(rep, path, 0,
               "others may read it or change it; chmod 600 or 640, and make new keys"
               " if somebody could have read it");
    return ERR_DENIED;
}

enum err
keys_load(const char *path, struct keys **out, struct report *rep)
{
    assert(path != NULL && out != NULL && rep != NULL);
    struct buf text = BUF_INIT;
    struct keys *k = NULL;
    struct stat file;
    *out = NULL;
    enum err e = mode_check(path, &file, rep);
    if (e != ERR_OK)
        goto out;
    e = buf_read_file(&text, path, KEY_FILE_MAX);
    if (e != ERR_OK) {
        report_add(rep, path, 0, "%s", err_text(e));
        e = e == ERR_TOOBIG ? ERR_INVALID : e;
        goto out;
    }
    k = calloc(1, sizeof *k);
    e = k != NULL ? keys_read(k, path, buf_text(&text), rep) : ERR_NOMEM;
    if (e == ERR_OK) {
        k->file = file;
        *out = k;
        k = NULL;
    }
out:
    keys_free(k);
    buf_wipe(&text);
    return e;
}

/* True once for each state of the file that differs from the last one; a missing file is none. */
static bool
changed(struct keys *k, const char *path)
{
    struct stat now, was = k->file;
    if (stat(path, &now) != 0)
        return false;
    k->file = now;
    return now.st_ino != was.st_ino || now.st_dev != was.st_dev || now.st_size != was.st_size ||
           now.st_mtim.tv_sec != was.st_mtim.tv_sec || now.st_mtim.tv_nsec != was.st_mtim.tv_nsec;
}

/* Every key of k must be in `fresh` in its place: keys are added behind, never taken away. */
static bool
continues(const struct keys *k, const struct keys *fresh)
{
    bool same = fresh->count >= k->count;
    for (size_t i = 0; same && i < k->count; i++)
        same = sodium_memcmp(&k->key[i], &fresh->key[i], sizeof k->key[i]) == 0;
    return same;
}

enum err
keys_follow(struct keys *k, const char *path, bool *added, struct report *rep)
{
    struct keys *fresh = NULL;
    *added = false;
    if (!changed(k, path))
        return ERR_OK;
    enum err e = keys_load(path, &fresh, rep);
    if (e == ERR_OK && !continues(k, fresh)) {
        report_add(rep, path, 0, "keys were changed or taken away; put them back, new ones behind");
        e = ERR_INVALID;
    }
    if (e == ERR_OK) {
        *added = fresh->count > k->count;
        size_t had = k->count;
        memcpy(&k->key[had], &fresh->key[had], (fresh->count - had) * sizeof k->key[0]);
        k->count = fresh->count;
    }
    keys_free(fresh);
    return e;
}

void
keys_free(struct keys *k)
{
    if (k != NULL)
        sodium_memzero(k, sizeof *k);
    free(k);
}

int64_t
keys_newest(const struct keys *k)
{
    assert(k->count > 0);
    size_t count = k->count;
    return k->key[count - 1].id;
}

size_t
keys_count(const struct keys *k)
{
    return k->count;
}

int64_t
keys_id(const struct keys *k, size_t i)
{
    assert(i < k->count);
    return k->key[k->count - 1 - i].id;
}

bool
keys_hash(const struct keys *k, int64_t id, enum purpose p, const void *bytes, size_t len,
          unsigned char out[SECRET_HASH])
{
    assert((size_t)p < PURPOSE_COUNT_);
    const struct key *key = key_find(k, id);
    if (key == NULL)
        return false;
    blake2(bytes, len, key->derived[p], out);
    return true;
}
