/* desk.c - what the acts at the desk share. */
#include "desk/desk.h"

#include <assert.h>
#include <string.h>

static const char *const channels[] = {
    [CHANNEL_WEB] = "web",
    [CHANNEL_MAIL] = "mail",
    [CHANNEL_LINK] = "link",
    [CHANNEL_ONE_CLICK] = "one-click",
    [CHANNEL_PREFERENCES] = "preferences",
    [CHANNEL_PHONE] = "phone",
    [CHANNEL_POST] = "post",
    [CHANNEL_STAFF] = "staff",
    [CHANNEL_IMPORT] = "import",
    [CHANNEL_PROGRAM] = "program",
};
static_assert(sizeof channels / sizeof *channels == CHANNEL_COUNT_, "every channel has its name");

const char *
channel_name(enum channel c)
{
    assert(c < CHANNEL_COUNT_);
    return channels[c];
}

enum err
desk_address_hash(const struct desk *d, const char *canonical, int64_t *key_id,
                  unsigned char out[SECRET_HASH])
{
    *key_id = keys_newest(d->keys);
    return keys_hash(d->keys, *key_id, PURPOSE_ADDRESS, canonical, strlen(canonical), out)
               ? ERR_OK
               : ERR_BUG;
}
