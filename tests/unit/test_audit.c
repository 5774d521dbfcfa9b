/* test_audit.c - commitments that hold after the values are gone. Also the desk's own functions. */
#include "desk/audit.h"
#include "desk_fixture.h"

static const struct audit_value values[] = {
    {"email", "ann@example.com"}, {"name", NULL}, {"network", "192.0.2.0/24"}};

static void
test_record_and_blank(void **state)
{
    struct office *o = *state;
    unsigned char both[2 * SECRET_HASH], digest[SECRET_HASH];
    char hex[2 * SECRET_HASH + 1];

    assert_int_equal(audit_record(&o->desk, "person.note", "person", 7, NULL, values, 3), ERR_OK);
    office_commit(o);
    assert_string_equal(raw_text(o->path, "SELECT details FROM v_audit"),
                        "email=ann@example.com, network=192.0.2.0/24");
    assert_string_equal(raw_text(o->path, "SELECT group_concat(coalesce(keep_until, 0)) FROM"
                                          " (SELECT * FROM audit_value ORDER BY position)"),
                        "0,1785592800");
    /* blanked, the event's commitment is still the digest over those of its values */
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(raw_run(o->path, "UPDATE audit_value SET value = NULL, salt = NULL"),
                     SQLITE_OK);
    for (int i = 0; i < 2; i++) {
        const char *text;
        char sql[128];

        snprintf(sql, sizeof sql,
                 "SELECT lower(hex(commitment)) FROM audit_value ORDER BY position LIMIT 1"
                 " OFFSET %d", i);
        text = raw_text(o->path, sql);
        for (int k = 0; k < SECRET_HASH; k++) {
            unsigned byte;

            assert_int_equal(sscanf(text + 2 * k, "%2x", &byte), 1);
            both[i * SECRET_HASH + k] = (unsigned char)byte;
        }
    }
    secret_digest(both, sizeof both, digest);
    hex_encode(digest, sizeof digest, hex);
    assert_string_equal(raw_text(o->path, "SELECT lower(hex(commitment)) FROM audit"), hex);
}

/* The same values twice: the salt keeps anybody from seeing that they are the same. */
static void
test_salted(void **state)
{
    struct audit_seal a, b;

    (void)state;
    audit_values_seal(values, 3, &a);
    audit_values_seal(values, 3, &b);
    assert_memory_not_equal(a.commitment, b.commitment, SECRET_HASH);
    audit_values_seal(NULL, 0, &a);
    audit_values_seal(NULL, 0, &b);
    assert_memory_equal(a.commitment, b.commitment, SECRET_HASH);
}

static void
test_channels(void **state)
{
    static const char *const names[] = {"web",  "mail",  "link",   "one-click", "preferences",
                                        "phone", "post", "staff", "import",    "program"};

    (void)state;
    for (unsigned c = 0; c < CHANNEL_COUNT_; c++)
        assert_string_equal(channel_name((enum channel)c), names[c]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(test_record_and_blank),
        office_test(test_salted),
        cmocka_unit_test(test_channels),
    };

    return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
