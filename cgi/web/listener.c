#include "listener.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static bool
is_listener(int fd)
{
    int on = 0;
    socklen_t len = sizeof on;
    return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &on, &len) == 0 && on;
}

/*
 * The descriptor that a starter left for us, or -1: sd_listen_fds(3), then FastCGI 1.0's descriptor
 * 0.
 */
static int
inherited_listener(void)
{
    const char *fds = getenv("LISTEN_FDS");
    if (fds != NULL && strcmp(fds, "0") != 0 && is_listener(3))
        return 3;
    return is_listener(STDIN_FILENO) ? STDIN_FILENO : -1;
}

/* True if a program answers on the socket, or is too busy to, so that we must not take it away. */
static bool
socket_alive(const struct sockaddr_un *at)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool alive =
        fd >= 0 && (connect(fd, (const struct sockaddr *)at, sizeof *at) == 0 || errno == EAGAIN);
    if (fd >= 0)
        close(fd);
    return alive;
}

/*
 * Makes way for a socket: only one that a program left behind is taken away, never a file that a
 * setting names by mistake.
 */
static enum err
make_way(const struct sockaddr_un *at, struct report *rep)
{
    struct stat st;
    if (lstat(at->sun_path, &st) != 0)
        return ERR_OK; /* bind() tells what else is wrong */
    if (!S_ISSOCK(st.st_mode)) {
        report_add(rep, at->sun_path, 0, "this is no socket: move it away, or set another socket");
        return ERR_CONFLICT;
    }
    if (socket_alive(at)) {
        report_add(rep, at->sun_path, 0,
                   "another program answers on this socket: stop it, or set another socket");
        return ERR_CONFLICT;
    }
    unlink(at->sun_path);
    return ERR_OK;
}

/* Gives the socket to a group; the program must be a member of it. */
static enum err
give_to(const char *path, const char *group, struct report *rep)
{
    const struct group *g = group[0] != '\0' ? getgrnam(group) : NULL;
    if (group[0] == '\0' || (g != NULL && chown(path, (uid_t)-1, g->gr_gid) == 0))
        return ERR_OK;
    report_add(rep, path, 0, "the group %s can't have it: make this program's user a member of it",
               group);
    return ERR_DENIED;
}

static enum err
listen_at(const char *path, const char *group, int *out, struct report *rep)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof at.sun_path) {
        report_add(rep, path, 0, "the socket's path is longer than %zu bytes: choose a shorter one",
                   sizeof at.sun_path - 1);
        return ERR_INVALID;
    }
    strcpy(at.sun_path, path);
    enum err e = make_way(&at, rep);
    if (e != ERR_OK)
        return e;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    mode_t before = umask(0117); /* 0660: its group may connect */
    bool ok =
        fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, BACKLOG) == 0;
    int why = errno;
    umask(before);
    if (!ok) {
        report_add(rep, path, 0, "can't listen here: %s", strerror(why));
        if (fd >= 0)
            close(fd);
        return ERR_IO;
    }
    e = give_to(path, group, rep);
    if (e != ERR_OK) {
        unlink(path);
        close(fd);
        return e;
    }
    *out = fd;
    return ERR_OK;
}

enum err
listener_open(const char *path, const char *group, struct listener *out, struct report *rep)
{
    assert(path != NULL && group != NULL);
    out->path = NULL;
    out->fd = inherited_listener();
    enum err e = ERR_OK;
    if (out->fd < 0) {
        e = listen_at(path, group, &out->fd, rep);
        out->path = e == ERR_OK ? path : NULL;
    }
    if (e == ERR_OK && fcntl(out->fd, F_SETFL, fcntl(out->fd, F_GETFL) | O_NONBLOCK) != 0)
        e = ERR_IO;
    return e;
}

void
listener_withdraw(const struct listener *l)
{
    if (l->path != NULL)
        unlink(l->path);
}

void
listener_close(struct listener *l)
{
    if (l->path != NULL && l->fd >= 0)
        close(l->fd);
    l->fd = -1;
}
