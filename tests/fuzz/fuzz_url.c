/*
 * fuzz_url.c - paths, parameters and addresses of any bytes.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/secret.h"
#include "http/origin.h"
#include "http/response.h"
#include "http/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was decoded is clean, and the same again after encoding and decoding. */
static void
params_hold(const struct params *p, bool body)
{
    assert(p->count <= LIMIT_PARAMS);
    for (size_t i = 0; i < p->count; i++) {
        const struct param *param = &p->list[i];
        assert(strlen(param->value) == param->len);
        assert(text_valid(param->value, param->len, body));
        assert(text_valid(param->name, strlen(param->name), false));
        assert(text_chars(param->value, param->len) <= param->len);
        struct buf b = BUF_INIT;
        struct params again;
        buf_str(&b, "x=");
        url_encode(&b, param->value);
        assert(params_parse(&again, buf_text(&b), b.len, body) == ERR_OK);
        assert(strcmp(params_find(&again, "x")->value, param->value) == 0);
        params_free(&again);
        buf_free(&b);
    }
}

static void
params_try(const char *text, size_t size, bool body)
{
    struct params p;
    if (params_parse(&p, text, size, body) == ERR_OK)
        params_hold(&p, body);
    params_free(&p);
}

static void
path_try(const char *text, size_t size)
{
    char path[LIMIT_URI];
    if (path_decode(text, size, path) != ERR_OK) {
        assert(path[0] == '\0');
        return;
    }
    assert(path[0] == '/' && strstr(path, "//") == NULL && strstr(path, "/../") == NULL);
    assert(text_valid(path, strlen(path), false));
}

static void
mail_try(const char *text, size_t size)
{
    struct mail_address m, again;
    if (!mail_address_parse(text, size, &m))
        return;
    assert(strchr(m.canonical, '@') != NULL && strpbrk(m.canonical, " \r\n\t<>,;") == NULL);
    assert(mail_address_parse(m.canonical, strlen(m.canonical), &again));
    assert(strcmp(m.canonical, again.canonical) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1), network[NETWORK_MAX], reference[REFERENCE_MAX];
    if (text == NULL)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    path_try(text, size);
    params_try(text, size, false);
    params_try(text, size, true);
    mail_try(text, size);
    network_of(text, network);
    network_listed("192.0.2.1", text);
    networks_valid(text);
    url_same_origin(text, "https://help.example");
    etag_matches(text, "W/\"abc\"");
    if (reference_parse(text, size, reference))
        assert(strlen(reference) == REFERENCE_MAX - 1);
    free(text);
    return 0;
}
