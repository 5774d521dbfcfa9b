/* test_fcgi.c - what comes over the web server's socket: whole requests, and what is none. */
#include "web/fcgi.h"

#include <stdatomic.h>
#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "folder.h"

/* FastCGI 1.0, section 8: types of records. */
enum { BEGIN_REQUEST = 1, END_REQUEST = 3, PARAMS = 4, STDIN = 5, STDOUT = 6 };

static const struct response_site site = {.https = false};

struct front {
    char socket[4096 + 2];
    const char *group; /* whom the socket is given to */
    struct fcgi *fcgi;
    struct report report;
    bool no_memory; /* for the body of the next answer */
    atomic_int calls;
};

static void
answer(void *app, const struct fcgi_call *in, struct response *out)
{
    struct front *f = app;

    atomic_fetch_add(&f->calls, 1);
    out->media = MEDIA_TEXT;
    out->status = in->too_big ? 413 : in->cut ? 400 : 200;
    buf_fmt(&out->body, "%zu bytes for %s", in->len, in->get(in->ctx, "REQUEST_URI"));
    if (f->no_memory)
        out->body.err = ERR_NOMEM;
}

static enum err
serve_at(struct front *f)
{
    const struct fcgi_options options = {
        .socket = f->socket, .group = f->group, .workers = 2, .answer = answer, .app = f, .site = &site};

    return fcgi_start(&options, &f->fcgi, &f->report);
}

static int
front_setup(void **state)
{
    struct front *f = calloc(1, sizeof *f);

    assert_non_null(f);
    snprintf(f->socket, sizeof f->socket, "%s/s", folder_new());
    f->group = "";
    *state = f;
    return 0;
}

static int
front_teardown(void **state)
{
    struct front *f = *state;

    if (f->fcgi != NULL)
        fcgi_stop(f->fcgi, 1000);
    unlink(f->socket);
    *strrchr(f->socket, '/') = '\0';
    rmdir(f->socket);
    report_free(&f->report);
    free(f);
    return 0;
}

static void
put_record(struct buf *b, int type, const void *bytes, size_t len)
{
    const unsigned char head[] = {
        1, (unsigned char)type, 0, 1, (unsigned char)(len >> 8), (unsigned char)len, 0, 0};

    assert_true(len <= 0xffff);
    buf_add(b, head, sizeof head);
    buf_add(b, bytes, len);
}

static void
put_pair(struct buf *b, const char *name, const char *value)
{
    buf_char(b, (char)strlen(name));
    buf_char(b, (char)strlen(value));
    buf_str(b, name);
    buf_str(b, value);
}

/* A request that asks to keep the connection; declared: its CONTENT_LENGTH, or NULL. */
static void
put_request(struct buf *b, const char *uri, const struct buf *body, const char *declared)
{
    static const char begin[] = {0, 1, 1, 0, 0, 0, 0, 0};
    struct buf pairs = BUF_INIT;

    put_pair(&pairs, "REQUEST_METHOD", "GET");
    put_pair(&pairs, "REQUEST_URI", uri);
    if (declared != NULL)
        put_pair(&pairs, "CONTENT_LENGTH", declared);
    put_record(b, BEGIN_REQUEST, begin, sizeof begin);
    put_record(b, PARAMS, pairs.data, pairs.len);
    put_record(b, PARAMS, "", 0);
    for (size_t at = 0; at < body->len; at += 60000)
        put_record(b, STDIN, body->data + at, body->len - at < 60000 ? body->len - at : 60000);
    put_record(b, STDIN, "", 0);
    buf_free(&pairs);
}

static int
dial(const struct front *f)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    assert_true(fd >= 0 && strlen(f->socket) < sizeof at.sun_path);
    strcpy(at.sun_path, f->socket);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    return fd;
}

static bool
receive(int fd, void *out, size_t len)
{
    return recv(fd, out, len, MSG_WAITALL) == (ssize_t)len;
}

/* Sends, and reads one answer to its end; in a static buffer that the next call overwrites. */
static const char *
talk(int fd, const struct buf *request)
{
    static char text[70000];
    unsigned char head[8];
    size_t used = 0;

    assert_int_equal(send(fd, request->data, request->len, MSG_NOSIGNAL), request->len);
    while (receive(fd, head, sizeof head) && head[1] != END_REQUEST) {
        size_t len = (size_t)head[4] << 8 | head[5], pad = head[6];
        char *at = text + used;

        assert_true(head[1] == STDOUT && used + len + pad < sizeof text);
        assert_true(receive(fd, at, len + pad));
        used += len;
    }
    assert_true(receive(fd, text + used, 8)); /* the end's own bytes */
    text[used] = '\0';
    return text;
}

static void
test_kept_connection(void **state)
{
    struct front *f = *state;
    struct buf request = BUF_INIT, none = BUF_INIT;
    int fd;

    assert_int_equal(serve_at(f), ERR_OK);
    fd = dial(f);
    put_request(&request, "/a", &none, NULL);
    for (int i = 0; i < 3; i++)
        assert_non_null(strstr(talk(fd, &request), "\r\n\r\n0 bytes for /a"));
    close(fd);
    buf_free(&request);
}

/* Bytes of a body are never a request, whatever they look like and however many they are. */
static void
test_records_in_a_body(void **state)
{
    static const struct { int times; const char *status; } cases[] = {
        {1, "Status: 200 "}, {100, "Status: 200 "}, {2000, "Status: 413 "}};
    struct front *f = *state;
    struct buf none = BUF_INIT, forged = BUF_INIT, next = BUF_INIT;

    assert_int_equal(serve_at(f), ERR_OK);
    put_request(&forged, "/forged", &none, NULL);
    put_request(&next, "/next", &none, NULL);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf body = BUF_INIT, request = BUF_INIT;
        int fd = dial(f), before = atomic_load(&f->calls);

        for (int n = 0; n < cases[i].times; n++)
            buf_add(&body, forged.data, forged.len);
        put_request(&request, "/true", &body, NULL);
        expect(strncmp(talk(fd, &request), cases[i].status, 12) == 0, cases[i].status);
        assert_non_null(strstr(talk(fd, &next), "0 bytes for /next"));
        assert_int_equal(atomic_load(&f->calls), before + 2);
        close(fd);
        buf_free(&body);
        buf_free(&request);
    }
    buf_free(&forged);
    buf_free(&next);
}

static void
test_cut_body(void **state)
{
    struct front *f = *state;
    struct buf request = BUF_INIT, body = BUF_INIT;
    int fd;

    assert_int_equal(serve_at(f), ERR_OK);
    buf_str(&body, "email=a");
    put_request(&request, "/a", &body, "20");
    fd = dial(f);
    assert_memory_equal(talk(fd, &request), "Status: 400 ", 12);
    close(fd);
    buf_free(&request);
    buf_free(&body);
}

/* Half a page, or none, must not go out as a good one that a browser may keep. */
static void
test_body_without_memory(void **state)
{
    struct front *f = *state;
    struct buf request = BUF_INIT, none = BUF_INIT;
    int fd;

    assert_int_equal(serve_at(f), ERR_OK);
    fd = dial(f);
    put_request(&request, "/a", &none, NULL);
    f->no_memory = true;
    assert_memory_equal(talk(fd, &request), "Status: 503", 11);
    f->no_memory = false;
    assert_memory_equal(talk(fd, &request), "Status: 200 ", 12);
    close(fd);
    buf_free(&request);
}

/* The path of the database as the socket's, by a slip in the settings, must not cost the database. */
static void
test_a_file_is_kept(void **state)
{
    struct front *f = *state;
    FILE *file = fopen(f->socket, "w");

    assert_non_null(file);
    fclose(file);
    assert_int_equal(serve_at(f), ERR_CONFLICT);
    assert_int_equal(f->report.count, 1);
    assert_non_null(strstr(f->report.line[0], "no socket"));
    assert_int_equal(access(f->socket, F_OK), 0);
}

static void
test_one_that_answers_is_kept(void **state)
{
    struct front *f = *state, second = {.group = ""};

    assert_int_equal(serve_at(f), ERR_OK);
    memcpy(second.socket, f->socket, sizeof second.socket);
    assert_int_equal(serve_at(&second), ERR_CONFLICT);
    assert_non_null(strstr(second.report.line[0], "answers"));
    report_free(&second.report);
    close(dial(f));
}

/* What a killed program left behind. */
static void
test_a_stale_one_is_replaced(void **state)
{
    struct front *f = *state;
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    strcpy(at.sun_path, f->socket);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    close(fd);
    assert_int_equal(serve_at(f), ERR_OK);
    close(dial(f));
}

/* The socket is the web server's to open; a group that can't have it is told, and nothing is left. */
static void
test_the_group(void **state)
{
    struct front *f = *state;
    const struct group *own = getgrgid(getgid());
    struct stat st;

    f->group = "nobody-has-this";
    assert_int_equal(serve_at(f), ERR_DENIED);
    assert_int_not_equal(stat(f->socket, &st), 0);
    assert_non_null(own);
    f->group = own->gr_name;
    assert_int_equal(serve_at(f), ERR_OK);
    assert_int_equal(stat(f->socket, &st), 0);
    assert_int_equal(st.st_gid, getgid());
    assert_int_equal(st.st_mode & 0777, 0660);
}

#define front_test(f) cmocka_unit_test_setup_teardown(f, front_setup, front_teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        front_test(test_kept_connection),
        front_test(test_records_in_a_body),
        front_test(test_cut_body),
        front_test(test_body_without_memory),
        front_test(test_a_file_is_kept),
        front_test(test_one_that_answers_is_kept),
        front_test(test_a_stale_one_is_replaced),
        front_test(test_the_group),
    };

    return cmocka_run_group_tests_name("fcgi", tests, NULL, NULL);
}
