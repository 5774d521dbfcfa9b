/*
 * response.h - an answer: status, kind, how long it may be kept, and the headers that every answer
 * carries.
 *
 * A handler fills a zero-initialised struct; response_head() writes the CGI header block (RFC
 * 3875 6.3) once for all. The security headers of SECURITY 17 are put in there, so no handler can
 * forget them. One worker owns it; response_free().
 */
#ifndef HC_RESPONSE_H
#define HC_RESPONSE_H

#include <stdbool.h>

#include "base/buf.h"

enum media { MEDIA_HTML, MEDIA_TEXT, MEDIA_XML, MEDIA_ATOM, MEDIA_JSON, MEDIA_COUNT_ };

enum cache {
    CACHE_REVALIDATE, /* pages: kept, asked for each time (private, no-cache) */
    CACHE_NEVER,      /* forms, answers to forms, token pages, errors: no-store */
    CACHE_MINUTE,     /* suggestions while one types: public, max-age=60 */
    CACHE_HOUR,       /* sitemap.xml, robots.txt, the feed: public, max-age=3600 */
    CACHE_COUNT_
};

struct response {
    int status; /* 0 means 200 */
    enum media media;
    enum cache cache;
    struct buf body;
    char etag[72];       /* with its quotes and W/; "" for none */
    char location[2200]; /* for 301, 303; "" for none; absolute path or URL */
    int64_t retry_after; /* seconds; 0 for none */
    unsigned allow;      /* methods for a 405, as bits of enum method */
    bool token_page;     /* Referrer-Policy: no-referrer */
    bool counted;        /* an HTML page that the counter counts */
};

/* What differs by shop: set once at start, read by any thread. */
struct response_site {
    bool https;          /* base_url is https: HSTS is sent */
    bool script;         /* pages have the script of suggestions, which asks this site alone */
    char style_hash[64]; /* CSP source of the brand style, "'sha256-…'" */
};

/*
 * Appends the header block and the empty line. The body is sent after it, but for HEAD, 304 and
 * 204.
 */
void response_head(struct buf *out, const struct response *r, const struct response_site *site);

/* True if If-None-Match names etag (weak comparison, RFC 9110 13.1.2) or is "*". */
bool etag_matches(const char *if_none_match, const char *etag);

/*
 * Sets status 301, 302 or 303 and where to. A location that does not begin with "/" or "http", or
 * holds controls, asserts.
 */
void response_redirect(struct response *r, int status, const char *location);

void response_free(struct response *r);

#endif
