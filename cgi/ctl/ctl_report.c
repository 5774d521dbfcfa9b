/*
 * helpctl report - figures of a span of days, as text or as one page with charts. A file gets the
 * whole page or nothing.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "ctl.h"
#include "report_page.h"
#include "report_text.h"

enum { DAYS_USUAL = 30 };

struct span {
    bool html;
    const char *file;             /* NULL: standard output */
    const char *days, *from, *to; /* as they were given, or NULL */
    char first[CLOCK_DATE_MAX], last[CLOCK_DATE_MAX];
};

/* ---- which days ---- */

/* The first and the last day, in the shop's zone. False once the mistake is told. */
static bool
span_read(struct span *x, int64_t now)
{
    int64_t days = DAYS_USUAL;

    clock_iso_date(now, x->last);
    if (!ctl_number("--days", x->days, FIGURE_DAYS_MAX, &days))
        return false;
    if (x->from == NULL) {
        figures_day_add(x->last, 1 - days, x->first);
        return true;
    }
    if (!clock_iso_valid(x->from) || !clock_iso_valid(x->to))
        return ctl_misuse("%s is no date such as 2026-05-03",
                          clock_iso_valid(x->from) ? x->to : x->from),
               false;
    if (strcmp(x->to, x->last) > 0)
        return ctl_misuse("%s is still to come", x->to), false;
    snprintf(x->first, sizeof x->first, "%s", x->from);
    snprintf(x->last, sizeof x->last, "%s", x->to);
    days = (int64_t)figures_days(x->first, x->last);
    if (days == 0)
        return ctl_misuse("--from is later than --to"), false;
    if (days > FIGURE_DAYS_MAX)
        return ctl_misuse("a report is of %d days at most", FIGURE_DAYS_MAX), false;
    return true;
}

/* ---- where to ---- */

/* False, and told, for a file that must not be replaced. */
static bool
file_fits(const char *path)
{
    struct stat st;

    if (stat(path, &st) != 0 || S_ISREG(st.st_mode))
        return true;
    ctl_error("%s is %s; name a file", path, S_ISDIR(st.st_mode) ? "a folder" : "no plain file");
    return false;
}

static bool
bytes_write(int fd, const struct buf *page)
{
    for (size_t done = 0; done < page->len;) {
        ssize_t n = write(fd, page->data + done, page->len - done);

        if (n < 0 && errno != EINTR)
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* Writes beside the file, then takes its place. A link to a file stays a link. */
static int
file_write(const char *path, const struct buf *page)
{
    char real[PATH_MAX], fresh[PATH_MAX + 8];
    mode_t mask = umask(0);
    int fd, cause = 0;

    umask(mask);
    if (realpath(path, real) == NULL)
        snprintf(real, sizeof real, "%s", path);
    snprintf(fresh, sizeof fresh, "%s.XXXXXX", real);
    if ((fd = mkstemp(fresh)) < 0)
        return ctl_error("%s: %s", path, strerror(errno));
    if (!bytes_write(fd, page) || fchmod(fd, 0666 & ~mask) != 0 || fsync(fd) != 0)
        cause = errno;
    if (close(fd) != 0 && cause == 0)
        cause = errno;
    if (cause == 0 && rename(fresh, real) != 0)
        cause = errno;
    if (cause == 0)
        return CTL_DONE;
    unlink(fresh);
    return ctl_error("%s: %s", path, strerror(cause));
}

static int
report_put(const struct span *x, const struct buf *report)
{
    if (x->file != NULL)
        return file_write(x->file, report);
    fwrite(report->data, 1, report->len, stdout);
    if (fflush(stdout) != 0 || ferror(stdout))
        return ctl_error("standard output: %s", strerror(errno));
    return CTL_DONE;
}

/* ---- the report ---- */

static enum err
words_open(const struct settings *s, struct words **out, struct report *rep)
{
    struct buf folder = BUF_INIT;
    enum err e;

    buf_fmt(&folder, "%s/words/en", s->templates);
    e = folder.err != ERR_OK ? folder.err : words_load(buf_text(&folder), out, rep);
    buf_free(&folder);
    return e;
}

static int
report_draw(struct ctl_desk *d, const struct span *x, const struct figures *figures)
{
    const struct settings *s = d->settings;
    struct words *words = NULL;
    struct tpl_set *tpl = NULL;
    struct report rep = {0};
    struct buf out = BUF_INIT;
    int status = CTL_FAILED;
    enum err e = words_open(s, &words, &rep);

    if (e == ERR_OK && x->html)
        e = tpl_load(s->templates, words, &tpl, &rep);
    if (e == ERR_OK && x->html)
        e = report_page(s, words, tpl, figures, &out);
    else if (e == ERR_OK)
        report_text(s, words, figures, &out);
    if (e == ERR_OK)
        e = out.err;
    if (e == ERR_OK)
        status = report_put(x, &out);
    else
        ctl_report(&rep, e, s->templates);
    buf_free(&out);
    tpl_free(tpl);
    words_free(words);
    report_free(&rep);
    return status;
}

static int
report_make(struct ctl_desk *d, void *arg)
{
    struct span *x = arg;
    struct figures figures = {0};
    int status = CTL_USAGE;
    enum err e;

    if (!span_read(x, d->desk.now))
        return status;
    e = figures_read(d->db, x->first, x->last, d->desk.now, &figures);
    status = e == ERR_OK ? report_draw(d, x, &figures)
                         : ctl_error("%s: %s", d->settings->database, err_text(e));
    figures_free(&figures);
    return status;
}

int
ctl_report_command(struct ctl *c)
{
    struct span x = {0};
    const struct ctl_option options[] = {{.name = "--html", .flag = &x.html},
                                         {.name = "--days", .value = &x.days},
                                         {.name = "--from", .value = &x.from},
                                         {.name = "--to", .value = &x.to},
                                         {.name = NULL}};

    if (!ctl_options(c, options))
        return CTL_USAGE;
    if ((x.from == NULL) != (x.to == NULL) || (x.days != NULL && x.from != NULL))
        return ctl_misuse("report takes --days, or --from and --to");
    if (c->words > (x.html ? 1U : 0U))
        return ctl_misuse("there is a word too many");
    x.file = c->word[0];
    if (x.file != NULL && !file_fits(x.file))
        return CTL_FAILED;
    if (x.html && x.file == NULL && isatty(STDOUT_FILENO))
        return ctl_misuse("name a file for the page, or pipe it on");
    return ctl_at_desk(c, report_make, &x);
}
