/* test_delivery_tables.c - delivery dates from a file into the database and out again. */
#include "desk/delivery_tables.h"
#include "desk_fixture.h"

static const char sample[] =
    "# two ways\n"
    "method \"ground\" {\n"
    "    title = \"Ground # 1\"  # a comment\n"
    "    summary = \"By road.\"\n"
    "    cutoff = \"9:30\"\n"
    "    handling = \"0-2\"\n"
    "}\n"
    "method \"air\" {\n"
    "    title = 'Air' summary = \"By air.\" cutoff = \"13:00\" handling = \"0\"\n"
    "    saturday = yes sunday = \"no\"\n"
    "}\n"
    "zone \"us\" {\n"
    "    title = \"United States\"\n"
    "    calendar = \"us\"\n"
    "    method = \"ground 3-7\"\n"
    "    method = \"air  2\"\n"
    "}\n"
    "calendar \"us\" {\n"
    "    holiday = \"2026-12-25 Christmas Day\"\n"
    "    holiday = \"2026-01-01 New Year's Day\"\n"
    "}\n"
    "calendar \"shop\" {\n"
    "    like = \"us\"\n"
    "    holiday = \"2026-11-27 Inventory\"\n"
    "}\n";

static void
file_make(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_int_equal(fputs(text, f) >= 0, 1);
    assert_int_equal(fclose(f), 0);
}

/* Reads text as a file. */
static enum err
file_read(struct office *o, const char *text, struct delivery **out, struct report *rep)
{
    file_make(o->place->other, text);
    return delivery_file_read(o->place->other, out, rep);
}

static void
same_as_sample(const struct delivery *d)
{
    assert_int_equal(d->methods, 2);
    assert_string_equal(d->method[0].name, "ground");
    assert_string_equal(d->method[0].title, "Ground # 1");
    assert_string_equal(d->method[0].summary, "By road.");
    assert_int_equal(d->method[0].cutoff, 9 * 60 + 30);
    assert_int_equal(d->method[0].handling_min, 0);
    assert_int_equal(d->method[0].handling_max, 2);
    assert_false(d->method[0].saturday || d->method[0].sunday || d->method[1].sunday);
    assert_true(d->method[1].saturday);
    assert_int_equal(d->zones, 1);
    assert_string_equal(d->zone[0].title, "United States");
    assert_string_equal(d->zone[0].calendar, "us");
    assert_true(d->zone[0].days[0].offered && d->zone[0].days[1].offered);
    assert_int_equal(d->zone[0].days[0].min, 3);
    assert_int_equal(d->zone[0].days[0].max, 7);
    assert_int_equal(d->zone[0].days[1].max, 2);
    assert_int_equal(d->holidays, 5);
    assert_string_equal(d->holiday[0].calendar, "shop");
    assert_string_equal(d->holiday[1].title, "Inventory");
    assert_string_equal(d->holiday[3].title, "New Year's Day");
}

static void
test_round_trip(void **state)
{
    struct office *o = *state;
    struct delivery *file = NULL, *read = NULL, *empty = NULL;
    struct report rep = {0};
    int64_t before, after, again;

    assert_int_equal(delivery_read(o->desk.db, &empty), ERR_OK);
    assert_int_equal(empty->methods + empty->zones + empty->holidays, 0);
    assert_int_equal(delivery_stamp(o->desk.db, &before), ERR_OK);

    assert_int_equal(file_read(o, sample, &file, &rep), ERR_OK);
    assert_int_equal(rep.count, 0);
    same_as_sample(file);
    assert_int_equal(delivery_replace(&o->desk, file), ERR_OK);
    assert_int_equal(delivery_replace(&o->desk, file), ERR_OK); /* in the place of itself */
    assert_int_equal(delivery_read(o->desk.db, &read), ERR_OK);
    same_as_sample(read);
    assert_int_equal(delivery_stamp(o->desk.db, &after), ERR_OK);
    assert_int_equal(delivery_stamp(o->desk.db, &again), ERR_OK);
    assert_true(before != after && after == again);
    office_commit(o);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM shipping_time"), 2);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM v_audit"
                                      " WHERE action = 'delivery.load'"), 2);
    /* whatever changes the tables changes the stamp */
    db_rollback(o->desk.db);
    assert_int_equal(raw_run(o->path, "UPDATE holiday SET title = 'Other'"
                                      " WHERE calendar = 'us'"), SQLITE_OK);
    assert_int_equal(delivery_stamp(o->desk.db, &again), ERR_OK);
    assert_true(again != after);
    delivery_free(empty);
    delivery_free(file);
    delivery_free(read);
}

/* The shipped file is right, and holds what is needed for years to come. */
static void
test_shipped(void **state)
{
    const char *source = getenv("TOP");
    struct delivery *d = NULL;
    struct report rep = {0};
    char path[4096];
    int64_t day;

    (void)state;
    snprintf(path, sizeof path, "%s/templates/delivery.conf", source != NULL ? source : ".");
    expect(delivery_file_read(path, &d, &rep) == ERR_OK, rep.count > 0 ? rep.line[0] : path);
    for (int year = 2026; year <= 2029; year++) {
        assert_true(delivery_year_known(d, DELIVERY_SHOP, year));
        for (size_t i = 0; i < d->zones; i++)
            assert_true(delivery_year_known(d, d->zone[i].calendar, year));
    }
    assert_true(clock_iso_day("2026-05-03", &day));
    assert_int_equal(delivery_review(d, day, &rep), 0);
    delivery_free(d);
}

#define METHOD "method \"a\" { title = \"A\" summary = \"B\" cutoff = \"13:00\" handling = \"0\" }\n"
#define ZONE "zone \"z\" { title = \"Z\" calendar = \"shop\" method = \"a 1\" }\n"
#define SHOP "calendar \"shop\" { holiday = \"2026-01-01 New Year\" }\n"

static void
test_refused(void **state)
{
    static const struct {
        const char *text, *message; /* behind "path" */
    } bad[] = {
        {"", ": there must be at least one method and one zone"},
        {METHOD ZONE, ": there is no calendar \"shop\""},
        {METHOD SHOP, ": there must be at least one method"},
        {METHOD ZONE SHOP "foo = 1\n", ":4: no such option 'foo'"},
        {METHOD ZONE SHOP "method \"b\" { speed = 1 }\n", ":4: no such option 'speed'"},
        {METHOD METHOD ZONE SHOP, ":2: found duplicate title 'a'"},
        {METHOD ZONE SHOP "method \"B\" {\n}\n", ":5: a name has at most"},
        {METHOD ZONE SHOP "method \"b\" {\n}\n", ":5: method b has no title"},
        {METHOD ZONE SHOP "# c\n\n# d\nmethod \"b\" { title = \"\" }\n", ":7: title must have 1 to"},
        {METHOD ZONE SHOP "method \"b\" { title = \"a\tb\" }\n", ":4: title must be one line"},
        {METHOD ZONE SHOP "method \"b\" { title = \"\xff\" }\n", ":4: title must be one line"},
        {METHOD ZONE SHOP "method \"b\" { title = \"x\"\ntitle = \"y\" }\n",
         ":5: title stands in this block twice"},
        {METHOD ZONE SHOP "method \"b\" { cutoff = \"24:00\" }\n", ":4: cutoff is a time like"},
        {METHOD ZONE SHOP "method \"b\" { cutoff = \"1 pm\" }\n", ":4: cutoff is a time like"},
        {METHOD ZONE SHOP "method \"b\" { handling = \"2-1\" }\n", ":4: handling: days are"},
        {METHOD ZONE SHOP "method \"b\" { handling = \"61\" }\n", ":4: handling: days are"},
        {METHOD ZONE SHOP "method \"b\" { handling = \"-1\" }\n", ":4: handling: days are"},
        {METHOD ZONE SHOP "method \"b\" { handling = \"99999999999999999999\" }\n",
         ":4: handling: days are"},
        {METHOD ZONE SHOP "method \"b\" { saturday = \"maybe\" }\n", ":4: saturday is yes or no"},
        {METHOD SHOP "zone \"z\" { title = \"Z\" calendar = \"q\" method = \"a 1\" }\n",
         ":3: there is no calendar \"q\""},
        {METHOD ZONE SHOP "zone \"y\" { calendar = \"Q\" }\n", ":4: a calendar's name"},
        {METHOD ZONE SHOP "zone \"y\" { method = \"a\" }\n", ":4: method is written like"},
        {METHOD ZONE SHOP "zone \"y\" { method = \"b 1\" }\n", ":4: there is no method b above"},
        {METHOD ZONE SHOP "zone \"y\" { method = \"a 1\"\nmethod = \"a 2\" }\n",
         ":5: the method a stands in this zone twice"},
        {METHOD ZONE SHOP "zone \"y\" { method = \"a 121\" }\n", ":4: method: days are"},
        {METHOD ZONE SHOP "calendar \"c\" { holiday = \"2026-02-29 Leap\" }\n",
         ":4: holiday is written like"},
        {METHOD ZONE SHOP "calendar \"c\" { holiday = \"2026-02-28\" }\n",
         ":4: holiday is written like"},
        {METHOD ZONE SHOP "calendar \"c\" { holiday = \"2026-02-28  \" }\n", ":4: holiday must have"},
        {METHOD ZONE SHOP "calendar \"c\" { holiday = \"2026-02-28 A\"\n"
                          "holiday = \"2026-02-28 B\" }\n",
         ":5: 2026-02-28 stands in this calendar twice"},
        {METHOD ZONE SHOP "calendar \"c\" { like = \"d\" }\n", ":4: there is no calendar d above"},
        {METHOD ZONE SHOP "calendar \"c\" { like = \"c\" }\n", ":4: there is no calendar c above"},
    };
    struct office *o = *state;

    for (size_t i = 0; i < COUNT(bad); i++) {
        struct delivery *d = NULL;
        struct report rep = {0};
        size_t path = strlen(o->place->other);

        expect(file_read(o, bad[i].text, &d, &rep) == ERR_INVALID, bad[i].text);
        assert_null(d);
        expect(rep.count > 0, bad[i].text);
        if (strncmp(rep.line[0] + path, bad[i].message, strlen(bad[i].message)) != 0)
            fail_msg("%s, not %s", rep.line[0] + path, bad[i].message);
        report_free(&rep);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {office_test(test_round_trip), office_test(test_shipped),
                                       office_test(test_refused)};

    return cmocka_run_group_tests_name("delivery_tables", tests, NULL, NULL);
}
