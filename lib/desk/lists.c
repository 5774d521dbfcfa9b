/* lists.c - joining and leaving mailing lists. */
#include "desk/lists.h"

#include <assert.h>
#include <stdio.h>

#include "desk/audit.h"
#include "desk/people.h"

static const struct {
    enum list bit;
    const char *name;
} lists[] = {
    {LIST_NEWSLETTER, "newsletter"},
    {LIST_BARGAINS, "bargains"},
    {LIST_CLUB, "club"},
    {LIST_OFFERS, "special-offers"},
};

enum { LISTS = sizeof lists / sizeof *lists };

/* What is being done: a join or a leave, to which lists, by whom. */
struct act {
    const struct desk *d;
    const char *kind, *action;   /* consent_event.kind, audit.action */
    const char *list[LISTS];     /* NULL: all of them */
    size_t count;
    const struct mail_address *mail;
    const char *name, *reason;   /* or NULL */
    int64_t person;              /* 0: not known */
    int64_t key_id;              /* of the hash */
    unsigned char hash[SECRET_HASH];
    const char *reference;
};

const char *
list_name(enum list one)
{
    for (size_t i = 0; i < LISTS; i++)
        if (lists[i].bit == one)
            return lists[i].name;
    assert(one == LIST_ALL);
    return "all";
}

static enum err
act_begin(struct act *a, unsigned set)
{
    assert(set != 0 && (set & ~(unsigned)LIST_ALL) == 0);
    for (size_t i = 0; i < LISTS; i++)
        if (set & lists[i].bit)
            a->list[a->count++] = lists[i].name;
    return desk_address_hash(a->d, a->mail->canonical, &a->key_id, a->hash);
}

static void
bind_person(struct stmt *s, int64_t person)
{
    if (person != 0)
        stmt_int(s, BIND_person, person);
    else
        stmt_null(s, BIND_person);
}

static void
bind_version(struct stmt *s, enum bind b, int64_t id)
{
    if (id != 0)
        stmt_int(s, b, id);
    else
        stmt_null(s, b);
}

/* One row of the ledger. */
static enum err
ledger_row(const struct act *a, const char *list, const struct audit_seal *seal, int64_t *event)
{
    const struct desk *d = a->d;
    struct stmt *s = stmt_open(d->db, SQL_consent_record);

    stmt_int(s, BIND_at, d->now);
    stmt_text(s, BIND_kind, a->kind);
    stmt_text(s, BIND_list, list);
    bind_person(s, a->person);
    stmt_blob(s, BIND_address_hash, a->hash, sizeof a->hash);
    stmt_int(s, BIND_key_id, a->key_id);
    stmt_text(s, BIND_channel, channel_name(d->channel));
    stmt_text(s, BIND_page, d->page);
    bind_version(s, BIND_wording, d->wording);
    bind_version(s, BIND_policy, d->policy);
    stmt_text(s, BIND_reference, a->reference);
    stmt_blob(s, BIND_commitment, seal->commitment, sizeof seal->commitment);
    return stmt_one_int(s, event);
}

/* The ledger's row with its values, and the audit row. Of a stranger no address is kept. */
static enum err
record(const struct act *a, const char *list)
{
    const struct audit_value values[] = {
        {"email", a->person != 0 ? a->mail->typed : NULL},
        {"name", a->name},
        {"reason", a->reason},
        {"network", a->d->network},
    };
    enum { VALUES = sizeof values / sizeof *values };
    struct audit_seal seal;
    int64_t event = 0;
    enum err e;

    audit_values_seal(values, VALUES, &seal);
    e = ledger_row(a, list, &seal, &event);
    if (e == ERR_OK)
        e = audit_values_keep(a->d, LEDGER_CONSENT, event, values, VALUES, &seal);
    if (e == ERR_OK)
        e = audit_record(a->d, a->action, "consent_event", event, list != NULL ? list : "all",
                         NULL, 0);
    return e;
}

/*
 * A repeat that changes something after all (left, joined, left again within a day) is an act of
 * its own, with a reference of its own. True if there's nothing left to do.
 */
static bool
nothing_new(const struct act *a, bool changed, struct submission *s, enum err *e)
{
    if (s->repeat && !changed)
        return true;
    if (s->repeat)
        *e = submission_renew(a->d, s);
    return *e != ERR_OK;
}

/* True in *changed if the person wasn't on the list and hadn't asked. */
static enum err
subscribe(const struct act *a, const char *list, bool *changed)
{
    const struct desk *d = a->d;
    struct stmt *s = stmt_open(d->db, SQL_subscription_join);
    char source[128];
    enum err e;

    snprintf(source, sizeof source, "%s%s%s", channel_name(d->channel), d->page != NULL ? " " : "",
             d->page != NULL ? d->page : "");
    bind_person(s, a->person);
    stmt_text(s, BIND_list, list);
    stmt_int(s, BIND_at, d->now);
    stmt_text(s, BIND_source, source);
    e = stmt_run(s);
    if (e == ERR_OK && db_changes(d->db) > 0)
        *changed = true;
    return e;
}

enum err
lists_join(const struct desk *d, unsigned set, const struct mail_address *mail, const char *name,
           struct submission *s)
{
    struct act a = {.d = d, .kind = "join", .action = "list.join", .mail = mail, .name = name,
                    .reference = s->reference};
    bool changed = false;
    enum err e = act_begin(&a, set);

    assert(s->reference[0] != '\0');
    if (s->resent) /* whoever left since then stays out until a form is sent anew */
        return e;
    if (e == ERR_OK)
        e = person_meet(d, mail, name, &a.person);
    for (size_t i = 0; e == ERR_OK && i < a.count; i++)
        e = subscribe(&a, a.list[i], &changed);
    if (e != ERR_OK || nothing_new(&a, changed, s, &e))
        return e;
    for (size_t i = 0; e == ERR_OK && i < a.count; i++)
        e = record(&a, a.list[i]);
    return e == ERR_OK ? submission_end(d, s) : e;
}

/* Ends the person's subscriptions of a list (NULL: all); true in *changed if there was one. */
static enum err
unsubscribe(const struct act *a, const char *list, bool *changed)
{
    struct stmt *s = stmt_open(a->d->db, SQL_subscription_leave);
    enum err e;

    bind_person(s, a->person);
    stmt_text(s, BIND_list, list);
    stmt_int(s, BIND_at, a->d->now);
    e = stmt_run(s);
    if (e == ERR_OK && db_changes(a->d->db) > 0)
        *changed = true;
    return e;
}

/* True in *changed if the address isn't suppressed for that very list yet. */
static enum err
look_suppressed(const struct act *a, const char *list, bool *changed)
{
    struct stmt *s = stmt_open(a->d->db, SQL_suppression_find);
    int64_t id;
    enum err e;

    stmt_blob(s, BIND_address_hash, a->hash, sizeof a->hash);
    stmt_text(s, BIND_list, list);
    e = stmt_one_int(s, &id);
    if (e == ERR_NOTFOUND)
        *changed = true;
    return e == ERR_NOTFOUND ? ERR_OK : e;
}

static enum err
suppress(const struct act *a, const char *list)
{
    struct stmt *s = stmt_open(a->d->db, SQL_suppression_lay);

    stmt_blob(s, BIND_address_hash, a->hash, sizeof a->hash);
    stmt_int(s, BIND_key_id, a->key_id);
    stmt_text(s, BIND_list, list);
    bind_person(s, a->person);
    stmt_text(s, BIND_channel, channel_name(a->d->channel));
    stmt_text(s, BIND_reference, a->reference);
    stmt_int(s, BIND_at, a->d->now);
    return stmt_run(s);
}

enum err
lists_leave(const struct desk *d, const struct leaving *l, struct submission *s)
{
    unsigned set = l->lists;
    const struct mail_address *mail = l->mail;
    const char *reason = l->reason;
    struct act a = {.d = d, .kind = "leave", .action = "list.leave", .mail = mail,
                    .reason = reason, .reference = s->reference};
    bool changed = false;
    enum err e = act_begin(&a, set);

    assert(s->reference[0] != '\0');
    if (set == LIST_ALL) {
        a.list[0] = NULL;
        a.count = 1;
    }
    if (e == ERR_OK)
        e = person_find(d, mail->canonical, &a.person);
    if (e == ERR_NOTFOUND)
        e = ERR_OK;
    for (size_t i = 0; e == ERR_OK && i < a.count; i++) {
        e = unsubscribe(&a, a.list[i], &changed);
        if (e == ERR_OK)
            e = look_suppressed(&a, a.list[i], &changed);
    }
    if (e != ERR_OK || nothing_new(&a, changed, s, &e))
        return e;
    for (size_t i = 0; e == ERR_OK && i < a.count; i++) {
        e = suppress(&a, a.list[i]);
        if (e == ERR_OK)
            e = record(&a, a.list[i]);
    }
    return e == ERR_OK ? submission_end(d, s) : e;
}
