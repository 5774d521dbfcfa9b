/*
 * helpctl delivery - the methods, zones and holidays behind the delivery date finder: takes them
 * from a file, shows them, and says what is missing.
 */
#include <assert.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "ctl.h"
#include "desk/delivery_tables.h"

static int
told(const struct delivery *t, const char *path, const char *how)
{
    printf("%s: %s %zu methods, %zu zones and %zu holidays\n", path, how, t->methods, t->zones,
           t->holidays);
    return CTL_DONE;
}

/* ---- load ---- */

struct load {
    const char *path; /* NULL: templates/delivery.conf */
    bool dry_run;
    struct delivery *tables;
};

static enum err
replace(struct ctl_desk *d, void *arg)
{
    const struct load *l = arg;

    return delivery_replace(&d->desk, l->tables);
}

static int
load(struct ctl_desk *d, void *arg)
{
    struct load *l = arg;
    enum err e = ctl_write(d, replace, l);

    return e == ERR_OK ? told(l->tables, l->path, "loaded") : ctl_error("%s: %s", l->path,
                                                                       err_text(e));
}

/* Reads the whole file before anything is changed. */
static int
load_file(const struct ctl *c, struct load *l)
{
    struct report rep = {0};
    enum err e = delivery_file_read(l->path, &l->tables, &rep);
    int status = CTL_FAILED;

    if (e != ERR_OK) {
        ctl_report(&rep, e, l->path);
        ctl_error("nothing was loaded");
    } else if (l->dry_run) {
        status = told(l->tables, l->path, "would load");
    } else {
        status = ctl_at_desk(c, load, l);
    }
    report_free(&rep);
    delivery_free(l->tables);
    return status;
}

/* Where the shipped file lies; buf_free(). */
static void
shipped(const struct settings *s, struct buf *out)
{
    buf_fmt(out, "%s/delivery.conf", s->templates);
}

static int
delivery_load(struct ctl *c)
{
    struct load l = {.path = NULL};
    const struct ctl_option options[] = {{.name = "--dry-run", .flag = &l.dry_run},
                                         {.name = NULL}};
    struct buf path = BUF_INIT;
    struct settings *s;
    int status;

    if (!ctl_options(c, options))
        return CTL_USAGE;
    if (c->words > 1)
        return ctl_misuse("load takes one file");
    if ((s = ctl_settings(c)) == NULL)
        return CTL_FAILED;
    shipped(s, &path);
    l.path = c->words == 1 ? c->word[0] : buf_text(&path);
    status = load_file(c, &l);
    buf_free(&path);
    settings_free(s);
    return status;
}

bool
ctl_delivery_load_shipped(const struct ctl *c, const struct settings *s)
{
    struct load l = {.path = NULL};
    struct buf path = BUF_INIT;
    bool loaded;

    shipped(s, &path);
    l.path = buf_text(&path);
    /* Whoever keeps templates of their own may do without. */
    loaded = access(l.path, F_OK) != 0 || load_file(c, &l) == CTL_DONE;
    buf_free(&path);
    return loaded;
}

/* ---- show ---- */

static void
days_print(int min, int max, char out[32])
{
    if (min == max)
        snprintf(out, 32, "%d", min);
    else
        snprintf(out, 32, "%d-%d", min, max);
}

static void
methods_print(const struct delivery *t)
{
    char days[32];

    printf("%-16s %-24s %-6s  %-8s  %-8s  %s\n", "method", "title", "cutoff", "handling",
           "saturday", "sunday");
    for (size_t i = 0; i < t->methods; i++) {
        const struct delivery_method *m = &t->method[i];

        days_print(m->handling_min, m->handling_max, days);
        printf("%-16s %-24s %02d:%02d   %-8s  %-8s  %s\n", m->name, m->title, m->cutoff / 60,
               m->cutoff % 60, days, m->saturday ? "yes" : "no", m->sunday ? "yes" : "no");
    }
}

static void
zones_print(const struct delivery *t)
{
    char days[32];

    printf("\n%-16s %-24s %-10s  %-16s %s\n", "zone", "title", "calendar", "method", "days");
    for (size_t z = 0; z < t->zones; z++)
        for (size_t m = 0; m < t->methods; m++) {
            const struct delivery_zone *zone = &t->zone[z];

            if (!zone->days[m].offered)
                continue;
            days_print(zone->days[m].min, zone->days[m].max, days);
            printf("%-16s %-24s %-10s  %-16s %s\n", zone->name, zone->title, zone->calendar,
                   t->method[m].name, days);
        }
}

static void
holidays_print(const struct delivery *t, int64_t today)
{
    char day[CLOCK_DATE_MAX];

    printf("\n%-10s  %-10s  %s\n", "calendar", "day", "holiday");
    for (size_t i = 0; i < t->holidays; i++)
        if (t->holiday[i].day >= today) {
            clock_day_iso(t->holiday[i].day, day);
            printf("%-10s  %s  %s\n", t->holiday[i].calendar, day, t->holiday[i].title);
        }
}

static int
show(struct ctl_desk *d, void *arg)
{
    struct delivery *t = NULL;
    enum err e = delivery_read(d->db, &t);

    (void)arg;
    if (e != ERR_OK)
        return ctl_error("%s: %s", d->settings->database, err_text(e));
    methods_print(t);
    zones_print(t);
    holidays_print(t, clock_day(d->desk.now));
    delivery_free(t);
    return CTL_DONE;
}

static int
delivery_show(struct ctl *c)
{
    return ctl_operands(c, NULL, 0) ? ctl_at_desk(c, show, NULL) : CTL_USAGE;
}

/* ---- check ---- */

static int
check(struct ctl_desk *d, void *arg)
{
    struct report rep = {0};
    struct delivery *t = NULL;
    int status = CTL_DONE;
    enum err e = delivery_read(d->db, &t);

    (void)arg;
    if (e != ERR_OK)
        return ctl_error("%s: %s", d->settings->database, err_text(e));
    if (delivery_review(t, clock_day(d->desk.now), &rep) > 0)
        status = ctl_report(&rep, ERR_INVALID, "delivery");
    else
        puts("delivery: nothing is missing");
    report_free(&rep);
    delivery_free(t);
    return status;
}

static int
delivery_check(struct ctl *c)
{
    return ctl_operands(c, NULL, 0) ? ctl_at_desk(c, check, NULL) : CTL_USAGE;
}

int
ctl_delivery(struct ctl *c)
{
    static const struct ctl_verb verbs[] = {{"load", delivery_load},
                                            {"show", delivery_show},
                                            {"check", delivery_check},
                                            {NULL, NULL}};

    return ctl_verb(c, "delivery", verbs);
}
