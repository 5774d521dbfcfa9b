/* list_choose.c - the preference page: what it asks for, and the link to it. */
#include <assert.h>

#include "desk/list_act.h"
#include "desk/people.h"
#include "desk/quota.h"

/* One list of the page that is wanted and isn't active. The mailbox is proven: active at once. */
static enum err
enter_one(const struct act *a, const struct person *p, const struct list_row *list)
{
    bool changed = false;
    enum err e = act_subscribe(a, SQL_subscription_enter, list->name, &changed);

    return e == ERR_OK && changed ? act_enter(a, p->mail.canonical, list->name) : e;
}

enum err
lists_choose(const struct desk *d, int64_t person, unsigned shown, unsigned wanted,
             struct submission *s, unsigned *joined, unsigned *left)
{
    struct person p = {0};
    struct act a = {.d = d,
                    .kind = "confirm",
                    .person = person,
                    .email = p.mail.typed,
                    .reference = s->reference};
    struct lists_state state = {0};
    bool go = false;
    enum err e = person_look(d->db, person, &p);

    *joined = *left = 0;
    if (e == ERR_OK)
        e = lists_look(d->db, person, &state);
    if (e == ERR_OK)
        e = address_hash_of(d, p.mail.canonical, &a.address);
    if (e != ERR_OK)
        return e;
    *joined = shown & wanted & ~state.active;
    *left = shown & ~wanted & (state.active | state.pending);
    e = act_begin(d, (*joined | *left) != 0, s, &go);
    if (!go)
        return e;
    for (size_t i = 0; e == ERR_OK && i < LIST_ROWS; i++)
        if (*joined & list_rows[i].bit)
            e = enter_one(&a, &p, &list_rows[i]);
    if (e == ERR_OK && *left != 0)
        e = lists_leave(d, &(struct leaving){.lists = *left, .mail = &p.mail, .known = true}, s);
    return e == ERR_OK ? submission_end(d, s) : e;
}

/* The letter, if somebody has the address. */
static enum err
send_link(const struct desk *d, const struct mail_address *mail, const struct submission *s)
{
    const struct token link = {.purpose = PURPOSE_PREFERENCES};
    struct act a = {.d = d, .reference = s->reference};
    struct person p = {0};
    bool granted = false;
    enum err e = person_find(d, mail->canonical, &a.person);

    if (e == ERR_OK)
        e = person_look(d->db, a.person, &p);
    if (e == ERR_OK && p.active)
        e = quota_take(d, QUOTA_LINK, mail->canonical, &granted);
    if (e == ERR_OK && granted)
        e = act_letter(&a, LETTER_PREFERENCES, 0, &link);
    return e == ERR_NOTFOUND ? ERR_OK : e;
}

enum err
lists_preferences(const struct desk *d, const struct mail_address *mail, struct submission *s)
{
    enum err e = ERR_OK;

    assert(s->reference[0] != '\0');
    if (s->resent)
        return ERR_OK;
    if (s->repeat) /* asked once more from a new page: the letter got lost */
        e = submission_renew(d, s);
    if (e == ERR_OK)
        e = send_link(d, mail, s);
    return e == ERR_OK ? submission_end(d, s) : e;
}
