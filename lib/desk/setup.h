/*
 * setup.h - what every program does first: its settings, the shop's time zone, how much it logs,
 * the keys, and the database library. Before threads begin.
 */
#ifndef HC_SETUP_H
#define HC_SETUP_H

#include "base/err.h"
#include "base/secret.h"
#include "base/settings.h"

/*
 * Reads the settings file conf and the keys that it names. The caller frees both by
 * settings_free() and keys_free(), after an error too (each may then be NULL). The errors of
 * settings_load() and keys_load(); rep says what is wrong.
 */
enum err setup(const char *conf, struct settings **settings, struct keys **keys,
               struct report *rep);

#endif
