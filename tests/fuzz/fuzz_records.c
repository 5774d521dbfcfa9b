/*
 * fuzz_records.c - any bytes as FastCGI records: the same comes of them in one piece and byte by
 * byte.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "web/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
request_holds(const struct records *r)
{
    assert(r->id >= 1 && r->id <= 65535);
    assert(r->variables.len >= 1 && r->variables.len <= LIMIT_VARIABLES);
    assert(r->body.len <= LIMIT_BODY && (!r->too_big || r->body.len == 0));
}

static enum records_state
feed_bytes(struct records *r, const uint8_t *data, size_t size)
{
    enum records_state state = RECORDS_MORE;
    for (size_t i = 0; i < size && state != RECORDS_BAD; i++)
        state = records_feed(r, data + i, 1);
    return state;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct records whole = {0}, bytes = {0};
    enum records_state state = records_feed(&whole, data, size);
    assert(feed_bytes(&bytes, data, size) == state);
    if (state == RECORDS_WHOLE) {
        request_holds(&whole);
        assert(bytes.body.len == whole.body.len && bytes.variables.len == whole.variables.len);
        assert(memcmp(bytes.variables.data, whole.variables.data, whole.variables.len) == 0);
    }
    records_reset(&whole);
    records_reset(&bytes);
    return 0;
}
