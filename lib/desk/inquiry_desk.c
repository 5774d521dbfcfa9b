/* inquiry_desk.c - inquiries in the hands of staff. */
#include "desk/inquiry_desk.h"

#include <assert.h>
#include <string.h>

#include "desk/audit.h"
#include "desk/outbox.h"

enum err
inquiry_find(const struct desk *d, const char *reference, struct inquiry_head *out)
{
    struct stmt *s = stmt_open(d->db, SQL_inquiry_head);
    bool found;

    *out = (struct inquiry_head){0};
    stmt_text(s, BIND_reference, reference);
    if ((found = stmt_row(s))) {
        out->id = stmt_col_int(s, COL_inquiry_head_id);
        out->person = stmt_col_int(s, COL_inquiry_head_person);
        out->reachable = !stmt_col_null(s, COL_inquiry_head_email);
        out->answers = stmt_col_int(s, COL_inquiry_head_answers);
        out->last_at = stmt_col_int(s, COL_inquiry_head_last_at);
        stmt_col_copy(s, COL_inquiry_head_kind, out->kind, sizeof out->kind);
        stmt_col_copy(s, COL_inquiry_head_state, out->state, sizeof out->state);
        stmt_col_copy(s, COL_inquiry_head_last_actor, out->last_actor, sizeof out->last_actor);
    }
    return stmt_close_found(s, found);
}

static bool
is_in(const struct inquiry_head *q, const char *state)
{
    return strcmp(q->state, state) == 0;
}

static enum err
set_state(const struct desk *d, int64_t id, const char *state)
{
    struct stmt *s = stmt_open(d->db, SQL_inquiry_set_state);

    stmt_int(s, BIND_id, id);
    stmt_text(s, BIND_state, state);
    stmt_int(s, BIND_at, d->now);
    return stmt_run(s);
}

/* Keeps the answer, and queues the letter that takes it to the person. */
static enum err
put_answer(const struct desk *d, const struct inquiry_head *q, const char *reference,
           const char *text)
{
    struct outbox_new letter = {
        .letter = LETTER_ANSWER, .person = q->person, .inquiry = q->id, .reference = reference};
    struct stmt *s = stmt_open(d->db, SQL_inquiry_answer_make);
    enum err e;

    stmt_int(s, BIND_inquiry, q->id);
    stmt_int(s, BIND_at, d->now);
    stmt_text(s, BIND_actor, d->actor);
    stmt_text(s, BIND_text, text);
    e = stmt_one_int(s, &letter.answer);
    return e == ERR_OK ? outbox_put(d, &letter) : e;
}

static enum err
record(const struct desk *d, const char *action, const struct inquiry_head *q,
       const struct audit_value *v, size_t n)
{
    return audit_record(d, action, "inquiry", q->id, NULL, v, n);
}

enum err
inquiry_answer(const struct desk *d, const char *reference, const char *text, bool again,
               struct inquiry_head *was)
{
    enum err e = inquiry_find(d, reference, was);

    assert(text != NULL && text[0] != '\0');
    if (e == ERR_OK && !was->reachable)
        e = ERR_DENIED;
    if (e == ERR_OK && (is_in(was, "closed") || (is_in(was, "answered") && !again)))
        e = ERR_CONFLICT;
    if (e == ERR_OK)
        e = put_answer(d, was, reference, text);
    if (e == ERR_OK)
        e = set_state(d, was->id, "answered");
    return e == ERR_OK ? record(d, "inquiry.answer", was, NULL, 0) : e;
}

enum err
inquiry_assign(const struct desk *d, const char *reference, const char *to,
               struct inquiry_head *was)
{
    const struct audit_value values[] = {{"assigned_to", to}};
    enum err e = inquiry_find(d, reference, was);
    struct stmt *s;

    if (e == ERR_OK && is_in(was, "closed"))
        e = ERR_CONFLICT;
    if (e != ERR_OK)
        return e;
    s = stmt_open(d->db, SQL_inquiry_set_assigned);
    stmt_int(s, BIND_id, was->id);
    stmt_text(s, BIND_to, to);
    e = stmt_run(s);
    return e == ERR_OK ? record(d, "inquiry.assign", was, values, 1) : e;
}

enum err
inquiry_close(const struct desk *d, const char *reference, struct inquiry_head *was)
{
    enum err e = inquiry_find(d, reference, was);

    if (e == ERR_OK && is_in(was, "closed"))
        e = ERR_CONFLICT;
    if (e == ERR_OK)
        e = set_state(d, was->id, "closed");
    return e == ERR_OK ? record(d, "inquiry.close", was, NULL, 0) : e;
}

enum err
inquiry_reopen(const struct desk *d, const char *reference, struct inquiry_head *was)
{
    enum err e = inquiry_find(d, reference, was);

    if (e == ERR_OK && !was->reachable)
        e = ERR_DENIED;
    if (e == ERR_OK && is_in(was, "open"))
        e = ERR_CONFLICT;
    if (e == ERR_OK)
        e = set_state(d, was->id, "open");
    return e == ERR_OK ? record(d, "inquiry.reopen", was, NULL, 0) : e;
}

enum err
inquiry_list(struct db *db, const char *kind, const char *state, int64_t *after,
             inquiry_line_fn *fn, void *ctx, size_t *n)
{
    struct stmt *s = stmt_open(db, SQL_inquiry_list);

    assert(fn != NULL && *after >= 0);
    stmt_int(s, BIND_after, *after);
    stmt_text(s, BIND_kind, kind);
    stmt_text(s, BIND_state, state);
    stmt_int(s, BIND_most, INQUIRIES_PAGE);
    for (*n = 0; stmt_row(s); ++*n) {
        const struct inquiry_line l = {
            .reference = stmt_col_text(s, COL_inquiry_list_reference, NULL),
            .kind = stmt_col_text(s, COL_inquiry_list_kind, NULL),
            .state = stmt_col_text(s, COL_inquiry_list_state, NULL),
            .email = stmt_col_text(s, COL_inquiry_list_email, NULL),
            .name = stmt_col_text(s, COL_inquiry_list_name, NULL),
            .assigned_to = stmt_col_text(s, COL_inquiry_list_assigned_to, NULL),
            .received_at = stmt_col_int(s, COL_inquiry_list_received_at),
            .answers = stmt_col_int(s, COL_inquiry_list_answers)};

        *after = stmt_col_int(s, COL_inquiry_list_id);
        fn(ctx, &l);
    }
    return stmt_close(s);
}

/* ---- one, whole ---- */

/* What stands in its own row, as people read it. */
static const struct {
    const char *field;
    int col;
} head_fields[] = {
    {"reference", COL_inquiry_whole_reference},
    {"kind", COL_inquiry_whole_kind},
    {"state", COL_inquiry_whole_state},
    {"received", COL_inquiry_whole_received_at},
    {"channel", COL_inquiry_whole_channel},
    {"assigned_to", COL_inquiry_whole_assigned_to},
    {"email", COL_inquiry_whole_email},
    {"name", COL_inquiry_whole_name},
    {"address1", COL_inquiry_whole_address1},
    {"address2", COL_inquiry_whole_address2},
    {"city", COL_inquiry_whole_city},
    {"state or province", COL_inquiry_whole_region},
    {"zip", COL_inquiry_whole_zip},
    {"country", COL_inquiry_whole_country},
    {"message", COL_inquiry_whole_message},
};

static enum err
read_head(struct db *db, int64_t id, inquiry_piece_fn *fn, void *ctx)
{
    struct stmt *s = stmt_open(db, SQL_inquiry_whole);
    bool found;

    stmt_int(s, BIND_id, id);
    found = stmt_row(s);
    for (size_t i = 0; found && i < sizeof head_fields / sizeof *head_fields; i++) {
        bool time = head_fields[i].col == COL_inquiry_whole_received_at;
        struct inquiry_piece p = {.part = INQUIRY_HEAD, .field = head_fields[i].field};

        if (stmt_col_null(s, head_fields[i].col))
            continue;
        p.value = time ? "" : stmt_col_text(s, head_fields[i].col, NULL);
        p.at = time ? stmt_col_int(s, head_fields[i].col) : 0;
        fn(ctx, &p);
    }
    return stmt_close_found(s, found);
}

static enum err
read_details(struct db *db, int64_t id, inquiry_piece_fn *fn, void *ctx)
{
    struct stmt *s = stmt_open(db, SQL_inquiry_details);

    stmt_int(s, BIND_id, id);
    while (stmt_row(s)) {
        const struct inquiry_piece p = {.part = INQUIRY_DETAIL,
                                        .field = stmt_col_text(s, COL_inquiry_details_field, NULL),
                                        .value = stmt_col_text(s, COL_inquiry_details_value, NULL)};

        if (p.value[0] != '\0')
            fn(ctx, &p);
    }
    return stmt_close(s);
}

static enum err
read_answers(struct db *db, int64_t id, inquiry_piece_fn *fn, void *ctx)
{
    struct stmt *s = stmt_open(db, SQL_inquiry_answers);

    stmt_int(s, BIND_id, id);
    while (stmt_row(s)) {
        const struct inquiry_piece p = {.part = INQUIRY_ANSWERED,
                                        .field = stmt_col_text(s, COL_inquiry_answers_actor, NULL),
                                        .value = stmt_col_text(s, COL_inquiry_answers_text, NULL),
                                        .at = stmt_col_int(s, COL_inquiry_answers_at),
                                        .letter = stmt_col_text(s, COL_inquiry_answers_letter,
                                                                NULL)};

        fn(ctx, &p);
    }
    return stmt_close(s);
}

enum err
inquiry_read(struct db *db, int64_t id, inquiry_piece_fn *fn, void *ctx)
{
    enum err e = read_head(db, id, fn, ctx);

    assert(fn != NULL && id > 0);
    if (e == ERR_OK)
        e = read_details(db, id, fn, ctx);
    return e == ERR_OK ? read_answers(db, id, fn, ctx) : e;
}
