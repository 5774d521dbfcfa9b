/*
 * helpctl audit - the proof over the ledgers: every row of audit and consent_event is in a chain of
 * hashes (desk/seal.h). Whoever notes the head elsewhere can show later that nothing before it was
 * changed, removed or put in between.
 */
#include <stdio.h>
#include <string.h>

#include "ctl.h"
#include "desk/seal.h"

static int
audit_verify(struct ctl_desk *d, void *arg)
{
    const char *const *head = arg;
    struct seal_report r = {0};
    enum err e = seal_verify(d->db, *head, &r);

    if (e != ERR_OK && e != ERR_CORRUPT)
        return ctl_error("the ledgers can't be read: %s", err_text(e));
    printf("rows in the chain  %lld\n"
           "rows still to seal %lld\n"
           "values             %lld, and %lld erased\n"
           "head               %s\n",
           (long long)r.sealed, (long long)r.waiting, (long long)r.values, (long long)r.blanked,
           r.sealed > 0 ? r.head : "none");
    if (e == ERR_CORRUPT)
        return ctl_error("it does not prove: %s",
                         r.wrong[0] != '\0' ? r.wrong : "the head is not in it");
    puts("It proves.");
    return CTL_DONE;
}

static int
verb_verify(struct ctl *c)
{
    const char *head = NULL;
    const struct ctl_option options[] = {{.name = "--head", .value = &head}, {.name = NULL}};
    size_t digits = 2 * (size_t)SECRET_HASH;

    if (!ctl_operands(c, options, 0))
        return CTL_USAGE;
    if (head != NULL && (strlen(head) != digits || strspn(head, "0123456789abcdef") != digits))
        return ctl_misuse("a head is %zu digits 0-9 and a-f, as verify prints them", digits);
    return ctl_at_desk(c, audit_verify, &head);
}

int
ctl_audit(struct ctl *c)
{
    static const struct ctl_verb verbs[] = {{"verify", verb_verify}, {.name = NULL}};

    return ctl_verb(c, "audit", verbs);
}
