#include "fcgi_send.h"

#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

enum {
    VERSION = 1,
    END_REQUEST = 3,
    STDOUT = 6,
    RECORD_HEAD = 8,    /* bytes */
    RECORD_MAX = 65528, /* bytes of content: 16 bits, a multiple of 8 as 3.3 recommends */
    RECORDS = 16,       /* that go out together */
};

struct batch {
    struct iovec part[2 * RECORDS];
    unsigned char head[RECORDS][RECORD_HEAD];
    int fd, id;
    size_t records;
    bool failed;
};

/* Takes what was sent off the front; the number of the first part left. Empty parts are none. */
static size_t
parts_skip(struct iovec *part, size_t at, size_t count, size_t sent)
{
    while (at < count && sent >= part[at].iov_len)
        sent -= part[at++].iov_len;
    if (at < count) {
        part[at].iov_base = (char *)part[at].iov_base + sent;
        part[at].iov_len -= sent;
    }
    return at;
}

static void
batch_flush(struct batch *b)
{
    size_t count = 2 * b->records;
    for (size_t at = 0; at < count && !b->failed;) {
        struct msghdr m = {.msg_iov = b->part + at, .msg_iovlen = count - at};
        ssize_t sent = sendmsg(b->fd, &m, MSG_NOSIGNAL);
        if (sent > 0)
            at = parts_skip(b->part, at, count, (size_t)sent);
        else
            b->failed = sent == 0 || errno != EINTR;
    }
    b->records = 0;
}

static void
batch_add(struct batch *b, unsigned char type, const void *bytes, size_t len)
{
    assert(len <= RECORD_MAX);
    if (b->records == RECORDS)
        batch_flush(b);
    size_t n = b->records++;
    const unsigned char head[RECORD_HEAD] = {VERSION, type, (unsigned char)(b->id >> 8),
                                             (unsigned char)b->id, (unsigned char)(len >> 8),
                                             (unsigned char)len};
    memcpy(b->head[n], head, sizeof head);
    b->part[2 * n] = (struct iovec){b->head[n], RECORD_HEAD};
    b->part[2 * n + 1] = (struct iovec){(void *)bytes, len};
}

static void
batch_stream(struct batch *b, const char *bytes, size_t len)
{
    for (size_t at = 0, n; at < len; at += n) {
        n = len - at < RECORD_MAX ? len - at : RECORD_MAX;
        batch_add(b, STDOUT, bytes + at, n);
    }
}

bool
fcgi_send(int fd, int request_id, const char *head, size_t head_len, const char *body,
          size_t len)
{
    static const unsigned char complete[8] = {0}; /* exit status 0, FCGI_REQUEST_COMPLETE */
    struct batch b; /* its arrays are filled as they are used */
    b.fd = fd;
    b.id = request_id;
    b.records = 0;
    b.failed = false;
    assert(request_id >= 0 && request_id <= UINT16_MAX && (body != NULL || len == 0));
    batch_stream(&b, head, head_len);
    batch_stream(&b, body, len);
    batch_add(&b, STDOUT, "", 0);
    batch_add(&b, END_REQUEST, complete, sizeof complete);
    batch_flush(&b);
    return !b.failed;
}
