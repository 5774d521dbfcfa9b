/*
 * token.h - what stands in links and return addresses: keyed hashes as base32 in lower case, since
 * mail servers change case (SECURITY 8).
 *
 * Nothing here is stored. A link to a row of `token` holds the row's random id and a hash of 256
 * bits over it with the key of its purpose. A leave link carries list and address hash itself, has
 * no row and never ends, so that it works after an erasure. In a mail address the part before the @
 * holds at most 64 bytes (RFC 5321 4.5.3.1.1), so the hashes there are cut to 128 bits. Any thread.
 */
#ifndef HC_TOKEN_H
#define HC_TOKEN_H

#include "base/secret.h"

enum {
    TOKEN_TEXT = 77 + 1,       /* a link's token with its NUL: id and hash */
    LEAVE_TEXT = 111 + 1,      /* a leave link's token */
    LEAVE_TAG_TEXT = 56 + 1,   /* what follows "leave+" */
    BOUNCE_TAG_TEXT = 55 + 1,  /* what follows "bounce+" */
    PREVIEW_TEXT = 96 + 1,     /* a preview link's token */
    LEAVE_PREFIX = 16,         /* bytes of the address hash in a leave tag */
};

/* The token of a row: its id, its key, its purpose (PURPOSE_CONFIRM to PURPOSE_CHANGE_NEW). False
 * if that key is gone. */
bool token_write(const struct keys *k, int64_t key, enum purpose p,
                 const unsigned char id[SECRET_ID], char out[TOKEN_TEXT]);

/* The row's id out of a token; false if text can't be one. It proves nothing yet. */
bool token_id(const char *text, size_t len, unsigned char id[SECRET_ID]);

/* Whether text is the token of that row, in constant time. */
bool token_right(const struct keys *k, int64_t key, enum purpose p,
                 const unsigned char id[SECRET_ID], const char *text, size_t len);

/* Whom a leave link is for. `lists` are the bits of desk/lists.h (LIST_ALL for every list). */
struct leave_token {
    unsigned lists;
    int64_t key;                     /* of the address hash, and of the token itself */
    unsigned char hash[SECRET_HASH]; /* PURPOSE_ADDRESS; from a tag the first LEAVE_PREFIX bytes,
                                        and zeros */
};

/* False if the key is gone or its number is past 65535. */
bool leave_write(const struct keys *k, const struct leave_token *t, char out[LEAVE_TEXT]);
bool leave_read(const struct keys *k, const char *text, size_t len, struct leave_token *t);
bool leave_tag_write(const struct keys *k, const struct leave_token *t, char out[LEAVE_TAG_TEXT]);
bool leave_tag_read(const struct keys *k, const char *text, size_t len, struct leave_token *t);

/* The return address of a letter: the random id of its row in the outbox. */
bool bounce_tag_write(const struct keys *k, int64_t key, const unsigned char id[SECRET_ID],
                      char out[BOUNCE_TAG_TEXT]);
bool bounce_tag_read(const struct keys *k, const char *text, size_t len,
                     unsigned char id[SECRET_ID]);

/* A page that isn't public, until when. It has no row: the token says all, and its hash proves it.
 */
struct preview_token {
    unsigned char page[SECRET_ID]; /* content/preview.h has the id of a page */
    int64_t ends_at;               /* Unix seconds */
};

/* False if that key is gone or its number is past 32 bits. */
bool preview_write(const struct keys *k, int64_t key, const struct preview_token *t,
                   char out[PREVIEW_TEXT]);
/* Whoever reads it looks at ends_at. */
bool preview_read(const struct keys *k, const char *text, size_t len, struct preview_token *t);

/*
 * "user@domain" with a tag: "user+tag@domain". out holds MAIL_MAX + 1 bytes; false where that is
 * too long. The other way: the tag of an address whose user and domain are those of `plain`
 * (compared without regard to case); NULL if it has none. The tag is len bytes inside address.
 */
bool tagged_address(const char *plain, const char *tag, char *out);
const char *address_tag(const char *plain, const char *address, size_t *len);

#endif
