/* list_join.c - the ways onto a list: asked for, confirmed, imported. */
#include <assert.h>
#include <stdio.h>

#include "base/clock.h"
#include "desk/list_act.h"
#include "desk/people.h"
#include "desk/quota.h"

/* The link that confirms: what waits has as long as the link from here on. */
static enum err
ask_to_confirm(const struct act *a, unsigned lists)
{
    struct token link = {.purpose = PURPOSE_CONFIRM};
    struct stmt *s = stmt_open(a->d->db, SQL_subscription_wait);
    enum err e;

    stmt_int(s, BIND_at, a->d->now);
    stmt_int(s, BIND_person, a->person);
    e = stmt_run(s);
    lists_write(lists, link.lists);
    return e == ERR_OK ? act_letter(a, LETTER_CONFIRM, lists, &link) : e;
}

/* The answer to a sign-up, within the caps. Nobody who sends the form learns which, or whether. */
static enum err
answer(const struct act *a, unsigned lists, const char *canonical)
{
    struct lists_state state;
    bool granted;
    enum err e = quota_take(a->d, QUOTA_SIGNUP, canonical, &granted);

    if (e == ERR_OK)
        e = lists_look(a->d->db, a->person, &state);
    if (e != ERR_OK || !granted)
        return e;
    return (state.pending & lists) != 0 ? ask_to_confirm(a, lists)
                                        : act_letter(a, LETTER_ALREADY, lists, NULL);
}

enum err
lists_join(const struct desk *d, unsigned lists, const struct mail_address *mail, const char *name,
           struct submission *s)
{
    struct act a = {
        .d = d, .kind = "join", .email = mail->typed, .name = name, .reference = s->reference};
    bool changed = false, go = false;
    enum err e = address_hash_of(d, mail->canonical, &a.address);

    assert(lists != 0 && (lists & ~(unsigned)LIST_ALL) == 0 && s->reference[0] != '\0');
    if (s->resent) /* whoever left since then stays out until a form is sent anew */
        return e;
    if (e == ERR_OK)
        e = person_meet(d, mail, name, &a.person);
    for (size_t i = 0; e == ERR_OK && i < LIST_ROWS; i++)
        if (lists & list_rows[i].bit)
            e = act_subscribe(&a, SQL_subscription_join, list_rows[i].name, &changed);
    if (e == ERR_OK)
        e = act_begin(d, changed, s, &go);
    if (!go)
        return e;
    for (size_t i = 0; e == ERR_OK && i < LIST_ROWS; i++)
        if (lists & list_rows[i].bit)
            e = act_record(&a, list_rows[i].name);
    if (e == ERR_OK)
        e = answer(&a, lists, mail->canonical);
    return e == ERR_OK ? submission_end(d, s) : e;
}

/* One list of a confirmation; its bit in *confirmed if it waited. */
static enum err
confirm_one(const struct act *a, const struct person *p, const struct list_row *list,
            unsigned *confirmed)
{
    bool changed = false;
    enum err e = act_run(a, act_open(a, SQL_subscription_confirm, list->name), &changed);

    if (e != ERR_OK || !changed)
        return e;
    *confirmed |= list->bit;
    return act_enter(a, p->mail.canonical, list->name);
}

/*
 * Whoever holds a link that confirms can leave, ask and confirm over and over: the address's cap of
 * receipts holds. It isn't a letter that strangers cause, so theirs don't count it.
 */
static enum err
welcome(const struct act *a, const char *canonical, unsigned lists)
{
    struct desk proven = *a->d;
    bool granted;
    enum err e;

    proven.network = NULL;
    e = quota_take(&proven, QUOTA_RECEIPT, canonical, &granted);
    return e == ERR_OK && granted ? act_letter(a, LETTER_WELCOME, lists, NULL) : e;
}

enum err
lists_confirm(const struct desk *d, const struct token *t, unsigned lists, unsigned *confirmed)
{
    struct person p = {0};
    struct act a = {.d = d,
                    .kind = "confirm",
                    .person = t->person,
                    .email = p.mail.typed,
                    .reference = t->reference};
    enum err e;

    assert(t->purpose == PURPOSE_CONFIRM && t->reference[0] != '\0');
    *confirmed = 0;
    if (token_ended(t, d->now))
        return ERR_DENIED;
    e = person_look(d->db, t->person, &p);
    if (e != ERR_OK)
        return e == ERR_NOTFOUND ? ERR_OK : e; /* erased meanwhile: nothing waits */
    e = address_hash_of(d, p.mail.canonical, &a.address);
    for (size_t i = 0; e == ERR_OK && i < LIST_ROWS; i++)
        if (lists & list_rows[i].bit)
            e = confirm_one(&a, &p, &list_rows[i], confirmed);
    if (e == ERR_OK && *confirmed != 0)
        e = welcome(&a, p.mail.canonical, *confirmed);
    return e == ERR_OK && *confirmed != 0 ? token_use(d, t->id) : e;
}

/* What keeps an address from being imported; IMPORT_MADE if nothing does. *person 0: a new one. */
static enum err
import_look(const struct desk *d, enum list one, const char *canonical, int64_t *person,
            enum import_end *end)
{
    struct lists_state state = {0};
    int64_t since = 0;
    enum err e = suppressed(d, canonical, list_name(one), &since);

    *person = 0;
    *end = IMPORT_SUPPRESSED;
    if (e != ERR_OK || since != 0)
        return e;
    e = person_find(d, canonical, person);
    if (e == ERR_OK)
        e = lists_look(d->db, *person, &state);
    if (state.active & one)
        *end = IMPORT_ALREADY;
    else if (state.bounced != 0)
        *end = IMPORT_BOUNCED;
    else if ((state.opted_out & one) == 0)
        *end = IMPORT_MADE;
    return e == ERR_NOTFOUND ? ERR_OK : e;
}

enum err
lists_import(const struct desk *d, enum list one, const struct mail_address *mail, const char *name,
             const char *source, int64_t source_at, enum import_end *end)
{
    struct desk by = *d;
    char reference[REFERENCE_MAX], day[CLOCK_DATE_MAX];
    struct act a = {.d = &by,
                    .kind = "import",
                    .email = mail->typed,
                    .name = name,
                    .source = source,
                    .reference = reference};
    bool changed = false;
    enum err e = import_look(d, one, mail->canonical, &a.person, end);

    assert(one != LIST_ALL && source != NULL && source[0] != '\0');
    if (e != ERR_OK || *end != IMPORT_MADE)
        return e;
    by.channel = CHANNEL_IMPORT;
    reference_new(reference);
    if (source_at != 0) {
        clock_iso_date(source_at, day);
        a.source_at = day;
    }
    e = person_meet(d, mail, name, &a.person);
    if (e == ERR_OK)
        e = address_hash_of(d, mail->canonical, &a.address);
    if (e == ERR_OK)
        e = act_subscribe(&a, SQL_subscription_enter, list_name(one), &changed);
    return e == ERR_OK ? act_record(&a, list_name(one)) : e;
}
