/* test_suppression.c - opt-outs in force, lifted, excepted, carried, and found under every key. */
#include "desk/suppression.h"
#include "desk_fixture.h"
#include "keys_fixture.h"

static const char ann[] = "ann@example.com";

static void
lay(struct office *o, const char *canonical, const char *list, const char *reference)
{
    struct address_hash h;

    assert_int_equal(address_hash_of(&o->desk, canonical, &h), ERR_OK);
    assert_int_equal(suppression_lay(&o->desk, &h, list, 0, reference), ERR_OK);
}

static void
lift(struct office *o, const char *list)
{
    assert_int_equal(suppression_lift(&o->desk, ann, list), ERR_OK);
}

static int64_t
since(struct office *o, const char *canonical, const char *list)
{
    int64_t at = -1;

    assert_int_equal(suppressed(&o->desk, canonical, list, &at), ERR_OK);
    return at;
}

static void
test_one_list(void **state)
{
    struct office *o = *state;

    assert_int_equal(since(o, ann, "club"), 0);
    lay(o, ann, "club", "R1");
    assert_int_equal(since(o, ann, "club"), TEST_NOW);
    assert_int_equal(since(o, ann, "newsletter"), 0);
    assert_int_equal(since(o, ann, NULL), 0);
    assert_int_equal(since(o, "bob@example.com", "club"), 0);
    lift(o, "newsletter");
    assert_int_equal(since(o, ann, "club"), TEST_NOW);
    lift(o, "club");
    assert_int_equal(since(o, ann, "club"), 0);
    o->desk.now++;
    lay(o, ann, "club", "R2");
    assert_int_equal(since(o, ann, "club"), TEST_NOW + 1);
    office_commit(o);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM suppression"), 1);
    assert_string_equal(raw_text(o->path, "SELECT reference FROM suppression"), "R2");
}

/* Leaving everything, coming back to one list, and leaving everything again. */
static void
test_exception(void **state)
{
    struct office *o = *state;

    lay(o, ann, NULL, "R1");
    assert_int_equal(since(o, ann, "club"), TEST_NOW);
    assert_int_equal(since(o, ann, "a list made later"), TEST_NOW);
    assert_int_equal(since(o, ann, NULL), TEST_NOW);
    lift(o, "club"); /* within the same second, and still */
    assert_int_equal(since(o, ann, "club"), 0);
    assert_int_equal(since(o, ann, "bargains"), TEST_NOW);
    lay(o, ann, NULL, "R2"); /* likewise */
    assert_int_equal(since(o, ann, "club"), TEST_NOW);
    /* the undo of the second brings back what the second ended: not what the first did */
    assert_int_equal(suppression_undo(&o->desk, ann, "R2"), ERR_OK);
    assert_int_equal(since(o, ann, "bargains"), TEST_NOW);
    assert_int_equal(suppression_undo(&o->desk, ann, "R1"), ERR_OK);
    assert_int_equal(since(o, ann, "bargains"), 0);
    assert_int_equal(since(o, ann, "club"), TEST_NOW);
}

static void
test_clock_went_back(void **state)
{
    struct office *o = *state;

    lay(o, ann, NULL, "R1");
    o->desk.now -= DAY_SECONDS;
    lift(o, "club");
    assert_int_equal(since(o, ann, "club"), 0);
    lay(o, ann, NULL, "R2");
    assert_true(since(o, ann, "club") != 0);
}

/* Rows name the key they were made with; a new key changes nothing for whom they hold. */
static void
test_every_key(void **state)
{
    struct office *o = *state;
    struct address_hash old;

    lay(o, ann, "club", "R1");
    lay(o, ann, NULL, "R1");
    assert_int_equal(address_hash_of(&o->desk, ann, &old), ERR_OK);
    keys_add(o);
    assert_int_equal(since(o, ann, "club"), TEST_NOW);
    lay(o, ann, "club", "R2");
    lift(o, "club");
    assert_int_equal(since(o, ann, "club"), 0);
    assert_int_equal(since(o, ann, "bargains"), TEST_NOW);
    o->desk.now++;
    lay(o, ann, NULL, "R3");
    assert_int_equal(since(o, ann, "club"), TEST_NOW + 1);
    lift(o, NULL);
    assert_int_equal(since(o, ann, "bargains"), 0);
    int64_t at;
    assert_int_equal(suppressed_hash(&o->desk, &old, NULL, &at), ERR_OK);
    assert_int_equal(at, 0);
}

static void
test_carry(void **state)
{
    static const char bea[] = "bea@example.com", cid[] = "cid@example.com";
    struct office *o = *state;

    office_commit(o);
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(raw_run(o->path, "INSERT INTO person (id, email, email_typed, created_at,"
                                      " updated_at) VALUES (1, 'x@example.com', 'x', 5, 5)"),
                     0);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
    lay(o, ann, NULL, "R1");
    lift(o, "club");
    lay(o, ann, "bargains", "R2");
    assert_int_equal(suppression_carry(&o->desk, ann, bea, 1), ERR_OK);
    assert_int_equal(since(o, bea, "newsletter"), TEST_NOW);
    assert_int_equal(since(o, bea, "bargains"), TEST_NOW);
    assert_int_equal(since(o, bea, "club"), 0);
    /* who had left everything there stays away, also from the list that was come back to here */
    lay(o, cid, NULL, "R3");
    assert_int_equal(suppression_carry(&o->desk, ann, cid, 1), ERR_OK);
    assert_int_equal(since(o, cid, "club"), TEST_NOW);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(test_one_list),  office_test(test_exception), office_test(test_clock_went_back),
        office_test(test_every_key), office_test(test_carry),
    };

    return cmocka_run_group_tests_name("suppression", tests, NULL, NULL);
}
