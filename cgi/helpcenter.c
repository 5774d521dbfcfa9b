/*
 * helpcenter - the public FastCGI program: options, start, the second's work (fold the
 * counter and the tally, notice changed content), drain. See helpcenter(8).
 */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "web/app.h"
#include "base/clock.h"
#include "base/log.h"
#include "web/check.h"
#include "config.h"
#include "desk/delivery_tables.h"
#include "desk/policies.h"
#include "desk/setup.h"
#include "desk/tally.h"
#include "desk/upkeep.h"
#include "web/fcgi.h"
#include "web/routes.h"

enum {
    WORKERS_PER_CORE = 2,
    WORKERS_MAX = 256,
    LIMIT_BUCKETS = 1 << 16,
    DRAIN_MS = 5000, /* longer than the web server keeps an idle connection */
    DESCRIPTORS_MAX = 65536,
    SOON_NS = 100 * 1000 * 1000, /* the pause before upkeep that has more to do: others write too */
    EXIT_USAGE = 2,
};

struct program {
    struct settings *settings;
    struct app app;
    struct db *db; /* the main thread's, for reloads */
    unsigned workers;
    uint64_t seen_templates, seen_www; /* the content that was loaded last, or tried to be */
    int64_t seen_policies, seen_delivery;
    enum err upkeep; /* how it went last */
    struct fcgi *fcgi;
};

/* A connection that says nothing holds a descriptor only, so we take as many as we may. */
static void
take_descriptors(void)
{
    struct rlimit r;
    if (getrlimit(RLIMIT_NOFILE, &r) != 0 || r.rlim_cur >= DESCRIPTORS_MAX)
        return;
    r.rlim_cur = r.rlim_max < DESCRIPTORS_MAX ? r.rlim_max : DESCRIPTORS_MAX;
    setrlimit(RLIMIT_NOFILE, &r);
}

static const char usage[] =
    "usage: helpcenter [-c FILE] [--check]\n"
    "  -c, --config FILE  settings (default " HC_CONFIG_FILE ")\n"
    "      --check        test settings, templates, words, pages and database, then exit\n"
    "      --help, --version\n";

static enum err
open_store(struct program *p, struct report *rep)
{
    struct app *a = &p->app;
    const struct settings *set = p->settings;
    char path[4096 + 16];
    const char *slash = strrchr(set->database, '/');
    snprintf(path, sizeof path, "%.*srequests.counter",
             slash != NULL ? (int)(slash - set->database + 1) : 0, set->database);
    enum err e = db_open(set->database, ROLE_WEB, &p->db, rep);
    if (e == ERR_OK)
        e = writer_start(set->database, &a->writer, rep);
    if (e == ERR_OK)
        e = counter_open(path, a->writer, set->counter_start_number, &a->counter, rep);
    return e == ERR_OK ? tally_open(&a->tally) : e;
}

static enum err
open_seats(struct program *p, struct report *rep)
{
    struct app *a = &p->app;
    enum err e = ERR_OK;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    p->workers = p->settings->workers > 0 ? (unsigned)p->settings->workers
                                          : WORKERS_PER_CORE * (unsigned)(cores > 0 ? cores : 1);
    p->workers = p->workers > WORKERS_MAX ? WORKERS_MAX : p->workers;
    a->seat = calloc(p->workers, sizeof a->seat[0]);
    a->by_network = limiter_new(LIMIT_BUCKETS);
    a->by_address = limiter_new(LIMIT_BUCKETS);
    a->in_all = limiter_new(LIMIT_BUCKETS);
    if (a->seat == NULL || a->by_network == NULL || a->by_address == NULL || a->in_all == NULL)
        return ERR_NOMEM;
    for (unsigned i = 0; i < p->workers && e == ERR_OK; i++)
        e = db_open(p->settings->database, ROLE_WEB, &a->seat[i].db, rep);
    return e;
}

/* Notes what the content is now, before it is read. */
static void
look_at_content(struct program *p)
{
    p->seen_templates = folder_signature(p->settings->templates);
    p->seen_www = folder_signature(p->settings->www);
    policy_stamp(p->db, &p->seen_policies);
    delivery_stamp(p->db, &p->seen_delivery);
}

static void
set_up_response(struct program *p)
{
    char style[BRAND_STYLE_MAX], hash[48];
    site_brand_style(p->settings, style);
    secret_csp_hash(style, strlen(style), hash);
    p->app.response_site.script = p->settings->suggestions;
    p->app.response_site.https = strncmp(p->settings->base_url, "https:", 6) == 0;
    snprintf(p->app.response_site.style_hash, sizeof p->app.response_site.style_hash, "'sha256-%s'",
             hash);
}

static enum err
start(struct program *p, struct report *rep)
{
    enum err e = open_store(p, rep);
    if (e == ERR_OK)
        e = open_seats(p, rep);
    if (e == ERR_OK) {
        look_at_content(p);
        e = site_load(p->settings, p->db, p->app.writer, &p->app.site, rep);
    }
    set_up_response(p);
    const struct fcgi_options options = {.socket = p->settings->socket,
                                         .group = p->settings->socket_group,
                                         .workers = p->workers,
                                         .answer = route_request,
                                         .app = &p->app,
                                         .site = &p->app.response_site};
    if (e == ERR_OK)
        e = fcgi_start(&options, &p->fcgi, rep);
    return e;
}

static enum err
tally_job(struct db *db, void *arg)
{
    return tally_fold(arg, db);
}

/* Folds what was counted until now, or what an earlier failure left of it. */
static void
fold_tally(struct program *p)
{
    struct tally *t = p->app.tally;
    enum err e = ERR_OK;
    for (bool more = tally_take(t); more && e == ERR_OK;) {
        e = writer_run(p->app.writer, tally_job, t);
        if (e == ERR_OK)
            more = tally_folded(t);
    }
    if (e != ERR_OK)
        log_event(LOG_WARN, "tally_not_folded", "why", err_text(e), NULL);
}

static void
stop(struct program *p)
{
    struct app *a = &p->app;
    if (p->fcgi != NULL)
        fcgi_stop(p->fcgi, DRAIN_MS);
    for (int i = 0; a->tally != NULL && i < 2; i++) /* what a failure left, and the rest */
        fold_tally(p);
    if (a->counter != NULL)
        counter_close(a->counter);
    site_unref(a->site);
    for (unsigned i = 0; a->seat != NULL && i < p->workers; i++)
        db_close(a->seat[i].db);
    free(a->seat);
    if (a->writer != NULL)
        writer_stop(a->writer);
    tally_free(a->tally);
    limiter_free(a->by_network);
    limiter_free(a->by_address);
    limiter_free(a->in_all);
    db_close(p->db);
    keys_free(a->keys);
    settings_free(p->settings);
}

/*
 * Makes the site anew; a broken one is reported, and the one that is shown stays. A mistake in the
 * content waits for the next edit; what passes by itself (a full disk, a locked database) is tried
 * again.
 */
static void
reload(struct program *p)
{
    struct site *fresh = NULL;
    struct report rep = {0};
    look_at_content(p);
    enum err e = site_load(p->settings, p->db, p->app.writer, &fresh, &rep);
    if (e == ERR_OK) {
        app_site_swap(&p->app, fresh);
        log_event(LOG_INFO, "content_loaded", NULL);
    } else {
        report_log(&rep);
        log_event(LOG_ERROR, "content_kept", "why", err_text(e), NULL);
        if (e != ERR_INVALID && e != ERR_NOTFOUND)
            p->seen_templates = 0;
    }
    report_free(&rep);
}

static bool
content_changed(const struct program *p)
{
    int64_t stamp = p->seen_policies, delivery = p->seen_delivery;
    return folder_signature(p->settings->templates) != p->seen_templates ||
           folder_signature(p->settings->www) != p->seen_www ||
           (policy_stamp(p->db, &stamp) == ERR_OK && stamp != p->seen_policies) ||
           (delivery_stamp(p->db, &delivery) == ERR_OK && delivery != p->seen_delivery);
}

/* Of waiting signals the least number comes first: reloads that are asked for without end must not
 * hide a stop. */
static bool
told_to_stop(int sig)
{
    sigset_t waiting;
    sigpending(&waiting);
    return sig == SIGTERM || sig == SIGINT || sigismember(&waiting, SIGTERM) == 1 ||
           sigismember(&waiting, SIGINT) == 1;
}

/* A round of upkeep, as the writer runs it. */
struct round {
    const struct program *p;
    bool more;
};

static enum err
upkeep_job(struct db *db, void *arg)
{
    struct round *r = arg;
    const struct upkeep u = {.digest = r->p->settings->digest_mail[0] != '\0'};
    const struct desk desk = {.db = db,
                              .keys = r->p->app.keys,
                              .now = clock_now(),
                              .channel = CHANNEL_PROGRAM,
                              .actor = "program"};
    return upkeep_run(&desk, &u, &r->more);
}

/* True if there is more to do at once. A failure is told when it begins, and when it is over. */
static bool
keep_up(struct program *p)
{
    struct round r = {.p = p};
    enum err e = writer_run(p->app.writer, upkeep_job, &r);
    if (e != p->upkeep && e != ERR_OK)
        log_event(LOG_WARN, "upkeep_failed", "why", err_text(e), NULL);
    else if (e != p->upkeep)
        log_event(LOG_INFO, "upkeep_back", NULL);
    p->upkeep = e;
    return e == ERR_OK && r.more;
}

/* A key that was added is known within a second; a broken file is told, and the old keys stay. */
static void
follow_keys(struct program *p)
{
    struct report rep = {0};
    bool added;
    if (keys_follow(p->app.keys, p->settings->key_file, &added, &rep) != ERR_OK)
        report_log(&rep);
    else if (added)
        log_event(LOG_INFO, "key_added", NULL);
    report_free(&rep);
}

/* The main thread: signals as they come, and once a second the counter, the tally, upkeep and the
 * folders. */
static void
run(struct program *p, const sigset_t *signals)
{
    const struct timespec second = {.tv_sec = 1}, soon = {.tv_nsec = SOON_NS};
    bool more = false;
    for (bool going = true; going;) {
        int sig = sigtimedwait(signals, NULL, more ? &soon : &second);
        going = !told_to_stop(sig);
        enum err e = counter_fold(p->app.counter);
        if (e != ERR_OK)
            log_event(LOG_WARN, "counter_not_folded", "why", err_text(e), NULL);
        if (e == ERR_OK) /* otherwise the database can't be written just now */
            fold_tally(p);
        more = going && e == ERR_OK && keep_up(p);
        follow_keys(p);
        if (going && (sig == SIGHUP || content_changed(p)))
            reload(p);
    }
    log_event(LOG_INFO, "stopping", NULL);
}

static int
ended(struct program *p, enum err e, struct report *rep)
{
    for (size_t i = 0; i < rep->count; i++)
        fprintf(stderr, "helpcenter: %s\n", rep->line[i]);
    if (e != ERR_OK && rep->count == 0)
        fprintf(stderr, "helpcenter: %s\n", err_text(e));
    report_free(rep);
    stop(p);
    return e == ERR_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

static enum err
read_settings(struct program *p, const char *config, struct report *rep)
{
    enum err e = setup(config, &p->settings, &p->app.keys, rep);
    if (e != ERR_OK)
        return e;
    p->app.settings = p->settings;
    p->app.limits = quota_limits_of(p->settings);
    return ERR_OK;
}

int
main(int argc, char **argv)
{
    static const struct option options[] = {{"config", required_argument, NULL, 'c'},
                                            {"check", no_argument, NULL, 'k'},
                                            {"help", no_argument, NULL, 'h'},
                                            {"version", no_argument, NULL, 'v'},
                                            {0}};
    const char *config = HC_CONFIG_FILE;
    bool checking = false;
    struct program p = {.app.site_lock = PTHREAD_MUTEX_INITIALIZER};
    struct report rep = {0};
    for (int c; (c = getopt_long(argc, argv, "c:", options, NULL)) != -1;)
        switch (c) {
        case 'c': config = optarg; break;
        case 'k': checking = true; break;
        case 'h': fputs(usage, stdout); return EXIT_SUCCESS;
        case 'v': puts(PACKAGE_STRING); return EXIT_SUCCESS;
        default: fputs(usage, stderr); return EXIT_USAGE;
        }
    if (optind < argc) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    sigset_t signals;
    sigemptyset(&signals);
    const int blocked[] = {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGPIPE};
    for (size_t i = 0; i < sizeof blocked / sizeof blocked[0]; i++)
        sigaddset(&signals, blocked[i]);
    /* Before threads, and before libfcgi puts handlers in place. */
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    sigdelset(&signals, SIGPIPE);
    take_descriptors();
    enum err e = checking ? check_all(config, &rep) : read_settings(&p, config, &rep);
    if (e == ERR_OK && !checking)
        e = start(&p, &rep);
    if (e != ERR_OK || checking) {
        if (e == ERR_OK)
            puts("helpcenter: all is well");
        return ended(&p, e, &rep);
    }
    report_log(&rep); /* warnings */
    log_event(LOG_INFO, "serving", NULL);
    run(&p, &signals);
    return ended(&p, ERR_OK, &rep);
}
