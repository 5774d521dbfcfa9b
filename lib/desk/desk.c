/* desk.c - what the acts at the desk share. */
#include "desk/desk.h"

#include <assert.h>

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

struct desk
desk_program(const struct desk *d)
{
    return (struct desk){.db = d->db,
                         .keys = d->keys,
                         .now = d->now,
                         .channel = CHANNEL_PROGRAM,
                         .actor = "program"};
}
