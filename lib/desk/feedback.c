/* feedback.c - was this page helpful. */
#include "desk/feedback.h"

#include <assert.h>
#include <stdio.h>

#include "base/clock.h"

/* Who votes: the same for a network and day, and nothing that leads back to it. */
static bool
voter_of(const struct desk *d, const char *day, unsigned char out[SECRET_HASH])
{
    char text[CLOCK_DATE_MAX + NETWORK_MAX + 1];
    int len = snprintf(text, sizeof text, "%s %s", day, d->network);

    assert(len > 0 && (size_t)len < sizeof text);
    return keys_hash(d->keys, keys_newest(d->keys), PURPOSE_VOTE, text, (size_t)len, out);
}

enum err
feedback_vote(const struct desk *d, const struct vote *v)
{
    unsigned char voter[SECRET_HASH];
    char day[CLOCK_DATE_MAX];
    struct stmt *s;

    assert(v->page != NULL && d->network != NULL);
    clock_iso_date(d->now, day);
    if (!voter_of(d, day, voter))
        return ERR_BUG;
    s = stmt_open(d->db, SQL_feedback_vote);
    stmt_text(s, BIND_day, day);
    stmt_text(s, BIND_page, v->page);
    stmt_blob(s, BIND_voter, voter, sizeof voter);
    stmt_int(s, BIND_helpful, v->helpful);
    stmt_text(s, BIND_reason, v->reason);
    stmt_text(s, BIND_message, v->message);
    stmt_int(s, BIND_at, d->now);
    stmt_int(s, BIND_most, FEEDBACK_WORDS);
    return stmt_run(s);
}

enum err
feedback_pages(struct db *db, const char *page, const char *since,
               void (*tell)(void *ctx, const struct feedback_page *p), void *ctx)
{
    struct stmt *s = stmt_open(db, SQL_feedback_pages);

    stmt_text(s, BIND_page, page);
    stmt_text(s, BIND_day, since);
    while (stmt_row(s))
        tell(ctx, &(struct feedback_page){
                      .page = stmt_col_text(s, COL_feedback_pages_page, NULL),
                      .helpful = stmt_col_int(s, COL_feedback_pages_helpful),
                      .not_helpful = stmt_col_int(s, COL_feedback_pages_not_helpful)});
    return stmt_close(s);
}

enum err
feedback_messages(struct db *db, const char *page, const char *since,
                  void (*tell)(void *ctx, const struct feedback_message *m), void *ctx)
{
    struct stmt *s = stmt_open(db, SQL_feedback_messages);

    stmt_text(s, BIND_page, page);
    stmt_text(s, BIND_day, since);
    while (stmt_row(s))
        tell(ctx, &(struct feedback_message){
                      .at = stmt_col_int(s, COL_feedback_messages_at),
                      .page = stmt_col_text(s, COL_feedback_messages_page, NULL),
                      .reason = stmt_col_text(s, COL_feedback_messages_reason, NULL),
                      .message = stmt_col_text(s, COL_feedback_messages_message, NULL)});
    return stmt_close(s);
}
