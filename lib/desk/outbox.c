/* outbox.c - letters, from the transaction that causes one to its end. */
#include "desk/outbox.h"

#include <assert.h>

static const char *const names[] = {
    [LETTER_CONFIRM] = "confirm",         [LETTER_ALREADY] = "already",
    [LETTER_WELCOME] = "welcome",         [LETTER_LEFT] = "left",
    [LETTER_PREFERENCES] = "preferences", [LETTER_REQUEST] = "request",
    [LETTER_INQUIRY] = "inquiry",         [LETTER_ANSWER] = "answer",
    [LETTER_CHANGE_OLD] = "change-old",   [LETTER_CHANGE_NEW] = "change-new",
    [LETTER_CHANGED] = "changed",         [LETTER_DIGEST] = "digest",
    [LETTER_TEST] = "test",
};
static_assert(sizeof names / sizeof *names == LETTER_COUNT_, "every letter has its name");

const char *
letter_name(enum letter l)
{
    assert(l < LETTER_COUNT_);
    return names[l];
}

enum err
outbox_put(const struct desk *d, const struct outbox_new *n)
{
    unsigned char random[SECRET_ID];
    struct stmt *s = stmt_open(d->db, SQL_outbox_put);

    assert(n->letter != LETTER_TEST && (n->letter == LETTER_DIGEST) == (n->day != NULL));
    assert((n->letter == LETTER_ANSWER) == (n->answer != 0));
    secret_random(random, sizeof random);
    stmt_blob(s, BIND_random, random, sizeof random);
    stmt_int(s, BIND_key_id, keys_newest(d->keys));
    stmt_text(s, BIND_letter, letter_name(n->letter));
    stmt_id(s, BIND_person, n->person);
    stmt_id(s, BIND_request, n->request);
    stmt_id(s, BIND_inquiry, n->inquiry);
    stmt_id(s, BIND_change, n->change);
    stmt_id(s, BIND_token, n->token);
    stmt_text(s, BIND_lists, n->lists);
    stmt_text(s, BIND_reference, n->reference);
    stmt_text(s, BIND_day, n->day);
    stmt_id(s, BIND_answer, n->answer);
    stmt_int(s, BIND_at, d->now);
    return stmt_run(s);
}
