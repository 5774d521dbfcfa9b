/*
 * mailin - handles a mail on standard input, or the new ones of a maildir. See mailin(8).
 *
 * Nothing is written to standard output, and nothing is run: a mail server may put both into a mail
 * to the sender.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/log.h"
#include "config.h"
#include "post/intake.h"
#include "mail/compose.h"
#include "post/maildir.h"

struct mailin {
    const char *conf, *maildir;
    struct envelope env;
    struct intake intake;
};

static const char usage[] =
    "usage: mailin [-c FILE] [--recipient ADDRESS] [--sender ADDRESS] [--maildir DIR] <MAIL\n"
    "  -c, --config FILE        settings (default " HC_CONFIG_FILE ")\n"
    "      --recipient ADDRESS  whom the mail server delivers it to\n"
    "      --sender ADDRESS     the sender that it was told; '' for none\n"
    "      --maildir DIR        handle the new mails of a maildir instead\n"
    "      --help, --version\n";

static const struct option options[] = {
    {"config", required_argument, NULL, 'c'},
    {"recipient", required_argument, NULL, 'r'},
    {"sender", required_argument, NULL, 's'},
    {"maildir", required_argument, NULL, 'm'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'v'},
    {NULL, 0, NULL, 0},
};

/* False once the program is to end with *status. */
static bool
options_read(struct mailin *c, int argc, char **argv, int *status)
{
    for (int o; (o = getopt_long(argc, argv, "c:", options, NULL)) != -1;) {
        switch (o) {
        case 'c': c->conf = optarg; break;
        case 'r': c->env.recipient = optarg; break;
        case 's': c->env.sender = optarg; break;
        case 'm': c->maildir = optarg; break;
        case 'h':
            fputs(usage, stdout);
            *status = EX_OK;
            return false;
        case 'v':
            puts(PACKAGE_STRING);
            *status = EX_OK;
            return false;
        default:
            fputs(usage, stderr);
            *status = EX_USAGE;
            return false;
        }
    }
    if (optind == argc)
        return true;
    fputs(usage, stderr);
    *status = EX_USAGE;
    return false;
}

/*
 * What Postfix's local(8) and Exim's pipe tell a command of the delivery. The address before any
 * alias is the one that has the tag. A maildir was filled by another delivery.
 */
static void
environment_read(struct mailin *c)
{
    if (c->maildir != NULL)
        return;
    if (c->env.recipient == NULL)
        c->env.recipient = getenv("ORIGINAL_RECIPIENT");
    if (c->env.recipient == NULL)
        c->env.recipient = getenv("RECIPIENT");
    if (c->env.sender == NULL)
        c->env.sender = getenv("SENDER");
}

static enum err
take(void *arg, const char *mail, size_t len)
{
    const struct mailin *c = arg;
    return intake_mail(&c->intake, mail, len, &c->env);
}

/* Reads to the end, however long that is: a mail server takes a closed pipe for a failure. */
static enum err
take_stdin(struct mailin *c)
{
    struct buf mail = BUF_INIT;
    enum err e = buf_read_some(&mail, STDIN_FILENO, LIMIT_MAIL);
    if (e == ERR_OK)
        e = take(c, buf_text(&mail), mail.len);
    else
        log_event(LOG_ERROR, "mail_in_failed", "why", err_text(e), NULL);
    buf_free(&mail);
    return e;
}

static enum err
run(struct mailin *c)
{
    struct report rep = {0};
    enum err e = intake_open(c->conf, &c->intake, &rep);
    report_log(&rep);
    if (e != ERR_OK)
        log_event(LOG_ERROR, "mailin_not_started", "why", err_text(e), NULL);
    else if (c->maildir == NULL)
        e = take_stdin(c);
    else if ((e = maildir_each(c->maildir, LIMIT_MAIL, take, c)) != ERR_OK)
        log_event(LOG_ERROR, "maildir_failed", "why", err_text(e), NULL);
    report_free(&rep);
    intake_close(&c->intake);
    return e;
}

int
main(int argc, char **argv)
{
    struct mailin c = {.conf = HC_CONFIG_FILE};
    int status;
    if (!options_read(&c, argc, argv, &status))
        return status;
    umask(077);
    environment_read(&c);
    mail_setup();
    /* Whatever failed may work later, and the mail must not be lost: the server keeps it. */
    return run(&c) == ERR_OK ? EX_OK : EX_TEMPFAIL;
}
