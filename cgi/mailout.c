/*
 * mailout - sends the letters of the outbox, as a service or in a single pass. See mailout(8).
 *
 * Signals are blocked, and asked for between letters, so that none is left in the middle.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "config.h"
#include "mail/compose.h"
#include "post/sending.h"

enum {
    SLOTS_MAX = 64,
    PAUSE_LEAST = 5, /* seconds after a server that is down, doubled up to */
    PAUSE_MOST = 60,
    EXIT_USAGE = 2,
};

struct mailout {
    const char *conf;
    struct office office;
    struct sending sending;
    int lock;     /* the slot's file: while it is locked, the slot is ours */
    time_t pause; /* seconds until the next pass; 0: the server works */
    bool once;
};

static const char usage[] = "usage: mailout [-c FILE] [--once]\n"
                            "  -c, --config FILE  settings (default " HC_CONFIG_FILE ")\n"
                            "      --once         send what is due, then exit\n"
                            "      --help, --version\n";

static sigset_t signals; /* SIGTERM, SIGINT, SIGHUP: blocked */
static int64_t due;      /* letters at the start, for the progress */

static bool
waits(int sig)
{
    sigset_t waiting;
    sigpending(&waiting);
    return sigismember(&waiting, sig) == 1;
}

static bool
ending(void)
{
    return waits(SIGTERM) || waits(SIGINT);
}

static bool
interrupted(void)
{
    return ending() || waits(SIGHUP);
}

static void
progress(const struct outcome *t)
{
    fprintf(stderr, "\r%lld of %lld sent, %lld deferred, %lld failed", (long long)t->sent,
            (long long)due, (long long)t->deferred, (long long)(t->failed + t->dropped));
}

/* ---- start and stop ------------------------------------------------------------------------- */

/* helpcenter.mailout-N.lock beside the database. */
static int
slot_open(const char *database, int n)
{
    const char *slash = strrchr(database, '/');
    struct buf path = BUF_INIT;
    assert(n >= 1 && n <= SLOTS_MAX);
    if (slash != NULL)
        buf_add(&path, database, (size_t)(slash - database) + 1);
    buf_fmt(&path, "helpcenter.mailout-%d.lock", n);
    int fd = path.err == ERR_OK ? open(buf_text(&path), O_RDWR | O_CREAT | O_CLOEXEC, 0640) : -1;
    buf_free(&path);
    return fd;
}

/*
 * Takes the first free slot. Whoever holds its lock is its one user, and who held it before is
 * gone: what that one had leased can be freed at once.
 */
static enum err
slot_take(struct mailout *m, struct report *rep)
{
    const char *database = m->office.settings->database;
    for (int n = 1; n <= SLOTS_MAX; n++) {
        int fd = slot_open(database, n);
        if (fd < 0) {
            report_add(rep, database, 0, "no lock can be made beside it: %s", strerror(errno));
            return ERR_IO;
        }
        if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
            m->lock = fd;
            m->sending.slot = n;
            return ERR_OK;
        }
        close(fd);
    }
    report_add(rep, NULL, 0, "%d of mailout are running already", SLOTS_MAX);
    return ERR_BUSY;
}

static enum err
release(const struct mailout *m)
{
    struct desk d = sending_desk(&m->sending);
    enum err e = outbox_release(&d, m->sending.slot);
    struct outbox_state state = {0};
    if (e == ERR_OK && m->once && outbox_look(&d, &state) == ERR_OK)
        due = state.due;
    return e;
}

/* *status: the exit status for what went wrong. */
static enum err
start(struct mailout *m, struct report *rep, int *status)
{
    enum err e = office_open(m->conf, &m->office, rep);
    m->sending.office = &m->office;
    m->sending.interrupted = interrupted;
    m->sending.ending = ending;
    m->sending.progress = m->once && isatty(STDERR_FILENO) ? progress : NULL;
    *status = EXIT_FAILURE;
    if (e != ERR_OK)
        return e;
    *status = EX_TEMPFAIL;
    e = db_open(m->office.settings->database, ROLE_MAIL, &m->sending.db, rep);
    if (e == ERR_OK) /* a power cut may at worst repeat letters, each with its Message-ID */
        e = db_relax(m->sending.db);
    if (e == ERR_OK)
        e = slot_take(m, rep);
    return e == ERR_OK ? release(m) : e;
}

static void
stop(struct mailout *m)
{
    db_close(m->sending.db);
    office_close(&m->office);
    if (m->lock >= 0)
        close(m->lock);
}

/* Settings, keys and templates anew; where they are wrong, what was there stays. */
static void
reload(struct mailout *m)
{
    struct office fresh;
    struct report rep = {0};
    enum err e = office_open(m->conf, &fresh, &rep);
    if (e == ERR_OK && strcmp(fresh.settings->database, m->office.settings->database) != 0)
        log_event(LOG_WARN, "database_kept", "why", "another one needs a restart", NULL);
    if (e == ERR_OK) {
        office_close(&m->office);
        m->office = fresh;
        m->pause = 0;
        log_event(LOG_INFO, "settings_loaded", NULL);
    } else {
        office_close(&fresh);
        report_log(&rep);
        log_event(LOG_ERROR, "settings_kept", "why", err_text(e), NULL);
    }
    report_free(&rep);
}

/* ---- passes --------------------------------------------------------------------------------- */

static void
outcome_log(const struct outcome *t)
{
    char number[4][24];
    const int64_t counts[4] = {t->sent, t->deferred, t->failed, t->dropped};
    if (t->sent + t->deferred + t->failed + t->dropped == 0)
        return;
    for (size_t i = 0; i < 4; i++)
        snprintf(number[i], sizeof number[i], "%lld", (long long)counts[i]);
    log_event(LOG_INFO, "letters", "sent", number[0], "deferred", number[1], "failed", number[2],
              "dropped", number[3], NULL);
}

/* Says once that nothing goes out, and once that it does again. What a server says may name an
 * address; without its code it is libcurl that speaks. */
static void
outage_log(struct mailout *m, enum pass_end end, enum err e, const struct outcome *t)
{
    const struct smtp_result *r = &m->sending.down;
    if (m->pause == 0 && end == PASS_DOWN)
        log_event(LOG_WARN, "mail_server_down", "while", smtp_step_name(r->step), "status",
                  r->status, "why", r->code == 0 ? r->text : "", NULL);
    else if (m->pause == 0 && end == PASS_STORE)
        log_event(LOG_ERROR, "outbox_failed", "why", err_text(e), NULL);
    else if (m->pause > 0 && end != PASS_DOWN && end != PASS_STORE && t->sent > 0)
        log_event(LOG_INFO, "mail_server_back", NULL);
}

/* One pass, and how long to wait after it. */
static enum pass_end
pass(struct mailout *m, struct outcome *t)
{
    enum err e = ERR_OK;
    enum pass_end end = sending_pass(&m->sending, t, &e);
    assert(m->pause >= 0 && m->pause <= PAUSE_MOST);
    outcome_log(t);
    outage_log(m, end, e, t);
    if (end == PASS_DOWN || end == PASS_STORE) {
        time_t next = m->pause == 0 || t->sent > 0 ? PAUSE_LEAST : 2 * m->pause;
        m->pause = next < PAUSE_MOST ? next : PAUSE_MOST;
    } else if (end == PASS_DONE) {
        m->pause = 0;
    }
    return end;
}

/* True if a letter is due: asked each second, so it only reads. */
static bool
any_due(const struct mailout *m)
{
    struct desk d = sending_desk(&m->sending);
    bool found;
    return outbox_is_due(&d, &found) != ERR_OK || found;
}

static void
serve(struct mailout *m)
{
    for (;;) {
        struct timespec wait = {.tv_sec = m->pause > 0 ? m->pause : 1};
        int sig = sigtimedwait(&signals, NULL, &wait);
        if (sig == SIGTERM || sig == SIGINT)
            break;
        if (sig == SIGHUP)
            reload(m);
        if (any_due(m))
            pass(m, &(struct outcome){0});
    }
    log_event(LOG_INFO, "stopping", NULL);
}

static int
once(struct mailout *m)
{
    struct outcome t = {0};
    enum pass_end end = pass(m, &t);
    if (m->sending.progress != NULL && t.sent + t.deferred + t.failed + t.dropped > 0)
        fputc('\n', stderr);
    if (end == PASS_STORE)
        return EX_TEMPFAIL;
    return end == PASS_DONE && t.deferred + t.failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void
tell(struct report *rep, enum err e)
{
    for (size_t i = 0; i < rep->count; i++)
        fprintf(stderr, "mailout: %s\n", rep->line[i]);
    if (rep->count == 0)
        fprintf(stderr, "mailout: %s\n", err_text(e));
}

static void
signals_block(void)
{
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    sigprocmask(SIG_BLOCK, &signals, NULL); /* before libcurl starts threads to look up names */
    signal(SIGPIPE, SIG_IGN);
}

int
main(int argc, char **argv)
{
    static const struct option options[] = {{"config", required_argument, NULL, 'c'},
                                            {"once", no_argument, NULL, 'o'},
                                            {"help", no_argument, NULL, 'h'},
                                            {"version", no_argument, NULL, 'v'},
                                            {0}};
    struct mailout m = {.conf = HC_CONFIG_FILE, .lock = -1};
    struct report rep = {0};
    int status = EXIT_SUCCESS;
    for (int c; (c = getopt_long(argc, argv, "c:", options, NULL)) != -1;)
        switch (c) {
        case 'c': m.conf = optarg; break;
        case 'o': m.once = true; break;
        case 'h': fputs(usage, stdout); return EXIT_SUCCESS;
        case 'v': puts(PACKAGE_STRING); return EXIT_SUCCESS;
        default: fputs(usage, stderr); return EXIT_USAGE;
        }
    if (optind < argc) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    signals_block();
    mail_setup();
    enum err e = start(&m, &rep, &status);
    if (e != ERR_OK) {
        tell(&rep, e);
    } else if (m.once) {
        status = once(&m);
    } else {
        log_event(LOG_INFO, "sending", NULL);
        serve(&m);
        status = EXIT_SUCCESS;
    }
    report_free(&rep);
    stop(&m);
    return status;
}
