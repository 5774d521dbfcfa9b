/* test_confirm.c - what letters about lists bring about: confirmed, left, undone, chosen. */
#include "desk/people.h"
#include "keys_fixture.h"
#include "lists_fixture.h"

static const char ann[] = "ann@example.com";

static void
test_bits(void **state)
{
    char text[LISTS_TEXT];

    (void)state;
    for (unsigned set = 1; set <= LIST_ALL; set++) {
        lists_write(set, text);
        assert_int_equal(lists_read(text), set);
    }
    assert_string_equal(text, "all");
    lists_write(LIST_NEWSLETTER | LIST_OFFERS, text);
    assert_string_equal(text, "newsletter special-offers");
    lists_write(0, text);
    assert_string_equal(text, "");
    assert_int_equal(lists_read(""), 0);
    assert_int_equal(lists_read("newsletter gossip"), 0);
    assert_int_equal(lists_read("club  club"), 0);
}

static void
test_confirm(void **state)
{
    struct office *o = *state;
    struct submission s = sign_up(o, LIST_NEWSLETTER | LIST_CLUB, "Ann@Example.com");
    struct token t = letter_token(o, LETTER_CONFIRM);

    assert_string_equal(t.reference, s.reference);
    assert_string_equal(t.lists, "newsletter club");
    assert_string_equal(mails(o), "confirm newsletter club");
    o->desk.now += 60;
    assert_int_equal(confirm(o, LIST_ALL), LIST_NEWSLETTER | LIST_CLUB);
    assert_string_equal(states(o), "club=active,newsletter=active");
    assert_string_equal(raw_text(o->path, "SELECT since FROM v_subscribers"), "2026-05-03 14:01");
    assert_string_equal(mails(o), "confirm newsletter club, welcome newsletter club");
    assert_string_equal(raw_text(o->path, "SELECT group_concat(event || ' ' || list || ' ' ||"
                                          " channel || ' ' || page, ', ') FROM v_consent"),
                        "join newsletter web /newsletter, join club web /newsletter, "
                        "confirm newsletter link /confirm, confirm club link /confirm");
    assert_int_equal(raw_int(o->path, "SELECT count(DISTINCT reference) FROM v_consent"), 1);
    assert_int_equal(raw_int(o->path, "SELECT used_at FROM token"), TEST_NOW + 60);
    /* pressed again: nothing */
    assert_int_equal(confirm(o, LIST_ALL), 0);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM consent_event"), 4);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM outbox"), 2);
}

static void
test_confirm_ends(void **state)
{
    struct office *o = *state;
    struct token t;
    unsigned confirmed;

    sign_up(o, LIST_CLUB, ann);
    t = letter_token(o, LETTER_CONFIRM);
    o->desk.now = t.ends_at + GRACE_HOURS * 3600 + 1;
    assert_int_equal(lists_confirm(&o->desk, &t, LIST_CLUB, &confirmed), ERR_DENIED);
    o->desk.now--;
    assert_int_equal(lists_confirm(&o->desk, &t, LIST_CLUB, &confirmed), ERR_OK);
    assert_int_equal(confirmed, LIST_CLUB);
}

/* Whoever leaves after asking to join has left, whatever letters still lie about. */
static void
test_optout_beats_confirmation(void **state)
{
    struct office *o = *state;

    sign_up(o, LIST_CLUB | LIST_NEWSLETTER, ann);
    opt_out(o, LIST_CLUB, ann);
    assert_int_equal(confirm(o, LIST_CLUB), 0);
    assert_string_equal(states(o), "club=opted_out,newsletter=pending");
    assert_int_equal(confirm(o, LIST_ALL), LIST_NEWSLETTER);
    assert_true(is_suppressed(o, ann, LIST_CLUB));
    /* no receipt: nothing had been active */
    assert_string_equal(mails(o), "confirm newsletter club, welcome newsletter");
}

static void
test_confirm_lifts(void **state)
{
    struct office *o = *state;

    opt_out(o, LIST_ALL, ann);
    assert_string_equal(raw_text(o->path, "SELECT list FROM v_optouts"), "all");
    sign_up(o, LIST_CLUB, ann);
    assert_true(is_suppressed(o, ann, LIST_CLUB));
    keys_add(o); /* the opt-out stands under the old key */
    confirm(o, LIST_CLUB);
    assert_false(is_suppressed(o, ann, LIST_CLUB));
    assert_true(is_suppressed(o, ann, LIST_NEWSLETTER));
    assert_string_equal(raw_text(o->path, "SELECT group_concat(list) FROM v_optouts"), "all");
}

static void
test_already(void **state)
{
    struct office *o = *state;

    member(o, LIST_CLUB, ann);
    o->desk.now += DAY_SECONDS;
    sign_up(o, LIST_CLUB, ann);
    assert_string_equal(mails(o), "confirm club, welcome club, already club");
    o->desk.now += DAY_SECONDS;
    sign_up(o, LIST_CLUB | LIST_NEWSLETTER, ann);
    assert_string_equal(mails(o), "confirm club, welcome club, already club, "
                                  "confirm newsletter club");
    assert_int_equal(confirm(o, LIST_ALL), LIST_NEWSLETTER);
}

/* One letter a day: what is asked for meanwhile waits for the link of the first. */
static void
test_one_letter_a_day(void **state)
{
    struct office *o = *state;
    const struct quota_limits limits = {1, 100, 100, 100};

    o->desk.limits = &limits;
    sign_up(o, LIST_CLUB, ann);
    o->desk.now += DAY_SECONDS - 1;
    sign_up(o, LIST_BARGAINS, ann);
    assert_string_equal(mails(o), "confirm club");
    assert_string_equal(states(o), "bargains=pending,club=pending");
    assert_int_equal(confirm(o, LIST_ALL), LIST_CLUB | LIST_BARGAINS);
}

/* Strangers name one victim from everywhere, and many victims from one place. */
static void
test_list_bombing(void **state)
{
    struct office *o = *state;
    const struct quota_limits limits = {1, 20, 1000, 1000};
    char text[64];

    o->desk.limits = &limits;
    for (int i = 0; i < 200; i++) {
        snprintf(text, sizeof text, "10.0.%d.0/24", i);
        o->desk.network = text;
        o->desk.now += 60;
        sign_up(o, 1U << i % 4, ann);
    }
    assert_string_equal(mails(o), "confirm newsletter");
    o->desk.network = "192.0.2.0/24";
    for (int i = 0; i < 50; i++) {
        snprintf(text, sizeof text, "victim%d@example.com", i);
        sign_up(o, LIST_CLUB, text);
    }
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM outbox"), 1 + 20);
    assert_string_equal(raw_text(o->path, "SELECT group_concat(scope || ' ' || letters, ', ') FROM"
                                          " (SELECT * FROM v_letters_held ORDER BY scope)"),
                        "network 30, signup 199");
}

static void
test_undo(void **state)
{
    struct office *o = *state;
    struct submission left;
    struct token t;
    unsigned restored;

    member(o, LIST_CLUB | LIST_NEWSLETTER, ann);
    o->desk.now += DAY_SECONDS;
    sign_up(o, LIST_BARGAINS, ann); /* never confirmed: not brought back */
    left = opt_out(o, LIST_ALL, ann);
    t = letter_token(o, LETTER_LEFT);
    assert_string_equal(t.reference, left.reference);
    assert_string_equal(t.lists, "newsletter club");
    assert_string_equal(states(o), "bargains=opted_out,club=opted_out,newsletter=opted_out");
    assert_string_equal(raw_text(o->path, "SELECT lists FROM outbox WHERE letter = 'left'"), "all");
    assert_int_equal(lists_undo(&o->desk, &t, &restored), ERR_OK);
    assert_int_equal(restored, LIST_CLUB | LIST_NEWSLETTER);
    office_commit(o);
    assert_string_equal(states(o), "bargains=opted_out,club=active,newsletter=active");
    assert_false(is_suppressed(o, ann, LIST_CLUB));
    assert_false(is_suppressed(o, ann, LIST_OFFERS));
    assert_string_equal(raw_text(o->path, "SELECT count(*) FROM v_optouts"), "0");
    assert_int_equal(lists_undo(&o->desk, &t, &restored), ERR_OK);
    assert_int_equal(restored, 0);
    office_commit(o);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM v_consent WHERE event = 'undo'"), 2);
}

/* What was left anew after the opt-out that is undone stays left. */
static void
test_undo_of_an_old_one(void **state)
{
    struct office *o = *state;
    struct token first;
    unsigned restored;

    member(o, LIST_CLUB | LIST_NEWSLETTER, ann);
    opt_out(o, LIST_ALL, ann);
    first = letter_token(o, LETTER_LEFT);
    o->desk.now += 60;
    opt_out(o, LIST_CLUB, ann);
    assert_int_equal(lists_undo(&o->desk, &first, &restored), ERR_OK);
    assert_int_equal(restored, LIST_NEWSLETTER);
    assert_true(is_suppressed(o, ann, LIST_CLUB));
    assert_false(is_suppressed(o, ann, LIST_NEWSLETTER));
    opt_out(o, LIST_ALL, ann);
    assert_int_equal(lists_undo(&o->desk, &first, &restored), ERR_OK);
    assert_int_equal(restored, 0);
    assert_true(is_suppressed(o, ann, LIST_NEWSLETTER));
    o->desk.now = first.ends_at + GRACE_HOURS * 3600 + 1;
    assert_int_equal(lists_undo(&o->desk, &first, &restored), ERR_DENIED);
}

/* What an opt-out of person p left behind, without its channel, reference and address. */
static const char *const left_behind[] = {
    "SELECT e.at || e.kind || coalesce(e.list, 'all') || e.key_id || coalesce(e.page, '-')"
    " FROM consent_event e JOIN p ON e.person_id = p.id WHERE e.kind = 'leave'",
    "SELECT group_concat(v.position || v.field || replace(v.value, p.email, 'X'))"
    " FROM p, audit_value v JOIN consent_event e ON e.id = v.consent_event_id"
    " WHERE e.person_id = p.id AND e.kind = 'leave'",
    "SELECT a.actor || a.action || a.detail || (a.channel = e.channel)"
    " FROM p, audit a JOIN consent_event e ON e.id = a.subject_id AND a.subject = 'consent_event'"
    " WHERE e.person_id = p.id AND e.kind = 'leave'",
    "SELECT group_concat(s.list || s.state || s.since || s.source)"
    " FROM subscription s JOIN p ON s.person_id = p.id",
    "SELECT coalesce(x.list, 'all') || x.key_id || x.at || coalesce(x.lifted_at, '-') ||"
    " (x.address_hash = e.address_hash) || (x.reference = e.reference) || (x.channel = e.channel)"
    " FROM p, suppression x JOIN consent_event e ON e.person_id = x.person_id AND e.kind = 'leave'"
    " WHERE x.person_id = p.id",
    "SELECT b.lists || t.purpose || t.lists || t.ends_at || (t.reference = b.reference) ||"
    " (b.reference = e.reference) FROM p, outbox b JOIN token t ON t.id = b.token_id"
    " JOIN consent_event e ON e.person_id = b.person_id AND e.kind = 'leave'"
    " WHERE b.person_id = p.id AND b.letter = 'left'",
};

/* The same rows by every way out, but for the channel. */
static void
test_every_way_out(void **state)
{
    static const enum channel ways[] = {CHANNEL_WEB,  CHANNEL_LINK,  CHANNEL_ONE_CLICK,
                                        CHANNEL_MAIL, CHANNEL_STAFF, CHANNEL_PREFERENCES};
    struct office *o = *state;
    char sql[1024], email[32], first[COUNT(left_behind)][4096];

    for (size_t i = 0; i < COUNT(ways); i++) {
        bool by_hash = ways[i] == CHANNEL_LINK || ways[i] == CHANNEL_ONE_CLICK;
        struct desk d = o->desk;
        struct submission s;
        struct mail_address m;
        struct address_hash h;

        snprintf(email, sizeof email, "p%d@example.com", (int)i);
        member(o, LIST_CLUB | LIST_NEWSLETTER, email);
        m = mail_of(email);
        assert_int_equal(address_hash_of(&d, email, &h), ERR_OK);
        s = sent_new(o, "leave");
        d.channel = ways[i];
        assert_int_equal(lists_leave(&d,
                                     &(struct leaving){.lists = LIST_ALL,
                                                       .mail = by_hash ? NULL : &m,
                                                       .hash = by_hash ? &h : NULL},
                                     &s),
                         ERR_OK);
        office_commit(o);
        for (size_t k = 0; k < COUNT(left_behind); k++) {
            snprintf(sql, sizeof sql, "WITH p AS (SELECT * FROM person WHERE email = '%s') %s",
                     email, left_behind[k]);
            if (i == 0)
                snprintf(first[k], sizeof first[k], "%s", raw_text(o->path, sql));
            expect(strlen(first[k]) > 5, left_behind[k]);
            assert_string_equal(raw_text(o->path, sql), first[k]);
        }
        snprintf(sql, sizeof sql, "SELECT channel FROM v_optouts WHERE email = '%s'", email);
        assert_string_equal(raw_text(o->path, sql), channel_name(ways[i]));
    }
}

/* By the hash of a link: cut or whole, of somebody, of nobody, of one whose address has changed. */
static void
test_by_hash(void **state)
{
    struct office *o = *state;
    struct address_hash whole, cut, stranger;
    struct submission s;

    member(o, LIST_CLUB, ann);
    assert_int_equal(address_hash_of(&o->desk, ann, &whole), ERR_OK);
    assert_int_equal(address_hash_of(&o->desk, "nobody@example.com", &stranger), ERR_OK);
    cut = whole;
    memset(cut.bytes + LEAVE_PREFIX, 0, SECRET_HASH - LEAVE_PREFIX);
    keys_add(o);
    s = sent_new(o, "leave");
    assert_int_equal(lists_leave(&o->desk, &(struct leaving){.lists = LIST_CLUB, .hash = &cut}, &s),
                     ERR_OK);
    office_commit(o);
    assert_string_equal(states(o), "club=opted_out");
    assert_true(is_suppressed(o, ann, LIST_CLUB));
    assert_non_null(strstr(mails(o), "left club"));
    /* nobody: the whole hash is enough to keep mail away, a cut one says nothing */
    s = sent_new(o, "leave");
    assert_int_equal(
        lists_leave(&o->desk, &(struct leaving){.lists = LIST_ALL, .hash = &stranger}, &s), ERR_OK);
    assert_true(is_suppressed(o, "nobody@example.com", LIST_OFFERS));
    stranger.bytes[0] ^= 1;
    memset(stranger.bytes + LEAVE_PREFIX, 0, SECRET_HASH - LEAVE_PREFIX);
    s = sent_new(o, "leave");
    assert_int_equal(
        lists_leave(&o->desk, &(struct leaving){.lists = LIST_ALL, .hash = &stranger}, &s),
        ERR_NOTFOUND);
    /* an old letter's link, once the address is another */
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(raw_run(o->path, "UPDATE person SET email = 'new@example.com',"
                                      " email_typed = 'new@example.com';"
                                      "UPDATE subscription SET state = 'active'"),
                     0);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
    s = sent_new(o, "leave");
    assert_int_equal(
        lists_leave(&o->desk, &(struct leaving){.lists = LIST_CLUB, .hash = &whole}, &s), ERR_OK);
    office_commit(o);
    assert_string_equal(states(o), "club=opted_out");
    assert_true(is_suppressed(o, "new@example.com", LIST_CLUB));
}

/* Of a stranger neither address nor reason is kept, and nobody is written to. */
static void
test_stranger_leaves(void **state)
{
    struct office *o = *state;

    opt_out(o, LIST_ALL, "stranger@example.com");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM audit_value WHERE field <> 'network'"),
                     0);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM outbox"), 0);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM token"), 0);
}

static void
test_choose(void **state)
{
    struct office *o = *state;
    struct submission s;
    unsigned joined, left;

    member(o, LIST_CLUB | LIST_OFFERS, ann);
    opt_out(o, LIST_BARGAINS, ann);
    o->desk.channel = CHANNEL_PREFERENCES;
    s = sent_new(o, "preferences");
    assert_int_equal(lists_choose(&o->desk, 1, LIST_ALL & ~(unsigned)LIST_OFFERS,
                                  LIST_BARGAINS | LIST_NEWSLETTER, &s, &joined, &left),
                     ERR_OK);
    office_commit(o);
    assert_int_equal(joined, LIST_BARGAINS | LIST_NEWSLETTER);
    assert_int_equal(left, LIST_CLUB);
    assert_string_equal(states(o),
                        "bargains=active,club=opted_out,newsletter=active,special-offers=active");
    assert_false(is_suppressed(o, ann, LIST_BARGAINS));
    assert_true(is_suppressed(o, ann, LIST_CLUB));
    assert_string_equal(raw_text(o->path, "SELECT group_concat(event || ' ' || list, ', ') FROM"
                                          " v_consent WHERE channel = 'preferences'"),
                        "confirm newsletter, confirm bargains, leave club");
    assert_string_equal(raw_text(o->path, "SELECT lists FROM outbox WHERE letter = 'left'"),
                        "club");
    /* the same once more changes nothing */
    s = sent_new(o, "preferences");
    assert_int_equal(
        lists_choose(&o->desk, 1, LIST_ALL, LIST_ALL & ~(unsigned)LIST_CLUB, &s, &joined, &left),
        ERR_OK);
    assert_int_equal(joined | left, 0);
    assert_int_equal(lists_choose(&o->desk, 99, LIST_ALL, 0, &s, &joined, &left), ERR_NOTFOUND);
}

static void
test_preferences_link(void **state)
{
    struct office *o = *state;
    const struct quota_limits limits = {1, 100, 100, 100};
    struct mail_address m = mail_of(ann), stranger = mail_of("nobody@example.com");
    struct submission s;

    o->desk.limits = &limits;
    sign_up(o, LIST_CLUB, ann);
    for (int i = 0; i < 5; i++) {
        s = sent_new(o, "preferences");
        assert_int_equal(lists_preferences(&o->desk, &m, &s), ERR_OK);
        s = sent_new(o, "preferences");
        assert_int_equal(lists_preferences(&o->desk, &stranger, &s), ERR_OK);
    }
    office_commit(o);
    assert_string_equal(mails(o), "confirm club, preferences -, preferences -, preferences -");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM submission WHERE form = 'preferences'"),
                     10);
}

static void
test_import(void **state)
{
    static const struct {
        const char *email;
        enum import_end end;
    } cases[] = {
        {"new@example.com", IMPORT_MADE},
        {"new@example.com", IMPORT_ALREADY},
        {"pending@example.com", IMPORT_MADE},
        {"left@example.com", IMPORT_SUPPRESSED},
        {"stranger@example.com", IMPORT_SUPPRESSED},
        {"dead@example.com", IMPORT_BOUNCED},
    };
    struct office *o = *state;

    member(o, LIST_CLUB, "dead@example.com");
    sign_up(o, LIST_CLUB, "pending@example.com");
    member(o, LIST_CLUB, "left@example.com");
    opt_out(o, LIST_ALL, "left@example.com");
    opt_out(o, LIST_CLUB, "stranger@example.com");
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(raw_run(o->path, "UPDATE subscription SET state = 'bounced' WHERE id = 1"), 0);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
    o->desk.page = NULL;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct mail_address m = mail_of(cases[i].email);
        enum import_end end;

        assert_int_equal(
            lists_import(&o->desk, LIST_CLUB, &m, "Joe", "Basel fair", 1700000000, &end), ERR_OK);
        expect(end == cases[i].end, cases[i].email);
    }
    office_commit(o);
    assert_string_equal(raw_text(o->path, "SELECT state || ' ' || source || ' ' || name FROM"
                                          " v_subscribers WHERE email = 'new@example.com'"),
                        "active import Basel fair Joe");
    assert_string_equal(raw_text(o->path, "SELECT group_concat(v.field || '=' || v.value) FROM"
                                          " consent_event e JOIN audit_value v ON"
                                          " v.consent_event_id = e.id WHERE e.kind = 'import' AND"
                                          " e.channel = 'import' AND v.field <> 'network'"
                                          " GROUP BY e.id LIMIT 1"),
                        "email=new@example.com,name=Joe,source=Basel fair,source_at=2023-11-14");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM v_consent WHERE event = 'import'"), 2);
}

static void
test_rename(void **state)
{
    struct office *o = *state;

    sign_up(o, LIST_CLUB, ann);
    assert_int_equal(person_rename(&o->desk, 1, "Anna Lee"), ERR_OK);
    assert_int_equal(person_rename(&o->desk, 1, "Anna Lee"), ERR_OK);
    assert_int_equal(person_rename(&o->desk, 2, "Nobody"), ERR_NOTFOUND);
    office_commit(o);
    assert_string_equal(raw_text(o->path, "SELECT group_concat(details) FROM v_audit"
                                          " WHERE action = 'person.rename'"),
                        "old_name=Ann, name=Anna Lee");
    assert_string_equal(raw_text(o->path, "SELECT name FROM v_subscribers"), "Anna Lee");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bits),
        office_test(test_confirm),
        office_test(test_confirm_ends),
        office_test(test_optout_beats_confirmation),
        office_test(test_confirm_lifts),
        office_test(test_already),
        office_test(test_one_letter_a_day),
        office_test(test_list_bombing),
        office_test(test_undo),
        office_test(test_undo_of_an_old_one),
        office_test(test_every_way_out),
        office_test(test_by_hash),
        office_test(test_stranger_leaves),
        office_test(test_choose),
        office_test(test_preferences_link),
        office_test(test_import),
        office_test(test_rename),
    };

    return cmocka_run_group_tests_name("confirm", tests, NULL, NULL);
}
