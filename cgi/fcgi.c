#include "fcgi.h"

#include <assert.h>
#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "fcgi_send.h"

enum {
    BACKLOG = 1024,
    PEER_SECONDS = 10,             /* a peer that neither sends nor reads for so long is dropped */
    BODY_DISCARD_MAX = 1024 * 1024, /* bytes past LIMIT_BODY that are read and dropped before the connection is */
    EMFILE_PAUSE_MS = 50,
    NOT_CLAIMED = -1,
};

struct worker {
    struct fcgi *fcgi;
    pthread_t thread;
    unsigned number;
    char body[LIMIT_BODY + 1];
};

struct fcgi {
    struct fcgi_options options;
    int listener, epoll, wake;
    bool inherited;
    char socket[sizeof ((struct sockaddr_un *)NULL)->sun_path]; /* to unlink; "" if inherited */
    atomic_bool draining, stopping;
    atomic_int open; /* connections, idle or at work */
    unsigned started;
    struct worker worker[];
};

static bool
is_listener(int fd)
{
    int on = 0;
    socklen_t len = sizeof on;
    return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &on, &len) == 0 && on;
}

/* The descriptor that a starter left for us, or -1: sd_listen_fds(3), then FastCGI 1.0's descriptor 0. */
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
    bool alive = fd >= 0 && (connect(fd, (const struct sockaddr *)at, sizeof *at) == 0 || errno == EAGAIN);
    if (fd >= 0)
        close(fd);
    return alive;
}

/* Makes way for a socket: only one that a program left behind is taken away, never a file that a setting names by mistake. */
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
        report_add(rep, at->sun_path, 0, "another program answers on this socket: stop it, or set another socket");
        return ERR_CONFLICT;
    }
    unlink(at->sun_path);
    return ERR_OK;
}

static enum err
listen_at(struct fcgi *f, struct report *rep)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    const char *path = f->options.socket;
    if (strlen(path) >= sizeof at.sun_path) {
        report_add(rep, path, 0, "the socket's path is longer than %zu bytes: choose a shorter one", sizeof at.sun_path - 1);
        return ERR_INVALID;
    }
    strcpy(at.sun_path, path);
    enum err e = make_way(&at, rep);
    if (e != ERR_OK)
        return e;
    f->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    mode_t before = umask(0117); /* 0660: the web server's group may connect */
    bool ok = f->listener >= 0 && bind(f->listener, (struct sockaddr *)&at, sizeof at) == 0 &&
              listen(f->listener, BACKLOG) == 0;
    int why = errno;
    umask(before);
    if (!ok) {
        report_add(rep, path, 0, "can't listen here: %s", strerror(why));
        return ERR_IO;
    }
    strcpy(f->socket, path);
    return ERR_OK;
}

static enum err
watch(struct fcgi *f, int fd, uint32_t events, int op)
{
    struct epoll_event ev = {.events = events, .data.fd = fd};
    return epoll_ctl(f->epoll, op, fd, &ev) == 0 ? ERR_OK : ERR_IO;
}

static void
forget(struct fcgi *f, int fd)
{
    if (fd >= 0)
        close(fd);
    atomic_fetch_sub(&f->open, 1);
}

/* Takes every connection that waits; each becomes readable on its own. */
static void
accept_all(struct fcgi *f)
{
    const struct timeval patience = {.tv_sec = PEER_SECONDS};
    for (;;) {
        int fd = accept4(f->listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EMFILE || errno == ENFILE) {
                log_event(LOG_ERROR, "descriptors_out", NULL);
                nanosleep(&(struct timespec){.tv_nsec = EMFILE_PAUSE_MS * 1000000L}, NULL);
            }
            return;
        }
        atomic_fetch_add(&f->open, 1);
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        if (watch(f, fd, EPOLLIN | EPOLLONESHOT, EPOLL_CTL_ADD) != ERR_OK)
            forget(f, fd);
    }
}

static const char *
variable(void *ctx, const char *name)
{
    const FCGX_Request *r = ctx;
    return FCGX_GetParam(name, r->envp);
}

/* Reads the body to its end. What is past LIMIT_BODY is dropped; a body past all patience costs the connection. */
static void
read_body(FCGX_Request *r, char *body, struct fcgi_call *call)
{
    char drop[8192];
    size_t dropped = 0;
    int n;
    call->body = body;
    while (call->len < LIMIT_BODY + 1 &&
           (n = FCGX_GetStr(body + call->len, (int)(LIMIT_BODY + 1 - call->len), r->in)) > 0)
        call->len += (size_t)n;
    call->too_big = call->len > LIMIT_BODY;
    while (call->too_big && dropped < BODY_DISCARD_MAX && (n = FCGX_GetStr(drop, sizeof drop, r->in)) > 0)
        dropped += (size_t)n;
    if (FCGX_GetError(r->in) != 0 || dropped >= BODY_DISCARD_MAX)
        r->keepConnection = 0;
    const char *declared = FCGX_GetParam("CONTENT_LENGTH", r->envp);
    long want = declared != NULL ? strtol(declared, NULL, 10) : 0;
    call->cut = FCGX_GetError(r->in) != 0 || (!call->too_big && want > (long)call->len);
    if (call->too_big)
        call->len = 0;
}

/* False if the web server didn't take the answer. */
static bool
answer(struct worker *w, FCGX_Request *r)
{
    static const char busy[] = "Status: 503\r\nRetry-After: 5\r\n\r\n";
    bool sent;
    struct fcgi_call call = {.get = variable, .ctx = r, .worker = w->number};
    struct response res = {0};
    struct buf head = BUF_INIT;
    read_body(r, w->body, &call);
    w->fcgi->options.answer(w->fcgi->options.app, &call, &res);
    response_head(&head, &res, w->fcgi->options.site);
    const char *method = FCGX_GetParam("REQUEST_METHOD", r->envp);
    bool bodiless = res.status == 304 || (method != NULL && strcmp(method, "HEAD") == 0);
    if (head.err != ERR_OK || res.body.err != ERR_OK)
        sent = fcgi_send(r->ipcFd, r->requestId, busy, sizeof busy - 1, NULL, 0);
    else
        sent = fcgi_send(r->ipcFd, r->requestId, head.data, head.len, res.body.data,
                         bodiless ? 0 : res.body.len);
    buf_free(&head);
    response_free(&res);
    return sent;
}

/* One request on a readable connection; then it waits in the set again, or is gone. */
static void
serve(struct worker *w, int fd)
{
    FCGX_Request r;
    FCGX_InitRequest(&r, NOT_CLAIMED, FCGI_FAIL_ACCEPT_ON_INTR);
    r.ipcFd = fd;
    r.keepConnection = 1; /* Accept_r begins by finishing the request before, and must not close */
    r.detached = 0;
    if (FCGX_Accept_r(&r) != 0) { /* the web server closed it, or sent no request; libfcgi has closed fd */
        if (r.ipcFd >= 0)
            FCGX_Free(&r, 1);
        forget(w->fcgi, -1);
        return;
    }
    bool sent = answer(w, &r);
    FCGX_Free(&r, !sent || !r.keepConnection); /* all is read and sent: libfcgi finishes nothing */
    if (r.ipcFd < 0)
        forget(w->fcgi, -1);
    else if (watch(w->fcgi, fd, EPOLLIN | EPOLLONESHOT, EPOLL_CTL_MOD) != ERR_OK)
        forget(w->fcgi, fd);
}

static void *
work(void *arg)
{
    struct worker *w = arg;
    struct fcgi *f = w->fcgi;
    while (!atomic_load(&f->stopping)) {
        struct epoll_event ev;
        if (epoll_wait(f->epoll, &ev, 1, -1) != 1 || ev.data.fd == f->wake)
            continue;
        if (ev.data.fd != f->listener) {
            serve(w, ev.data.fd);
            continue;
        }
        accept_all(f);
        if (!atomic_load(&f->draining))
            watch(f, f->listener, EPOLLIN | EPOLLONESHOT, EPOLL_CTL_MOD);
    }
    return NULL;
}

static enum err
start_workers(struct fcgi *f)
{
    for (unsigned n = 0; n < f->options.workers; n++) {
        f->worker[n].fcgi = f;
        f->worker[n].number = n;
        if (pthread_create(&f->worker[n].thread, NULL, work, &f->worker[n]) != 0)
            return ERR_NOMEM;
        f->started++;
    }
    return ERR_OK;
}

enum err
fcgi_start(const struct fcgi_options *options, struct fcgi **out, struct report *rep)
{
    assert(options->workers > 0 && options->answer != NULL);
    struct fcgi *f = calloc(1, sizeof *f + options->workers * sizeof f->worker[0]);
    if (f == NULL)
        return ERR_NOMEM;
    f->options = *options;
    f->epoll = epoll_create1(EPOLL_CLOEXEC);
    f->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    f->listener = inherited_listener();
    f->inherited = f->listener >= 0;
    enum err e = f->inherited ? ERR_OK : listen_at(f, rep);
    if (e == ERR_OK && FCGX_Init() != 0)
        e = ERR_IO;
    if (e == ERR_OK)
        e = fcntl(f->listener, F_SETFL, fcntl(f->listener, F_GETFL) | O_NONBLOCK) == 0 ? ERR_OK : ERR_IO;
    if (e == ERR_OK)
        e = watch(f, f->wake, EPOLLIN, EPOLL_CTL_ADD);
    if (e == ERR_OK)
        e = watch(f, f->listener, EPOLLIN | EPOLLONESHOT, EPOLL_CTL_ADD);
    if (e == ERR_OK)
        e = start_workers(f);
    if (e != ERR_OK) {
        fcgi_stop(f, 0);
        return e;
    }
    *out = f;
    return ERR_OK;
}

void
fcgi_stop(struct fcgi *f, int wait_ms)
{
    atomic_store(&f->draining, true);
    epoll_ctl(f->epoll, EPOLL_CTL_DEL, f->listener, NULL);
    if (f->socket[0] != '\0')
        unlink(f->socket); /* a program started now opens its own */
    for (int64_t until = clock_mono_ms() + wait_ms; atomic_load(&f->open) > 0 && clock_mono_ms() < until;)
        nanosleep(&(struct timespec){.tv_nsec = 20 * 1000000L}, NULL);
    atomic_store(&f->stopping, true);
    if (f->wake >= 0 && write(f->wake, &(uint64_t){1}, sizeof(uint64_t)) < 0)
        log_event(LOG_ERROR, "wake_failed", NULL); /* level-triggered: one write wakes every worker */
    for (unsigned n = 0; n < f->started; n++)
        pthread_join(f->worker[n].thread, NULL);
    if (!f->inherited && f->listener >= 0)
        close(f->listener);
    if (f->wake >= 0)
        close(f->wake);
    if (f->epoll >= 0)
        close(f->epoll);
    free(f);
}
