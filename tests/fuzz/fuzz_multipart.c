/*
 * fuzz_multipart.c - a Content-Type on the first line, then a body of any bytes.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "http/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
params_hold(const struct params *p)
{
    assert(p->count <= LIMIT_PARAMS);
    for (size_t i = 0; i < p->count; i++) {
        const struct param *param = &p->list[i];
        assert(strlen(param->value) == param->len && strlen(param->name) <= LIMIT_PARAM_NAME);
        assert(text_valid(param->value, param->len, true));
        assert(text_valid(param->name, strlen(param->name), false));
        assert(strchr(param->value, '\r') == NULL);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1), boundary[MULTIPART_BOUNDARY];
    struct params p;
    if (text == NULL)
        return 0;
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    size_t line = strcspn(text, "\n"), body = line < size ? line + 1 : size;
    text[line] = '\0';
    bool named = multipart_boundary(text, boundary);
    assert(named == (boundary[0] != '\0'));
    enum err e = multipart_parse(&p, boundary, text + body, size - body);
    assert(named || e != ERR_OK);
    if (e == ERR_OK)
        params_hold(&p);
    params_free(&p);
    free(text);
    return 0;
}
