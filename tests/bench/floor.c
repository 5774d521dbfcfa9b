/*
 * floor SOCKET WORKERS FILE - the least that a page over libfcgi can cost: answers every request with the bytes of FILE (CGI
 * headers, an empty line, body), dispatched as in cgi/fcgi.c, and does nothing else. For tests/bench/run; ends at SIGTERM.
 */
#include <assert.h>
#include <fcgiapp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024, WORKERS_MAX = 256, ANSWER_MAX = 1 << 20 };

static int listener, set;
static char answer[ANSWER_MAX];
static int answer_len;

static int
die(const char *what)
{
    perror(what);
    return EXIT_FAILURE;
}

static int
watch(int fd, int op)
{
    return epoll_ctl(set, op, fd, &(struct epoll_event){.events = EPOLLIN | EPOLLONESHOT, .data.fd = fd});
}

static void
accept_all(void)
{
    int fd;

    while ((fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) >= 0)
        if (watch(fd, EPOLL_CTL_ADD) != 0)
            close(fd);
}

static void
serve(int fd)
{
    FCGX_Request r;
    char drop[8192];

    FCGX_InitRequest(&r, -1, FCGI_FAIL_ACCEPT_ON_INTR);
    r.ipcFd = fd;
    r.keepConnection = 1;
    r.detached = 0;
    if (FCGX_Accept_r(&r) != 0) {
        if (r.ipcFd >= 0)
            FCGX_Free(&r, 1);
        return;
    }
    while (FCGX_GetStr(drop, sizeof drop, r.in) > 0)
        continue;
    FCGX_PutStr(answer, answer_len, r.out);
    FCGX_Finish_r(&r);
    if (r.ipcFd >= 0 && watch(fd, EPOLL_CTL_MOD) != 0)
        close(fd);
}

static void *
work(void *unused)
{
    for (;;) {
        struct epoll_event ev;
        if (epoll_wait(set, &ev, 1, -1) != 1)
            continue;
        if (ev.data.fd != listener) {
            serve(ev.data.fd);
            continue;
        }
        accept_all();
        watch(listener, EPOLL_CTL_MOD);
    }
    return unused;
}

static int
listen_at(const char *path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};

    assert(strlen(path) < sizeof at.sun_path);
    strcpy(at.sun_path, path);
    listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return listener < 0 || bind(listener, (struct sockaddr *)&at, sizeof at) != 0 ? -1 : listen(listener, BACKLOG);
}

static int
read_answer(const char *path)
{
    FILE *f = fopen(path, "re");

    if (f == NULL)
        return -1;
    answer_len = (int)fread(answer, 1, sizeof answer, f);
    fclose(f);
    return answer_len > 0 && answer_len < ANSWER_MAX ? 0 : -1;
}

int
main(int argc, char **argv)
{
    sigset_t signals;
    pthread_t thread;
    int sig, workers = argc == 4 ? atoi(argv[2]) : 0;

    if (workers < 1 || workers > WORKERS_MAX || strlen(argv[1]) >= sizeof ((struct sockaddr_un *)NULL)->sun_path) {
        fputs("usage: floor SOCKET WORKERS FILE\n", stderr);
        return 2;
    }
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, NULL); /* before FCGX_Init puts handlers in place */
    sigdelset(&signals, SIGPIPE);
    if (read_answer(argv[3]) != 0)
        return die(argv[3]);
    if (listen_at(argv[1]) != 0)
        return die(argv[1]);
    set = epoll_create1(EPOLL_CLOEXEC);
    if (set < 0 || FCGX_Init() != 0 || watch(listener, EPOLL_CTL_ADD) != 0)
        return die("floor");
    for (int n = 0; n < workers; n++)
        if (pthread_create(&thread, NULL, work, NULL) != 0)
            return die("floor");
    sigwait(&signals, &sig);
    unlink(argv[1]);
    return EXIT_SUCCESS;
}
