/* list_leave.c - the one way out, whichever door is taken, and back in by its receipt. */
#include <assert.h>
#include <string.h>

#include "desk/list_act.h"
#include "desk/people.h"
#include "desk/quota.h"

/* Who leaves. */
struct leaver {
    struct person person;     /* zeros where nobody is known */
    const char *canonical;    /* NULL where the hash alone is known */
    struct address_hash link; /* by a hash: the whole of it */
};

/* By an address: the person, if there is one, and the hash under the newest key. */
static enum err
who_by_mail(struct act *a, const struct mail_address *mail, struct leaver *who)
{
    enum err e = address_hash_of(a->d, mail->canonical, &a->address);

    who->canonical = mail->canonical;
    if (e == ERR_OK)
        e = person_find(a->d, mail->canonical, &a->person);
    if (e == ERR_OK)
        a->email = mail->typed;
    return e == ERR_NOTFOUND ? ERR_OK : e;
}

/* A person that a hash led to, at the address of today. */
static enum err
who_by_id(struct act *a, struct leaver *who)
{
    enum err e = person_look(a->d->db, a->person, &who->person);

    if (e != ERR_OK)
        return e;
    a->email = who->person.mail.typed;
    who->canonical = who->person.mail.canonical;
    return address_hash_of(a->d, who->canonical, &a->address);
}

/*
 * By a hash: whoever it was written down for last, or nobody. A hash that was cut to fit into a
 * mail address says nothing without an event that has it.
 */
static enum err
who_by_hash(struct act *a, const struct address_hash *h, struct leaver *who)
{
    static const unsigned char none[SECRET_HASH - LEAVE_PREFIX];
    bool cut = memcmp(h->bytes + LEAVE_PREFIX, none, sizeof none) == 0;
    enum err e =
        address_hash_person(a->d, h, cut ? LEAVE_PREFIX : SECRET_HASH, &who->link, &a->person);

    if (e == ERR_NOTFOUND && !cut)
        e = ERR_OK;
    a->address = who->link;
    return e == ERR_OK && a->person != 0 ? who_by_id(a, who) : e;
}

/* Ends subscriptions; true in *changed if there were any, or a suppression isn't in force yet. */
static enum err
end_one(const struct act *a, const char *list, bool *changed)
{
    bool stands = false;
    enum err e = act_run(a, act_open(a, SQL_subscription_leave, list), changed);

    if (e == ERR_OK)
        e = suppression_stands(a->d, &a->address, list, &stands);
    if (e == ERR_OK && !stands)
        *changed = true;
    return e;
}

static enum err
lay_one(const struct act *a, const char *list, bool *changed)
{
    enum err e = suppression_lay(a->d, &a->address, list, a->person, a->reference);

    (void)changed;
    return e == ERR_OK ? act_record(a, list) : e;
}

/* Does it for each list of a set, or once for all of them. */
static enum err
for_each(const struct act *a, unsigned lists, bool *changed,
         enum err (*one)(const struct act *, const char *, bool *))
{
    enum err e = ERR_OK;

    if (lists == LIST_ALL)
        return one(a, NULL, changed);
    for (size_t i = 0; e == ERR_OK && i < LIST_ROWS; i++)
        if (lists & list_rows[i].bit)
            e = one(a, list_rows[i].name, changed);
    return e;
}

/* The receipt, with the link that brings back what was active: a stranger gets no mail of it. */
static enum err
receipt(const struct act *a, const char *canonical, unsigned lists, unsigned ended)
{
    struct token link = {.purpose = PURPOSE_UNDO};
    bool granted;
    enum err e;

    if (ended == 0)
        return ERR_OK;
    e = quota_take(a->d, QUOTA_LEFT, canonical, &granted);
    if (e != ERR_OK || !granted)
        return e;
    lists_write(ended, link.lists);
    return act_letter(a, LETTER_LEFT, lists, &link);
}

/*
 * Out of the lists. Of somebody whom only an old letter's hash leads to (former) nothing is written
 * where nothing changes.
 */
static enum err
go_out(const struct act *a, const char *canonical, unsigned lists, bool former,
       struct submission *s)
{
    struct lists_state before = {0};
    bool changed = false, go = false;
    enum err e = a->person != 0 ? lists_look(a->d->db, a->person, &before) : ERR_OK;

    if (e == ERR_OK)
        e = for_each(a, lists, &changed, end_one);
    if (e == ERR_OK && (changed || !former))
        e = act_begin(a->d, changed, s, &go);
    if (e == ERR_OK && go)
        e = for_each(a, lists, &changed, lay_one);
    if (e == ERR_OK && go)
        e = receipt(a, canonical, lists, before.active & lists);
    return e == ERR_OK && go ? submission_end(a->d, s) : e;
}

/* Whoever else had the address of that hash, and moved away from it. */
static enum err
formers_go_out(const struct act *first, const struct address_hash *h, const struct leaving *l,
               struct submission *s)
{
    struct act a = *first;
    enum err e;

    a.person = 0;
    a.reason = l->reason;
    while ((e = address_hash_next(a.d, h, &a.person)) == ERR_OK) {
        struct leaver former = {0};

        if (a.person == first->person)
            continue;
        e = who_by_id(&a, &former);
        if (e == ERR_OK)
            e = go_out(&a, former.canonical, l->lists, true, s);
        if (e != ERR_OK)
            return e;
    }
    return e == ERR_NOTFOUND ? ERR_OK : e;
}

/* The same by an address, which every key made another hash of. */
static enum err
formers_by_mail(const struct act *first, const struct leaving *l, struct submission *s)
{
    const struct keys *k = first->d->keys;
    const char *canonical = l->mail->canonical;
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < keys_count(k); i++) {
        struct address_hash h = {.key_id = keys_id(k, i)};

        if (!keys_hash(k, h.key_id, PURPOSE_ADDRESS, canonical, strlen(canonical), h.bytes))
            return ERR_BUG;
        e = formers_go_out(first, &h, l, s);
    }
    return e;
}

/* The link's own hash is kept out, too, where the person has another address by now. */
static enum err
lay_link(const struct act *a, const char *list, bool *changed)
{
    bool stands = false;
    enum err e = suppression_stands(a->d, &a->address, list, &stands);

    (void)changed;
    return e == ERR_OK && !stands ? suppression_lay(a->d, &a->address, list, 0, a->reference) : e;
}

enum err
lists_leave(const struct desk *d, const struct leaving *l, struct submission *s)
{
    struct act a = {.d = d, .kind = "leave", .reference = s->reference};
    struct leaver who = {0};
    bool changed = false;
    enum err e = l->mail != NULL ? who_by_mail(&a, l->mail, &who) : who_by_hash(&a, l->hash, &who);

    assert(l->lists != 0 && (l->lists & ~(unsigned)LIST_ALL) == 0 && s->reference[0] != '\0');
    assert(!l->known || l->mail != NULL);
    a.reason = a.person != 0 ? l->reason : NULL;
    if (e == ERR_OK)
        e = go_out(&a, who.canonical, l->lists, false, s);
    if (e != ERR_OK || l->known)
        return e;
    if (l->mail != NULL)
        return formers_by_mail(&a, l, s);
    e = formers_go_out(&a, &who.link, l, s);
    a.address = who.link;
    return e == ERR_OK ? for_each(&a, l->lists, &changed, lay_link) : e;
}

/* One list of an undo; its bit in *restored if that opt-out was the last word about it. */
static enum err
undo_one(const struct act *a, const struct person *p, const struct list_row *list,
         unsigned *restored)
{
    struct stmt *s = act_open(a, SQL_subscription_undo, list->name);
    bool changed = false;
    enum err e;

    stmt_text(s, BIND_reference, a->reference);
    e = act_run(a, s, &changed);
    if (e != ERR_OK || !changed)
        return e;
    *restored |= list->bit;
    return act_enter(a, p->mail.canonical, list->name);
}

enum err
lists_undo(const struct desk *d, const struct token *t, unsigned *restored)
{
    struct person p = {0};
    struct act a = {.d = d,
                    .kind = "undo",
                    .person = t->person,
                    .email = p.mail.typed,
                    .reference = t->reference};
    unsigned lists = lists_read(t->lists);
    enum err e;

    assert(t->purpose == PURPOSE_UNDO && t->reference[0] != '\0');
    *restored = 0;
    if (token_ended(t, d->now))
        return ERR_DENIED;
    e = person_look(d->db, t->person, &p);
    if (e != ERR_OK)
        return e == ERR_NOTFOUND ? ERR_OK : e;
    e = address_hash_of(d, p.mail.canonical, &a.address);
    for (size_t i = 0; e == ERR_OK && i < LIST_ROWS; i++)
        if (lists & list_rows[i].bit)
            e = undo_one(&a, &p, &list_rows[i], restored);
    if (e != ERR_OK || *restored == 0)
        return e;
    /* If it stopped all mail: nobody can have done so again, or nothing had come back. */
    e = suppression_undo(d, p.mail.canonical, t->reference);
    return e == ERR_OK ? token_use(d, t->id) : e;
}
