/*
 * helpctl list - the lists as staff work on them. Whoever is taken in confirms by mail as anybody
 * else, and whoever wants out is out at once: both through desk/lists.h, as from the forms.
 */
#include "ctl_list.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "desk/audit.h"
#include "desk/people.h"
#include "desk/staff.h"

enum { NAME_CHARS = 100, REASON_CHARS = 500 };

/* Somebody who is taken in, or taken off. */
struct entry {
    unsigned lists;
    struct mail_address mail;
    const char *name, *reason; /* or NULL */
    const char *channel;       /* as the option says it */
    struct submission submission;
    bool active;   /* was on the list already: nothing is done */
    int64_t since; /* opted out since: nothing is done */
};

bool
ctl_list_named(const char *word, enum list *out)
{
    struct buf names = BUF_INIT;

    for (unsigned one = 1; one < LIST_ALL; one <<= 1) {
        const char *name = list_name((enum list)one);

        if (strcmp(name, word) == 0) {
            *out = (enum list)one;
            buf_free(&names);
            return true;
        }
        buf_fmt(&names, "%s%s", names.len > 0 ? ", " : "", name);
    }
    ctl_misuse("there is no list %s; there are %s", word, buf_text(&names));
    buf_free(&names);
    return false;
}

/* How it came to staff; false once the mistake is told. */
static bool
channel_named(const char *word, enum channel *out)
{
    static const enum channel staffs[] = {CHANNEL_STAFF, CHANNEL_PHONE, CHANNEL_POST, CHANNEL_MAIL};

    for (size_t i = 0; i < sizeof staffs / sizeof *staffs; i++)
        if (strcmp(channel_name(staffs[i]), word) == 0) {
            *out = staffs[i];
            return true;
        }
    ctl_misuse("a channel is one of staff, phone, post and mail");
    return false;
}

/* The same entry once more within a day is a repeat, and keeps its reference. */
static enum err
entry_begin(const struct desk *d, const char *form, struct entry *e)
{
    struct buf content = BUF_INIT;
    enum err err;

    assert(e->lists != 0 && e->mail.canonical[0] != '\0');
    e->submission.form = form;
    secret_random(e->submission.nonce, sizeof e->submission.nonce);
    buf_fmt(&content, "%s %u %s", form, e->lists, e->mail.canonical);
    err = content.err;
    if (err == ERR_OK)
        err = submission_content(d->keys, content.data, content.len, &e->submission);
    buf_free(&content);
    return err == ERR_OK ? submission_begin(d, &e->submission) : err;
}

/* Where the address stands already: on the list, or opted out of it. */
static enum err
entry_look(const struct desk *d, struct entry *e)
{
    struct lists_state state = {0};
    int64_t person = 0;
    enum err err = suppressed(d, e->mail.canonical, list_name((enum list)e->lists), &e->since);

    assert((e->lists & (e->lists - 1)) == 0); /* one list */
    if (err == ERR_OK)
        err = person_find(d, e->mail.canonical, &person);
    if (err == ERR_OK)
        err = lists_look(d->db, person, &state);
    e->active = (state.active & e->lists) != 0;
    return err == ERR_NOTFOUND ? ERR_OK : err;
}

static enum err
take_in(struct ctl_desk *c, void *arg)
{
    const struct desk *d = &c->desk;
    struct entry *e = arg;
    const struct audit_value values[] = {{"reason", e->reason}};
    int64_t person = 0;
    enum err err = entry_look(d, e);

    if (err != ERR_OK || e->active || e->since != 0)
        return err;
    err = entry_begin(d, "list add", e);
    if (err == ERR_OK)
        err = lists_join(d, e->lists, &e->mail, e->name, &e->submission);
    if (err != ERR_OK || e->submission.repeat)
        return err;
    err = person_find(d, e->mail.canonical, &person);
    return err == ERR_OK ? audit_record(d, "list.add", "person", person,
                                        list_name((enum list)e->lists), values, 1)
                         : err;
}

static int
list_add(struct ctl_desk *d, void *arg)
{
    struct entry *e = arg;
    const char *list = list_name((enum list)e->lists);
    char since[CTL_TIME_MAX];
    enum err err;

    if (!channel_named(e->channel, &d->desk.channel))
        return CTL_USAGE;
    if ((err = ctl_write(d, take_in, e)) != ERR_OK)
        return ctl_error("%s: %s", e->mail.typed, err_text(err));
    if (e->since != 0)
        return ctl_error("%s has opted out of %s on %s: only they can come back, by the form at"
                         " %s/newsletter",
                         e->mail.typed, list, ctl_time(e->since, since), d->settings->base_url);
    if (e->active)
        printf("%s is on %s already\n", e->mail.typed, list);
    else
        printf("%s is on %s once they confirm it by the letter that goes out (reference %s)\n",
               e->mail.typed, list, e->submission.reference);
    return CTL_DONE;
}

static int
verb_add(struct ctl *c)
{
    struct entry e = {.channel = "staff"};
    const struct ctl_option options[] = {{.name = "--name", .value = &e.name},
                                         {.name = "--reason", .value = &e.reason},
                                         {.name = "--channel", .value = &e.channel},
                                         {.name = NULL}};
    enum list list;

    if (!ctl_operands(c, options, 2) || !ctl_list_named(c->word[0], &list))
        return CTL_USAGE;
    if (e.reason == NULL)
        return ctl_misuse("--reason must say how they asked for it");
    e.lists = list;
    if (!ctl_address(c->word[1], &e.mail) || !ctl_line("--name", e.name, NAME_CHARS) ||
        !ctl_line("--reason", e.reason, REASON_CHARS))
        return CTL_FAILED;
    return ctl_at_desk(c, list_add, &e);
}

static enum err
take_off(struct ctl_desk *c, void *arg)
{
    struct entry *e = arg;
    const struct leaving leaving = {.lists = e->lists, .mail = &e->mail, .reason = e->reason};
    enum err err = entry_begin(&c->desk, "list optout", e);

    return err == ERR_OK ? lists_leave(&c->desk, &leaving, &e->submission) : err;
}

static int
list_optout(struct ctl_desk *d, void *arg)
{
    struct entry *e = arg;
    enum err err;

    if (!channel_named(e->channel, &d->desk.channel))
        return CTL_USAGE;
    if ((err = ctl_write(d, take_off, e)) != ERR_OK)
        return ctl_error("%s: %s", e->mail.typed, err_text(err));
    printf("%s gets no mail of %s any more (reference %s)\n", e->mail.typed,
           e->lists == LIST_ALL ? "any list" : list_name((enum list)e->lists),
           e->submission.reference);
    return CTL_DONE;
}

static int
verb_optout(struct ctl *c)
{
    struct entry e = {.lists = LIST_ALL, .channel = "staff"};
    const char *name = NULL;
    const struct ctl_option options[] = {{.name = "--list", .value = &name},
                                         {.name = "--reason", .value = &e.reason},
                                         {.name = "--channel", .value = &e.channel},
                                         {.name = NULL}};
    enum list list;

    if (!ctl_operands(c, options, 1))
        return CTL_USAGE;
    if (name != NULL && strcmp(name, list_name(LIST_ALL)) != 0) {
        if (!ctl_list_named(name, &list))
            return CTL_USAGE;
        e.lists = list;
    }
    if (!ctl_address(c->word[0], &e.mail) || !ctl_line("--reason", e.reason, REASON_CHARS))
        return CTL_FAILED;
    return ctl_at_desk(c, list_optout, &e);
}

static int
list_counts(struct ctl_desk *d, void *arg)
{
    struct count_row row[STAFF_LISTS_MAX];
    size_t n = 0;
    enum err e = staff_counts(d->db, row, &n);

    (void)arg;
    if (e != ERR_OK)
        return ctl_error("the lists can't be counted: %s", err_text(e));
    printf("%-16s %9s %9s %9s %9s\n", "list", "active", "pending", "opted_out", "bounced");
    for (size_t i = 0; i < n; i++)
        printf("%-16s %9lld %9lld %9lld %9lld\n", row[i].list, (long long)row[i].active,
               (long long)row[i].pending, (long long)row[i].opted_out, (long long)row[i].bounced);
    return CTL_DONE;
}

static int
verb_counts(struct ctl *c)
{
    return ctl_operands(c, NULL, 0) ? ctl_at_desk(c, list_counts, NULL) : CTL_USAGE;
}

int
ctl_list(struct ctl *c)
{
    static const struct ctl_verb verbs[] = {{"show", ctl_list_show},
                                            {"add", verb_add},
                                            {"optout", verb_optout},
                                            {"import", ctl_list_import},
                                            {"export", ctl_list_export},
                                            {"counts", verb_counts},
                                            {.name = NULL}};

    return ctl_verb(c, "list", verbs);
}
