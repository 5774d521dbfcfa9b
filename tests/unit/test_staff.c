/* test_staff.c - what helpctl shows of lists, people and keys. */
#include "desk/lists.h"
#include "desk/people.h"
#include "desk/staff.h"
#include "desk_fixture.h"
#include "keys_fixture.h"

static const char ann[] = "ann@example.com";

static void
import(struct office *o, const char *address, enum list list)
{
    struct mail_address mail = mail_of(address);
    enum import_end end;

    assert_int_equal(lists_import(&o->desk, list, &mail, "Name", "card", 0, &end), ERR_OK);
    assert_int_equal(end, IMPORT_MADE);
}

static void
leave(struct office *o, const char *address, unsigned lists, char nonce)
{
    struct mail_address mail = mail_of(address);
    const struct leaving leaving = {.lists = lists, .mail = &mail};
    struct submission s = sent("optout", nonce, nonce);

    assert_int_equal(submission_begin(&o->desk, &s), ERR_OK);
    assert_int_equal(lists_leave(&o->desk, &leaving, &s), ERR_OK);
}

static int64_t
person_of(struct office *o, const char *canonical)
{
    int64_t id = 0;

    assert_int_equal(person_find(&o->desk, canonical, &id), ERR_OK);
    return id;
}

static void
test_standing(void **state)
{
    struct office *o = *state;
    struct standing_row row[STAFF_LISTS_MAX];
    size_t n;

    import(o, ann, LIST_CLUB);
    assert_int_equal(staff_standing(o->desk.db, person_of(o, ann), row, &n), ERR_OK);
    assert_int_equal(n, 4);
    assert_string_equal(row[0].list, "newsletter");
    assert_string_equal(row[0].state, "");
    assert_int_equal(row[0].since, 0);
    assert_string_equal(row[2].list, "club");
    assert_string_equal(row[2].state, "active");
    assert_int_equal(row[2].since, TEST_NOW);
    assert_int_equal(staff_standing(o->desk.db, 0, row, &n), ERR_OK);
    assert_int_equal(n, 4);
    assert_string_equal(row[2].state, "");
}

/* Under an older key, and from when nobody knew the address. */
static void
test_events(void **state)
{
    struct office *o = *state;
    struct event_row row[4];
    size_t n;

    leave(o, ann, LIST_ALL, 1);
    assert_int_equal(staff_events(&o->desk, 0, ann, row, 4, &n), ERR_OK);
    assert_int_equal(n, 1);
    assert_string_equal(row[0].list, "all");
    assert_string_equal(row[0].kind, "leave");
    keys_add(o);
    import(o, "bob@example.com", LIST_CLUB);
    leave(o, "bob@example.com", LIST_CLUB, 2);
    leave(o, ann, LIST_CLUB, 3);
    assert_int_equal(staff_events(&o->desk, 0, ann, row, 4, &n), ERR_OK);
    assert_int_equal(n, 2);
    assert_string_equal(row[0].list, "club");
    assert_string_equal(row[1].list, "all");
    assert_int_equal(staff_events(&o->desk, 0, ann, row, 1, &n), ERR_OK);
    assert_int_equal(n, 1);
    assert_string_equal(row[0].list, "club");
    assert_int_equal(
        staff_events(&o->desk, person_of(o, "bob@example.com"), "bob@example.com", row, 4, &n),
        ERR_OK);
    assert_int_equal(n, 2);
    assert_string_equal(row[0].kind, "leave");
    assert_string_equal(row[1].kind, "import");
}

static void
test_counts(void **state)
{
    struct office *o = *state;
    struct count_row row[STAFF_LISTS_MAX];
    size_t n;

    import(o, ann, LIST_CLUB);
    import(o, "bob@example.com", LIST_CLUB);
    leave(o, ann, LIST_CLUB, 1);
    assert_int_equal(staff_counts(o->desk.db, row, &n), ERR_OK);
    assert_int_equal(n, 4);
    assert_string_equal(row[2].list, "club");
    assert_int_equal(row[2].active, 1);
    assert_int_equal(row[2].opted_out, 1);
    assert_int_equal(row[2].pending + row[2].bounced + row[0].active, 0);
}

/* Each member comes once, in order. */
static void
check_member(void *ctx, const struct member *m)
{
    int *at = ctx;
    char want[32];

    snprintf(want, sizeof want, "p%d@example.com", (*at)++);
    assert_string_equal(m->email, want);
    assert_string_equal(m->name, "Name");
    assert_int_equal(m->since, TEST_NOW);
}

static void
test_members(void **state)
{
    enum { MEMBERS = STAFF_PAGE + 5 };
    struct office *o = *state;
    int64_t after = 0;
    size_t n;
    int seen = 0;
    char address[32];

    for (int i = 0; i < MEMBERS; i++) {
        snprintf(address, sizeof address, "p%d@example.com", i);
        import(o, address, LIST_CLUB);
    }
    import(o, ann, LIST_NEWSLETTER);
    assert_int_equal(staff_members(o->desk.db, "club", "active", &after, check_member, &seen, &n),
                     ERR_OK);
    assert_int_equal(n, STAFF_PAGE);
    assert_int_equal(staff_members(o->desk.db, "club", "active", &after, check_member, &seen, &n),
                     ERR_OK);
    assert_int_equal(n, MEMBERS - STAFF_PAGE);
    assert_int_equal(seen, MEMBERS);
    after = 0;
    assert_int_equal(staff_members(o->desk.db, "club", "pending", &after, check_member, &seen, &n),
                     ERR_OK);
    assert_int_equal(n, 0);
}

static void
test_traces(void **state)
{
    struct office *o = *state;
    int64_t rows[TRACES_];

    import(o, ann, LIST_CLUB);
    leave(o, ann, LIST_ALL, 1);
    assert_int_equal(staff_traces(o->desk.db, person_of(o, ann), rows), ERR_OK);
    assert_int_equal(rows[TRACE_SUBSCRIPTIONS], 1);
    assert_int_equal(rows[TRACE_EVENTS], 2);
    assert_int_equal(rows[TRACE_TOKENS], 1);
    assert_int_equal(rows[TRACE_LETTERS], 1);
    assert_int_equal(rows[TRACE_REQUESTS] + rows[TRACE_ADDRESSES] + rows[TRACE_INQUIRIES] +
                         rows[TRACE_CHANGES],
                     0);
}

static void
test_keys(void **state)
{
    struct office *o = *state;
    struct key_row row[4];
    size_t n;

    assert_int_equal(staff_keys(o->desk.db, row, 4, &n), ERR_OK);
    assert_int_equal(n, 0);
    import(o, ann, LIST_CLUB);
    leave(o, ann, LIST_CLUB, 1);
    keys_add(o);
    leave(o, "bob@example.com", LIST_CLUB, 2);
    assert_int_equal(staff_keys(o->desk.db, row, 4, &n), ERR_OK);
    assert_int_equal(n, 2);
    assert_int_equal(row[0].key, 1);
    assert_int_equal(row[0].optouts, 1);
    assert_int_equal(row[0].events, 2);
    assert_int_equal(row[0].links, 1);
    assert_int_equal(row[1].key, 2);
    assert_int_equal(row[1].optouts, 1);
    assert_int_equal(row[1].events, 1);
    assert_int_equal(staff_keys(o->desk.db, row, 1, &n), ERR_OK);
    assert_int_equal(n, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(test_standing), office_test(test_events), office_test(test_counts),
        office_test(test_members),  office_test(test_traces), office_test(test_keys),
    };

    return cmocka_run_group_tests_name("staff", tests, NULL, NULL);
}
