/*
 * fuzz_request.c - a whole request: lines "NAME=value" of CGI variables, an empty line, the body.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "http/origin.h"
#include "http/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { VARIABLES_MAX = 32 };

struct variables {
    char *name[VARIABLES_MAX];
    char *value[VARIABLES_MAX];
    size_t count;
};

static const char *
get(void *ctx, const char *name)
{
    const struct variables *v = ctx;
    for (size_t i = 0; i < v->count; i++)
        if (strcmp(v->name[i], name) == 0)
            return v->value[i];
    return NULL;
}

/* Cuts the variables out of text, which is changed; returns where the body begins. */
static char *
variables_read(struct variables *v, char *text)
{
    while (*text != '\0' && *text != '\n') {
        char *end = text + strcspn(text, "\n"), *equals = memchr(text, '=', (size_t)(end - text));
        bool last = *end == '\0';
        *end = '\0';
        if (equals != NULL && v->count < VARIABLES_MAX) {
            *equals = '\0';
            v->name[v->count] = text;
            v->value[v->count++] = equals + 1;
        }
        text = last ? end : end + 1;
    }
    return *text == '\n' ? text + 1 : text;
}

static void
request_holds(const struct request *r, enum err e)
{
    assert(e == ERR_OK || e == ERR_INVALID || e == ERR_TOOBIG || e == ERR_DENIED);
    assert(memchr(r->path, '\0', sizeof r->path) != NULL);
    assert(memchr(r->client, '\0', sizeof r->client) != NULL);
    assert(text_valid(r->referer, strlen(r->referer), false));
    assert(r->network[0] != '\0');
    if (e == ERR_OK) {
        assert(r->path[0] == '/' && r->target[0] == '/');
        assert(text_valid(r->target, strlen(r->target), false));
        assert(r->has_form == (r->method == METHOD_POST));
    }
    origin_of(r, "https://help.example");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct request r;
    struct variables v = {.count = 0};
    char *text = malloc(size + 1);
    if (text == NULL)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    char *body = variables_read(&v, text);
    size_t len = size - (size_t)(body - text);
    if (len <= LIMIT_BODY) {
        enum err e = request_read(&r, get, &v, "10.0.0.0/8 ::1");
        if (e == ERR_OK)
            e = request_body(&r, body, len, len % 2);
        request_holds(&r, e);
        request_free(&r);
    }
    free(text);
    return 0;
}
