/*
 * secret.h - keys, keyed hashes, tokens and references (libsodium).
 *
 * The key file lies outside the database and its backups: one line "id base32-of-32-bytes" for each
 * key, the last is the newest; old ones are kept since rows name the key they were made with. A key
 * serves every purpose by derivation (BLAKE2b keyed with the master, the purpose as message), so
 * that a token of one purpose is worth nothing for another. Read by any thread.
 */
#ifndef HC_SECRET_H
#define HC_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum {
    SECRET_HASH = 32,                         /* bytes of a keyed hash */
    SECRET_ID = 16,                           /* bytes of a random id */
    SECRET_TEXT = 52 + 1,                     /* base32 of SECRET_HASH bytes with its NUL */
    REFERENCE_DIGITS = 8,                     /* 7 random, 1 check */
    REFERENCE_MAX = REFERENCE_DIGITS + 1 + 1, /* "H4K2-9MX9" with its NUL */
    NONCE_MAX = 256,                          /* bytes of a form's nonce as text with its NUL */
};

enum purpose {
    PURPOSE_NONCE,
    PURPOSE_ADDRESS,
    PURPOSE_CONTENT,
    PURPOSE_RECEIPT,
    PURPOSE_NETWORK,
    PURPOSE_CONFIRM,     /* confirm a sign-up */
    PURPOSE_UNDO,        /* undo an opt-out */
    PURPOSE_PREFERENCES, /* see and change one's lists */
    PURPOSE_CHANGE_OLD,  /* a new address, confirmed by the old mailbox */
    PURPOSE_CHANGE_NEW,  /* and by the new one */
    PURPOSE_LEAVE,       /* leave a list */
    PURPOSE_BOUNCE,      /* the return address of a letter */
    PURPOSE_MAIL_IN,     /* which mail came in */
    PURPOSE_QUOTA,       /* whose letters are counted */
    PURPOSE_PREVIEW,     /* see a page that isn't public */
    PURPOSE_VOTE,        /* who voted on a page */
    PURPOSE_COUNT_
};

struct keys;

/* Call once before anything else here. ERR_IO if the system gives no randomness. */
enum err secret_init(void);

enum { KEY_FILE_MAX = 16 * 1024 }; /* bytes */

/* Makes a new key file with one key, mode 0600. ERR_CONFLICT if path exists. */
enum err keys_create(const char *path);

/*
 * Adds a new key behind those that a key file has; *id gets its number. The file is replaced as a
 * whole, or not at all, by one of the same mode, owner and group. Programs that run follow by
 * keys_follow(). What keys_load() returns, with rep; ERR_BUSY: another does the same just now;
 * ERR_INVALID: it has as many keys as a file can; ERR_DENIED, ERR_IO: nothing can be written there,
 * or not in its owner's name.
 */
enum err keys_rotate(const char *path, int64_t *id, struct report *rep);

/*
 * Loads. ERR_NOTFOUND, ERR_DENIED (its group may write it or others may read it),
 * ERR_INVALID, ERR_IO, ERR_NOMEM; rep names the place. keys_free() wipes, and takes NULL.
 */
enum err keys_load(const char *path, struct keys **out, struct report *rep);
void keys_free(struct keys *k);

/*
 * Learns the keys that were added to the file since; cheap while it is the same, and a file that
 * can't be read is told once. Other threads may use k meanwhile: keys are added behind and never
 * change. *added: there are new ones. What keys_load() returns; ERR_INVALID also where known keys
 * are not in it any more. After an error k is as it was.
 */
enum err keys_follow(struct keys *k, const char *path, bool *added, struct report *rep);

/* The id of the newest key. */
int64_t keys_newest(const struct keys *k);
/* How many keys there are, and the id of each: 0 is the newest. */
size_t keys_count(const struct keys *k);
int64_t keys_id(const struct keys *k, size_t i);

/* Keyed hash of len bytes for a purpose with key `id`; false if there's no such key. */
bool keys_hash(const struct keys *k, int64_t id, enum purpose p, const void *bytes, size_t len,
               unsigned char out[SECRET_HASH]);

/* BLAKE2b-256 of bytes, unkeyed: for content that is no secret (page versions, ETags). */
void secret_digest(const void *bytes, size_t len, unsigned char out[SECRET_HASH]);

/* SHA-256 in base64, as a CSP hash source wants it (CSP3 2.3.1). out holds 48 bytes. */
void secret_csp_hash(const void *bytes, size_t len, char *out);

void secret_random(void *out, size_t len);

/* RFC 4648 base32 in lower case without padding. out holds (len*8+4)/5+1 bytes. */
void base32_encode(const unsigned char *bytes, size_t len, char *out);
/* Upper case is taken too. False if text is not exactly the base32 of want bytes. */
bool base32_decode(const char *text, size_t len, unsigned char *out, size_t want);

/* Hex, lower case; out holds 2*len+1. */
void hex_encode(const unsigned char *bytes, size_t len, char *out);

/*
 * A new reference such as "H4K2-9MX9": Crockford's base 32 (no I, L, O, U), seven random digits and
 * a check digit that catches one wrong digit and two swapped. out holds REFERENCE_MAX bytes.
 */
void reference_new(char *out);
/*
 * Reads one as people say it (any case, spaces or hyphens, O for 0, I and L for 1); writes the
 * exact form; false if it is none.
 */
bool reference_parse(const char *text, size_t len, char *out);

/*
 * What a form carries: which form, which wording and which policy were seen, when it was shown, and
 * 128 random bits, signed. As text it is base32 of the fields and the hash. nonce_read checks the
 * signature with the key it names; it does not judge its age.
 */
struct nonce {
    uint32_t form;    /* the form's row, so that one form's nonce does not serve another */
    int64_t wording;  /* page_version.id of the form's words, 0 if none */
    int64_t policy;   /* page_version.id of the privacy policy, 0 if none */
    int64_t shown_at; /* Unix seconds */
    unsigned char id[SECRET_ID];
};
void nonce_write(const struct keys *k, const struct nonce *n, char out[NONCE_MAX]);
bool nonce_read(const struct keys *k, const char *text, size_t len, struct nonce *n);

#endif
