/* test_digest.c - what the owner is told of a day. */
#include "desk/digest.h"

#include "desk/consent.h"
#include "desk/mail_in.h"
#include "desk_fixture.h"

/* The shop's 3 May 2026 begins at 04:00 UTC. */
enum { DAY_FROM = TEST_NOW - 10 * 3600, DAY_TO = DAY_FROM + DAY_SECONDS };

static void
event(struct office *o, int64_t at, const char *kind, const char *reason)
{
    struct address_hash h = {.key_id = 1, .bytes = {7}};
    struct consent c = {.kind = kind, .list = "club", .address = &h, .email = "Ann@example.com",
                        .reason = reason, .reference = "H4K2-9MXT",
                        .person = strcmp(kind, "confirm") == 0 ? 1 : 0};

    o->desk.now = at;
    assert_int_equal(consent_record(&o->desk, &c), ERR_OK);
}

static void
make_person(struct office *o)
{
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(
        raw_run(o->path, "INSERT INTO person (id, email, email_typed, created_at, updated_at)"
                         " VALUES (1, 'ann@example.com', 'Ann@example.com', 1, 1);"
                         "INSERT INTO subscription (person_id, list, state, since, source,"
                         " created_at) VALUES (1, 'club', 'active', 1, 'web', 1)"), SQLITE_OK);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
}

static void
test_day(void **state)
{
    struct office *o = *state;
    struct digest g;

    make_person(o);
    event(o, DAY_FROM - 1, "leave", NULL);
    event(o, DAY_FROM, "import", NULL);
    event(o, DAY_FROM + 1, "join", NULL);
    event(o, DAY_FROM + 2, "confirm", NULL);
    event(o, DAY_FROM + 3, "leave", "too many");
    event(o, DAY_TO - 1, "bounce", NULL);
    event(o, DAY_TO - 1, "lapse", NULL);
    event(o, DAY_TO - 1, "undo", NULL);
    event(o, DAY_TO - 1, "change", NULL);
    event(o, DAY_TO, "leave", NULL);
    assert_int_equal(digest_read(&o->desk, "2026-05-03", &g), ERR_OK);
    assert_int_equal(g.count, 7);
    assert_true(g.joined == 3 && g.left == 1 && g.bounced == 1 && g.lapsed == 1 && g.missed == 0);
    assert_true(g.active == 1 && g.held == 0 && g.flagged == 0 && g.unknown == 0);
    assert_string_equal(g.line[0].event, "confirm");
    assert_string_equal(g.line[0].email, "Ann@example.com");
    assert_null(g.line[0].reason);
    assert_string_equal(g.line[1].event, "leave");
    assert_string_equal(g.line[1].reason, "too many");
    assert_string_equal(g.line[1].list, "club");
    assert_string_equal(g.line[1].channel, "web");
    assert_null(g.line[1].email);
    assert_string_equal(g.line[6].event, "import");
    digest_free(&g);
}

static void
test_many(void **state)
{
    struct office *o = *state;
    struct digest g;

    for (int i = 0; i < DIGEST_LINES_MAX + 10; i++)
        event(o, DAY_FROM + i, "import", NULL);
    event(o, DAY_TO - 1, "leave", NULL);
    assert_int_equal(digest_read(&o->desk, "2026-05-03", &g), ERR_OK);
    assert_int_equal(g.count, DIGEST_LINES_MAX);
    assert_int_equal(g.missed, 11);
    assert_string_equal(g.line[0].event, "leave");
    digest_free(&g);
}

static void
test_rest(void **state)
{
    struct office *o = *state;
    struct mail_in m = {.kind = MAIL_REQUEST};
    struct digest g;
    bool worth = true;

    assert_int_equal(digest_worth(&o->desk, "2026-05-03", &worth), ERR_OK);
    assert_false(worth);
    event(o, DAY_FROM + 5, "join", NULL); /* a sign-up is told once it is confirmed */
    assert_int_equal(digest_worth(&o->desk, "2026-05-03", &worth), ERR_OK);
    assert_false(worth);
    assert_int_equal(mail_in_record(&o->desk, &m), ERR_OK);
    m.digest[0] = 1;
    m.kind = MAIL_OPTOUT;
    assert_int_equal(mail_in_record(&o->desk, &m), ERR_OK);
    m.digest[0] = 2;
    m.acted = true;
    assert_int_equal(mail_in_record(&o->desk, &m), ERR_OK);
    assert_int_equal(digest_worth(&o->desk, "2026-05-03", &worth), ERR_OK);
    assert_true(worth);
    assert_int_equal(digest_read(&o->desk, "2026-05-03", &g), ERR_OK);
    assert_true(g.flagged == 1 && g.unknown == 1 && g.count == 0);
    digest_free(&g);
    assert_int_equal(digest_read(&o->desk, "2026-02-30", &g), ERR_INVALID);
    digest_free(&g);
}

/* Days of 23 and 25 hours, and one that begins at one o'clock. */
static void
test_day_begin(void **state)
{
    static const struct {
        const char *zone, *day;
        int64_t begin;
    } rows[] = {
        {"America/New_York", "2026-05-03", DAY_FROM},
        {"America/New_York", "2026-03-08", 1772946000},
        {"America/New_York", "2026-03-09", 1772946000 + 23 * 3600},
        {"America/New_York", "2026-11-01", 1793505600},
        {"America/New_York", "2026-11-02", 1793505600 + 25 * 3600},
        {"America/Sao_Paulo", "2018-11-04", 1541300400},
        {"Asia/Kolkata", "2026-01-01", 1767205800},
    };
    int64_t t;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_true(clock_zone_set(rows[i].zone));
        assert_true(clock_day_begin(rows[i].day, &t));
        if (t != rows[i].begin)
            fail_msg("%s %s: %lld", rows[i].zone, rows[i].day, (long long)t);
    }
    assert_false(clock_day_begin("2026-13-01", &t));
    assert_true(clock_zone_set("America/New_York"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(test_day),
        office_test(test_many),
        office_test(test_rest),
        cmocka_unit_test(test_day_begin),
    };

    return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
