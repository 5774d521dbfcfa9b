/* test_tokens.c - rows behind links: made, found by what the link holds, ended, used. */
#include "desk/people.h"
#include "desk/tokens.h"
#include "keys_fixture.h"

static struct token
make(struct office *o, enum purpose p)
{
    struct mail_address m = mail_of("ann@example.com");
    struct token t = {.purpose = p, .lists = "newsletter club", .reference = "H4K2-9MXT"};

    assert_int_equal(person_meet(&o->desk, &m, NULL, &t.person), ERR_OK);
    assert_int_equal(token_make(&o->desk, &t), ERR_OK);
    return t;
}

static const char *
text_of(struct office *o, const struct token *t)
{
    static char text[TOKEN_TEXT];

    assert_true(token_write(o->keys, t->key_id, t->purpose, t->random, text));
    return text;
}

static enum err
find(struct office *o, enum purpose p, const char *text, struct token *out)
{
    return token_find(o->desk.db, o->keys, p, text, strlen(text), out);
}

static void
test_spans(void **state)
{
    static const struct {
        enum purpose purpose;
        const char *name;
        int64_t hours;
    } cases[] = {
        {PURPOSE_CONFIRM, "confirm", 7 * 24},
        {PURPOSE_UNDO, "undo", 30 * 24},
        {PURPOSE_PREFERENCES, "preferences", 72},
    };
    struct office *o = *state;

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct token t = make(o, cases[i].purpose), found;
        char sql[80];

        office_commit(o);
        snprintf(sql, sizeof sql, "SELECT purpose FROM token WHERE id = %d", (int)t.id);
        assert_string_equal(raw_text(o->path, sql), cases[i].name);
        assert_int_equal(t.ends_at, TEST_NOW + cases[i].hours * 3600);
        assert_int_equal(find(o, cases[i].purpose, text_of(o, &t), &found), ERR_OK);
        assert_memory_equal(found.random, t.random, sizeof t.random);
        assert_int_equal(found.id, t.id);
        assert_int_equal(found.person, t.person);
        assert_int_equal(found.change, 0);
        assert_int_equal(found.ends_at, t.ends_at);
        assert_int_equal(found.created_at, TEST_NOW);
        assert_int_equal(found.used_at, 0);
        assert_string_equal(found.lists, "newsletter club");
        assert_string_equal(found.reference, "H4K2-9MXT");
        assert_false(token_ended(&t, t.ends_at + GRACE_HOURS * 3600));
        assert_true(token_ended(&t, t.ends_at + GRACE_HOURS * 3600 + 1));
    }
}

static void
test_refused(void **state)
{
    struct office *o = *state;
    struct token t = make(o, PURPOSE_CONFIRM), other = make(o, PURPOSE_UNDO), found;
    char text[TOKEN_TEXT];

    assert_int_equal(find(o, PURPOSE_UNDO, text_of(o, &t), &found), ERR_NOTFOUND);
    /* the right hash of the asked purpose over a row of another purpose */
    assert_true(token_write(o->keys, t.key_id, PURPOSE_CONFIRM, other.random, text));
    assert_int_equal(find(o, PURPOSE_CONFIRM, text, &found), ERR_NOTFOUND);
    /* a row that there isn't */
    memset(other.random, 7, sizeof other.random);
    assert_true(token_write(o->keys, t.key_id, PURPOSE_CONFIRM, other.random, text));
    assert_int_equal(find(o, PURPOSE_CONFIRM, text, &found), ERR_NOTFOUND);
    assert_int_equal(find(o, PURPOSE_CONFIRM, "", &found), ERR_NOTFOUND);
    assert_int_equal(find(o, PURPOSE_CONFIRM, letters('a', 77), &found), ERR_NOTFOUND);
    assert_int_equal(find(o, PURPOSE_CONFIRM, letters('a', 2000), &found), ERR_NOTFOUND);
    snprintf(text, sizeof text, "%s", text_of(o, &t));
    text[40] = text[40] == 'a' ? 'b' : 'a';
    assert_int_equal(find(o, PURPOSE_CONFIRM, text, &found), ERR_NOTFOUND);
}

static void
test_used_and_loaded(void **state)
{
    struct office *o = *state;
    struct token t = make(o, PURPOSE_CONFIRM), found;

    keys_add(o); /* old links work on */
    assert_int_equal(find(o, PURPOSE_CONFIRM, text_of(o, &t), &found), ERR_OK);
    assert_int_equal(token_use(&o->desk, t.id), ERR_OK);
    o->desk.now++;
    assert_int_equal(token_use(&o->desk, t.id), ERR_OK);
    assert_int_equal(token_load(o->desk.db, t.id, &found), ERR_OK);
    assert_int_equal(found.used_at, TEST_NOW);
    assert_int_equal(token_load(o->desk.db, t.id + 1, &found), ERR_NOTFOUND);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(test_spans),
        office_test(test_refused),
        office_test(test_used_and_loaded),
    };

    return cmocka_run_group_tests_name("tokens", tests, NULL, NULL);
}
