/*
 * listener.h - the socket that the web server connects to: inherited from a starter, or our own.
 */
#ifndef HC_LISTENER_H
#define HC_LISTENER_H

#include "base/err.h"

struct listener {
    int fd;
    const char *path; /* to unlink; NULL: inherited */
};

/*
 * Takes the listener inherited on descriptor 3 (systemd: LISTEN_FDS) or 0 (FastCGI 1.0, 2.2), or
 * opens one at `path` (mode 0660, backlog 1024; a stale one is replaced, one that answers is
 * ERR_CONFLICT, and so is a file that is no socket; path must outlive it), and gives it to
 * `group`, "" for our own (ERR_DENIED where we aren't in it). It doesn't block. ERR_INVALID,
 * ERR_IO.
 */
enum err listener_open(const char *path, const char *group, struct listener *out,
                       struct report *rep);

/*
 * Takes our own socket's name away, so that a program started now opens its own; an inherited one
 * stays.
 */
void listener_withdraw(const struct listener *l);

/* Closes our own; an inherited one is left alone for the next program. */
void listener_close(struct listener *l);

#endif
