/* test_changes.c - a new address counts once both mailboxes have confirmed it. */
#include "desk/changes.h"

#include "desk/bounces.h"
#include "desk/consent.h"
#include "desk/erasure.h"
#include "desk/outbox.h"
#include "desk/people.h"
#include "desk/quota.h"
#include "desk/suppression.h"
#include "desk_fixture.h"

#define OLD "ann@example.com"
#define NEW "Ann@example.org"

static void
raw(struct office *o, const char *sql)
{
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    if (raw_run(o->path, sql) != SQLITE_OK)
        fail_msg("%s", sql);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
}

/* A person with that many-lettered state on lists: "newsletter=active club=opted_out". */
static int64_t
make_person(struct office *o, const char *email, const char *lists)
{
    struct mail_address m = mail_of(email);
    char copy[256], sql[512];
    int64_t id = 0;

    assert_int_equal(person_meet(&o->desk, &m, NULL, &id), ERR_OK);
    snprintf(copy, sizeof copy, "%s", lists);
    for (char *save, *at = strtok_r(copy, " ", &save); at != NULL; at = strtok_r(NULL, " ", &save)) {
        char *state = strchr(at, '=');

        *state++ = '\0';
        snprintf(sql, sizeof sql,
                 "INSERT INTO subscription (person_id, list, state, since, source, created_at)"
                 " VALUES (%d, '%s', '%s', 5, 'web', 5)", (int)id, at, state);
        raw(o, sql);
    }
    return id;
}

static struct mail_address new_mail;

static void
open_change(struct office *o, int64_t person, const char *email)
{
    char reference[REFERENCE_MAX], parsed[REFERENCE_MAX];

    new_mail = mail_of(email);
    assert_int_equal(change_open(&o->desk, person, &new_mail, reference), ERR_OK);
    assert_true(reference_parse(reference, strlen(reference), parsed));
    office_commit(o);
}

/* The newest token of that purpose. */
static struct token
token_of(struct office *o, const char *purpose)
{
    struct token t;
    char sql[128];

    snprintf(sql, sizeof sql, "SELECT max(id) FROM token WHERE purpose = '%s'", purpose);
    assert_int_equal(token_load(o->desk.db, raw_int(o->path, sql), &t), ERR_OK);
    return t;
}

static enum change_state
confirm(struct office *o, const char *purpose)
{
    struct token t = token_of(o, purpose);
    enum change_state state = CHANGE_ENDED;

    assert_int_equal(change_confirm(&o->desk, &t, &state), ERR_OK);
    office_commit(o);
    return state;
}

static const char *
states(struct office *o)
{
    return raw_text(o->path, "SELECT group_concat(list || '=' || state, ' ') FROM"
                             " (SELECT * FROM v_subscribers ORDER BY email, list)");
}

static void
expect_view(struct office *o, const char *purpose, enum change_state state, const char *old,
            const char *new)
{
    struct token t = token_of(o, purpose);
    struct change_view v;

    assert_int_equal(change_look(o->desk.db, &t, &v), ERR_OK);
    assert_int_equal(v.state, state);
    assert_string_equal(v.old_email, old);
    assert_string_equal(v.new_email, new);
}

static void
test_both_confirm(void **state)
{
    static const char *const orders[][2] = {{"change-old", "change-new"},
                                            {"change-new", "change-old"}};

    (void)state;
    for (size_t i = 0; i < COUNT(orders); i++) {
        void *made = NULL;
        struct office *o;
        int64_t person;

        office_setup(&made);
        o = made;
        person = make_person(o, OLD, "newsletter=active club=opted_out");
        open_change(o, person, NEW);
        expect_view(o, orders[i][0], CHANGE_OPEN, OLD, NEW);
        assert_int_equal(confirm(o, orders[i][0]), CHANGE_HALF);
        expect_view(o, orders[i][0], CHANGE_HALF, OLD, NEW);
        expect_view(o, orders[i][1], CHANGE_OPEN, OLD, NEW);
        assert_string_equal(raw_text(o->path, "SELECT email FROM person"), OLD);
        assert_int_equal(confirm(o, orders[i][0]), CHANGE_HALF);
        assert_int_equal(confirm(o, orders[i][1]), CHANGE_DONE);
        expect_view(o, orders[i][0], CHANGE_DONE, "", NEW);
        assert_string_equal(raw_text(o->path, "SELECT email || ' ' || email_typed FROM person"),
                            "ann@example.org " NEW);
        assert_string_equal(states(o), "club=opted_out newsletter=active");
        assert_string_equal(
            raw_text(o->path, "SELECT group_concat(letter, ' ') FROM outbox"),
            "change-old change-new changed");
        assert_int_equal(raw_int(o->path, "SELECT count(DISTINCT address_hash) FROM consent_event"
                                          " WHERE kind = 'change' AND person_id = 1"), 2);
        assert_string_equal(raw_text(o->path, "SELECT details FROM v_audit"
                                              " WHERE action = 'person.change'"),
                            "old_email=" OLD ", email=" NEW ", network=192.0.2.0/24");
        /* once more is harmless, and the row holds no address any more */
        assert_int_equal(confirm(o, orders[i][0]), CHANGE_DONE);
        assert_int_equal(raw_int(o->path, "SELECT count(*) FROM outbox"), 3);
        assert_int_equal(raw_int(o->path, "SELECT email IS NULL AND state = 'done'"
                                          " FROM address_change"), 1);
        office_teardown(&made);
    }
}

static void
test_refused(void **state)
{
    struct office *o = *state;
    int64_t person = make_person(o, OLD, "");
    struct mail_address same = mail_of("ann@EXAMPLE.com");
    char reference[REFERENCE_MAX];
    enum change_state s;
    struct token t;

    assert_int_equal(change_open(&o->desk, person, &same, reference), ERR_CONFLICT);
    assert_int_equal(change_open(&o->desk, 99, &same, reference), ERR_NOTFOUND);
    open_change(o, person, NEW);
    t = token_of(o, "change-old");
    /* a new one takes its place */
    open_change(o, person, "other@example.org");
    assert_int_equal(change_confirm(&o->desk, &t, &s), ERR_DENIED);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM address_change WHERE state = 'open'"),
                     1);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM address_change WHERE state = 'ended'"
                                      " AND email IS NULL"), 1);
    /* a day past its end it still counts, since a clock may be wrong by a day; no longer */
    t = token_of(o, "change-new");
    o->desk.now = t.ends_at + GRACE_HOURS * 3600;
    assert_int_equal(change_confirm(&o->desk, &t, &s), ERR_OK);
    o->desk.now++;
    assert_int_equal(change_confirm(&o->desk, &t, &s), ERR_DENIED);
    assert_string_equal(raw_text(o->path, "SELECT email FROM person"), OLD);
}

/* The old one's opt-outs are the new one's, and those of the new address count as well. */
static void
test_suppressions(void **state)
{
    struct office *o = *state;
    int64_t person = make_person(o, OLD, "newsletter=active bargains=active club=opted_out");
    struct address_hash old, new;
    int64_t since;

    assert_int_equal(address_hash_of(&o->desk, OLD, &old), ERR_OK);
    assert_int_equal(address_hash_of(&o->desk, "ann@example.org", &new), ERR_OK);
    assert_int_equal(suppression_lay(&o->desk, &old, "club", person, "AAAA-AAAA"), ERR_OK);
    assert_int_equal(suppression_lay(&o->desk, &new, "bargains", 0, "BBBB-BBBB"), ERR_OK);
    open_change(o, person, NEW);
    confirm(o, "change-old");
    confirm(o, "change-new");
    assert_int_equal(suppressed(&o->desk, "ann@example.org", "club", &since), ERR_OK);
    assert_int_not_equal(since, 0);
    assert_string_equal(states(o), "bargains=opted_out club=opted_out newsletter=active");
    assert_string_equal(
        raw_text(o->path, "SELECT group_concat(list || ' ' || channel) FROM consent_event"
                          " WHERE kind = 'leave'"), "bargains program");
}

/* Lists of the one, of the other, and of both as one person. */
static const struct {
    const char *own, *others, *both;
} merges[] = {
    {"newsletter=active", "club=active", "club=active newsletter=active"},
    {"newsletter=active", "newsletter=opted_out", "newsletter=opted_out"},
    {"newsletter=opted_out", "newsletter=active", "newsletter=opted_out"},
    {"newsletter=pending", "newsletter=active", "newsletter=active"},
    {"newsletter=active", "newsletter=pending", "newsletter=active"},
    {"newsletter=bounced", "newsletter=pending", "newsletter=pending"},
    {"newsletter=bounced", "newsletter=bounced", "newsletter=bounced"},
    {"", "club=opted_out bargains=pending", "bargains=pending club=opted_out"},
};

static void
test_merge_lists(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(merges); i++) {
        void *made = NULL;
        struct office *o;
        int64_t person;

        office_setup(&made);
        o = made;
        person = make_person(o, OLD, merges[i].own);
        make_person(o, NEW, merges[i].others);
        open_change(o, person, NEW);
        confirm(o, "change-old");
        confirm(o, "change-new");
        assert_string_equal(states(o), merges[i].both);
        assert_string_equal(raw_text(o->path, "SELECT group_concat(state || ' ' ||"
                                              " coalesce(merged_into, 0)) FROM person"),
                            "active 0,erased 1");
        office_teardown(&made);
    }
}

/* All that names the other names the person afterwards, and an erasure reaches what can't be moved. */
static void
test_merge_all(void **state)
{
    struct office *o = *state;
    int64_t person = make_person(o, OLD, ""), other = make_person(o, NEW, "club=active");
    struct mail_address m = mail_of(NEW);
    struct address_hash hash, whole;
    struct consent c = {.kind = "join", .list = "club", .person = other, .address = &hash,
                        .email = NEW, .name = "Nan", .reference = "H4K2-9MXT"};
    struct erasure erased;
    int64_t found = 0;

    assert_int_equal(address_hash_of(&o->desk, m.canonical, &hash), ERR_OK);
    assert_int_equal(consent_record(&o->desk, &c), ERR_OK);
    raw(o, "UPDATE person SET name = 'Nan' WHERE id = 2;"
           "INSERT INTO address_book (person_id, created_at) VALUES (2, 1);"
           "INSERT INTO request (reference, kind, person_id, channel, received_at, due_at, state_at)"
           " VALUES ('R', 'delete', 2, 'web', 1, 2, 1);"
           "INSERT INTO inquiry (reference, kind, person_id, channel, received_at)"
           " VALUES ('I', 'catalog', 2, 'web', 1);"
           "INSERT INTO mail_in (digest, kind, at, acted, person_id)"
           " VALUES (zeroblob(32), 'optout', 1, 1, 2);");
    open_change(o, other, "third@example.org");
    open_change(o, person, NEW);
    confirm(o, "change-new");
    confirm(o, "change-old");
    assert_string_equal(
        raw_text(o->path,
                 "SELECT group_concat(n) FROM (SELECT count(*) AS n FROM address_book WHERE person_id"
                 " = 1 UNION ALL SELECT count(*) FROM request WHERE person_id = 1"
                 " UNION ALL SELECT count(*) FROM inquiry WHERE person_id = 1"
                 " UNION ALL SELECT count(*) FROM mail_in WHERE person_id = 1"
                 " UNION ALL SELECT count(*) FROM token WHERE person_id = 2"
                 " UNION ALL SELECT count(*) FROM outbox WHERE person_id = 2"
                 " UNION ALL SELECT count(*) FROM address_change WHERE state = 'open')"),
        "1,1,1,1,0,0,0");
    assert_string_equal(raw_text(o->path, "SELECT name FROM person WHERE id = 1"), "Nan");
    /* the ledger's rows of the other lead to the person */
    assert_int_equal(address_hash_person(&o->desk, &hash, SECRET_HASH, &whole, &found), ERR_OK);
    assert_int_equal(found, person);
    assert_int_equal(person_erase(&o->desk, person, &erased), ERR_OK);
    assert_int_equal(erased.requests, 1);
    office_commit(o);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM audit_value WHERE value LIKE '%ann@%'"
                                      " OR value = 'Nan'"), 0);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM audit_value WHERE value IS NULL"
                                      " AND field = 'name'"), 1);
}

/* Letters are held back by the caps, and nobody is told. */
static void
test_caps(void **state)
{
    struct office *o = *state;
    const struct quota_limits limits = {.address = 1, .network = 1, .domain = 9, .total = 9};
    int64_t person = make_person(o, OLD, "");

    o->desk.limits = &limits;
    open_change(o, person, NEW);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM outbox"), 1);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM address_change"), 1);
}

/* What the old mailbox refuses later says nothing about the new one. */
static void
test_late_bounce(void **state)
{
    struct office *o = *state;
    int64_t person = make_person(o, OLD, "newsletter=active");
    bool ended = true;

    open_change(o, person, NEW);
    o->desk.now++;
    confirm(o, "change-old");
    confirm(o, "change-new");
    assert_int_equal(bounce_record(&o->desk, raw_int(o->path, "SELECT id FROM outbox WHERE letter ="
                                                              " 'change-old'"),
                                   BOUNCE_HARD, "5.1.1", "mail", &ended), ERR_OK);
    assert_false(ended);
    assert_int_equal(bounce_record(&o->desk, raw_int(o->path, "SELECT id FROM outbox WHERE letter ="
                                                              " 'changed'"),
                                   BOUNCE_HARD, "5.1.1", "mail", &ended), ERR_OK);
    assert_true(ended);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_confirm),
        office_test(test_refused),
        office_test(test_suppressions),
        cmocka_unit_test(test_merge_lists),
        office_test(test_merge_all),
        office_test(test_caps),
        office_test(test_late_bounce),
    };

    return cmocka_run_group_tests_name("changes", tests, NULL, NULL);
}
