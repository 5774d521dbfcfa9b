/* keys_fixture.h - a new key at the desk, beside the old ones. */
#ifndef HC_KEYS_FIXTURE_H
#define HC_KEYS_FIXTURE_H

#include "desk_fixture.h"

static inline void
keys_add(struct office *o)
{
    FILE *f = fopen(o->place->keys, "a");
    unsigned char key[SECRET_HASH];
    char text[SECRET_TEXT];

    assert_non_null(f);
    secret_random(key, sizeof key);
    base32_encode(key, sizeof key, text);
    fprintf(f, "%d %s\n", (int)keys_newest(o->keys) + 1, text);
    assert_int_equal(fclose(f), 0);
    keys_free(o->keys);
    assert_int_equal(keys_load(o->place->keys, &o->keys, &o->place->report), ERR_OK);
    o->desk.keys = o->keys;
}

#endif
