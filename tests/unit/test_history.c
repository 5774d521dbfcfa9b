/* test_history.c - which version of a policy was in force on a day. */
#include "desk/history.h"

#include "base/clock.h"
#include "desk/policies.h"
#include "desk_fixture.h"

enum { VERSIONS = 4, ASKED = 5 };

/* Versions as {published, effective}, and who was in force on a day (0: none). */
static const struct row {
    const char *what;
    struct {
        const char *published, *effective;
    } version[VERSIONS];
    struct {
        const char *day;
        int version;
    } asked[ASKED];
} rows[] = {
    {"one, which the shop had before",
     {{"2026-05-10", "2026-01-01"}},
     {{"2025-12-31", 0}, {"2026-01-01", 1}, {"2026-05-10", 1}, {"2030-01-01", 1}}},
    {"one, whose day is to come",
     {{"2026-05-10", "2026-06-01"}},
     {{"2026-05-10", 0}, {"2026-05-31", 0}, {"2026-06-01", 1}}},
    {"a later one takes over on its day",
     {{"2026-01-01", "2026-01-01"}, {"2026-03-01", "2026-04-01"}},
     {{"2026-03-31", 1}, {"2026-04-01", 2}, {"2026-02-28", 1}, {"2025-12-31", 0}}},
    {"nobody could read a later one before it was published",
     {{"2026-01-01", "2026-01-01"}, {"2026-03-01", "2026-01-01"}},
     {{"2026-01-15", 1}, {"2026-02-28", 1}, {"2026-03-01", 2}}},
    {"one that is overtaken before its day never was in force",
     {{"2026-01-01", "2026-01-01"}, {"2026-02-01", "2026-12-01"}, {"2026-03-01", "2026-04-01"}},
     {{"2026-03-31", 1}, {"2026-04-01", 3}, {"2026-12-01", 3}, {"2027-01-01", 3}}},
    {"two on one day: the later",
     {{"2026-01-01", "2026-01-01"}, {"2026-03-01", "2026-03-01"}, {"2026-03-01", "2026-03-01"}},
     {{"2026-02-28", 1}, {"2026-03-01", 3}}},
    {"three in a row, on a leap day and over a year's end",
     {{"2023-12-31", "2023-12-31"}, {"2024-02-29", "2024-02-29"}, {"2024-12-31", "2025-01-01"}},
     {{"2024-02-28", 1}, {"2024-02-29", 2}, {"2024-12-31", 2}, {"2025-01-01", 3}}},
    {"one without an effective date counts from its publishing",
     {{"2026-01-05", ""}, {"2026-02-05", ""}},
     {{"2026-01-04", 0}, {"2026-01-05", 1}, {"2026-02-04", 1}, {"2026-02-05", 2}}},
};

static void
test_days(void **state)
{
    (void)state;
    assert_true(clock_zone_set("America/New_York"));
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct row *r = &rows[i];
        struct edition e[VERSIONS] = {{0}};
        char effective[VERSIONS][ISO_DATE_MAX] = {{0}};
        struct editions all = {e, 0};

        for (; all.count < VERSIONS && r->version[all.count].published != NULL; all.count++) {
            e[all.count].version = (int64_t)all.count + 1;
            assert_true(clock_day_begin(r->version[all.count].published, &e[all.count].at));
            e[all.count].at += 23 * 3600; /* late in the evening, in UTC the next day */
            strcpy(effective[all.count], r->version[all.count].effective);
        }
        editions_date(e, (const char (*)[ISO_DATE_MAX])effective, all.count);
        for (size_t n = 0; n < ASKED && r->asked[n].day != NULL; n++) {
            const struct edition *found = edition_on(all, r->asked[n].day);
            int version = found != NULL ? (int)found->version : 0;

            if (version != r->asked[n].version)
                fail_msg("%s: on %s version %d, not %d", r->what, r->asked[n].day, version,
                         r->asked[n].version);
        }
    }
}

static void
test_standing(void **state)
{
    const struct edition e = {.from = "2026-03-01", .until = "2026-04-01"};
    const struct edition last = {.from = "2026-03-01"};
    const struct edition never = {.from = "2026-03-01", .until = "2026-03-01"};

    (void)state;
    assert_int_equal(edition_force(&e, "2026-02-28"), FORCE_COMING);
    assert_int_equal(edition_force(&e, "2026-03-01"), FORCE_NOW);
    assert_int_equal(edition_force(&e, "2026-03-31"), FORCE_NOW);
    assert_int_equal(edition_force(&e, "2026-04-01"), FORCE_PAST);
    assert_int_equal(edition_force(&last, "2199-01-01"), FORCE_NOW);
    assert_int_equal(edition_force(&never, "2026-03-01"), FORCE_NEVER);
}

static void
publish(struct office *o, const char *page, const char *effective, const char *source)
{
    const struct policy_text t = {.page = page, .title = "P", .effective = effective,
                                  .source = source, .compared = source[0] == 'b',
                                  .words_added = 5, .words_removed = 6};
    int64_t version;
    bool fresh;

    assert_int_equal(policy_publish(&o->desk, &t, &version, &fresh), ERR_OK);
    assert_true(fresh);
}

static void
test_load(void **state)
{
    struct office *o = *state;
    struct history h;
    struct editions all;
    int64_t id;

    assert_int_equal(history_load(o->desk.db, &h), ERR_OK);
    assert_int_equal(h.count, 0);
    assert_int_equal(history_of(&h, "/help/a.html").count, 0);
    assert_null(edition_on(history_of(&h, "/help/a.html"), "2026-01-01"));
    history_free(&h);
    publish(o, "/help/b.html", "2020-01-01", "a");
    publish(o, "/help/a.html", "2020-01-01", "a");
    publish(o, "/help/a.html", NULL, "b");
    assert_int_equal(wording_keep(&o->desk, "/help/a.html", "No policy", "words", &id), ERR_OK);
    assert_int_equal(history_load(o->desk.db, &h), ERR_OK);
    assert_int_equal(h.count, 3);
    all = history_of(&h, "/help/a.html");
    assert_int_equal(all.count, 2);
    assert_int_equal(all.edition[0].version, 1);
    assert_int_equal(all.edition[0].words_added, -1);
    assert_string_equal(all.edition[0].from, "2020-01-01");
    assert_string_equal(all.edition[0].until, all.edition[1].from);
    assert_int_equal(all.edition[1].words_added, 5);
    assert_int_equal(all.edition[1].words_removed, 6);
    assert_string_equal(all.edition[1].until, "");
    assert_ptr_equal(edition_at(all, 2), &all.edition[1]);
    assert_null(edition_at(all, 3));
    assert_null(edition_at(all, 0));
    history_free(&h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_days), cmocka_unit_test(test_standing),
                                       office_test(test_load)};

    return cmocka_run_group_tests_name("history", tests, NULL, NULL);
}
