/* lists_fixture.h - what tests of the lists do again and again. */
#ifndef HC_LISTS_FIXTURE_H
#define HC_LISTS_FIXTURE_H

#include "desk/lists.h"
#include "desk/outbox.h"
#include "desk/quota.h"
#include "desk_fixture.h"

/* A form, as from a new tab: no two are alike. */
static inline struct submission
sent_new(struct office *o, const char *form)
{
    static unsigned count;
    struct submission s = {.form = form};

    count++;
    memcpy(s.nonce, &count, sizeof count);
    memcpy(s.content, &count, sizeof count);
    assert_int_equal(submission_begin(&o->desk, &s), ERR_OK);
    return s;
}

static inline struct submission
sign_up(struct office *o, unsigned lists, const char *email)
{
    struct submission s = sent_new(o, "newsletter");
    struct mail_address m = mail_of(email);

    assert_int_equal(lists_join(&o->desk, lists, &m, "Ann", &s), ERR_OK);
    office_commit(o);
    return s;
}

static inline struct submission
opt_out(struct office *o, unsigned lists, const char *email)
{
    struct submission s = sent_new(o, "opt-out");
    struct mail_address m = mail_of(email);
    const struct leaving l = {.lists = lists, .mail = &m, .reason = "too many"};

    assert_int_equal(lists_leave(&o->desk, &l, &s), ERR_OK);
    office_commit(o);
    return s;
}

/* The token of the newest letter of a kind. */
static inline struct token
letter_token(struct office *o, enum letter letter)
{
    struct token t = {0};
    char sql[160];
    int64_t id;

    snprintf(sql, sizeof sql,
             "SELECT token_id FROM outbox WHERE letter = '%s' ORDER BY id DESC LIMIT 1",
             letter_name(letter));
    id = raw_int(o->path, sql);
    assert_true(id > 0);
    assert_int_equal(token_load(o->desk.db, id, &t), ERR_OK);
    return t;
}

/* Presses the button of the newest letter's link. */
static inline unsigned
confirm(struct office *o, unsigned lists)
{
    struct token t = letter_token(o, LETTER_CONFIRM);
    struct desk d = o->desk;
    unsigned confirmed;

    d.channel = CHANNEL_LINK;
    d.page = "/confirm";
    assert_int_equal(lists_confirm(&d, &t, lists, &confirmed), ERR_OK);
    office_commit(o);
    return confirmed;
}

static inline void
member(struct office *o, unsigned lists, const char *email)
{
    sign_up(o, lists, email);
    assert_int_equal(confirm(o, lists), lists);
}

static inline const char *
states(struct office *o)
{
    return raw_text(o->path, "SELECT group_concat(list || '=' || state) FROM "
                             "(SELECT * FROM v_subscribers ORDER BY list)");
}

static inline const char *
mails(struct office *o)
{
    return raw_text(o->path, "SELECT group_concat(letter || ' ' || coalesce(lists, '-'), ', ')"
                             " FROM (SELECT * FROM outbox ORDER BY id)");
}

static inline bool
is_suppressed(struct office *o, const char *canonical, enum list list)
{
    int64_t since;

    assert_int_equal(suppressed(&o->desk, canonical, list_name(list), &since), ERR_OK);
    return since != 0;
}

#endif
