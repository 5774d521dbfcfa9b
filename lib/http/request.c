#include "http/request.h"

#include <assert.h>
#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/* Headers that are kept as text, by their CGI name (RFC 3875 4.1.18). */
static const struct {
    const char *name;
    size_t offset, size;
} headers[] = {
#define HEADER(name, member)                                                                       \
    {                                                                                              \
        name, offsetof(struct request, member), sizeof((struct request *)0)->member                \
    }
    HEADER("HTTP_REFERER", referer),
    HEADER("HTTP_ORIGIN", origin),
    HEADER("HTTP_SEC_FETCH_SITE", sec_fetch_site),
    HEADER("HTTP_IF_NONE_MATCH", if_none_match),
    HEADER("HTTP_USER_AGENT", user_agent),
#undef HEADER
};

/* A CGI variable, "" where there is none. */
static const char *
variable(request_get get, void *ctx, const char *name)
{
    const char *value = get(ctx, name);
    return value != NULL ? value : "";
}

/* Copies text that fits and is clean; otherwise the header counts as absent. */
static void
copy(char *out, size_t size, const char *text)
{
    size_t len = strlen(text);
    out[0] = '\0';
    if (len < size && text_valid(text, len, false))
        memcpy(out, text, len + 1);
}

static enum method
method_of(const char *name)
{
    static const struct {
        const char *name;
        enum method method;
    } methods[] = {{"GET", METHOD_GET}, {"HEAD", METHOD_HEAD}, {"POST", METHOD_POST}};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strcmp(methods[i].name, name) == 0)
            return methods[i].method;
    return METHOD_OTHER;
}

/* Takes the last item off a list of len bytes; writes it to out ("" if it is no address). */
static size_t
forwarded_last(const char *list, size_t len, char out[NETWORK_MAX])
{
    size_t end = len, begin;
    while (end > 0 && (list[end - 1] == ' ' || list[end - 1] == '\t'))
        end--;
    for (begin = end; begin > 0 && list[begin - 1] != ','; begin--)
        continue;
    size_t item = begin;
    while (item < end && (list[item] == ' ' || list[item] == '\t'))
        item++;
    out[0] = '\0';
    if (end - item < NETWORK_MAX) {
        memcpy(out, list + item, end - item);
        out[end - item] = '\0';
    }
    return begin > 0 ? begin - 1 : 0;
}

/*
 * Each trusted proxy added the address that it saw at the end of the list. So from the end: as long
 * as an address is a trusted proxy's, the one before it counts. Anybody can have written the rest.
 */
static void
client_find(struct request *r, const char *forwarded, const char *trusted_proxies)
{
    size_t len = strlen(forwarded);
    while (len > 0 && network_listed(r->client, trusted_proxies)) {
        char item[NETWORK_MAX], network[NETWORK_MAX];
        len = forwarded_last(forwarded, len, item);
        network_of(item, network);
        if (strcmp(network, "unknown") == 0)
            break;
        memcpy(r->client, item, sizeof item);
    }
    network_of(r->client, r->network);
    assert(r->network[0] != '\0');
}

/* What an error page needs too; nothing here can fail. */
static void
headers_read(struct request *r, request_get get, void *ctx, const char *trusted_proxies)
{
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        copy((char *)r + headers[i].offset, headers[i].size, variable(get, ctx, headers[i].name));
    r->method = method_of(variable(get, ctx, "REQUEST_METHOD"));
    r->opt_out_signal = strcmp(variable(get, ctx, "HTTP_SEC_GPC"), "1") == 0;
    r->bot = user_agent_is_bot(r->user_agent);
    copy(r->client, sizeof r->client, variable(get, ctx, "REMOTE_ADDR"));
    client_find(r, variable(get, ctx, "HTTP_X_FORWARDED_FOR"), trusted_proxies);
}

static enum err
target_read(struct request *r, const char *target)
{
    size_t len = strlen(target), path = strcspn(target, "?");
    if (len >= sizeof r->target)
        return ERR_TOOBIG;
    enum err e = path_decode(target, path, r->path);
    if (e != ERR_OK)
        return e;
    if (target[path] == '?')
        e = params_parse(&r->query, target + path + 1, len - path - 1, false);
    if (e == ERR_TOOBIG) /* too many parameters are a bad request like any other */
        e = ERR_INVALID;
    if (e == ERR_INVALID && r->method != METHOD_POST) {
        params_free(&r->query);
        r->query_refused = true; /* most pages have no use for it anyway */
        e = ERR_OK;
    }
    if (e == ERR_OK)
        memcpy(r->target, target, len + 1);
    return e;
}

/* RFC 9110 8.3.1: the type without parameters, in any case. */
static enum media_in
body_type(const char *content_type)
{
    static const struct {
        const char *name;
        enum media_in type;
    } types[] = {{"application/x-www-form-urlencoded", BODY_FORM},
                 {"multipart/form-data", BODY_MULTIPART}};
    size_t len = strcspn(content_type, "; \t");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strlen(types[i].name) == len && strncasecmp(content_type, types[i].name, len) == 0)
            return types[i].type;
    return BODY_OTHER;
}

enum err
request_read(struct request *r, request_get get, void *ctx, const char *trusted_proxies)
{
    assert(trusted_proxies != NULL);
    memset(r, 0, sizeof *r);
    headers_read(r, get, ctx, trusted_proxies);
    enum err e = target_read(r, variable(get, ctx, "REQUEST_URI"));
    if (e == ERR_OK && (r->client[0] == '\0' || !get(ctx, "REQUEST_METHOD")))
        e = ERR_INVALID;
    r->body_type = body_type(variable(get, ctx, "CONTENT_TYPE"));
    multipart_boundary(variable(get, ctx, "CONTENT_TYPE"), r->boundary);
    return e;
}

enum err
request_body(struct request *r, const char *body, size_t len, bool multipart)
{
    assert(len <= LIMIT_BODY && (body != NULL || len == 0));
    if (r->method != METHOD_POST)
        return ERR_OK;
    if (r->body_type == BODY_OTHER || (r->body_type == BODY_MULTIPART && !multipart))
        return ERR_DENIED;
    enum err e = r->body_type == BODY_FORM ? params_parse(&r->form, body, len, true)
                                           : multipart_parse(&r->form, r->boundary, body, len);
    r->has_form = e == ERR_OK;
    return e == ERR_TOOBIG ? ERR_INVALID : e;
}

void
request_free(struct request *r)
{
    params_free(&r->query);
    params_free(&r->form);
}

bool
user_agent_is_bot(const char *user_agent)
{
    static const char *const words[] = {
        "bot",         "crawl",      "spider",      "slurp",      "archiver",
        "curl/",       "wget/",      "libwww-perl", "python",     "java/",
        "go-http",     "okhttp",     "httpclient",  "node-fetch", "axios/",
        "scrapy",      "monitor",    "uptime",      "pingdom",    "facebookexternalhit",
        "feedfetcher", "preview",    "validator",   "lighthouse", "mediapartners",
        "check_http",  "statuscake", "httpie",      "nikto",      "zgrab",
    };
    char lower[LIMIT_HEADER];
    size_t len = 0;
    if (user_agent[0] == '\0')
        return true;
    /* Once in lower case, not once for each word: this is asked of every request. */
    for (; user_agent[len] != '\0' && len < sizeof lower - 1; len++)
        lower[len] = (char)tolower((unsigned char)user_agent[len]);
    lower[len] = '\0';
    /* Phones of the make Cubot say so in what is otherwise a browser's name. */
    if (strstr(lower, "cubot") != NULL)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(lower, words[i]) != NULL)
            return true;
    return false;
}
