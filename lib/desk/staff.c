/* staff.c - what helpctl shows of lists, people and keys. */
#include "desk/staff.h"

#include <assert.h>
#include <string.h>

#include "desk/consent.h"

#define COPY(to, s, col) stmt_col_copy(s, col, to, sizeof(to))

enum err
staff_standing(struct db *db, int64_t person, struct standing_row *out, size_t *n)
{
    struct stmt *s = stmt_open(db, SQL_staff_standing);

    *n = 0;
    stmt_id(s, BIND_person, person);
    while (*n < STAFF_LISTS_MAX && stmt_row(s)) {
        struct standing_row *row = &out[(*n)++];

        COPY(row->list, s, COL_staff_standing_list);
        COPY(row->state, s, COL_staff_standing_state);
        row->since = stmt_col_int(s, COL_staff_standing_since);
        COPY(row->source, s, COL_staff_standing_source);
    }
    return stmt_close(s);
}

/* Puts a row among those that there are, newest first, unless it is there or too old. */
static void
event_keep(const struct event_row *row, struct event_row *out, size_t max, size_t *n)
{
    size_t at = 0;

    while (at < *n && out[at].id > row->id)
        at++;
    if (at == max || (at < *n && out[at].id == row->id))
        return;
    if (*n < max)
        ++*n;
    memmove(out + at + 1, out + at, (*n - at - 1) * sizeof *out);
    out[at] = *row;
}

static enum err
events_under(const struct desk *d, int64_t person, const struct address_hash *hash,
             struct event_row *out, size_t max, size_t *n)
{
    struct stmt *s = stmt_open(d->db, SQL_staff_events);

    stmt_id(s, BIND_person, person);
    stmt_blob(s, BIND_address_hash, hash->bytes, sizeof hash->bytes);
    stmt_int(s, BIND_most, (int64_t)max);
    while (stmt_row(s)) {
        struct event_row row = {.id = stmt_col_int(s, COL_staff_events_id),
                                .at = stmt_col_int(s, COL_staff_events_at)};

        COPY(row.kind, s, COL_staff_events_kind);
        COPY(row.list, s, COL_staff_events_list);
        COPY(row.channel, s, COL_staff_events_channel);
        COPY(row.page, s, COL_staff_events_page);
        COPY(row.reference, s, COL_staff_events_reference);
        event_keep(&row, out, max, n);
    }
    return stmt_close(s);
}

enum err
staff_events(const struct desk *d, int64_t person, const char *canonical, struct event_row *out,
             size_t max, size_t *n)
{
    enum err e = ERR_OK;

    assert(max > 0);
    *n = 0;
    for (size_t i = 0; e == ERR_OK && i < keys_count(d->keys); i++) {
        struct address_hash hash;

        e = address_hash_under(d, keys_id(d->keys, i), canonical, &hash);
        if (e == ERR_OK)
            e = events_under(d, person, &hash, out, max, n);
    }
    return e;
}

enum err
staff_counts(struct db *db, struct count_row *out, size_t *n)
{
    struct stmt *s = stmt_open(db, SQL_staff_counts);

    *n = 0;
    while (*n < STAFF_LISTS_MAX && stmt_row(s)) {
        struct count_row *row = &out[(*n)++];

        COPY(row->list, s, COL_staff_counts_list);
        row->pending = stmt_col_int(s, COL_staff_counts_pending);
        row->active = stmt_col_int(s, COL_staff_counts_active);
        row->opted_out = stmt_col_int(s, COL_staff_counts_opted_out);
        row->bounced = stmt_col_int(s, COL_staff_counts_bounced);
    }
    return stmt_close(s);
}

enum err
staff_members(struct db *db, const char *list, const char *state, int64_t *after, member_fn *fn,
              void *ctx, size_t *n)
{
    struct stmt *s = stmt_open(db, SQL_staff_members);

    assert(fn != NULL);
    *n = 0;
    stmt_text(s, BIND_list, list);
    stmt_text(s, BIND_state, state);
    stmt_int(s, BIND_after, *after);
    stmt_int(s, BIND_most, STAFF_PAGE);
    for (; stmt_row(s); ++*n) {
        const struct member m = {.email = stmt_col_text(s, COL_staff_members_email, NULL),
                                 .name = stmt_col_text(s, COL_staff_members_name, NULL),
                                 .source = stmt_col_text(s, COL_staff_members_source, NULL),
                                 .since = stmt_col_int(s, COL_staff_members_since)};

        *after = stmt_col_int(s, COL_staff_members_id);
        fn(ctx, &m);
    }
    return stmt_close(s);
}

enum err
staff_traces(struct db *db, int64_t person, int64_t out[TRACES_])
{
    static const int columns[] = {
        [TRACE_SUBSCRIPTIONS] = COL_staff_traces_subscriptions,
        [TRACE_ADDRESSES] = COL_staff_traces_addresses,
        [TRACE_INQUIRIES] = COL_staff_traces_inquiries,
        [TRACE_CHANGES] = COL_staff_traces_changes,
        [TRACE_TOKENS] = COL_staff_traces_tokens,
        [TRACE_LETTERS] = COL_staff_traces_letters,
        [TRACE_EVENTS] = COL_staff_traces_events,
        [TRACE_REQUESTS] = COL_staff_traces_requests,
    };
    struct stmt *s = stmt_open(db, SQL_staff_traces);

    static_assert(sizeof columns / sizeof *columns == TRACES_, "every trace has its column");
    assert(person > 0);
    stmt_int(s, BIND_person, person);
    if (stmt_row(s))
        for (size_t i = 0; i < TRACES_; i++)
            out[i] = stmt_col_int(s, columns[i]);
    return stmt_close(s);
}

enum err
staff_keys(struct db *db, struct key_row *out, size_t max, size_t *n)
{
    struct stmt *s = stmt_open(db, SQL_staff_keys);

    for (*n = 0; *n < max && stmt_row(s); ++*n)
        out[*n] = (struct key_row){.key = stmt_col_int(s, COL_staff_keys_key_id),
                                   .optouts = stmt_col_int(s, COL_staff_keys_optouts),
                                   .events = stmt_col_int(s, COL_staff_keys_events),
                                   .links = stmt_col_int(s, COL_staff_keys_links)};
    return stmt_close(s);
}
