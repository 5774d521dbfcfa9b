/*
 * helpctl sql - SQLite's own shell on the live database, in a form that can change nothing: opened
 * read-only, in the shell's safe mode, which refuses other files and programs, and unable to empty
 * a file.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "ctl.h"

enum { SHELL_ARGS_MAX = 12 };

/* The shell's command line. People at a terminal who give no query are shown the views first. */
static void
shell_args(const char **arg, const struct settings *s, bool csv, bool json, const char *query)
{
    size_t n = 0;

    arg[n++] = "sqlite3";
    arg[n++] = "-readonly";
    arg[n++] = "-safe";
    arg[n++] = "-header";
    arg[n++] = csv ? "-csv" : json ? "-json" : "-box";
    if (query == NULL && isatty(STDIN_FILENO)) {
        arg[n++] = "-cmd";
        arg[n++] = ".tables v_%";
    }
    arg[n++] = s->database;
    arg[n++] = query;
    assert(n < SHELL_ARGS_MAX);
    arg[n] = NULL;
}

/*
 * Opening a file to write it anew fails from here on, in the shell too: its .trace and .testcase do
 * so even in safe mode, and could empty the database itself. What the shell needs, the shared
 * memory of a WAL, is never opened so.
 */
static bool
forbid_emptying(void)
{
    const unsigned flags_at = offsetof(struct seccomp_data, args) + 2 * sizeof(__u64) +
                              (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? sizeof(__u32) : 0);
    struct sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0,
                 2), /* the C library opens by no other call */
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, flags_at),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_TRUNC, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    };
    const struct sock_fprog program = {.len = sizeof rules / sizeof rules[0], .filter = rules};

    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

int
ctl_sql(struct ctl *c)
{
    bool csv = false, json = false;
    const struct ctl_option options[] = {
        {.name = "--csv", .flag = &csv}, {.name = "--json", .flag = &json}, {.name = NULL}};
    const char *arg[SHELL_ARGS_MAX];
    struct settings *s = NULL;
    int status = CTL_FAILED;

    if (!ctl_options(c, options))
        return CTL_USAGE;
    if ((csv && json) || c->words > 1)
        return ctl_misuse("sql takes one of --csv and --json, and one query in quotes");
    if (c->words == 1 && c->word[0][0] == '-')
        return ctl_misuse("a query can't begin with a hyphen");
    if ((s = ctl_settings(c)) == NULL)
        return CTL_FAILED;
    if (access(s->database, R_OK) != 0) {
        ctl_error("%s: %s%s", s->database, strerror(errno),
                  errno == EACCES ? "; only its owner and group may read it"
                                  : "; make it with: helpctl init");
        goto out;
    }
    if (!forbid_emptying()) {
        ctl_error("the shell can't be confined: %s", strerror(errno));
        goto out;
    }
    shell_args(arg, s, csv, json, c->words == 1 ? c->word[0] : NULL);
    execvp(arg[0], (char *const *)arg);
    if (errno == ENOENT)
        ctl_error("sqlite3 is not installed; on Debian: apt-get install sqlite3");
    else
        ctl_error("sqlite3: %s", strerror(errno));
out:
    settings_free(s);
    return status;
}
