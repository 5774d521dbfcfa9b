/* setup.c - what every program does first. */
#include "desk/setup.h"

#include <assert.h>

#include "base/clock.h"
#include "base/log.h"
#include "store/db.h"

enum err
setup(const char *conf, struct settings **settings, struct keys **keys, struct report *rep)
{
    enum err e = secret_init();

    assert(conf != NULL && *settings == NULL && *keys == NULL);
    if (e == ERR_OK)
        e = settings_load(conf, settings, rep);
    if (e == ERR_OK && !clock_zone_set((*settings)->time_zone))
        e = ERR_INVALID;
    if (e != ERR_OK)
        return e;
    log_level_set((*settings)->log_debug ? LOG_DEBUG : LOG_INFO);
    e = keys_load((*settings)->key_file, keys, rep);
    return e == ERR_OK ? db_setup() : e;
}
