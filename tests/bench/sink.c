/*
 * sink - takes mail over SMTP as fast as it comes, and keeps none: what tests/bench/run measures
 * mailout against. Listens on a free port of 127.0.0.1 and prints it; a process for each
 * connection. With --single it closes each connection after one letter.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HELD = 256 * 1024 };

struct session {
    int fd;
    bool single;
    size_t len;
    char held[HELD];
};

static const struct {
    const char *verb, *answer;
} answers[] = {
    {"EHLO", "250-sink.test\r\n250 SIZE 1000000\r\n"}, {"MAIL", "250 2.1.0 OK\r\n"},
    {"RCPT", "250 2.1.5 OK\r\n"},                      {"DATA", "354 Go on\r\n"},
    {"QUIT", "221 2.0.0 Bye\r\n"},
};

static bool
say(const struct session *s, const char *text)
{
    return write(s->fd, text, strlen(text)) == (ssize_t)strlen(text);
}

/* Reads until `end` has come, and drops all up to it; verb gets the first four bytes. */
static bool
take(struct session *s, const char *end, char verb[5])
{
    char *at;
    while ((at = memmem(s->held, s->len, end, strlen(end))) == NULL) {
        ssize_t n = s->len < HELD ? read(s->fd, s->held + s->len, HELD - s->len) : 0;
        if (n <= 0)
            return false;
        s->len += (size_t)n;
    }
    size_t used = (size_t)(at - s->held) + strlen(end);
    snprintf(verb, 5, "%.4s", s->held);
    s->len -= used;
    memmove(s->held, s->held + used, s->len);
    return true;
}

static const char *
answer_to(const char *verb)
{
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (strcasecmp(answers[i].verb, verb) == 0)
            return answers[i].answer;
    return "502 5.5.1 What?\r\n";
}

static void
serve(struct session *s)
{
    char verb[5];
    bool going = say(s, "220 sink.test ESMTP\r\n");
    while (going && take(s, "\r\n", verb)) {
        going = say(s, answer_to(verb)) && strcasecmp(verb, "QUIT") != 0;
        if (going && strcasecmp(verb, "DATA") == 0)
            going = take(s, "\r\n.\r\n", verb) && say(s, "250 2.0.0 Taken\r\n") && !s->single;
    }
}

int
main(int argc, char **argv)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    static struct session session;
    session.single = argc == 2 && strcmp(argv[1], "--single") == 0;
    signal(SIGCHLD, SIG_IGN);
    if (listener < 0 || bind(listener, (struct sockaddr *)&at, size) != 0 ||
        listen(listener, 64) != 0 || getsockname(listener, (struct sockaddr *)&at, &size) != 0)
        return EXIT_FAILURE;
    printf("%d\n", ntohs(at.sin_port));
    fflush(stdout);
    while ((session.fd = accept(listener, NULL, NULL)) >= 0) {
        setsockopt(session.fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
        if (fork() == 0) {
            serve(&session);
            return EXIT_SUCCESS;
        }
        close(session.fd);
    }
    return EXIT_FAILURE;
}
