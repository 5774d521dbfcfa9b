/* test_moved.c - what people did under an address that has changed since. */
#include "desk/changes.h"
#include "desk/staff.h"
#include "desk/upkeep.h"
#include "keys_fixture.h"
#include "lists_fixture.h"

#define OLD "ann@example.com"
#define NEW "ann@example.org"

static int64_t
person_of(struct office *o, const char *email)
{
    char sql[160];

    snprintf(sql, sizeof sql, "SELECT coalesce(max(id), 0) FROM person WHERE email = '%s'", email);
    return raw_int(o->path, sql);
}

/* Both mailboxes confirm that whoever had one address has the other now. */
static void
move(struct office *o, const char *from, const char *to)
{
    const enum letter sides[] = {LETTER_CHANGE_OLD, LETTER_CHANGE_NEW};
    struct mail_address m = mail_of(to);
    char reference[REFERENCE_MAX];
    enum change_state state = CHANGE_ENDED;

    assert_int_equal(change_open(&o->desk, person_of(o, from), &m, reference), ERR_OK);
    office_commit(o);
    o->desk.now++;
    for (size_t i = 0; i < COUNT(sides); i++) {
        struct token t = letter_token(o, sides[i]);

        assert_int_equal(change_confirm(&o->desk, &t, &state), ERR_OK);
    }
    assert_int_equal(state, CHANGE_DONE);
    office_commit(o);
}

static unsigned
undo(struct office *o, const struct token *t)
{
    unsigned restored;

    assert_int_equal(lists_undo(&o->desk, t, &restored), ERR_OK);
    office_commit(o);
    return restored;
}

/* Of two who turn out to be one, the older opt-out's receipt doesn't undo the newer opt-out. */
static void
test_undo_beside_newer_optout(void **state)
{
    struct office *o = *state;
    struct token older, newer;

    member(o, LIST_CLUB, OLD);
    member(o, LIST_CLUB, NEW);
    opt_out(o, LIST_CLUB, NEW);
    newer = letter_token(o, LETTER_LEFT);
    o->desk.now++;
    opt_out(o, LIST_CLUB, OLD);
    older = newer;
    newer = letter_token(o, LETTER_LEFT);
    move(o, NEW, OLD);
    assert_int_equal(undo(o, &older), 0);
    assert_true(is_suppressed(o, OLD, LIST_CLUB));
    assert_int_equal(token_load(o->desk.db, newer.id, &newer), ERR_OK); /* it is the other's now */
    assert_int_equal(undo(o, &newer), LIST_CLUB);
}

/* The newest opt-out of either address counts, over what the other one confirmed before it. */
static void
test_newer_optout_is_carried(void **state)
{
    struct office *o = *state;

    opt_out(o, LIST_ALL, NEW);
    o->desk.now++;
    member(o, LIST_NEWSLETTER, NEW);
    assert_false(is_suppressed(o, NEW, LIST_NEWSLETTER));
    member(o, LIST_CLUB, OLD);
    o->desk.now++;
    opt_out(o, LIST_ALL, OLD);
    move(o, OLD, NEW);
    assert_true(is_suppressed(o, NEW, LIST_NEWSLETTER));
    assert_string_equal(states(o), "club=opted_out,newsletter=opted_out");
}

/* A letter to the former address goes on to lead out, though somebody signed that one up since. */
static void
test_former_address_leaves(void **state)
{
    struct office *o = *state;
    struct submission s;
    struct address_hash h;
    const struct leaving l = {.lists = LIST_CLUB, .hash = &h};
    struct mail_address m = mail_of(OLD);

    member(o, LIST_CLUB, OLD);
    move(o, OLD, NEW);
    sign_up(o, LIST_CLUB, OLD);
    s = sent_new(o, "leave");
    assert_int_equal(address_hash_of(&o->desk, m.canonical, &h), ERR_OK);
    assert_int_equal(lists_leave(&o->desk, &l, &s), ERR_OK);
    office_commit(o);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM v_subscribers"
                                      " WHERE state <> 'opted_out'"), 0);
    assert_true(is_suppressed(o, OLD, LIST_CLUB) && is_suppressed(o, NEW, LIST_CLUB));
    assert_int_equal(raw_int(o->path, "SELECT count(DISTINCT reference) FROM v_consent"
                                      " WHERE event = 'leave'"), 1);
}

/* By the former address, as by its link: a form, a mail or staff say it. After a new key, too. */
static void
test_former_address_by_name(void **state)
{
    struct office *o = *state;

    member(o, LIST_CLUB | LIST_NEWSLETTER, OLD);
    move(o, OLD, NEW);
    keys_add(o);
    opt_out(o, LIST_CLUB, OLD);
    assert_string_equal(states(o), "club=opted_out,newsletter=active");
    assert_true(is_suppressed(o, OLD, LIST_CLUB) && is_suppressed(o, NEW, LIST_CLUB));
    assert_string_equal(raw_text(o->path, "SELECT group_concat(coalesce(reason, '-')) FROM"
                                          " v_consent WHERE event = 'leave'"), "-,too many");
    sign_up(o, LIST_CLUB, OLD); /* whoever has it now */
    opt_out(o, LIST_ALL, OLD);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM v_subscribers"
                                      " WHERE state <> 'opted_out'"), 0);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM outbox WHERE letter = 'left'"), 2);
}

/* The preference page is one person's own: nobody else leaves by it. */
static void
test_choices_are_ones_own(void **state)
{
    struct office *o = *state;
    struct submission s;
    unsigned joined, left;

    member(o, LIST_CLUB, OLD);
    move(o, OLD, NEW);
    member(o, LIST_CLUB, OLD);
    s = sent_new(o, "preferences");
    assert_int_equal(lists_choose(&o->desk, person_of(o, OLD), LIST_CLUB, 0, &s, &joined, &left),
                     ERR_OK);
    office_commit(o);
    assert_string_equal(raw_text(o->path, "SELECT group_concat(email) FROM v_subscribers"
                                          " WHERE state = 'active'"), NEW);
}

/* What a stranger asked for anew goes back to the opt-out of before, whoever of two made that. */
static void
test_lapse_after_merge(void **state)
{
    struct office *o = *state;
    bool more;

    member(o, LIST_NEWSLETTER, OLD);
    member(o, LIST_CLUB, NEW);
    opt_out(o, LIST_CLUB, NEW);
    sign_up(o, LIST_CLUB, NEW);
    move(o, OLD, NEW);
    o->desk.now += 9 * DAY_SECONDS;
    assert_int_equal(upkeep_run(&o->desk, &(struct upkeep){.digest = false}, &more), ERR_OK);
    office_commit(o);
    assert_string_equal(states(o), "club=opted_out,newsletter=active");
}

/* A letter that waited while key and address changed has links to leave by which they are known. */
static void
test_link_of_waiting_letter(void **state)
{
    struct office *o = *state;
    struct outbox_item item[9];
    size_t n = 0, found = 0;

    member(o, LIST_CLUB, OLD);
    keys_add(o);
    move(o, OLD, NEW);
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(outbox_lease(&o->desk, 1, COUNT(item), item, &n), ERR_OK);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(outbox_load(&o->desk, 1, &item[i]), ERR_OK);
        if (item[i].letter == LETTER_WELCOME) {
            assert_true(item[i].key_id == 1 && item[i].leave_key == 2);
            assert_string_equal(item[i].canonical, NEW);
            found++;
        }
    }
    assert_int_equal(found, 1);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
}

/* An address that nobody confirmed is kept nowhere once its time is over. */
static void
test_unconfirmed_address_goes(void **state)
{
    struct office *o = *state;
    struct mail_address m = mail_of("stranger@example.net");
    char reference[REFERENCE_MAX];
    bool more;

    member(o, LIST_CLUB, OLD);
    assert_int_equal(change_open(&o->desk, person_of(o, OLD), &m, reference), ERR_OK);
    o->desk.now += 9 * DAY_SECONDS;
    assert_int_equal(upkeep_run(&o->desk, &(struct upkeep){.digest = false}, &more), ERR_OK);
    office_commit(o);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM audit_value"
                                      " WHERE value LIKE '%stranger%'"), 0);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM address_change"
                                      " WHERE email IS NOT NULL"), 0);
}

/* The story of both is the one person's, for staff and in what they query. */
static void
test_story(void **state)
{
    struct office *o = *state;
    struct event_row row[9];
    size_t n = 0;

    member(o, LIST_NEWSLETTER, OLD);
    member(o, LIST_CLUB, NEW);
    move(o, OLD, NEW);
    assert_string_equal(raw_text(o->path, "SELECT group_concat(DISTINCT email) FROM v_consent"), NEW);
    assert_string_equal(raw_text(o->path, "SELECT group_concat(DISTINCT email) FROM v_list_changes"),
                        NEW);
    assert_int_equal(staff_events(&o->desk, person_of(o, NEW), NEW, row, COUNT(row), &n), ERR_OK);
    assert_int_equal(n, 6); /* two joins, two confirmations, a change of either address */
}

/* Links that went to the former mailbox do nothing for the new one; one that waits goes there. */
static void
test_former_mailbox(void **state)
{
    struct office *o = *state;
    struct submission s = sent_new(o, "preferences");
    struct mail_address m = mail_of(OLD);

    member(o, LIST_CLUB, OLD);
    opt_out(o, LIST_CLUB, OLD);
    assert_int_equal(lists_preferences(&o->desk, &m, &s), ERR_OK);
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(raw_run(o->path, "UPDATE outbox SET state = 'sent', ended_at = 1"), SQLITE_OK);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
    sign_up(o, LIST_BARGAINS, OLD);
    move(o, OLD, NEW);
    assert_string_equal(raw_text(o->path, "SELECT group_concat(purpose) FROM token"
                                          " WHERE change_id IS NULL"), "confirm");
}

/* Whoever opted out can undo it, though a stranger has signed them up again. */
static void
test_undo_beside_stranger(void **state)
{
    struct office *o = *state;
    struct token t;

    member(o, LIST_CLUB, OLD);
    opt_out(o, LIST_CLUB, OLD);
    t = letter_token(o, LETTER_LEFT);
    sign_up(o, LIST_CLUB, OLD);
    assert_int_equal(undo(o, &t), LIST_CLUB);
    assert_string_equal(states(o), "club=active");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(test_undo_beside_newer_optout),
        office_test(test_newer_optout_is_carried),
        office_test(test_former_address_leaves),
        office_test(test_former_address_by_name),
        office_test(test_choices_are_ones_own),
        office_test(test_lapse_after_merge),
        office_test(test_link_of_waiting_letter),
        office_test(test_unconfirmed_address_goes),
        office_test(test_story),
        office_test(test_former_mailbox),
        office_test(test_undo_beside_stranger),
    };

    return cmocka_run_group_tests_name("moved", tests, NULL, NULL);
}
