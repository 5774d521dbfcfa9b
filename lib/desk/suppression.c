/* suppression.c - who gets no mail of a list, or of any. */
#include "desk/suppression.h"

#include <assert.h>

/* What the rows of an address say about a list, under every key together; 0 for nothing. */
struct standing {
    int64_t one, every; /* in force for the list itself, for all lists: since */
    int64_t lifted;     /* when the list's own row was lifted last */
};

static int64_t
later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static enum err
look(struct db *db, const struct address_hash *h, const char *list, struct standing *out)
{
    struct stmt *s = stmt_open(db, SQL_suppression_look);

    stmt_blob(s, BIND_address_hash, h->bytes, sizeof h->bytes);
    stmt_text(s, BIND_list, list);
    if (stmt_row(s)) {
        out->one = later(out->one, stmt_col_int(s, COL_suppression_look_one));
        out->every = later(out->every, stmt_col_int(s, COL_suppression_look_every));
        out->lifted = later(out->lifted, stmt_col_int(s, COL_suppression_look_lifted));
    }
    return stmt_close(s);
}

static int64_t
in_force(const struct standing *w)
{
    if (w->one != 0)
        return w->one;
    return w->lifted >= w->every ? 0 : w->every;
}

enum err
suppressed(const struct desk *d, const char *canonical, const char *list, int64_t *since)
{
    struct standing w = {0};
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < keys_count(d->keys); i++) {
        struct address_hash h;

        e = address_hash_under(d, keys_id(d->keys, i), canonical, &h);
        if (e == ERR_OK)
            e = look(d->db, &h, list, &w);
    }
    *since = in_force(&w);
    return e;
}

enum err
suppressed_hash(const struct desk *d, const struct address_hash *h, const char *list,
                int64_t *since)
{
    struct standing w = {0};
    enum err e = look(d->db, h, list, &w);

    *since = in_force(&w);
    return e;
}

enum err
suppression_stands(const struct desk *d, const struct address_hash *h, const char *list,
                   bool *stands)
{
    struct standing w = {0};
    enum err e = look(d->db, h, list, &w);

    *stands = (list != NULL ? w.one : w.every) != 0;
    return e;
}

/* Binds what laying a row and laying it again have in common. */
static struct stmt *
open_lay(const struct desk *d, enum sql id, const struct address_hash *h, const char *reference)
{
    struct stmt *s = stmt_open(d->db, id);

    stmt_blob(s, BIND_address_hash, h->bytes, sizeof h->bytes);
    stmt_text(s, BIND_channel, channel_name(d->channel));
    stmt_text(s, BIND_reference, reference);
    stmt_int(s, BIND_at, d->now);
    return s;
}

enum err
suppression_lay(const struct desk *d, const struct address_hash *h, const char *list,
                int64_t person, const char *reference)
{
    struct stmt *s = open_lay(d, SQL_suppression_lay, h, reference);
    enum err e;

    assert(reference[0] != '\0');
    stmt_int(s, BIND_key_id, h->key_id);
    stmt_text(s, BIND_list, list);
    stmt_id(s, BIND_person, person);
    e = stmt_run(s);
    if (e == ERR_OK && list == NULL)
        e = stmt_run(open_lay(d, SQL_suppression_lay_again, h, reference));
    return e;
}

static enum err
lift_under(const struct desk *d, const struct address_hash *h, const char *list,
           const char *reference)
{
    struct stmt *s = stmt_open(d->db, SQL_suppression_lift);
    enum err e;

    stmt_blob(s, BIND_address_hash, h->bytes, sizeof h->bytes);
    stmt_text(s, BIND_list, list);
    stmt_text(s, BIND_reference, reference);
    stmt_int(s, BIND_at, d->now);
    e = stmt_run(s);
    if (e != ERR_OK || list == NULL)
        return e;
    s = stmt_open(d->db, SQL_suppression_except);
    stmt_blob(s, BIND_address_hash, h->bytes, sizeof h->bytes);
    stmt_text(s, BIND_list, list);
    stmt_int(s, BIND_at, d->now);
    return stmt_run(s);
}

static enum err
lift(const struct desk *d, const char *canonical, const char *list, const char *reference)
{
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < keys_count(d->keys); i++) {
        struct address_hash h;

        e = address_hash_under(d, keys_id(d->keys, i), canonical, &h);
        if (e == ERR_OK)
            e = lift_under(d, &h, list, reference);
    }
    return e;
}

enum err
suppression_lift(const struct desk *d, const char *canonical, const char *list)
{
    return lift(d, canonical, list, NULL);
}

enum err
suppression_undo(const struct desk *d, const char *canonical, const char *reference)
{
    assert(reference[0] != '\0');
    return lift(d, canonical, NULL, reference);
}

static enum err
carry_rows(const struct desk *d, enum sql id, const struct address_hash *from,
           const struct address_hash *to, int64_t person)
{
    struct stmt *s = stmt_open(d->db, id);

    stmt_blob(s, BIND_address_hash, to->bytes, sizeof to->bytes);
    stmt_int(s, BIND_key_id, to->key_id);
    stmt_int(s, BIND_person, person);
    stmt_blob(s, BIND_earlier, from->bytes, sizeof from->bytes);
    return stmt_run(s);
}

enum err
suppression_carry(const struct desk *d, const char *from, const char *to, int64_t person)
{
    struct address_hash old, new;
    int64_t left_all = 0;
    enum err e = address_hash_of(d, to, &new);

    assert(person > 0);
    if (e == ERR_OK)
        e = suppressed(d, to, NULL, &left_all);
    for (size_t i = 0; e == ERR_OK && i < keys_count(d->keys); i++) {
        e = address_hash_under(d, keys_id(d->keys, i), from, &old);
        /* Where all mail to the new address was stopped, an exception of the old one is none. */
        if (e == ERR_OK && left_all == 0)
            e = carry_rows(d, SQL_suppression_carry_lifted, &old, &new, person);
        if (e == ERR_OK)
            e = carry_rows(d, SQL_suppression_carry, &old, &new, person);
    }
    return e;
}
