/*
 * helpctl list show, export - what the lists hold: all about one address, or all of one list.
 */
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ctl_list.h"
#include "desk/audit.h"
#include "desk/people.h"
#include "desk/staff.h"
#include "rows.h"

enum { EVENTS_SHOWN = 20 };

static const char *
or_dash(const char *text)
{
    return text[0] != '\0' ? text : "-";
}

/* Each list: how the person stands to it, and whether the address has opted out. */
static enum err
lists_print(struct ctl_desk *d, const char *canonical, int64_t person)
{
    struct standing_row row[STAFF_LISTS_MAX];
    char since[CTL_TIME_MAX], out_since[CTL_TIME_MAX];
    size_t n = 0;
    enum err e = staff_standing(d->db, person, row, &n);

    if (e == ERR_OK)
        printf("%-16s %-10s %-16s  %-16s  %s\n", "list", "state", "since", "opted out since",
               "source");
    for (size_t i = 0; e == ERR_OK && i < n; i++) {
        int64_t left = 0;

        if ((e = suppressed(&d->desk, canonical, row[i].list, &left)) == ERR_OK)
            printf("%-16s %-10s %-16s  %-16s  %s\n", row[i].list, or_dash(row[i].state),
                   ctl_time(row[i].since, since), ctl_time(left, out_since),
                   or_dash(row[i].source));
    }
    return e;
}

static enum err
events_print(struct ctl_desk *d, const char *canonical, int64_t person)
{
    struct event_row row[EVENTS_SHOWN];
    char at[CTL_TIME_MAX];
    size_t n = 0;
    enum err e = staff_events(&d->desk, person, canonical, row, EVENTS_SHOWN, &n);

    if (e != ERR_OK)
        return e;
    printf("\n%-16s  %-8s %-16s %-11s %-9s  %s\n", "at", "event", "list", "channel", "reference",
           "page");
    for (size_t i = 0; i < n; i++)
        printf("%-16s  %-8s %-16s %-11s %-9s  %s\n", ctl_time(row[i].at, at), row[i].kind,
               row[i].list, row[i].channel, row[i].reference, or_dash(row[i].page));
    if (n == 0)
        puts("-");
    return ERR_OK;
}

static int
list_show(struct ctl_desk *d, void *arg)
{
    const struct mail_address *mail = arg;
    int64_t person = 0;
    enum err e = person_find(&d->desk, mail->canonical, &person);

    if (e == ERR_OK || e == ERR_NOTFOUND) {
        if (person != 0)
            printf("%s is person %lld. Times are UTC.\n\n", mail->canonical, (long long)person);
        else
            printf("%s belongs to nobody known. Times are UTC.\n\n", mail->canonical);
        e = lists_print(d, mail->canonical, person);
    }
    if (e == ERR_OK)
        e = events_print(d, mail->canonical, person);
    return e == ERR_OK ? CTL_DONE : ctl_error("%s: %s", mail->typed, err_text(e));
}

int
ctl_list_show(struct ctl *c)
{
    struct mail_address mail;

    if (!ctl_operands(c, NULL, 1))
        return CTL_USAGE;
    return ctl_address(c->word[0], &mail) ? ctl_at_desk(c, list_show, &mail) : CTL_FAILED;
}

/* ---- export ---- */

static const char *const states[] = {"active", "pending", "opted_out", "bounced"};
enum { STATES = sizeof states / sizeof *states };

struct export
{
    enum list list;
    const char *want;  /* a state, or "any" */
    const char *state; /* of the rows at hand */
};

/* A CSV row. What consents is only said of those who still do, so that an import takes no other. */
static void
member_print(void *ctx, const struct member *m)
{
    struct export *x = ctx;
    bool active = strcmp(x->state, "active") == 0;
    char since[CTL_TIME_MAX], at[CTL_TIME_MAX + 8];

    assert(x->state != NULL && m->email[0] != '\0');
    ctl_time(m->since, since);
    snprintf(at, sizeof at, "%.10sT%.5sZ", since, since + 11);
    const char *const cell[] = {m->email, m->name,   list_name(x->list), x->state,
                                at,       m->source, active ? at : ""};
    rows_write(stdout, cell, sizeof cell / sizeof *cell);
}

static enum err
state_export(struct ctl_desk *d, struct export *x)
{
    int64_t after = 0;
    size_t n = STAFF_PAGE;
    enum err e = ERR_OK;

    while (e == ERR_OK && n == STAFF_PAGE && !ferror(stdout))
        e = staff_members(d->db, list_name(x->list), x->state, &after, member_print, x, &n);
    return e;
}

/* Addresses leave the database: the trail says first whose doing it was. */
static enum err
export_record(struct ctl_desk *d, void *arg)
{
    const struct export *x = arg;
    const struct audit_value values[] = {{"state", x->want}};

    return audit_record(&d->desk, "list.export", "list", x->list, list_name(x->list), values, 1);
}

static int
list_export(struct ctl_desk *d, void *arg)
{
    static const char *const names[] = {"email", "name",           "list",      "state",
                                        "since", "consent_source", "consent_at"};
    struct export *x = arg;
    enum err e = ctl_write(d, export_record, x);

    if (e == ERR_OK)
        rows_write(stdout, names, sizeof names / sizeof *names);
    for (size_t i = 0; e == ERR_OK && i < STATES; i++) {
        x->state = states[i];
        if (strcmp(x->want, "any") == 0 || strcmp(x->want, x->state) == 0)
            e = state_export(d, x);
    }
    if (e != ERR_OK)
        return ctl_error("%s: %s", list_name(x->list), err_text(e));
    if (fflush(stdout) != 0 || ferror(stdout))
        return ctl_error("standard output: %s", strerror(errno));
    return CTL_DONE;
}

int
ctl_list_export(struct ctl *c)
{
    struct export x = {.want = "active"};
    const struct ctl_option options[] = {{.name = "--state", .value = &x.want}, {.name = NULL}};
    bool known;

    if (!ctl_operands(c, options, 1) || !ctl_list_named(c->word[0], &x.list))
        return CTL_USAGE;
    known = strcmp(x.want, "any") == 0;
    for (size_t i = 0; i < STATES; i++)
        known = known || strcmp(x.want, states[i]) == 0;
    if (!known)
        return ctl_misuse("a state is one of active, pending, opted_out, bounced and any");
    return ctl_at_desk(c, list_export, &x);
}
