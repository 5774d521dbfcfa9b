/*
 * url.h - percent-encoding and parameters (RFC 3986, WHATWG URL 5.1 for forms).
 *
 * Bytes are decoded exactly once. A decoded text that is not UTF-8, or holds NUL or a control
 * character other than TAB, LF and CR (those only in bodies), is refused as a whole (SECURITY 2).
 * Params own their memory; zero-initialise, params_free().
 */
#ifndef HC_URL_H
#define HC_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/limits.h"

struct param {
    const char *name;  /* NUL-terminated, decoded */
    const char *value; /* NUL-terminated, decoded; holds no NUL inside */
    size_t len;        /* bytes of value */
};

struct params {
    struct param list[LIMIT_PARAMS];
    size_t count;
    char *store; /* the decoded bytes */
    char *end;   /* of what is used of it */
};

/*
 * Reads application/x-www-form-urlencoded text. body: line ends are allowed and made LF.
 * ERR_INVALID for broken encoding, bad UTF-8 or control characters, ERR_TOOBIG past LIMIT_PARAMS or
 * LIMIT_PARAM_NAME, ERR_NOMEM.
 */
enum err params_parse(struct params *p, const char *text, size_t len, bool body);
void params_free(struct params *p);

/*
 * For readers of an encoding, as params_parse() and http/multipart.h: params_begin() makes room for
 * what len encoded bytes can hold, params_add() decodes one parameter and checks it. decode writes
 * at most as many bytes as it reads, and returns how many, or SIZE_MAX where it can't. After an
 * error the caller frees.
 */
struct span {
    const char *text;
    size_t len;
};
typedef size_t params_decode(const char *text, size_t len, char *out);
enum err params_begin(struct params *p, size_t len);
enum err params_add(struct params *p, params_decode *decode, struct span name, struct span value,
                    bool lines);

/* The first of that name, or NULL. */
const struct param *params_find(const struct params *p, const char *name);

/*
 * Decodes a path ("/help/a%20b.html") into out, "." and ".." and "//" refused. ERR_INVALID,
 * ERR_TOOBIG past LIMIT_URI. out holds LIMIT_URI bytes.
 */
enum err path_decode(const char *text, size_t len, char *out);

/* Appends text with all but RFC 3986's unreserved characters encoded. */
void url_encode(struct buf *b, const char *text);

/*
 * True if len bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms) without NUL
 * and controls; lines: TAB, LF, CR allowed.
 */
bool text_valid(const char *text, size_t len, bool lines);

/* Number of code points in valid UTF-8. */
size_t text_chars(const char *text, size_t len);

#endif
