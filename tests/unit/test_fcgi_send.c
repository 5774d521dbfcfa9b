#include "unit.h"

#include <pthread.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/buf.h"
#include "web/fcgi_send.h"

enum { VERSION = 1, END_REQUEST = 3, STDOUT = 6, ID = 0x0102 };

/* What a web server would have read. */
struct peer {
    int fd;
    struct buf got;    /* the standard output */
    size_t empty, end; /* records of each kind */
    bool wrong;
};

static bool
read_all(int fd, void *out, size_t len)
{
    for (size_t at = 0; at < len;) {
        ssize_t n = read(fd, (char *)out + at, len - at);
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    return true;
}

static void *
read_records(void *arg)
{
    static char content[65536];
    struct peer *p = arg;
    unsigned char h[8];
    while (p->end == 0 && !p->wrong && read_all(p->fd, h, sizeof h)) {
        size_t len = (size_t)h[4] << 8 | h[5];
        p->wrong = h[0] != VERSION || (h[2] << 8 | h[3]) != ID || h[6] != 0 || p->empty > 1 ||
                   !read_all(p->fd, content, len);
        p->empty += h[1] == STDOUT && len == 0;
        p->end += h[1] == END_REQUEST && len == 8;
        if (h[1] == STDOUT && p->empty == 0)
            buf_add(&p->got, content, len);
        else if (h[1] != END_REQUEST && len > 0)
            p->wrong = true;
    }
    return NULL;
}

static void
sends_whole(size_t head_len, size_t len)
{
    int pair[2];
    pthread_t thread;
    char *all = malloc(head_len + len + 1);
    assert_non_null(all);
    for (size_t i = 0; i < head_len + len; i++)
        all[i] = (char)(i * 31 + i / 255);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    struct peer p = {.fd = pair[1]};
    assert_int_equal(pthread_create(&thread, NULL, read_records, &p), 0);
    assert_true(fcgi_send(pair[0], ID, all, head_len, all + head_len, len));
    pthread_join(thread, NULL);
    assert_false(p.wrong);
    assert_int_equal(p.empty, 1);
    assert_int_equal(p.end, 1);
    assert_int_equal(p.got.len, head_len + len);
    assert_memory_equal(buf_text(&p.got), all, head_len + len);
    buf_free(&p.got);
    free(all);
    close(pair[0]);
    close(pair[1]);
}

static void
sends_answers_of_any_size(void **state)
{
    static const size_t sizes[][2] = {
        {20, 0}, {20, 1}, {741, 11489}, {20, 65528}, {20, 65529}, {65528, 65528},
        {20, 14 * 65528}, {20, 15 * 65528}, {20, 16 * 65528}, {20, 5000000}};
    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++)
        sends_whole(sizes[i][0], sizes[i][1]);
}

static void
tells_a_peer_that_is_gone(void **state)
{
    int pair[2];
    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    close(pair[1]);
    assert_false(fcgi_send(pair[0], ID, "a", 1, NULL, 0)); /* and no SIGPIPE */
    close(pair[0]);
}

static void
gives_up_on_a_peer_that_does_not_read(void **state)
{
    const struct timeval patience = {.tv_usec = 20000};
    size_t len = 4 << 20;
    char *body = calloc(len, 1);
    int pair[2];
    (void)state;
    assert_non_null(body);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(setsockopt(pair[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience), 0);
    assert_false(fcgi_send(pair[0], ID, "a", 1, body, len));
    free(body);
    close(pair[0]);
    close(pair[1]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sends_answers_of_any_size), cmocka_unit_test(tells_a_peer_that_is_gone),
        cmocka_unit_test(gives_up_on_a_peer_that_does_not_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
