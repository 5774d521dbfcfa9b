/*
 * helpctl sql - SQLite's own shell on the live database, in a form that can change nothing: opened read-only, and in the
 * shell's safe mode, which refuses other files and programs.
 */
#include <assert.h>
#include <errno.h>
#include <string.h>
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
                  errno == EACCES ? "; only its owner and group may read it" : "; make it with: helpctl init");
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
