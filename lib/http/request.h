/*
 * request.h - a request as the program sees it: bounded, decoded once, its true client known.
 *
 * Made from CGI variables (RFC 3875) by request_read(), which the FastCGI side calls with a getter;
 * it knows no libfcgi. One worker owns a request; the pointers inside live until request_free().
 */
#ifndef HC_REQUEST_H
#define HC_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"
#include "base/err.h"
#include "base/limits.h"
#include "http/multipart.h"
#include "http/url.h"

/* Bits, so that a route can name several. */
enum method { METHOD_GET = 1, METHOD_HEAD = 2, METHOD_POST = 4, METHOD_OTHER = 8 };

/* What a body says it is. */
enum media_in { BODY_OTHER, BODY_FORM, BODY_MULTIPART };

struct request {
    enum method method;
    char path[LIMIT_URI];   /* decoded, begins with / */
    char target[LIMIT_URI]; /* path and query as sent, for redirects of old addresses */
    struct params query;
    bool query_refused;         /* it can't be read, so it is left empty: 400 where it matters */
    struct params form; /* of a POST, once its body was read */
    bool has_form;
    enum media_in body_type;
    char boundary[MULTIPART_BOUNDARY]; /* of BODY_MULTIPART */
    char client[NETWORK_MAX];   /* the client's address, trusted proxies taken off */
    char network[NETWORK_MAX];  /* its /24 or /48 */
    char referer[LIMIT_HEADER]; /* "" where absent or too long; likewise below */
    char origin[LIMIT_HEADER];
    char sec_fetch_site[32];
    char if_none_match[LIMIT_HEADER];
    char user_agent[LIMIT_HEADER];
    bool bot;            /* a known crawler by its User-Agent: not counted */
    bool opt_out_signal; /* Sec-GPC: 1 */
};

typedef const char *(*request_get)(void *ctx, const char *name); /* a CGI variable or NULL */

/*
 * Fills r but for its form. ERR_INVALID (400): bad path or a missing variable, or a POST's query
 * that can't be read. ERR_TOOBIG (414): target past LIMIT_URI. ERR_NOMEM. r may be used for an
 * error page whatever came back; call request_free() always.
 */
enum err request_read(struct request *r, request_get get, void *ctx, const char *trusted_proxies);

/*
 * Reads the form of a POST, once it is known where it goes; nothing for other methods. body holds
 * all bytes of the request's body (len of them, at most LIMIT_BODY). Every form may come as
 * application/x-www-form-urlencoded; `multipart`: as multipart/form-data too, and then without
 * files. ERR_DENIED (415): another type. ERR_INVALID (400): bytes that can't be read. ERR_NOMEM.
 */
enum err request_body(struct request *r, const char *body, size_t len, bool multipart);
void request_free(struct request *r);

/*
 * True for the User-Agent of a crawler, monitor or command-line library that says what it is; an
 * empty one counts as a bot.
 */
bool user_agent_is_bot(const char *user_agent);

#endif
