/*
 * starter SOCKET PROGRAM [ARGUMENT...] - opens the socket as a systemd socket unit does, and runs
 * the program with it on descriptor 3. SIGHUP ends the program, waits for it and starts it again;
 * SIGTERM ends both. Prints a line with the number of starts after each. Ends with 1 as soon as the
 * program doesn't leave in good order.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BACKLOG = 1024, LISTEN_FD = 3 };

/* On LISTEN_FD, mode 0660; -1 if it can't be had. */
static int
listen_at(const char *path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    if (fd < 0 || strlen(path) >= sizeof at.sun_path)
        return -1;
    strcpy(at.sun_path, path);
    umask(0117);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, BACKLOG) != 0)
        return -1;
    if (fd != LISTEN_FD && (dup2(fd, LISTEN_FD) < 0 || close(fd) != 0))
        return -1;
    return LISTEN_FD;
}

static pid_t
start(char **program, const sigset_t *signals)
{
    pid_t pid = fork();

    if (pid != 0)
        return pid;
    sigprocmask(SIG_UNBLOCK, signals, NULL);
    setenv("LISTEN_FDS", "1", 1);
    execv(program[0], program);
    _exit(127);
}

/*
 * True if it left in good order, by systemd's rules: with 0, or of SIGTERM where it was not up yet.
 */
static bool
end(pid_t pid)
{
    int status;

    kill(pid, SIGTERM);
    if (waitpid(pid, &status, 0) != pid)
        return false;
    return WIFEXITED(status) ? WEXITSTATUS(status) == 0 : WTERMSIG(status) == SIGTERM;
}

int
main(int argc, char **argv)
{
    sigset_t signals;
    int sig = SIGHUP;

    if (argc < 3)
        return 2;
    sigemptyset(&signals);
    sigaddset(&signals, SIGHUP);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    if (listen_at(argv[1]) < 0) {
        perror(argv[1]);
        return EXIT_FAILURE;
    }
    for (int starts = 1; sig == SIGHUP; starts++) {
        pid_t pid = start(argv + 2, &signals);
        if (pid < 0)
            return EXIT_FAILURE;
        printf("%d\n", starts);
        fflush(stdout);
        sigwait(&signals, &sig);
        if (!end(pid))
            return EXIT_FAILURE;
    }
    unlink(argv[1]);
    return EXIT_SUCCESS;
}
