/*
 * check.h - everything that must be right before the program starts, tested in one go: for
 * `helpcenter --check` and `helpctl check`.
 */
#ifndef HC_CHECK_H
#define HC_CHECK_H

#include "base/err.h"

/*
 * Tests the settings file conf, and what it names: key, words, templates, pages, database. All
 * mistakes go to rep, as "file:line: what is wrong"; a part is left out only where it can't be
 * tested without one that is wrong. Changes nothing. ERR_OK if nothing is wrong. Call before
 * threads begin, and before anything else that sets the time zone.
 */
enum err check_all(const char *conf, struct report *rep);

#endif
