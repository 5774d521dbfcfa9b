/*
 * helpctl feedback - what visitors say about the pages: votes by page, then reasons and messages.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "ctl.h"
#include "desk/feedback.h"

enum { DAYS = 30, DAYS_MAX = 400 };

struct ask {
    const char *page; /* NULL for all */
    int64_t days;
    bool told; /* something was found */
};

static void
page_print(void *ctx, const struct feedback_page *p)
{
    struct ask *a = ctx;
    int64_t votes = p->helpful + p->not_helpful;

    assert(votes > 0);
    if (!a->told)
        printf("%7s %11s %6s  %s\n", "helpful", "not helpful", "share", "page");
    a->told = true;
    printf("%7lld %11lld %5lld%%  %s\n", (long long)p->helpful, (long long)p->not_helpful,
           (long long)((100 * p->helpful + votes / 2) / votes), p->page);
}

static void
message_print(void *ctx, const struct feedback_message *m)
{
    char at[CTL_TIME_MAX];

    (void)ctx;
    printf("\n%s  %s  %s\n", ctl_time(m->at, at), m->page, m->reason[0] != '\0' ? m->reason : "-");
    ctl_quote(m->message);
}

static int
feedback_print(struct ctl_desk *d, void *arg)
{
    struct ask *a = arg;
    char since[CLOCK_DATE_MAX];
    enum err e;

    clock_iso_date(d->desk.now - (a->days - 1) * DAY_SECONDS, since);
    e = feedback_pages(d->db, a->page, since, page_print, a);
    if (e == ERR_OK)
        e = feedback_messages(d->db, a->page, since, message_print, a);
    if (e != ERR_OK)
        return ctl_error("the feedback can't be read: %s", err_text(e));
    if (!a->told)
        printf("Nobody has said anything about %s since %s.\n",
               a->page != NULL ? a->page : "a page", since);
    return CTL_DONE;
}

int
ctl_feedback(struct ctl *c)
{
    struct ask ask = {.days = DAYS};
    const char *days = NULL;
    const struct ctl_option options[] = {
        {.name = "--page", .value = &ask.page}, {.name = "--days", .value = &days}, {.name = NULL}};

    if (!ctl_operands(c, options, 0))
        return CTL_USAGE;
    if (!ctl_number("--days", days, DAYS_MAX, &ask.days))
        return CTL_USAGE;
    if (ask.page != NULL && ask.page[0] != '/')
        return ctl_misuse("a page is named by its address, such as /help/return-policy.html");
    return ctl_at_desk(c, feedback_print, &ask);
}
