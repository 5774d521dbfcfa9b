#include "http/response.h"

#include <assert.h>
#include <string.h>

#include "http/request.h"

static const char *const media_type[] = {
    [MEDIA_HTML] = "text/html; charset=utf-8",
    [MEDIA_TEXT] = "text/plain; charset=utf-8",
    [MEDIA_XML] = "application/xml; charset=utf-8",
    [MEDIA_ATOM] = "application/atom+xml; charset=utf-8",
    [MEDIA_JSON] = "application/json; charset=utf-8",
};
static_assert(sizeof media_type / sizeof *media_type == MEDIA_COUNT_, "each medium has a type");

/* Pages say whether an opt-out signal was honoured, so a kept one serves only who sends the same.
 */
static const struct {
    const char *control, *vary;
} caching[] = {
    [CACHE_REVALIDATE] = {"private, no-cache", "Sec-GPC"},
    [CACHE_NEVER] = {"no-store", NULL},
    [CACHE_MINUTE] = {"public, max-age=60", NULL},
    [CACHE_HOUR] = {"public, max-age=3600", NULL},
};
static_assert(sizeof caching / sizeof *caching == CACHE_COUNT_, "each age has its header");

static const struct {
    int status;
    const char *reason;
} reasons[] = {
    {200, "OK"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {409, "Conflict"},
    {410, "Gone"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
};

static const struct {
    enum method method;
    const char *name;
} methods[] = {{METHOD_GET, "GET"}, {METHOD_HEAD, "HEAD"}, {METHOD_POST, "POST"}};

/* SECURITY 17: the same on every answer. */
static const char fixed[] = "X-Content-Type-Options: nosniff\r\n"
                            "X-Frame-Options: DENY\r\n"
                            "Cross-Origin-Opener-Policy: same-origin\r\n"
                            "Cross-Origin-Resource-Policy: same-origin\r\n"
                            "Permissions-Policy: accelerometer=(), autoplay=(), browsing-topics=(),"
                            " camera=(), display-capture=(), geolocation=(), gyroscope=(),"
                            " magnetometer=(), microphone=(), midi=(), payment=(), usb=()\r\n";

static bool
no_controls(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            return false;
    return true;
}

/* "Name: value" where there is one. A line break in it would be a header of somebody else's. */
static void
put(struct buf *out, const char *name, const char *value)
{
    if (value == NULL || value[0] == '\0')
        return;
    bool clean = no_controls(value);
    assert(clean);
    if (!clean)
        return;
    buf_str(out, name);
    buf_str(out, ": ");
    buf_str(out, value);
    buf_str(out, "\r\n");
}

static void
put_status(struct buf *out, int status)
{
    const char *reason = "Unknown";
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            reason = reasons[i].reason;
    assert(status >= 200 && status <= 599);
    buf_fmt(out, "Status: %d %s\r\n", status, reason);
}

static void
put_allow(struct buf *out, unsigned allow)
{
    const char *comma = "";
    if (allow == 0)
        return;
    buf_str(out, "Allow: ");
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (!(allow & methods[i].method))
            continue;
        buf_fmt(out, "%s%s", comma, methods[i].name);
        comma = ", ";
    }
    buf_str(out, "\r\n");
}

static void
put_security(struct buf *out, const struct response *r, const struct response_site *site)
{
    buf_str(out, "Content-Security-Policy: default-src 'none'; style-src 'self'");
    buf_str(out, site->style_hash[0] != '\0' ? " " : "");
    buf_str(out, site->style_hash);
    if (site->script && !r->token_page)
        buf_str(out, "; script-src 'self'; connect-src 'self'");
    buf_str(out, "; img-src 'self'; form-action 'self'; frame-ancestors 'none';"
                 " base-uri 'none'\r\n");
    put(out, "Referrer-Policy", r->token_page ? "no-referrer" : "strict-origin-when-cross-origin");
    put(out, "X-Robots-Tag", r->token_page ? "noindex" : NULL);
    buf_str(out, fixed);
    if (site->https)
        put(out, "Strict-Transport-Security", "max-age=31536000");
}

void
response_head(struct buf *out, const struct response *r, const struct response_site *site)
{
    assert((size_t)r->media < MEDIA_COUNT_ && (size_t)r->cache < CACHE_COUNT_);
    int status = r->status != 0 ? r->status : 200;
    /* A token's page is never kept, whatever its handler chose (SECURITY 12). */
    enum cache cache = r->token_page ? CACHE_NEVER : r->cache;
    put_status(out, status);
    if (status != 204 && status != 304)
        put(out, "Content-Type", media_type[r->media]);
    put(out, "Cache-Control", caching[cache].control);
    put(out, "Vary", caching[cache].vary);
    put(out, "ETag", cache != CACHE_NEVER ? r->etag : NULL);
    put(out, "Location", r->location);
    if (r->retry_after > 0)
        buf_fmt(out, "Retry-After: %lld\r\n", (long long)r->retry_after);
    put_allow(out, r->allow);
    put_security(out, r, site);
    buf_str(out, "\r\n");
}

static const char *
without_weak(const char *etag)
{
    return strncmp(etag, "W/", 2) == 0 ? etag + 2 : etag;
}

bool
etag_matches(const char *if_none_match, const char *etag)
{
    const char *want = without_weak(etag);
    size_t len = strlen(want);
    if (len == 0)
        return false;
    for (const char *p = if_none_match;;) {
        p += strspn(p, " \t,");
        if (strcmp(p, "*") == 0)
            return p == if_none_match;
        p = without_weak(p);
        /* A tag is quoted and has no quote inside, so a comma may (RFC 9110 8.8.3). */
        const char *end = *p == '"' ? strchr(p + 1, '"') : NULL;
        if (end == NULL)
            return false;
        end++;
        if ((size_t)(end - p) == len && memcmp(p, want, len) == 0)
            return true;
        p = end;
    }
}

void
response_redirect(struct response *r, int status, const char *location)
{
    size_t len = strlen(location);
    bool here = location[0] == '/' && location[1] != '/' && location[1] != '\\';
    bool there = strncmp(location, "http://", 7) == 0 || strncmp(location, "https://", 8) == 0;
    assert(status == 301 || status == 302 || status == 303);
    assert((here || there) && no_controls(location) && len < sizeof r->location);
    r->status = status;
    if (status == 303)
        r->cache = CACHE_NEVER;
    r->location[0] = '\0';
    if ((here || there) && no_controls(location) && len < sizeof r->location)
        memcpy(r->location, location, len + 1);
}

void
response_free(struct response *r)
{
    buf_free(&r->body);
    *r = (struct response){0};
}
