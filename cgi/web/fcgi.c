#include "fcgi.h"

#include <assert.h>
#include <errno.h>
#include <fcgiapp.h>
#include <limits.h>
#include <linux/sockios.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "conns.h"
#include "fcgi_send.h"
#include "listener.h"

enum {
    EMFILE_PAUSE_MS = 50,
    LAST_MS = 2000, /* for requests that are on their way when we stop */
    READ_BYTES = 64 * 1024,
    NONE = -1,
};

struct worker {
    struct fcgi *fcgi;
    pthread_t thread;
    unsigned number;
    int paper; /* a file in memory, for libfcgi to read a request from; NONE until needed */
    char bytes[READ_BYTES];
};

struct fcgi {
    struct fcgi_options options;
    struct listener listener;
    int epoll, wake, tick;
    atomic_bool draining, stopping;
    struct conns conns;
    unsigned started;
    struct worker worker[];
};

static enum err
watch(struct fcgi *f, int fd, void *what, uint32_t events, int op)
{
    struct epoll_event ev = {.events = events, .data.ptr = what};
    return epoll_ctl(f->epoll, op, fd, &ev) == 0 ? ERR_OK : ERR_IO;
}

static void
welcome(struct fcgi *f)
{
    if (!conns_accept(&f->conns, f->listener.fd)) {
        log_event(LOG_ERROR, "descriptors_out", NULL);
        conns_shut_late(&f->conns, clock_mono_ms() + REQUEST_MS - REQUEST_FULL_MS);
        nanosleep(&(struct timespec){.tv_nsec = EMFILE_PAUSE_MS * 1000000L}, NULL);
    }
    /* Fails once it is withdrawn. */
    watch(f, f->listener.fd, &f->listener, EPOLLIN | EPOLLONESHOT, EPOLL_CTL_MOD);
}

/* RECORDS_BAD also where the peer is gone. */
static enum records_state
receive(struct worker *w, struct conn *c)
{
    for (;;) {
        ssize_t n = recv(c->fd, w->bytes, sizeof w->bytes, MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 && errno == EAGAIN ? RECORDS_MORE : RECORDS_BAD;
        if (c->in.total == 0)
            conn_patience(c);
        enum records_state state = records_feed(&c->in, w->bytes, (size_t)n);
        if (state == RECORDS_BAD)
            log_event(LOG_WARN, "records_refused", NULL);
        if (state != RECORDS_MORE)
            return state;
    }
}

/*
 * Writes what libfcgi shall read: one request in records as plain as can be, with no body, since we
 * have that already.
 */
static bool
put_on_paper(struct worker *w, const struct records *in)
{
    size_t len = in->variables.len;
    const unsigned char id[] = {(unsigned char)(in->id >> 8), (unsigned char)in->id};
    const unsigned char size[] = {(unsigned char)(len >> 8), (unsigned char)len};
    unsigned char head[] = {1, 1, id[0], id[1], 0, 8, 0,     0,     0,       1,       1, 0,
                            0, 0, 0,     0,     1, 4, id[0], id[1], size[0], size[1], 0, 0};
    unsigned char ends[] = {1, 4, id[0], id[1], 0, 0, 0, 0, 1, 5, id[0], id[1], 0, 0, 0, 0};
    const struct iovec part[] = {
        {head, sizeof head}, {in->variables.data, len}, {ends, sizeof ends}};
    assert(len > 0 && len <= LIMIT_VARIABLES);
    if (w->paper < 0)
        w->paper = memfd_create("request", MFD_CLOEXEC);
    return w->paper >= 0 &&
           pwritev(w->paper, part, 3, 0) == (ssize_t)(sizeof head + len + sizeof ends) &&
           lseek(w->paper, 0, SEEK_SET) == 0;
}

static const char *
variable(void *ctx, const char *name)
{
    const FCGX_Request *r = ctx;
    return FCGX_GetParam(name, r->envp);
}

/* True if a length was declared, and isn't the body's. */
static bool
cut(const FCGX_Request *r, const struct records *in)
{
    const char *declared = FCGX_GetParam("CONTENT_LENGTH", r->envp);
    return declared != NULL && declared[0] != '\0' && !in->too_big &&
           strtoull(declared, NULL, 10) != in->body.len;
}

/* False if the web server didn't take the answer. */
static bool
answer(struct worker *w, const struct conn *c, FCGX_Request *r)
{
    static const char busy[] = "Status: 503\r\nRetry-After: 5\r\n\r\n";
    bool sent;
    const struct records *in = &c->in;
    struct fcgi_call call = {.get = variable,
                             .ctx = r,
                             .worker = w->number,
                             .body = buf_text(&in->body),
                             .len = in->body.len,
                             .too_big = in->too_big,
                             .cut = cut(r, in)};
    struct response res = {0};
    struct buf head = BUF_INIT;
    w->fcgi->options.answer(w->fcgi->options.app, &call, &res);
    response_head(&head, &res, w->fcgi->options.site);
    const char *method = FCGX_GetParam("REQUEST_METHOD", r->envp);
    bool bodiless = res.status == 304 || (method != NULL && strcmp(method, "HEAD") == 0);
    if (head.err != ERR_OK || res.body.err != ERR_OK)
        sent = fcgi_send(c->fd, r->requestId, busy, sizeof busy - 1, NULL, 0);
    else
        sent = fcgi_send(c->fd, r->requestId, head.data, head.len, res.body.data,
                         bodiless ? 0 : res.body.len);
    buf_free(&head);
    response_free(&res);
    return sent;
}

/* False if the connection is of no more use. */
static bool
run(struct worker *w, const struct conn *c)
{
    FCGX_Request r;
    int unread = 0;
    ioctl(c->fd, SIOCOUTQ, &unread);
    if (unread > 0) /* it asks on and on, and reads nothing: the next answer could block */
        return false;
    FCGX_InitRequest(&r, NONE, FCGI_FAIL_ACCEPT_ON_INTR);
    if (!put_on_paper(w, &c->in))
        return false;
    r.ipcFd = w->paper;
    r.keepConnection = 1; /* Accept_r begins by finishing the request before, and must not close */
    r.detached = 0;
    if (FCGX_Accept_r(&r) != 0) {
        w->paper = r.ipcFd;
        return false;
    }
    bool sent = answer(w, c, &r);
    FCGX_Free(&r, 0);
    return sent && c->in.keep;
}

/*
 * Takes what a readable connection has; once that is a whole request, answers it. Then it waits in
 * the set again, or is gone.
 */
static void
serve(struct worker *w, struct conn *c)
{
    struct fcgi *f = w->fcgi;
    conn_take(c);
    enum records_state state = receive(w, c);
    bool stays = state == RECORDS_MORE;
    if (state == RECORDS_WHOLE) {
        atomic_store(&c->due, LLONG_MAX);
        stays = run(w, c);
        records_reset(&c->in);
        conn_patience(c);
    }
    conns_keep(&f->conns, c, stays && (c->kept || state == RECORDS_WHOLE));
    /* In this order: either fcgi_stop() sees that it is kept, or we that all stops. */
    if (state == RECORDS_WHOLE && atomic_load(&f->draining))
        stays = false;
    if (!stays || !conns_wait(&f->conns, c))
        conns_drop(&f->conns, c);
}

static void *
work(void *arg)
{
    struct worker *w = arg;
    struct fcgi *f = w->fcgi;
    uint64_t ticks;
    while (!atomic_load(&f->stopping)) {
        struct epoll_event ev;
        if (epoll_wait(f->epoll, &ev, 1, -1) != 1 || ev.data.ptr == &f->wake)
            continue;
        if (ev.data.ptr == &f->listener)
            welcome(f);
        else if (ev.data.ptr != &f->tick)
            serve(w, ev.data.ptr);
        else if (read(f->tick, &ticks, sizeof ticks) > 0) /* one worker gets it */
            conns_shut_late(&f->conns, clock_mono_ms());
    }
    return NULL;
}

static enum err
start_workers(struct fcgi *f)
{
    for (unsigned n = 0; n < f->options.workers; n++) {
        f->worker[n].fcgi = f;
        f->worker[n].number = n;
        f->worker[n].paper = NONE;
        if (pthread_create(&f->worker[n].thread, NULL, work, &f->worker[n]) != 0)
            return ERR_NOMEM;
        f->started++;
    }
    return ERR_OK;
}

static enum err
watch_all(struct fcgi *f)
{
    const struct itimerspec second = {{.tv_sec = 1}, {.tv_sec = 1}};
    f->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    f->tick = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (f->epoll < 0 || f->wake < 0 || f->tick < 0 ||
        timerfd_settime(f->tick, 0, &second, NULL) != 0)
        return ERR_IO;
    enum err e = watch(f, f->wake, &f->wake, EPOLLIN, EPOLL_CTL_ADD);
    if (e == ERR_OK)
        e = watch(f, f->tick, &f->tick, EPOLLIN | EPOLLET, EPOLL_CTL_ADD);
    if (e == ERR_OK)
        e = watch(f, f->listener.fd, &f->listener, EPOLLIN | EPOLLONESHOT, EPOLL_CTL_ADD);
    return e;
}

enum err
fcgi_start(const struct fcgi_options *options, struct fcgi **out, struct report *rep)
{
    assert(options->workers > 0 && options->answer != NULL);
    struct fcgi *f = calloc(1, sizeof *f + options->workers * sizeof f->worker[0]);
    if (f == NULL)
        return ERR_NOMEM;
    f->options = *options;
    f->wake = f->tick = NONE;
    f->epoll = epoll_create1(EPOLL_CLOEXEC);
    conns_init(&f->conns, f->epoll);
    enum err e = listener_open(options->socket, options->group, &f->listener, rep);
    if (e == ERR_OK && FCGX_Init() != 0)
        e = ERR_IO;
    if (e == ERR_OK)
        e = watch_all(f);
    if (e == ERR_OK)
        e = start_workers(f);
    if (e != ERR_OK) {
        fcgi_stop(f, 0);
        return e;
    }
    *out = f;
    return ERR_OK;
}

static void
wait_for_none(struct conns *s, int (*count)(struct conns *), int64_t wait_ms)
{
    for (int64_t until = clock_mono_ms() + wait_ms; count(s) > 0 && clock_mono_ms() < until;)
        nanosleep(&(struct timespec){.tv_nsec = 5 * 1000000L}, NULL);
}

/*
 * No worker is within conns_accept() afterwards: what was taken is counted, and what was not is the
 * next program's.
 */
static void
take_no_more(struct fcgi *f)
{
    listener_withdraw(&f->listener);
    if (f->started > 0 && f->listener.path != NULL)
        conns_accept(&f->conns, f->listener.fd); /* nobody else could */
    conns_close(&f->conns);
    epoll_ctl(f->epoll, EPOLL_CTL_DEL, f->listener.fd, NULL);
}

void
fcgi_stop(struct fcgi *f, int wait_ms)
{
    atomic_store(&f->draining, true);
    wait_for_none(&f->conns, conns_kept, wait_ms);
    take_no_more(f);
    wait_for_none(&f->conns, conns_open, wait_ms < LAST_MS ? wait_ms : LAST_MS);
    atomic_store(&f->stopping, true);
    /* Level-triggered: one write wakes every worker. */
    if (f->wake >= 0 && write(f->wake, &(uint64_t){1}, sizeof(uint64_t)) < 0)
        log_event(LOG_ERROR, "wake_failed", NULL);
    for (unsigned n = 0; n < f->started; n++) {
        pthread_join(f->worker[n].thread, NULL);
        if (f->worker[n].paper >= 0)
            close(f->worker[n].paper);
    }
    conns_free(&f->conns);
    listener_close(&f->listener);
    const int own[] = {f->wake, f->tick, f->epoll};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (own[i] >= 0)
            close(own[i]);
    free(f);
}
