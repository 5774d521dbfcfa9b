/* test_queue.c - the outbox as staff see it. */
#include "desk/outbox.h"
#include "desk/queue.h"
#include "desk_fixture.h"

enum { LETTERS = 6 };

/* Letters, a second apart, outside any transaction. */
static void
queue(struct office *o)
{
    const struct outbox_new letter = {.letter = LETTER_DIGEST, .day = "2026-05-03"};
    for (int i = 0; i < LETTERS; i++, o->desk.now++)
        assert_int_equal(outbox_put(&o->desk, &letter), ERR_OK);
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
}

static void
lease(struct office *o, size_t most, struct outbox_item *items)
{
    size_t n;
    assert_int_equal(outbox_lease(&o->desk, 1, most, items, &n), ERR_OK);
    assert_int_equal(n, most);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(outbox_load(&o->desk, 1, &items[i]), ERR_OK);
}

static void
tells_each_state(void **state)
{
    struct office *o = *state;
    struct queue_line lines[QUEUE_STATES_];
    struct outbox_item items[LETTERS];
    bool given_up;
    assert_int_equal(queue_look(&o->desk, lines), ERR_OK);
    for (int i = 0; i < QUEUE_STATES_; i++)
        assert_int_equal(lines[i].letters, 0);
    queue(o);
    lease(o, LETTERS - 1, items);
    assert_int_equal(outbox_sent(&o->desk, &items[0], 1, "250 2.0.0"), ERR_OK);
    assert_int_equal(outbox_deferred(&o->desk, &items[1], 1, "451", &given_up), ERR_OK);
    assert_int_equal(outbox_failed(&o->desk, &items[2], 1, "550 5.1.1", "hard"), ERR_OK);
    assert_int_equal(outbox_dropped(&o->desk, &items[3], 1), ERR_OK);
    assert_int_equal(queue_look(&o->desk, lines), ERR_OK);
    for (int i = 0; i < QUEUE_STATES_; i++)
        assert_int_equal(lines[i].letters, 1);
    assert_int_equal(lines[QUEUE_SENT].oldest_at, TEST_NOW);
    assert_int_equal(lines[QUEUE_LATER].oldest_at, TEST_NOW + 1);
    assert_int_equal(lines[QUEUE_LATER].next_at, o->desk.now + OUTBOX_RETRY_MINUTES * 60);
    assert_int_equal(lines[QUEUE_DUE].oldest_at, TEST_NOW + LETTERS - 1);
    assert_int_equal(lines[QUEUE_SENT].next_at, 0);
}

static void
makes_due_what_was_put_off(void **state)
{
    struct office *o = *state;
    struct queue_line lines[QUEUE_STATES_];
    struct outbox_item items[LETTERS];
    int64_t letters = -1;
    bool given_up;
    queue(o);
    lease(o, LETTERS, items);
    for (int i = 0; i < 2; i++)
        assert_int_equal(outbox_deferred(&o->desk, &items[i], 1, "451", &given_up), ERR_OK);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
    assert_int_equal(queue_retry(&o->desk, &letters), ERR_OK);
    assert_int_equal(letters, 2);
    assert_int_equal(queue_retry(&o->desk, &letters), ERR_OK);
    assert_int_equal(letters, 0);
    assert_int_equal(queue_look(&o->desk, lines), ERR_OK);
    assert_int_equal(lines[QUEUE_DUE].letters, 2);
    assert_int_equal(lines[QUEUE_SENDING].letters, LETTERS - 2); /* they are in good hands */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(tells_each_state),
        office_test(makes_due_what_was_put_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
