/* tokens.c - the rows behind links in letters. */
#include "desk/tokens.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const int64_t hour = 3600; /* seconds */

/* Each purpose's name in the database, and how long its link is good. */
static const struct {
    enum purpose purpose;
    const char *name;
    int hours;
} kinds[] = {
    {PURPOSE_CONFIRM, "confirm", CONFIRM_DAYS * 24},
    {PURPOSE_UNDO, "undo", UNDO_DAYS * 24},
    {PURPOSE_PREFERENCES, "preferences", PREFERENCES_HOURS},
    {PURPOSE_CHANGE_OLD, "change-old", CHANGE_HOURS},
    {PURPOSE_CHANGE_NEW, "change-new", CHANGE_HOURS},
};

enum { KINDS = sizeof kinds / sizeof *kinds };

static size_t
kind_of(enum purpose p)
{
    size_t i = 0;

    while (i < KINDS && kinds[i].purpose != p)
        i++;
    assert(i < KINDS);
    return i;
}

enum err
token_make(const struct desk *d, struct token *t)
{
    size_t kind = kind_of(t->purpose);
    struct stmt *s = stmt_open(d->db, SQL_token_make);

    assert(t->person > 0);
    secret_random(t->random, sizeof t->random);
    t->key_id = keys_newest(d->keys);
    t->created_at = d->now;
    t->ends_at = d->now + kinds[kind].hours * hour;
    t->used_at = 0;
    stmt_blob(s, BIND_random, t->random, sizeof t->random);
    stmt_text(s, BIND_purpose, kinds[kind].name);
    stmt_int(s, BIND_key_id, t->key_id);
    stmt_int(s, BIND_person, t->person);
    stmt_id(s, BIND_change, t->change);
    stmt_text(s, BIND_lists, t->lists[0] != '\0' ? t->lists : NULL);
    stmt_text(s, BIND_reference, t->reference[0] != '\0' ? t->reference : NULL);
    stmt_int(s, BIND_at, t->created_at);
    stmt_int(s, BIND_ends_at, t->ends_at);
    return stmt_one_int(s, &t->id);
}

/* Takes the statement's row. */
static void
take_row(struct stmt *s, struct token *out)
{
    size_t kind = 0, len;
    const char *text = stmt_col_text(s, COL_token_look_purpose, NULL);

    while (kind < KINDS - 1 && strcmp(kinds[kind].name, text) != 0)
        kind++;
    *out = (struct token){
        .id = stmt_col_int(s, COL_token_look_id),
        .purpose = kinds[kind].purpose,
        .key_id = stmt_col_int(s, COL_token_look_key_id),
        .person = stmt_col_int(s, COL_token_look_person),
        .change = stmt_col_int(s, COL_token_look_change),
        .created_at = stmt_col_int(s, COL_token_look_created_at),
        .ends_at = stmt_col_int(s, COL_token_look_ends_at),
        .used_at = stmt_col_int(s, COL_token_look_used_at),
    };
    text = stmt_col_text(s, COL_token_look_random, &len);
    assert(len == 0 || len == sizeof out->random);
    memcpy(out->random, text, len);
    stmt_col_copy(s, COL_token_look_lists, out->lists, sizeof out->lists);
    stmt_col_copy(s, COL_token_look_reference, out->reference, sizeof out->reference);
}

/* The row of that id, or else of those random bytes. */
static enum err
look(struct db *db, int64_t id, const unsigned char *random, struct token *out)
{
    struct stmt *s = stmt_open(db, SQL_token_look);
    bool found;

    stmt_id(s, BIND_id, id);
    stmt_blob(s, BIND_random, random, SECRET_ID);
    found = stmt_row(s);
    if (found)
        take_row(s, out);
    return stmt_close_found(s, found);
}

enum err
token_load(struct db *db, int64_t id, struct token *out)
{
    assert(id > 0);
    return look(db, id, NULL, out);
}

enum err
token_find(struct db *db, const struct keys *k, enum purpose p, const char *text, size_t len,
           struct token *out)
{
    unsigned char id[SECRET_ID] = {0};
    bool right = token_id(text, len, id);
    enum err e = look(db, 0, id, out);

    if (e != ERR_OK && e != ERR_NOTFOUND)
        return e;
    /* The hash is made where there is no row, too: nobody learns from the time which it was. */
    if (!token_right(k, e == ERR_OK ? out->key_id : keys_newest(k), p, id, text, len))
        right = false;
    return e == ERR_OK && right && out->purpose == p ? ERR_OK : ERR_NOTFOUND;
}

bool
token_ended(const struct token *t, int64_t now)
{
    return now > t->ends_at + GRACE_HOURS * hour;
}

enum err
token_use(const struct desk *d, int64_t id)
{
    struct stmt *s = stmt_open(d->db, SQL_token_use);

    stmt_int(s, BIND_at, d->now);
    stmt_int(s, BIND_id, id);
    return stmt_run(s);
}
