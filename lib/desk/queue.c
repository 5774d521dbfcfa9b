#include "desk/queue.h"

#include <assert.h>
#include <string.h>

/* As the statement names them. */
static const char *const states[] = {
    [QUEUE_DUE] = "due",   [QUEUE_LATER] = "later",   [QUEUE_SENDING] = "sending",
    [QUEUE_SENT] = "sent", [QUEUE_FAILED] = "failed", [QUEUE_DROPPED] = "dropped",
};
static_assert(sizeof states / sizeof *states == QUEUE_STATES_, "every state has its name");

static struct queue_line *
line_of(struct queue_line out[QUEUE_STATES_], const char *state)
{
    for (size_t i = 0; i < QUEUE_STATES_; i++)
        if (strcmp(states[i], state) == 0)
            return &out[i];
    return NULL;
}

enum err
queue_look(const struct desk *d, struct queue_line out[QUEUE_STATES_])
{
    struct stmt *s = stmt_open(d->db, SQL_queue_look);
    bool known = true;
    memset(out, 0, QUEUE_STATES_ * sizeof out[0]);
    stmt_int(s, BIND_now, d->now);
    while (stmt_row(s)) {
        struct queue_line *line = line_of(out, stmt_col_text(s, COL_queue_look_state, NULL));
        if (line == NULL) { /* the statement has another name than the table above */
            known = false;
            break;
        }
        line->letters = stmt_col_int(s, COL_queue_look_letters);
        line->oldest_at = stmt_col_int(s, COL_queue_look_oldest_at);
        line->next_at = stmt_col_int(s, COL_queue_look_next_at);
    }
    enum err e = stmt_close(s);
    return e == ERR_OK && !known ? ERR_BUG : e;
}

enum err
queue_retry(const struct desk *d, int64_t *letters)
{
    struct stmt *s = stmt_open(d->db, SQL_queue_retry);
    stmt_int(s, BIND_now, d->now);
    enum err e = stmt_run(s);
    *letters = e == ERR_OK ? db_changes(d->db) : 0;
    return e;
}
