/*
 * maildir.h - the new mails of a maildir, one after the other.
 */
#ifndef HC_MAILDIR_H
#define HC_MAILDIR_H

#include <stddef.h>

#include "base/err.h"

/*
 * Calls take() with each file of dir/new (at most max bytes of it) and moves those that it took to
 * dir/cur, marked as seen (":2,S"). Others stay, and the error of the last is returned; ERR_BUSY
 * and ERR_FULL end the round. What is no plain file, links too, and what another takes away
 * meanwhile is passed over. ERR_NOTFOUND: dir is no maildir.
 */
enum err maildir_each(const char *dir, size_t max,
                      enum err (*take)(void *arg, const char *mail, size_t len), void *arg);

#endif
