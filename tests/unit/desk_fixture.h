/* desk_fixture.h - a desk with a database, keys and a visitor, for the tests of lib/desk. */
#ifndef HC_DESK_FIXTURE_H
#define HC_DESK_FIXTURE_H

#include "desk/desk.h"
#include "desk/submissions.h"
#include "store_fixture.h"

struct office {
    struct place *place;
    const char *path; /* of the database */
    struct keys *keys;
    struct desk desk;
};

static inline int
office_setup(void **state)
{
    struct office *o = calloc(1, sizeof *o);

    assert_non_null(o);
    o->place = place_make();
    o->path = o->place->db;
    assert_true(clock_zone_set("America/New_York"));
    assert_int_equal(keys_create(o->place->keys), ERR_OK);
    assert_int_equal(keys_load(o->place->keys, &o->keys, &o->place->report), ERR_OK);
    o->desk = (struct desk){.keys = o->keys,
                            .now = TEST_NOW,
                            .channel = CHANNEL_WEB,
                            .actor = "visitor",
                            .network = "192.0.2.0/24",
                            .page = "/newsletter"};
    assert_int_equal(db_open(o->path, ROLE_STAFF, &o->desk.db, &o->place->report), ERR_OK);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
    *state = o;
    return 0;
}

static inline int
office_teardown(void **state)
{
    struct office *o = *state;

    db_close(o->desk.db);
    keys_free(o->keys);
    place_drop(o->place);
    free(o);
    return 0;
}

/* Makes what was written visible to raw_text(), and goes on in a new transaction. */
static inline void
office_commit(struct office *o)
{
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
}

static inline struct mail_address
mail_of(const char *text)
{
    struct mail_address m;

    assert_true(mail_address_parse(text, strlen(text), &m));
    return m;
}

/* What a form sent: `content` stands for the hash of all its values, `nonce` for the tab. */
static inline struct submission
sent(const char *form, char nonce, char content)
{
    struct submission s = {.form = form};

    memset(s.nonce, nonce, sizeof s.nonce);
    memset(s.content, content, sizeof s.content);
    return s;
}

#define office_test(f) cmocka_unit_test_setup_teardown(f, office_setup, office_teardown)

#endif
