/* lists.c - the lists' names, how a person stands to them, and what joining and leaving share. */
#include "desk/lists.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "desk/list_act.h"

const struct list_row list_rows[LIST_ROWS] = {
    {LIST_NEWSLETTER, "newsletter"},
    {LIST_BARGAINS, "bargains"},
    {LIST_CLUB, "club"},
    {LIST_OFFERS, "special-offers"},
};
static_assert((LIST_NEWSLETTER | LIST_BARGAINS | LIST_CLUB | LIST_OFFERS) == LIST_ALL, "no other");

const char *
list_name(enum list one)
{
    for (size_t i = 0; i < LIST_ROWS; i++)
        if (list_rows[i].bit == one)
            return list_rows[i].name;
    assert(one == LIST_ALL);
    return "all";
}

/* The bits of a name of len bytes, 0 for none. */
static unsigned
bits_of(const char *name, size_t len)
{
    if (len == 3 && memcmp(name, "all", 3) == 0)
        return LIST_ALL;
    for (size_t i = 0; i < LIST_ROWS; i++)
        if (strlen(list_rows[i].name) == len && memcmp(list_rows[i].name, name, len) == 0)
            return list_rows[i].bit;
    return 0;
}

unsigned
lists_read(const char *names)
{
    unsigned lists = 0;

    while (*names != '\0') {
        size_t len = strcspn(names, " ");
        unsigned bits = bits_of(names, len);

        if (bits == 0)
            return 0;
        lists |= bits;
        names += len + (names[len] == ' ');
    }
    return lists;
}

void
lists_write(unsigned lists, char out[LISTS_TEXT])
{
    size_t len = 0;

    assert((lists & ~(unsigned)LIST_ALL) == 0);
    snprintf(out, LISTS_TEXT, "%s", lists == LIST_ALL ? "all" : "");
    for (size_t i = 0; lists != LIST_ALL && i < LIST_ROWS; i++)
        if (lists & list_rows[i].bit)
            len += (size_t)snprintf(out + len, LISTS_TEXT - len, "%s%s", len > 0 ? " " : "",
                                    list_rows[i].name);
    assert(len < LISTS_TEXT);
}

/* Where the bit of a state is kept; NULL for a state that there isn't. */
static unsigned *
state_bits(struct lists_state *s, const char *state)
{
    const struct {
        const char *name;
        unsigned *bits;
    } states[] = {{"pending", &s->pending},
                  {"active", &s->active},
                  {"opted_out", &s->opted_out},
                  {"bounced", &s->bounced}};

    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (strcmp(states[i].name, state) == 0)
            return states[i].bits;
    return NULL;
}

enum err
lists_look(struct db *db, int64_t person, struct lists_state *out)
{
    struct stmt *s = stmt_open(db, SQL_subscription_look);

    *out = (struct lists_state){0};
    stmt_int(s, BIND_person, person);
    while (stmt_row(s)) {
        size_t len;
        const char *name = stmt_col_text(s, COL_subscription_look_list, &len);
        unsigned *bits = state_bits(out, stmt_col_text(s, COL_subscription_look_state, NULL));

        if (bits != NULL)
            *bits |= bits_of(name, len);
    }
    return stmt_close(s);
}

enum err
lists_suppressed(const struct desk *d, const char *canonical, unsigned lists, int64_t *since)
{
    enum err e = ERR_OK;

    assert((lists & ~(unsigned)LIST_ALL) == 0);
    *since = 0;
    for (size_t i = 0; e == ERR_OK && i < LIST_ROWS; i++) {
        int64_t at = 0;

        if (lists & list_rows[i].bit)
            e = suppressed(d, canonical, list_rows[i].name, &at);
        *since = at > *since ? at : *since;
    }
    return e;
}

enum err
act_begin(const struct desk *d, bool changed, struct submission *s, bool *go)
{
    *go = !s->repeat || changed;
    return s->repeat && changed ? submission_renew(d, s) : ERR_OK;
}

enum err
act_record(const struct act *a, const char *list)
{
    const struct consent c = {
        .kind = a->kind,
        .list = list,
        .person = a->person,
        .address = &a->address,
        .email = a->email,
        .name = a->name,
        .reason = a->reason,
        .source = a->source,
        .source_at = a->source_at,
        .reference = a->reference,
    };

    assert(a->person != 0 || (a->email == NULL && a->name == NULL && a->reason == NULL));
    return consent_record(a->d, &c);
}

struct stmt *
act_open(const struct act *a, enum sql id, const char *list)
{
    struct stmt *s = stmt_open(a->d->db, id);

    stmt_int(s, BIND_person, a->person);
    stmt_text(s, BIND_list, list);
    stmt_int(s, BIND_at, a->d->now);
    return s;
}

enum err
act_run(const struct act *a, struct stmt *s, bool *changed)
{
    enum err e = stmt_run(s);

    if (e == ERR_OK && db_changes(a->d->db) > 0)
        *changed = true;
    return e;
}

enum err
act_subscribe(const struct act *a, enum sql id, const char *list, bool *changed)
{
    const char *more = a->source != NULL ? a->source : a->d->page;
    struct stmt *s = act_open(a, id, list);
    char source[128];

    snprintf(source, sizeof source, "%s%s%s", channel_name(a->d->channel), more != NULL ? " " : "",
             more != NULL ? more : "");
    stmt_text(s, BIND_source, source);
    return act_run(a, s, changed);
}

enum err
act_enter(const struct act *a, const char *canonical, const char *list)
{
    enum err e = suppression_lift(a->d, canonical, list);

    return e == ERR_OK ? act_record(a, list) : e;
}

enum err
act_letter(const struct act *a, enum letter letter, unsigned lists, const struct token *link)
{
    struct outbox_new n = {.letter = letter, .person = a->person, .reference = a->reference};
    char names[LISTS_TEXT];
    enum err e = ERR_OK;

    assert(a->person != 0);
    if (link != NULL) {
        struct token t = *link;

        t.person = a->person;
        snprintf(t.reference, sizeof t.reference, "%s", a->reference);
        e = token_make(a->d, &t);
        n.token = t.id;
    }
    lists_write(lists, names);
    n.lists = names[0] != '\0' ? names : NULL;
    return e == ERR_OK ? outbox_put(a->d, &n) : e;
}
