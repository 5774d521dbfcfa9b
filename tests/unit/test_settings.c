#define _POSIX_C_SOURCE 200809L

#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/settings.h"

static char folder[64] = "/tmp/hc-test-XXXXXX", path[96];

static int
set_up(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(path, sizeof path, "%s/helpcenter.conf", folder);
    setenv("HC_TEST_NAME", "from the environment", 1);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

/* Loads text as a file; the report is the caller's. */
static enum err
load(const char *text, struct settings **s, struct report *rep)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    *rep = (struct report){0};
    return settings_load(path, s, rep);
}

static const char *
in_folder(const char *name)
{
    static char full[256];
    snprintf(full, sizeof full, "%s/%s", folder, name);
    return full;
}

static void
has_a_default_for_everything(void **state)
{
    struct settings *s;
    struct report rep;
    (void)state;
    assert_int_equal(load("", &s, &rep), ERR_OK);
    assert_string_equal(s->shop_name, "Alpha Imports");
    assert_string_equal(s->legal_name, "Alpha Imports NY Inc.");
    assert_string_equal(s->store_url, "https://www.alphaimports.com");
    assert_string_equal(s->support_mail, "support@alphaimports.com");
    assert_string_equal(s->phone, "");
    assert_string_equal(s->time_zone, "America/New_York");
    assert_string_equal(s->counter_start_date, "2004-05-15");
    assert_int_equal(s->counter_start_number, 0);
    assert_string_equal(s->database, in_folder("helpcenter.db"));
    assert_string_equal(s->socket, in_folder("helpcenter.sock"));
    assert_string_equal(s->trusted_proxies, "");
    assert_int_equal(s->form_limit_network, 60);
    assert_int_equal(s->form_limit_address, 10);
    assert_int_equal(s->form_limit_total, 5000);
    assert_int_equal(s->form_min_seconds, 2);
    assert_int_equal(s->form_max_hours, 24);
    assert_int_equal(s->workers, 0);
    assert_false(s->log_debug);
    settings_free(s);
    settings_free(NULL);
}

static void
takes_good_values(void **state)
{
    static const char *const good[] = {
        "# a comment\nshop_name = 'One Two'\n",
        "shop_name = \"\xc3\x89t\xc3\xa9\"",
        "base_url = \"https://help.example.com\"",
        "base_url = \"http://127.0.0.1:8080\"",
        "base_url = \"http://[::1]:8080/help\"",
        "base_url = \"https://example.com:65535/a/b\"",
        "store_url = \"https://example.com/\"",
        "store_url = \"https://example.com/shop/index.php\"",
        "support_mail = \"a+b@b\u00fccher.example\"",
        "time_zone = \"Europe/Berlin\"",
        "brand_color = \"#FFFFFF\"\nbrand_ink = \"#000000\"",
        "brand_color = \"#777777\" brand_ink = \"#000000\"",
        "brand_ink = \"#fff8f0\"",
        "brand_color = \"#767676\"", /* 4.54:1 on white */
        "counter_start_date = \"2199-12-31\"",
        "counter_start_number = 1000000000000000",
        "trusted_proxies = \"10.0.0.0/8 ::1\"",
        "workers = 1024",
        "form_limit_total = 0",
        "form_max_hours = 168",
        "log_debug = yes",
        "log_debug = off",
        "database = \"/srv/x.db\"",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        struct settings *s;
        struct report rep;
        enum err e = load(good[i], &s, &rep);
        expect(e == ERR_OK, rep.count > 0 ? rep.line[0] : good[i]);
        expect(rep.count == 0, good[i]);
        settings_free(s);
        report_free(&rep);
    }
}

static void
refuses_bad_values_by_line(void **state)
{
    static const struct {
        const char *text, *message; /* behind "path:" */
    } bad[] = {
        {"no_such = 1", "1: no such option 'no_such'"},
        {"\n\nshop = \"x\"", "3: no such option 'shop'"},
        {"# one\nshop_name = \"# no comment\" # two\nshop = \"x\"", "3: no such option 'shop'"},
        {"shop_name", "1: "},
        {"shop_name =", "1: "},
        {"shop_name = \"x", "1: "},
        {"shop_name = {", "1: "},
        {"}", "1: "},
        {"\nshop_name = \"\"", "2: shop_name must not be empty"},
        {"shop_name = \"a\nb\"", "shop_name must be one line"},
        {"shop_name = \"a\\tb\"", "1: shop_name must be one line"},
        {"shop_name = \"a\x7f\"", "1: shop_name must be one line"},
        {"shop_name = \"\xff\"", "1: shop_name must be one line"},
        {"shop_name = \"a\"\nshop_name = \"b\"", "2: shop_name is set twice, first in line 1"},
        {"base_url = \"\"", "1: base_url must not be empty"},
        {"base_url = \"help.example.com\"", "1: base_url must be an address"},
        {"base_url = \"ftp://help.example.com\"", "1: base_url must"},
        {"base_url = \"https://\"", "1: base_url must"},
        {"base_url = \"https:///x\"", "1: base_url must"},
        {"base_url = \"https://h.example/\"", "1: base_url must"},
        {"base_url = \"https://h.example/x/\"", "1: base_url must"},
        {"base_url = \"https://h.example?x\"", "1: base_url must"},
        {"base_url = \"https://h.example/#x\"", "1: base_url must"},
        {"base_url = \"https://h.example:0\"", "1: base_url must"},
        {"base_url = \"https://h.example:65536\"", "1: base_url must"},
        {"base_url = \"https://h.example:\"", "1: base_url must"},
        {"base_url = \"https://h.example:1x\"", "1: base_url must"},
        {"base_url = \"https://u@h.example\"", "1: base_url must"},
        {"base_url = \"https://h.example/a b\"", "1: base_url must"},
        {"base_url = \"https://h_x.example\"", "1: base_url must"},
        {"base_url = \"https://[::1\"", "1: base_url must"},
        {"base_url = \"HTTPS://h.example\"", "1: base_url must"},
        {"store_url = \"javascript:alert(1)\"", "1: store_url must"},
        {"store_url = \"//example.com\"", "1: store_url must"},
        {"store_url = \"https://example.com/?a=b\"", "1: store_url must"},
        {"support_mail = \"support\"", "1: support_mail must be a mail address"},
        {"info_mail = \"a@b\"", "1: info_mail must"},
        {"mail_from = \"A <a@b.cd>\"", "1: mail_from must"},
        {"time_zone = \"New York\"", "1: time_zone must be a time zone"},
        {"time_zone = \"../../../etc/passwd\"", "1: time_zone must"},
        {"brand_color = \"teal\"", "1: brand_color must be a colour"},
        {"brand_color = \"#0b5a5\"", "1: brand_color must"},
        {"brand_color = \"#0b5a5e0\"", "1: brand_color must"},
        {"brand_color = \"#0b5a5g\"", "1: brand_color must"},
        {"brand_ink = \"white\"", "1: brand_ink must be a colour"},
        {"brand_ink = \"#000000\"", "1: brand_ink has a contrast of 2.63:1 on brand_color"},
        {"brand_ink = \"#0b5a5e\"", "1: brand_ink has a contrast of 1.00:1"},
        {"brand_color = \"#777777\"\nbrand_ink = \"#ffffff\"",
         "2: brand_ink has a contrast of 4.47"},
        {"brand_color = \"#ffff00\"", ": brand_ink has a contrast of 1.07:1 on brand_color, needs "
                                      "4.5:1; take a darker ink"},
        {"counter_start_date = \"15 May 2004\"", "1: counter_start_date must be a date"},
        {"counter_start_date = \"2004-02-30\"", "1: counter_start_date must"},
        {"counter_start_number = -1", "1: counter_start_number is -1, must be from 0"},
        {"counter_start_number = 1000000000000001", "1: counter_start_number is 1000000000000001"},
        {"counter_start_number = 99999999999999999999", "1: "},
        {"counter_start_number = many", "1: "},
        {"workers = 1025", "1: workers is 1025, must be from 0 to 1024"},
        {"workers = 1.5", "1: "},
        {"form_limit_network = -1", "1: form_limit_network is -1"},
        {"form_limit_address = 1000001", "1: form_limit_address is 1000001"},
        {"form_min_seconds = 3601", "1: form_min_seconds is 3601"},
        {"form_max_hours = 0", "1: form_max_hours is 0, must be from 1 to 168"},
        {"form_max_hours = 169", "1: form_max_hours is 169"},
        {"log_debug = maybe", "1: "},
        {"socket_group = \"nobody-has-this\"", "1: socket_group must be a group"},
        {"trusted_proxies = \"proxy\"", "1: trusted_proxies must be a list of networks"},
        {"trusted_proxies = \"10.0.0.0/33\"", "1: trusted_proxies must"},
        {"trusted_proxies = \"10.0.0.0/8,::1\"", "1: trusted_proxies must"},
        {"database = \"\"", "1: database must not be empty"},
        {"include(\"/etc/passwd\")", "1: no such option 'include'"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct settings *s;
        struct report rep;
        expect(load(bad[i].text, &s, &rep) == ERR_INVALID && s == NULL, bad[i].text);
        expect(rep.count >= 1, bad[i].text);
        expect(strncmp(rep.line[0], path, strlen(path)) == 0, rep.line[0]);
        expect(strstr(rep.line[0], bad[i].message) != NULL, rep.line[0]);
        report_free(&rep);
    }
}

static void
holds_lengths(void **state)
{
    static const struct {
        const char *name;
        size_t most;
    } cases[] = {{"shop_name", 500}, {"phone", 500}, {"database", 4095}, {"socket", 107}};
    char text[5000];
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        for (size_t n = cases[i].most; n <= cases[i].most + 1; n++) {
            struct settings *s;
            struct report rep;
            int len = snprintf(text, sizeof text, "%s = \"/", cases[i].name);
            assert_true(len > 0);
            memset(text + len, 'x', n - 1);
            memcpy(text + (size_t)len + n - 1, "\"\n", 3);
            assert_int_equal(load(text, &s, &rep), n == cases[i].most ? ERR_OK : ERR_INVALID);
            settings_free(s);
            report_free(&rep);
        }
}

static void
tells_all_mistakes_at_once(void **state)
{
    struct settings *s;
    struct report rep;
    (void)state;
    assert_int_equal(
        load("support_mail = \"x\"\n\ntime_zone = \"y\"\nworkers = -1\nz = 1\n", &s, &rep),
        ERR_INVALID);
    assert_int_equal(rep.count, 4);
    static const char *const places[] = {":5: no such", ":1: support_mail", ":3: time_zone",
                                         ":4: workers"};
    for (size_t i = 0; i < COUNT(places); i++)
        expect(strstr(rep.line[i], places[i]) != NULL, rep.line[i]);
    report_free(&rep);
}

static void
refuses_files(void **state)
{
    struct settings *s;
    struct report rep = {0};
    (void)state;
    unlink(path);
    assert_int_equal(settings_load(path, &s, &rep), ERR_NOTFOUND);
    assert_int_equal(settings_load("/", &s, &rep), ERR_IO);
    assert_int_equal(rep.count, 2);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fwrite("workers = 1\0\n", 1, 13, f);
    fclose(f);
    assert_int_equal(settings_load(path, &s, &rep), ERR_INVALID);
    report_free(&rep);
    static char big[256 * 1024 + 2];
    memset(big, '\n', sizeof big - 1);
    assert_int_equal(load(big, &s, &rep), ERR_INVALID);
    report_free(&rep);
}

static void
reads_its_own_sample(void **state)
{
    struct settings *s;
    struct report rep;
    (void)state;
    char *sample = settings_sample("https://help.example.org", "/a \"b\"/${HC_TEST_NAME}\\c", NULL);
    assert_non_null(sample);
    assert_non_null(strstr(sample, "\n# The shop's colour, #rrggbb.\nbrand_color = \"#0b5a5e\"\n"));
    for (const char *line = sample; *line != '\0'; line = strchr(line, '\n') + 1)
        assert_in_range(strcspn(line, "\n"), 0, 100);
    enum err e = load(sample, &s, &rep);
    expect(e == ERR_OK, rep.count > 0 ? rep.line[0] : "");
    assert_string_equal(s->base_url, "https://help.example.org");
    assert_string_equal(s->templates, "/a \"b\"/${HC_TEST_NAME}\\c");
    assert_string_equal(s->www, in_folder("www"));
    assert_int_equal(s->form_limit_total, 5000);
    settings_free(s);
    free(sample);
}

static void
names_placeholders(void **state)
{
    static const char *const good[] = {"SHOP_NAME",    "LEGAL_NAME", "POSTAL_ADDRESS", "PHONE",
                                       "SUPPORT_MAIL", "INFO_MAIL",  "STORE_URL",      "BASE_URL"};
    static const char *const bad[] = {"",         "SHOP",     "SHOP_NAMES", "shop_name",
                                      "KEY_FILE", "DATABASE", "MAIL_FROM",  "SHOP_NAME "};
    struct settings *s;
    struct report rep;
    (void)state;
    assert_int_equal(load("shop_name = \"One\"", &s, &rep), ERR_OK);
    for (size_t i = 0; i < COUNT(good); i++)
        expect(settings_placeholder(s, good[i], strlen(good[i])) != NULL, good[i]);
    for (size_t i = 0; i < COUNT(bad); i++)
        expect(settings_placeholder(s, bad[i], strlen(bad[i])) == NULL, bad[i]);
    assert_string_equal(settings_placeholder(s, "SHOP_NAME}} more", 9), "One");
    settings_free(s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_a_default_for_everything), cmocka_unit_test(takes_good_values),
        cmocka_unit_test(refuses_bad_values_by_line),   cmocka_unit_test(holds_lengths),
        cmocka_unit_test(tells_all_mistakes_at_once),   cmocka_unit_test(refuses_files),
        cmocka_unit_test(reads_its_own_sample),         cmocka_unit_test(names_placeholders),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
