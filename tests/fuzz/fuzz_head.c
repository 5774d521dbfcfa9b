/*
 * fuzz_head.c - any bytes as a Markdown file's head.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "content/head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct report rep = {0};
    struct head h;
    enum err err = head_parse("fuzz.md", (const char *)data, size, &h, &rep);

    assert(err == ERR_OK || err == ERR_INVALID);
    assert((err == ERR_OK) == (rep.count == 0));
    if (err == ERR_OK) {
        assert(h.title != NULL && h.name != NULL && h.summary != NULL && h.section != NULL);
        assert(h.body <= size && h.body_line > 1);
    }
    head_free(&h);
    report_free(&rep);
    return 0;
}
