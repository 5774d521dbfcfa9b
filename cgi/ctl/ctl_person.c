/*
 * helpctl person - forgets a person (desk/erasure.h). Whoever is erased opts out of everything
 * first: suppressions are hashes and stay, so that no import puts them on a list again.
 */
#include <assert.h>
#include <stdio.h>

#include "ctl.h"
#include "desk/erasure.h"
#include "desk/lists.h"
#include "desk/people.h"
#include "desk/staff.h"

static const struct {
    const char *what, *fate;
} traces[] = {
    [TRACE_SUBSCRIPTIONS] = {"subscriptions", "removed"},
    [TRACE_ADDRESSES] = {"postal addresses", "removed"},
    [TRACE_INQUIRIES] = {"inquiries", "texts blanked"},
    [TRACE_CHANGES] = {"address changes", "blanked"},
    [TRACE_TOKENS] = {"links in letters", "removed"},
    [TRACE_LETTERS] = {"letters that wait", "dropped"},
    [TRACE_EVENTS] = {"events of consent", "values blanked"},
    [TRACE_REQUESTS] = {"requests", "kept: what was asked and done"},
};
static_assert(sizeof traces / sizeof *traces == TRACES_, "every trace is explained");

struct forgetting {
    struct mail_address mail;
    bool yes;
    int64_t person;
    struct erasure done;
};

/* The receipt, if there is one, is dropped by the erasure. */
static enum err
opt_out(const struct desk *d, const struct mail_address *mail)
{
    struct submission s = {.form = "person erase"};

    secret_random(s.nonce, sizeof s.nonce);
    secret_random(s.content, sizeof s.content);
    enum err e = submission_begin(d, &s);
    return e == ERR_OK ? lists_leave(d, &(struct leaving){.lists = LIST_ALL, .mail = mail}, &s) : e;
}

static enum err
forget(struct ctl_desk *d, void *arg)
{
    struct forgetting *f = arg;
    enum err e = person_find(&d->desk, f->mail.canonical, &f->person);

    if (e == ERR_OK)
        e = opt_out(&d->desk, &f->mail);
    return e == ERR_OK ? person_erase(&d->desk, f->person, &f->done) : e;
}

/* What would go. */
static int
traces_print(struct ctl_desk *d, struct forgetting *f)
{
    int64_t rows[TRACES_] = {0};
    enum err e = person_find(&d->desk, f->mail.canonical, &f->person);

    if (e == ERR_OK)
        e = staff_traces(d->db, f->person, rows);
    if (e != ERR_OK)
        return ctl_error("%s: %s", f->mail.typed,
                         e == ERR_NOTFOUND ? "nobody is known by that address" : err_text(e));
    printf("%-18s %6s  %s\n", "what", "rows", "what becomes of it");
    printf("%-18s %6d  %s\n", "name and address", 1, "removed");
    for (size_t i = 0; i < TRACES_; i++)
        printf("%-18s %6lld  %s\n", traces[i].what, (long long)rows[i], traces[i].fate);
    return ctl_error("nothing was done: add --yes to erase person %lld, which can't be undone",
                     (long long)f->person);
}

static int
person_forget(struct ctl_desk *d, void *arg)
{
    struct forgetting *f = arg;
    enum err e;

    if (!f->yes)
        return traces_print(d, f);
    e = ctl_write(d, forget, f);
    if (e != ERR_OK)
        return ctl_error("%s: %s", f->mail.typed,
                         e == ERR_NOTFOUND ? "nobody is known by that address" : err_text(e));
    printf("person %lld is erased; the address is opted out of every list, and stays so\n",
           (long long)f->person);
    if (db_cut_log(d->db) != ERR_OK) /* somebody reads all the while; the web program cuts it */
        puts("the database is being read: its log holds what was erased for an hour more");
    if (f->done.requests > 0)
        printf("%lld of their requests %s kept, as proof of what was asked\n",
               (long long)f->done.requests, f->done.requests == 1 ? "is" : "are");
    return CTL_DONE;
}

static int
verb_erase(struct ctl *c)
{
    struct forgetting f = {.yes = false};
    const struct ctl_option options[] = {{.name = "--yes", .flag = &f.yes}, {.name = NULL}};

    if (!ctl_operands(c, options, 1))
        return CTL_USAGE;
    return ctl_address(c->word[0], &f.mail) ? ctl_at_desk(c, person_forget, &f) : CTL_FAILED;
}

int
ctl_person(struct ctl *c)
{
    static const struct ctl_verb verbs[] = {{"erase", verb_erase}, {.name = NULL}};

    return ctl_verb(c, "person", verbs);
}
