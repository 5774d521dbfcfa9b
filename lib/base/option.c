#include "base/option.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum {
    PATH_MAX_BYTES = 4095,
    SOCKET_MAX = 107, /* bytes of a UNIX socket's path (sun_path less its NUL) */
    TEXT_MAX = 500,
};

#define AT(member) offsetof(struct settings, member)
#define TEXT(member, default_, least, check_, comment_)                                            \
    .name = #member, .kind = KIND_TEXT, .text = default_, .min = least, .max = TEXT_MAX,           \
    .offset = AT(member), .check = check_, .comment = comment_
#define FILE_AT(member, default_, most, comment_)                                                  \
    .name = #member, .kind = KIND_PATH, .text = default_, .min = 1, .max = most,                   \
    .offset = AT(member), .comment = comment_
#define FILE_MAY(member, default_, comment_)                                                       \
    .name = #member, .kind = KIND_PATH, .text = default_, .max = PATH_MAX_BYTES,                   \
    .offset = AT(member), .comment = comment_
#define NUMBER(member, default_, least, most, comment_)                                            \
    .name = #member, .kind = KIND_NUMBER, .number = default_, .min = least, .max = most,           \
    .offset = AT(member), .comment = comment_
#define SWITCH(member, default_, comment_)                                                         \
    .name = #member, .kind = KIND_SWITCH, .number = default_, .offset = AT(member),                \
    .comment = comment_

static const struct option table[] = {
    {TEXT(base_url, "http://127.0.0.1:8080", 1, rule_base_url,
          "Where visitors find the help center; links in letters start so. No slash at the end."),
     .placeholder = "BASE_URL"},
    {TEXT(store_url, "https://www.alphaimports.com", 1, rule_url, "The store's front page."),
     .placeholder = "STORE_URL"},
    {TEXT(shop_name, "Alpha Imports", 1, NULL, "The shop's name as customers know it."),
     .placeholder = "SHOP_NAME"},
    {TEXT(legal_name, "Alpha Imports NY Inc.", 1, NULL, "The company's name in full."),
     .placeholder = "LEGAL_NAME"},
    {TEXT(postal_address, "Alpha Imports NY Inc., New York, NY, USA", 1, NULL,
          "Where post reaches the company, in one line; mailings must show it."),
     .placeholder = "POSTAL_ADDRESS"},
    {TEXT(phone, "", 0, NULL, "The phone number to show; empty for none."), .placeholder = "PHONE"},
    {TEXT(support_mail, "support@alphaimports.com", 1, rule_mail,
          "Where customers write for help."),
     .placeholder = "SUPPORT_MAIL"},
    {TEXT(info_mail, "info@alphaimports.com", 1, rule_mail, "Where anybody writes."),
     .placeholder = "INFO_MAIL"},
    {TEXT(mail_from, "help@alphaimports.com", 1, rule_mail, "The sender of the shop's letters.")},
    {TEXT(time_zone, "America/New_York", 1, rule_zone,
          "The shop's time zone: dates on pages and days of the counter.")},
    {TEXT(brand_color, "#0b5a5e", 1, rule_color, "The shop's colour, #rrggbb.")},
    {TEXT(brand_ink, "#ffffff", 1, rule_ink,
          "The colour of text on brand_color; their contrast is at least 4.5:1.")},
    {TEXT(counter_start_date, "2004-05-15", 1, rule_date,
          "The day since when requests are counted, as shown in the footer.")},
    {NUMBER(counter_start_number, 0, 0, 1000000000000000,
            "What was counted since that day before this program began.")},

    {FILE_AT(database, "helpcenter.db", PATH_MAX_BYTES, "The database.")},
    {FILE_AT(key_file, "helpcenter.key", PATH_MAX_BYTES,
             "The keys of tokens. Keep a copy, but never beside a copy of the database.")},
    {FILE_AT(templates, "templates", PATH_MAX_BYTES, "The folder of pages, forms and words.")},
    {FILE_AT(www, "www", PATH_MAX_BYTES, "The folder of the style sheet and icons.")},
    {FILE_AT(mail_dir, "mail", PATH_MAX_BYTES,
             "The folder where each letter is left as a file while smtp_host is empty.")},

    {TEXT(leave_mail, "leave@alphaimports.com", 0, rule_tagged_mail,
          "Opt-outs by mail: leave+TOKEN@ must reach mailin alone. Empty if no mail comes in.")},
    {TEXT(bounce_mail, "bounce@alphaimports.com", 0, rule_tagged_mail,
          "Return address of letters: bounce+TOKEN@ must reach mailin alone. Empty: mail_from.")},
    {TEXT(digest_mail, "support@alphaimports.com", 0, rule_mail_or_none,
          "Who is told daily who joined and who left; empty for nobody.")},
    {TEXT(smtp_host, "", 0, rule_host,
          "The server that takes letters; while this is empty they are left in mail_dir.")},
    {NUMBER(smtp_port, 587, 1, 65535, "Its port: 587 with starttls, 465 with tls.")},
    {TEXT(smtp_security, "starttls", 1, rule_security,
          "starttls, tls, or none (for a server on this machine).")},
    {TEXT(smtp_user, "", 0, NULL, "The user to log in as; empty for none.")},
    {FILE_MAY(smtp_password_file, "", "A file whose first line is the password; empty for none.")},
    {NUMBER(smtp_timeout, 300, 1, 600,
            "Seconds that sending one letter may take; a server's last answer may need minutes.")},
    {NUMBER(letter_limit_address, 1, 1, 100, "Confirmations sent to one address in 24 hours.")},
    {NUMBER(letter_limit_network, 100, 1, 1000000,
            "Letters that visitors of one network can cause in 24 hours.")},
    {NUMBER(letter_limit_domain, 5000, 1, 1000000,
            "Letters to one domain that visitors can cause in 24 hours.")},
    {NUMBER(letter_limit_total, 20000, 1, 10000000,
            "Letters in all that visitors can cause in 24 hours.")},

    {FILE_AT(socket, "helpcenter.sock", SOCKET_MAX,
             "The UNIX socket for the web server, where none is inherited.")},
    {TEXT(socket_group, "", 0, rule_group,
          "The group that may connect to it, as www-data; empty for the program's own.")},
    {TEXT(trusted_proxies, "", 0, rule_networks,
          "Networks of proxies before the web server whose X-Forwarded-For is believed.")},
    {NUMBER(workers, 0, 0, 1024, "Threads that answer; 0 for two on each core.")},
    {NUMBER(form_limit_network, 60, 0, 1000000,
            "Forms sent from one network in an hour; 0 for no limit, here and below.")},
    {NUMBER(form_limit_address, 10, 0, 1000000, "Forms that name one mail address in an hour.")},
    {NUMBER(form_limit_total, 5000, 0, 1000000, "Forms in all in an hour.")},
    {NUMBER(form_min_seconds, 2, 0, 3600, "A form sent sooner than this is taken for a robot's.")},
    {NUMBER(form_max_hours, 24, 1, 168, "A form older than this is shown once more.")},
    {SWITCH(
        suggestions, true,
        "Whether the search field offers pages while one types; a script of ours, not needed.")},
    {NUMBER(stale_months, 18, 1, 120,
            "A page reviewed longer ago than this is named by `helpctl page check`.")},
    {NUMBER(preview_hours, 72, 1, 720, "How long a preview link of a draft is good.")},
    {SWITCH(log_debug, false, "Whether the log tells more, for finding faults.")},
};
static_assert(sizeof table / sizeof *table == OPTION_COUNT_, "OPTION_COUNT_ counts the rows");

const struct option *const options = table;

const struct option *
option_find(const char *name)
{
    for (size_t i = 0; i < OPTION_COUNT_; i++)
        if (strcmp(options[i].name, name) == 0)
            return &options[i];
    return NULL;
}

const char **
option_text(struct settings *s, const struct option *o)
{
    assert(o->kind == KIND_TEXT || o->kind == KIND_PATH);
    return (const char **)((char *)s + o->offset);
}

int64_t *
option_number(struct settings *s, const struct option *o)
{
    assert(o->kind == KIND_NUMBER);
    return (int64_t *)((char *)s + o->offset);
}

bool *
option_switch(struct settings *s, const struct option *o)
{
    assert(o->kind == KIND_SWITCH);
    return (bool *)((char *)s + o->offset);
}

const char *
option_value(const struct settings *s, const struct option *o)
{
    assert(o->kind == KIND_TEXT || o->kind == KIND_PATH);
    return *(const char *const *)((const char *)s + o->offset);
}

/* One line of UTF-8 within the row's bounds. */
static bool
text_check(const struct option *o, const char *value, char *why, size_t size)
{
    size_t len = strlen(value), used;
    if ((int64_t)len < o->min) {
        snprintf(why, size, "must not be empty");
        return false;
    }
    if ((int64_t)len > o->max) {
        snprintf(why, size, "has %zu bytes, more than %lld", len, (long long)o->max);
        return false;
    }
    for (uint32_t c; len > 0; value += used, len -= used) {
        used = utf8_read(value, len, &c);
        if (used == 0 || utf8_is_control(c)) {
            snprintf(why, size, "must be one line of UTF-8 without control characters");
            return false;
        }
    }
    return true;
}

static bool
number_check(const struct option *o, int64_t n, char *why, size_t size)
{
    if (n >= o->min && n <= o->max)
        return true;
    snprintf(why, size, "is %lld, must be from %lld to %lld", (long long)n, (long long)o->min,
             (long long)o->max);
    return false;
}

static bool
value_check(const struct settings *s, const struct option *o, char *why, size_t size)
{
    switch (o->kind) {
    case KIND_NUMBER:
        return number_check(o, *(const int64_t *)((const char *)s + o->offset), why, size);
    case KIND_SWITCH:
        return true;
    case KIND_TEXT:
    case KIND_PATH:
        break;
    }
    const char *value = option_value(s, o);
    return text_check(o, value, why, size) && (o->check == NULL || o->check(s, value, why, size));
}

bool
option_check(const struct settings *s, const struct option *o, char *message, size_t size)
{
    char why[256] = "";
    if (value_check(s, o, why, sizeof why))
        return true;
    snprintf(message, size, "%s %s", o->name, why);
    return false;
}
