#define _POSIX_C_SOURCE 200809L

#include "unit.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/secret.h"

static char path[64];

static int
set_up(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "/tmp/hc-test-key-%ld", (long)getpid());
    unlink(path);
    return secret_init() == ERR_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    unlink(path);
    return 0;
}

static void
write_keys(const char *text, mode_t mode)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    chmod(path, mode);
}

#define KEY_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define KEY_B "vwxyz234567vwxyz234567vwxyz234567vwxyz234567vwxyz23q"
_Static_assert(sizeof KEY_A == SECRET_TEXT && sizeof KEY_B == SECRET_TEXT, "52 letters");

static void
makes_and_loads_a_key(void **state)
{
    (void)state;
    struct report rep = {0};
    struct keys *k = NULL;
    struct stat st;
    assert_int_equal(keys_load(path, &k, &rep), ERR_NOTFOUND);
    assert_null(k);
    assert_int_equal(keys_create(path), ERR_OK);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(keys_create(path), ERR_CONFLICT);
    assert_int_equal(keys_create("/nowhere/key"), ERR_IO);
    assert_int_equal(keys_load(path, &k, &rep), ERR_OK);
    assert_int_equal(keys_newest(k), 1);
    keys_free(k);
    keys_free(NULL);
    report_free(&rep);
}

static void
refuses_key_files(void **state)
{
    static const char *const bad[] = {
        "",
        "\n",
        "1",
        "1 ",
        " 1 " KEY_A "\n",
        "1  " KEY_A "\n",
        "1 " KEY_A " \n",
        "1 " KEY_A "\r\n",
        "1 " KEY_A "a\n",
        "1\t" KEY_A "\n",
        "x " KEY_A "\n",
        "-1 " KEY_A "\n",
        "0 " KEY_A "\n",
        "1x " KEY_A "\n",
        "1234567890123456789 " KEY_A "\n",
        KEY_A "\n",
        "1 aaaa\n",
        "1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1\n",
        "1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=\n",
        "1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\n", /* bits left over */
        "1 " KEY_A "\n1 " KEY_B "\n",
        "1 " KEY_A "\n# a comment\n",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct report rep = {0};
        struct keys *k = NULL;
        write_keys(bad[i], 0600);
        expect(keys_load(path, &k, &rep) == ERR_INVALID && k == NULL, bad[i]);
        assert_int_equal(rep.count, 1);
        report_free(&rep);
    }
}

static void
refuses_files_that_others_read(void **state)
{
    static const struct {
        mode_t mode;
        enum err e;
    } modes[] = {{0600, ERR_OK},     {0400, ERR_OK},     {0640, ERR_OK},     {0440, ERR_OK},
                 {0644, ERR_DENIED}, {0604, ERR_DENIED}, {0602, ERR_DENIED}, {0601, ERR_DENIED},
                 {0660, ERR_DENIED}, {0666, ERR_DENIED}};
    (void)state;
    for (size_t i = 0; i < COUNT(modes); i++) {
        struct report rep = {0};
        struct keys *k = NULL;
        write_keys("7 " KEY_A "\n", modes[i].mode);
        assert_int_equal(keys_load(path, &k, &rep), modes[i].e);
        assert_int_equal(rep.count, modes[i].e != ERR_OK);
        keys_free(k);
        report_free(&rep);
        unlink(path);
    }
}

static void
refuses_too_many_keys(void **state)
{
    (void)state;
    struct report rep = {0};
    struct keys *k = NULL;
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (int i = 1; i <= 65; i++)
        fprintf(f, "%d " KEY_A "\n", i);
    fclose(f);
    chmod(path, 0600);
    assert_int_equal(keys_load(path, &k, &rep), ERR_INVALID);
    assert_non_null(strstr(rep.line[0], ":65: too many keys"));
    report_free(&rep);
    write_keys(letters('\n', 17 * 1024), 0600);
    assert_int_equal(keys_load(path, &k, &rep), ERR_INVALID);
    report_free(&rep);
}

static struct keys *
two_keys(void)
{
    struct report rep = {0};
    struct keys *k = NULL;
    write_keys("3 " KEY_A "\n\n9 " KEY_B, 0600);
    assert_int_equal(keys_load(path, &k, &rep), ERR_OK);
    assert_int_equal(rep.count, 0);
    return k;
}

static void
hashes_by_key_and_purpose(void **state)
{
    unsigned char seen[2 * PURPOSE_COUNT_][SECRET_HASH], again[SECRET_HASH];
    size_t n = 0;
    (void)state;
    struct keys *k = two_keys();
    assert_int_equal(keys_newest(k), 9);
    for (int p = 0; p < PURPOSE_COUNT_; p++) {
        assert_true(keys_hash(k, 3, (enum purpose)p, "x", 1, seen[n++]));
        assert_true(keys_hash(k, 9, (enum purpose)p, "x", 1, seen[n++]));
        assert_false(keys_hash(k, 4, (enum purpose)p, "x", 1, again));
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal(seen[i], seen[j], SECRET_HASH);
    assert_true(keys_hash(k, 3, PURPOSE_NONCE, "x", 1, again));
    assert_memory_equal(again, seen[0], SECRET_HASH);
    assert_true(keys_hash(k, 3, PURPOSE_NONCE, "y", 1, again));
    assert_memory_not_equal(again, seen[0], SECRET_HASH);
    keys_free(k);
}

static void
digests_as_published(void **state)
{
    unsigned char hash[SECRET_HASH];
    char text[2 * SECRET_HASH + 1];
    (void)state;
    secret_digest("", 0, hash); /* BLAKE2b-256 of nothing */
    hex_encode(hash, sizeof hash, text);
    assert_string_equal(text, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    secret_csp_hash("abc", 3, text); /* FIPS 180-2 B.1 */
    assert_string_equal(text, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

static void
encodes_base32(void **state)
{
    /* RFC 4648 section 10, in lower case and without padding. */
    static const struct {
        const char *bytes, *text;
    } good[] = {{"", ""},
                {"f", "my"},
                {"fo", "mzxq"},
                {"foo", "mzxw6"},
                {"foob", "mzxw6yq"},
                {"fooba", "mzxw6ytb"},
                {"foobar", "mzxw6ytboi"}};
    static const struct {
        const char *text;
        size_t want;
    } bad[] = {
        {"m", 0},       {"my", 2},    {"my", 0}, {"mz", 1},   {"mzxr", 2}, {"mzxw7", 4},
        {"m1", 1},      {"m8", 1},    {"m0", 1}, {"m=", 1},   {"m ", 1},   {"my======", 5},
        {"mzxw6yr", 4}, {"m\xc3", 1}, {"-y", 1}, {"my\n", 1},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        unsigned char bytes[8];
        char text[16];
        size_t len = strlen(good[i].bytes);
        base32_encode((const unsigned char *)good[i].bytes, len, text);
        assert_string_equal(text, good[i].text);
        assert_true(base32_decode(text, strlen(text), bytes, len));
        assert_memory_equal(bytes, good[i].bytes, len);
    }
    unsigned char bytes[8];
    for (size_t i = 0; i < COUNT(bad); i++)
        expect(!base32_decode(bad[i].text, strlen(bad[i].text), bytes, bad[i].want), bad[i].text);
    assert_true(base32_decode("MZXW6", 5, bytes, 3));
    assert_memory_equal(bytes, "foo", 3);
}

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Every wrong digit and every swap in n references is found. */
static void
makes_references_that_catch_mistakes(void **state)
{
    (void)state;
    for (int n = 0; n < 50; n++) {
        char ref[REFERENCE_MAX], out[REFERENCE_MAX];
        reference_new(ref);
        assert_int_equal(strlen(ref), 9);
        assert_true(reference_parse(ref, 9, out));
        assert_string_equal(out, ref);
        for (size_t i = 0; i < 9; i++) {
            char wrong[REFERENCE_MAX];
            for (const char *d = digits; *d != '\0' && i != 4; d++) {
                memcpy(wrong, ref, sizeof wrong);
                wrong[i] = *d;
                assert_true(reference_parse(wrong, 9, out) == (*d == ref[i]));
            }
            for (size_t j = 0; j < i && i != 4; j++) {
                if (j == 4)
                    continue;
                memcpy(wrong, ref, sizeof wrong);
                wrong[i] = ref[j];
                wrong[j] = ref[i];
                assert_true(reference_parse(wrong, 9, out) == (ref[i] == ref[j]));
            }
        }
    }
}

static void
reads_references_as_people_say_them(void **state)
{
    static const char *const good[] = {
        "0000-0000", "00000000", "oooo-OOOO", " 0 0 0 0 - 0 0 0 0 ", "0-0-0-0-0-0-0-0", "o0o0o0o0",
    };
    static const char *const bad[] = {
        "",
        "-",
        "0000-000",
        "0000-00000",
        "0000-0001",
        "1000-0000",
        "0000_0000",
        "UUUU-UUUU",
        "0000-000u",
        "0000.0000",
        "0000-000\n",
        "#00000000",
        "0000-000\xc3",
        "IIII-IIII",
        "000000000000000000000000000000000000",
    };
    char out[REFERENCE_MAX];
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        expect(reference_parse(good[i], strlen(good[i]), out), good[i]);
        assert_string_equal(out, "0000-0000");
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        expect(!reference_parse(bad[i], strlen(bad[i]), out) && out[0] == '\0', bad[i]);
    assert_false(reference_parse("0000000\0", 8, out));
}

static void
carries_a_nonce(void **state)
{
    struct nonce in = {UINT32_MAX, 1, INT64_MAX, 1777816801, {1, 2, 3}}, out;
    char text[NONCE_MAX];
    (void)state;
    struct keys *k = two_keys();
    nonce_write(k, &in, text);
    size_t len = strlen(text);
    assert_in_range(len, 100, NONCE_MAX - 1);
    assert_int_equal(strspn(text, "abcdefghijklmnopqrstuvwxyz234567"), len);
    assert_true(nonce_read(k, text, len, &out));
    assert_int_equal(out.form, in.form);
    assert_int_equal(out.wording, in.wording);
    assert_int_equal(out.policy, in.policy);
    assert_int_equal(out.shown_at, in.shown_at);
    assert_memory_equal(out.id, in.id, SECRET_ID);

    for (size_t i = 0; i < len; i++) {
        char altered[NONCE_MAX];
        memcpy(altered, text, len + 1);
        altered[i] = altered[i] == 'a' ? 'b' : 'a';
        assert_false(nonce_read(k, altered, len, &out));
        assert_false(nonce_read(k, text, i, &out)); /* cut off */
    }
    assert_false(nonce_read(k, "", 0, &out));
    strcat(text, "a");
    assert_false(nonce_read(k, text, len + 1, &out));
    text[len] = '\0';
    keys_free(k);

    struct report rep = {0}; /* the same key ids over other keys */
    write_keys("3 " KEY_B "\n9 " KEY_A, 0600);
    assert_int_equal(keys_load(path, &k, &rep), ERR_OK);
    assert_false(nonce_read(k, text, len, &out));
    assert_int_equal(out.form, 0);
    keys_free(k);
}

static void
adds_a_key(void **state)
{
    (void)state;
    struct report rep = {0};
    struct keys *before = NULL, *after = NULL;
    struct stat st, now;
    int64_t id = 0;
    unsigned char one[SECRET_HASH], other[SECRET_HASH];
    write_keys("3 " KEY_A "\n9 " KEY_B, 0640); /* no line end at its end */
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(keys_load(path, &before, &rep), ERR_OK);
    assert_int_equal(keys_rotate(path, &id, &rep), ERR_OK);
    assert_int_equal(id, 10);
    assert_int_equal(keys_load(path, &after, &rep), ERR_OK);
    assert_int_equal(keys_count(after), 3);
    assert_int_equal(keys_newest(after), 10);
    assert_true(keys_hash(before, 9, PURPOSE_LEAVE, "x", 1, one));
    assert_true(keys_hash(after, 9, PURPOSE_LEAVE, "x", 1, other));
    assert_memory_equal(one, other, sizeof one);
    assert_true(keys_hash(after, 10, PURPOSE_LEAVE, "x", 1, other));
    assert_memory_not_equal(one, other, sizeof one);
    assert_int_equal(stat(path, &now), 0);
    assert_int_equal(now.st_mode, st.st_mode);
    assert_int_equal(now.st_uid, st.st_uid);
    assert_int_equal(now.st_gid, st.st_gid);
    keys_free(before);
    keys_free(after);
    assert_int_equal(keys_rotate(path, &id, &rep), ERR_OK);
    assert_int_equal(id, 11);
    report_free(&rep);
}

/* The number is past the highest, wherever that stands; a link to the file stays one. */
static void
adds_a_key_behind_a_link(void **state)
{
    (void)state;
    char alias[80], fresh[80];
    struct report rep = {0};
    struct stat st;
    int64_t id = 0;
    snprintf(alias, sizeof alias, "%s-link", path);
    snprintf(fresh, sizeof fresh, "%s.new", path);
    write_keys("9 " KEY_A "\n3 " KEY_B "\n", 0600);
    FILE *left = fopen(fresh, "w"); /* by a run that was cut off */
    assert_non_null(left);
    fclose(left);
    assert_int_equal(symlink(path, alias), 0);
    assert_int_equal(keys_rotate(alias, &id, &rep), ERR_OK);
    assert_int_equal(id, 10);
    assert_int_equal(lstat(alias, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(access(fresh, F_OK), -1);
    unlink(alias);
    report_free(&rep);
}

static void
adds_no_key_to_what_is_no_key_file(void **state)
{
    (void)state;
    static char full[64 * 64];
    struct report rep = {0};
    int64_t id = 0;
    size_t len = 0;
    assert_int_equal(keys_rotate(path, &id, &rep), ERR_NOTFOUND);
    write_keys("nothing\n", 0600);
    assert_int_equal(keys_rotate(path, &id, &rep), ERR_INVALID);
    write_keys("1 " KEY_A "\n", 0666);
    assert_int_equal(keys_rotate(path, &id, &rep), ERR_DENIED);
    for (int i = 1; i <= 64; i++)
        len += (size_t)snprintf(full + len, sizeof full - len, "%d " KEY_A "\n", i);
    write_keys(full, 0600);
    assert_int_equal(keys_rotate(path, &id, &rep), ERR_INVALID);
    struct keys *k = NULL;
    assert_int_equal(keys_load(path, &k, &rep), ERR_OK); /* as it was */
    assert_int_equal(keys_newest(k), 64);
    keys_free(k);
    report_free(&rep);
}

static void
adds_one_key_at_a_time(void **state)
{
    (void)state;
    struct report rep = {0};
    int64_t id = 0;
    write_keys("1 " KEY_A "\n", 0600);
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(flock(fd, LOCK_EX), 0); /* another rotation */
    assert_int_equal(keys_rotate(path, &id, &rep), ERR_BUSY);
    close(fd);
    assert_int_equal(keys_rotate(path, &id, &rep), ERR_OK);
    report_free(&rep);
}

/* A program that runs learns a key that was added, and keeps what it has where the file is broken. */
static void
follows_the_file(void **state)
{
    (void)state;
    struct report rep = {0};
    struct keys *k = NULL;
    unsigned char hash[SECRET_HASH];
    int64_t id = 0;
    bool added = true;
    write_keys("3 " KEY_A "\n", 0640);
    assert_int_equal(keys_load(path, &k, &rep), ERR_OK);
    assert_int_equal(keys_follow(k, path, &added, &rep), ERR_OK);
    assert_false(added);
    assert_int_equal(keys_rotate(path, &id, &rep), ERR_OK);
    assert_false(keys_hash(k, id, PURPOSE_LEAVE, "x", 1, hash));
    assert_int_equal(keys_follow(k, path, &added, &rep), ERR_OK);
    assert_true(added);
    assert_int_equal(keys_newest(k), id);
    assert_true(keys_hash(k, id, PURPOSE_LEAVE, "x", 1, hash));
    write_keys("3 " KEY_B "\n4 " KEY_A "\n", 0640); /* another key under a number that is known */
    assert_int_equal(keys_follow(k, path, &added, &rep), ERR_INVALID);
    assert_int_equal(keys_follow(k, path, &added, &rep), ERR_OK); /* told once */
    assert_int_equal(keys_newest(k), id);
    write_keys("none", 0640);
    assert_int_equal(keys_follow(k, path, &added, &rep), ERR_INVALID);
    unlink(path);
    assert_int_equal(keys_follow(k, path, &added, &rep), ERR_OK);
    assert_int_equal(keys_count(k), 2);
    keys_free(k);
    report_free(&rep);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_and_loads_a_key),
        cmocka_unit_test(refuses_key_files),
        cmocka_unit_test(refuses_files_that_others_read),
        cmocka_unit_test(refuses_too_many_keys),
        cmocka_unit_test(hashes_by_key_and_purpose),
        cmocka_unit_test(digests_as_published),
        cmocka_unit_test(encodes_base32),
        cmocka_unit_test(makes_references_that_catch_mistakes),
        cmocka_unit_test(reads_references_as_people_say_them),
        cmocka_unit_test(carries_a_nonce),
        cmocka_unit_test_setup_teardown(adds_a_key, set_up, tear_down),
        cmocka_unit_test_setup_teardown(adds_a_key_behind_a_link, set_up, tear_down),
        cmocka_unit_test_setup_teardown(adds_no_key_to_what_is_no_key_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(adds_one_key_at_a_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(follows_the_file, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
