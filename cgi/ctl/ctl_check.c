/*
 * helpctl check - the same test that the web program makes before it starts.
 */
#include <stdio.h>

#include "web/check.h"
#include "ctl.h"

int
ctl_check(struct ctl *c)
{
    const struct ctl_option options[] = {{.name = NULL}};
    struct report rep = {0};
    int status = CTL_DONE;
    enum err e;

    if (!ctl_options(c, options))
        return CTL_USAGE;
    if (c->words > 0)
        return ctl_misuse("check does not know what to do with %s", c->word[0]);
    if ((e = check_all(c->conf, &rep)) != ERR_OK)
        status = ctl_report(&rep, e, c->conf);
    else if (rep.count > 0)
        ctl_report(&rep, e, c->conf); /* what is missing, but stops nobody */
    else
        printf("%s: nothing is wrong\n", c->conf);
    report_free(&rep);
    return status;
}
