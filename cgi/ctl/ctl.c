#include "ctl.h"

#include <assert.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/clock.h"
#include "base/secret.h"
#include "http/url.h"
#include "store/db.h"

static void __attribute__((format(printf, 1, 0))) say(const char *fmt, va_list args)
{
    fputs("helpctl: ", stderr);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
}

int
ctl_error(const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    say(fmt, args);
    va_end(args);
    return CTL_FAILED;
}

int
ctl_misuse(const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    say(fmt, args);
    va_end(args);
    return CTL_USAGE;
}

int
ctl_report(const struct report *rep, enum err e, const char *what)
{
    for (size_t i = 0; i < rep->count; i++)
        fprintf(stderr, "%s\n", rep->line[i]);
    if (rep->missed > 0)
        fprintf(stderr, "%zu more\n", rep->missed);
    if (rep->count == 0)
        return ctl_error("%s: %s", what, err_text(e));
    return CTL_FAILED;
}

/* The row of the option that word names; *value gets what stands after its '=', or NULL. */
static const struct ctl_option *
option_find(const struct ctl_option *table, const char *word, const char **value)
{
    size_t len = strcspn(word, "=");

    *value = word[len] == '=' ? word + len + 1 : NULL;
    for (; table->name != NULL; table++)
        if (strlen(table->name) == len && strncmp(table->name, word, len) == 0)
            return table;
    return NULL;
}

/* Takes the option at c->word[*at] and steps over it. */
static bool
option_take(struct ctl *c, const struct ctl_option *table, size_t *at)
{
    const char *word = c->word[*at], *value;
    const struct ctl_option *o = option_find(table, word, &value);

    if (o == NULL || (o->flag != NULL && value != NULL)) {
        ctl_misuse("there is no option %s here", word);
        return false;
    }
    ++*at;
    if (o->flag != NULL) {
        *o->flag = true;
        return true;
    }
    if (value == NULL && *at < c->words)
        value = c->word[(*at)++];
    if (value == NULL || *value == '\0') {
        ctl_misuse("%s needs a value", o->name);
        return false;
    }
    *o->value = value;
    return true;
}

bool
ctl_options(struct ctl *c, const struct ctl_option *table)
{
    size_t at = 0, kept = 0;
    bool ended = false;

    while (at < c->words) {
        if (!ended && strcmp(c->word[at], "--") == 0) {
            ended = true;
            at++;
        } else if (!ended && c->word[at][0] == '-') {
            if (!option_take(c, table, &at))
                return false;
        } else {
            c->word[kept++] = c->word[at++];
        }
    }
    assert(kept <= c->words);
    c->words = kept;
    c->word[kept] = NULL;
    return true;
}

bool
ctl_operands(struct ctl *c, const struct ctl_option *table, size_t operands)
{
    static const struct ctl_option none[] = {{.name = NULL}};

    if (!ctl_options(c, table != NULL ? table : none))
        return false;
    if (c->words == operands)
        return true;
    ctl_misuse(c->words < operands ? "something is missing" : "there is a word too many");
    return false;
}

int
ctl_verb(struct ctl *c, const char *noun, const struct ctl_verb *table)
{
    for (; c->words > 0 && table->name != NULL; table++)
        if (strcmp(table->name, c->word[0]) == 0) {
            c->word++;
            c->words--;
            return table->run(c);
        }
    return ctl_misuse("%s does not know what to do%s%s", noun, c->words > 0 ? " with " : "",
                      c->words > 0 ? c->word[0] : "");
}

bool
ctl_address(const char *text, struct mail_address *out)
{
    if (mail_address_parse(text, strlen(text), out))
        return true;
    ctl_error("%s is no mail address", text);
    return false;
}

bool
ctl_line(const char *name, const char *text, size_t chars)
{
    size_t len = text != NULL ? strlen(text) : 0;

    if (text_valid(text, len, false) && text_chars(text, len) <= chars)
        return true;
    ctl_error("%s must be one line of at most %zu characters, in UTF-8", name, chars);
    return false;
}

bool
ctl_number(const char *option, const char *text, int64_t most, int64_t *out)
{
    int64_t n = text != NULL ? ascii_number(text, most) : *out;

    if (n == 0)
        ctl_misuse("%s takes a number from 1 to %lld", option, (long long)most);
    else
        *out = n;
    return n != 0;
}

struct settings *
ctl_settings(const struct ctl *c)
{
    struct report rep = {0};
    struct settings *s = NULL;
    enum err e = settings_load(c->conf, &s, &rep);

    if (e == ERR_NOTFOUND && rep.count == 0)
        ctl_error(
            "%s: there is no such file; name one with -c, or make one with: helpctl init --dir DIR",
            c->conf);
    else if (e != ERR_OK)
        ctl_report(&rep, e, c->conf);
    report_free(&rep);
    if (e != ERR_OK)
        return NULL;
    assert(s != NULL);
    clock_zone_set(s->time_zone); /* settings_load() made sure that there is such a zone */
    return s;
}

/* Who calls, as the audit trail names them: behind sudo the person, not root. */
static void
actor_name(char *out, size_t size)
{
    const char *name = getenv("SUDO_USER");
    const struct passwd *user = getpwuid(getuid());

    if (name == NULL || *name == '\0')
        name = user != NULL ? user->pw_name : "staff";
    snprintf(out, size, "%s", name);
}

bool
ctl_desk_open(struct ctl_desk *d, const struct settings *s)
{
    struct report rep = {0};
    const char *what = s->key_file;
    enum err e;

    memset(d, 0, sizeof *d);
    d->settings = s;
    if ((e = secret_init()) == ERR_OK)
        e = keys_load(s->key_file, &d->keys, &rep);
    if (e == ERR_OK) {
        what = s->database;
        if ((e = db_setup()) == ERR_OK)
            e = db_open(s->database, ROLE_STAFF, &d->db, &rep);
    }
    if (e == ERR_OK) {
        actor_name(d->actor, sizeof d->actor);
        d->limits = quota_limits_of(s);
        d->desk = (struct desk){.db = d->db,
                                .keys = d->keys,
                                .now = clock_now(),
                                .channel = CHANNEL_STAFF,
                                .actor = d->actor,
                                .limits = &d->limits};
    } else {
        ctl_report(&rep, e, what);
        if (e == ERR_NOTFOUND)
            ctl_error("make what is missing with: helpctl init");
    }
    report_free(&rep);
    return e == ERR_OK;
}

void
ctl_desk_close(struct ctl_desk *d)
{
    db_close(d->db);
    keys_free(d->keys);
    memset(d, 0, sizeof *d);
}

int
ctl_at_desk(const struct ctl *c, int (*act)(struct ctl_desk *d, void *arg), void *arg)
{
    struct settings *s = ctl_settings(c);
    struct ctl_desk d;
    int status = CTL_FAILED;

    if (s == NULL)
        return status;
    if (ctl_desk_open(&d, s))
        status = act(&d, arg);
    ctl_desk_close(&d);
    settings_free(s);
    return status;
}

enum err
ctl_write(struct ctl_desk *d, enum err (*act)(struct ctl_desk *d, void *arg), void *arg)
{
    enum err e = db_write_begin(d->db);

    if (e != ERR_OK)
        return e;
    if ((e = act(d, arg)) == ERR_OK)
        return db_commit(d->db);
    db_rollback(d->db);
    return e;
}

void
ctl_quote(const char *text)
{
    while (*text != '\0') {
        size_t len = strcspn(text, "\r\n");

        printf("%s%.*s\n", len > 0 ? "    " : "", (int)len, text);
        text += len;
        text += strncmp(text, "\r\n", 2) == 0 ? 2 : *text != '\0';
    }
}

const char *
ctl_time(int64_t t, char out[CTL_TIME_MAX])
{
    time_t at = (time_t)t;
    struct tm tm;

    snprintf(out, CTL_TIME_MAX, "-");
    if (t != 0 && gmtime_r(&at, &tm) != NULL)
        strftime(out, CTL_TIME_MAX, "%Y-%m-%d %H:%M", &tm);
    return out;
}
