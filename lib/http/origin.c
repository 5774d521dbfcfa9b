#include "http/origin.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

/* Scheme, host and port, as RFC 6454 4 compares them. */
struct place {
    bool https;
    const char *host;
    size_t host_len;
    const char *port; /* digits */
    size_t port_len;
};

/* Host characters only: no user, no backslash that a browser would take for a slash. */
static size_t
host_span(const char *text)
{
    static const char name[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-";
    if (text[0] != '[')
        return strspn(text, name);
    size_t len = 1 + strspn(text + 1, "0123456789abcdefABCDEF:.");
    return text[len] == ']' ? len + 1 : 0;
}

/* Reads the beginning of url; returns what follows it ("", or from / ? # on), NULL if it is none.
 */
static const char *
place_read(const char *url, struct place *p)
{
    *p = (struct place){.https = strncasecmp(url, "https://", 8) == 0};
    if (!p->https && strncasecmp(url, "http://", 7) != 0)
        return NULL;
    p->host = url + (p->https ? 8 : 7);
    p->host_len = host_span(p->host);
    if (p->host_len == 0)
        return NULL;
    const char *rest = p->host + p->host_len;
    p->port = p->https ? "443" : "80";
    if (*rest == ':' && rest[1] >= '0' && rest[1] <= '9')
        p->port = ++rest;
    p->port_len = strspn(p->port, "0123456789");
    if (p->port == rest)
        rest += p->port_len;
    return *rest == '\0' || strchr("/?#", *rest) != NULL ? rest : NULL;
}

static bool
place_same(const struct place *a, const struct place *b)
{
    return a->https == b->https && a->host_len == b->host_len && a->port_len == b->port_len &&
           strncasecmp(a->host, b->host, a->host_len) == 0 &&
           memcmp(a->port, b->port, a->port_len) == 0;
}

bool
url_same_origin(const char *url, const char *base)
{
    struct place a, b;
    for (const char *p = url; *p != '\0'; p++)
        if ((unsigned char)*p <= ' ' || *p == 0x7f)
            return false;
    return place_read(url, &a) != NULL && place_read(base, &b) != NULL && place_same(&a, &b);
}

/* An Origin header is scheme, host and port alone (RFC 6454 7). */
static bool
origin_same(const char *origin, const char *base_url)
{
    struct place p;
    const char *rest = place_read(origin, &p);
    return rest != NULL && *rest == '\0' && url_same_origin(origin, base_url);
}

enum origin
origin_of(const struct request *r, const char *base_url)
{
    assert(base_url != NULL);
    const char *site = r->sec_fetch_site;
    if (strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0)
        return ORIGIN_SAME;
    if (strcmp(site, "cross-site") == 0)
        return ORIGIN_CROSS;
    if (r->origin[0] != '\0')
        return origin_same(r->origin, base_url) ? ORIGIN_SAME : ORIGIN_CROSS;
    return site[0] != '\0' ? ORIGIN_CROSS : ORIGIN_UNKNOWN;
}
