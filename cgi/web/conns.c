#include "conns.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/clock.h"

void
conns_init(struct conns *s, int epoll)
{
    *s = (struct conns){.epoll = epoll};
    pthread_mutex_init(&s->lock, NULL);
}

static bool
watch(const struct conns *s, int fd, struct conn *c, int op)
{
    struct epoll_event ev = {.events = EPOLLIN | EPOLLONESHOT, .data.ptr = c};
    return epoll_ctl(s->epoll, op, fd, &ev) == 0;
}

void
conn_patience(struct conn *c)
{
    atomic_store(&c->due, clock_mono_ms() + REQUEST_MS);
}

/* False if there is no memory, or the set is full; fd is closed then. Under the lock. */
static bool
adopt(struct conns *s, int fd)
{
    const struct timeval patience = {.tv_sec = SEND_SECONDS};
    struct conn *c = calloc(1, sizeof *c);
    if (c != NULL) {
        c->fd = fd;
        conn_patience(c);
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    }
    if (c == NULL || !watch(s, fd, c, EPOLL_CTL_ADD)) {
        close(fd);
        free(c);
        return false;
    }
    c->next = s->first;
    if (c->next != NULL)
        c->next->before = c;
    s->first = c;
    s->open++;
    return true;
}

bool
conns_accept(struct conns *s, int listener)
{
    int fd = -1;
    bool room = true;
    pthread_mutex_lock(&s->lock);
    while (!s->closed && room && (fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) >= 0)
        room = adopt(s, fd);
    if (!s->closed && fd < 0)
        room = errno != EMFILE && errno != ENFILE;
    pthread_mutex_unlock(&s->lock);
    return room;
}

void
conns_keep(struct conns *s, struct conn *c, bool kept)
{
    if (c->kept != kept)
        atomic_fetch_add(&s->kept, kept ? 1 : -1);
    c->kept = kept;
}

void
conn_take(struct conn *c)
{
    (void)atomic_load_explicit(&c->turn, memory_order_acquire);
}

bool
conns_wait(const struct conns *s, struct conn *c)
{
    int fd = c->fd;
    /* The kernel orders this too, but neither C nor a race detector knows of that. */
    atomic_fetch_add_explicit(&c->turn, 1, memory_order_release);
    return watch(s, fd, c, EPOLL_CTL_MOD);
}

void
conns_drop(struct conns *s, struct conn *c)
{
    conns_keep(s, c, false);
    pthread_mutex_lock(&s->lock);
    assert(s->open > 0);
    if (c->before != NULL)
        c->before->next = c->next;
    else
        s->first = c->next;
    if (c->next != NULL)
        c->next->before = c->before;
    s->open--;
    pthread_mutex_unlock(&s->lock);
    close(c->fd);
    records_reset(&c->in);
    free(c);
}

void
conns_shut_late(struct conns *s, long long now)
{
    pthread_mutex_lock(&s->lock);
    for (struct conn *c = s->first; c != NULL; c = c->next)
        if (atomic_load(&c->due) < now)
            shutdown(c->fd, SHUT_RDWR);
    pthread_mutex_unlock(&s->lock);
}

void
conns_close(struct conns *s)
{
    pthread_mutex_lock(&s->lock);
    s->closed = true;
    pthread_mutex_unlock(&s->lock);
}

int
conns_kept(struct conns *s)
{
    return atomic_load(&s->kept);
}

int
conns_open(struct conns *s)
{
    pthread_mutex_lock(&s->lock);
    int open = s->open;
    pthread_mutex_unlock(&s->lock);
    return open;
}

void
conns_free(struct conns *s)
{
    while (s->first != NULL)
        conns_drop(s, s->first);
    assert(s->open == 0 && atomic_load(&s->kept) == 0);
    pthread_mutex_destroy(&s->lock);
}
