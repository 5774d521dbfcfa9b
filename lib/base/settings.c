#include "base/settings.h"

#include <assert.h>
#include <confuse.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/blocks.h"
#include "base/buf.h"
#include "base/option.h"

enum { SETTINGS_FILE_MAX = 256 * 1024, MESSAGE_MAX = 512 };

/* What one reading of a file knows. */
struct reading {
    const char *path;
    struct report *rep;
    unsigned wrong;               /* how many mistakes so far */
    unsigned line[OPTION_COUNT_]; /* where each option was set, 0 for not at all */
};

/* libconfuse's callbacks take no argument of ours. One thread reads one file at a time. */
static _Thread_local struct reading *reading;

static void
say(struct reading *r, unsigned line, const char *message)
{
    r->wrong++;
    report_add(r->rep, r->path, line, "%s", message);
}

static void __attribute__((format(printf, 2, 0)))
on_error(cfg_t *cfg, const char *fmt, va_list args)
{
    char message[MESSAGE_MAX];
    vsnprintf(message, sizeof message, fmt, args);
    say(reading, cfg->line > 0 ? (unsigned)cfg->line : 0, message);
}

/* Called after each assignment: keeps its line, and finds what is set twice. */
static int
on_value(cfg_t *cfg, cfg_opt_t *opt)
{
    const struct option *o = option_find(opt->name);
    assert(o != NULL && cfg->line > 0);
    size_t i = (size_t)(o - options);
    if (reading->line[i] != 0)
        cfg_error(cfg, "%s is set twice, first in line %u; leave one", o->name, reading->line[i]);
    reading->line[i] = (unsigned)cfg->line;
    return 0;
}

/* The table as libconfuse wants it; cfg_init() makes its own copy. */
static cfg_t *
parser_new(void)
{
    cfg_opt_t opts[OPTION_COUNT_ + 1];
    for (size_t i = 0; i < OPTION_COUNT_; i++) {
        const struct option *o = &options[i];
        switch (o->kind) {
        case KIND_TEXT:
        case KIND_PATH:
            opts[i] = (cfg_opt_t)CFG_STR(o->name, o->text, CFGF_NONE);
            break;
        case KIND_NUMBER:
            opts[i] = (cfg_opt_t)CFG_INT(o->name, o->number, CFGF_NONE);
            break;
        case KIND_SWITCH:
            opts[i] = (cfg_opt_t)CFG_BOOL(o->name, o->number ? cfg_true : cfg_false, CFGF_NONE);
            break;
        }
        opts[i].validcb = on_value;
    }
    opts[OPTION_COUNT_] = (cfg_opt_t)CFG_END();
    cfg_t *cfg = cfg_init(opts, CFGF_NONE);
    if (cfg != NULL)
        cfg_set_error_function(cfg, on_error);
    return cfg;
}

/* The path, taken from the folder of the settings file where it is relative. Caller frees. */
static char *
path_resolve(const char *file, const char *path)
{
    const char *slash = strrchr(file, '/');
    struct buf b = BUF_INIT;
    bool relative = path[0] != '\0' && path[0] != '/';
    if (relative && slash != NULL)
        buf_add(&b, file, (size_t)(slash - file) + 1);
    buf_str(&b, path);
    char *text = buf_take(&b);
    buf_free(&b);
    return text;
}

/* The value for an option: what the file says, or the default where it says nothing good. */
static bool
option_fill(struct settings *s, const struct option *o, cfg_t *cfg, const struct reading *r)
{
    bool set = r->line[o - options] != 0;
    const char *text = NULL;
    switch (o->kind) {
    case KIND_TEXT:
        text = set ? cfg_getstr(cfg, o->name) : o->text;
        *option_text(s, o) = strdup(text);
        return *option_text(s, o) != NULL;
    case KIND_PATH:
        text = set ? cfg_getstr(cfg, o->name) : o->text;
        *option_text(s, o) = path_resolve(r->path, text);
        return *option_text(s, o) != NULL;
    case KIND_NUMBER:
        *option_number(s, o) = set ? cfg_getint(cfg, o->name) : o->number;
        break;
    case KIND_SWITCH:
        *option_switch(s, o) = set ? cfg_getbool(cfg, o->name) == cfg_true : o->number != 0;
        break;
    }
    return true;
}

/* Moves what libconfuse read into s. False without memory. */
static bool
settings_fill(struct settings *s, cfg_t *cfg, const struct reading *r)
{
    for (size_t i = 0; i < OPTION_COUNT_; i++)
        if (!option_fill(s, &options[i], cfg, r))
            return false;
    return true;
}

/* Reports every value that breaks its rule. */
static void
settings_check(struct reading *r, const struct settings *s)
{
    char message[MESSAGE_MAX];
    for (size_t i = 0; i < OPTION_COUNT_; i++)
        if (!option_check(s, &options[i], message, sizeof message))
            say(r, r->line[i], message);
}

/* ERR_OK also where the file has mistakes: r->wrong counts them. */
static enum err
settings_read(struct reading *r, char *text, struct settings *s)
{
    cfg_t *cfg = parser_new();
    if (cfg == NULL)
        return ERR_NOMEM;
    blocks_blank_comments(text);
    reading = r;
    errno = 0; /* libconfuse takes an old ERANGE for its own */
    int rc = cfg_parse_buf(cfg, text);
    reading = NULL;
    /* It reports every mistake but a lack of memory. */
    bool told = rc == CFG_SUCCESS || r->wrong > 0;
    enum err e = told && settings_fill(s, cfg, r) ? ERR_OK : ERR_NOMEM;
    if (e == ERR_OK)
        settings_check(r, s);
    cfg_free(cfg);
    return e;
}

static enum err
file_read(struct reading *r, struct buf *text)
{
    enum err e = buf_read_file(text, r->path, SETTINGS_FILE_MAX);
    if (e == ERR_OK && memchr(buf_text(text), '\0', text->len) != NULL)
        e = ERR_INVALID;
    if (e != ERR_OK)
        say(r, 0, err_text(e));
    return e == ERR_TOOBIG ? ERR_INVALID : e;
}

enum err
settings_load(const char *path, struct settings **out, struct report *rep)
{
    assert(path != NULL && out != NULL && rep != NULL);
    struct reading r = {.path = path, .rep = rep};
    struct buf text = BUF_INIT;
    struct settings *s = NULL;
    *out = NULL;
    enum err e = file_read(&r, &text);
    if (e != ERR_OK)
        goto out;
    if (text.len == 0)
        buf_char(&text, '\n'); /* an empty file is a text too */
    e = text.err;
    if (e != ERR_OK)
        goto out;
    s = calloc(1, sizeof *s);
    e = s != NULL ? settings_read(&r, text.data, s) : ERR_NOMEM;
    if (e == ERR_OK && r.wrong > 0)
        e = ERR_INVALID;
    if (e == ERR_OK) {
        *out = s;
        s = NULL;
    }
out:
    settings_free(s);
    buf_free(&text);
    return e;
}

void
settings_free(struct settings *s)
{
    if (s == NULL)
        return;
    for (size_t i = 0; i < OPTION_COUNT_; i++)
        if (options[i].kind == KIND_TEXT || options[i].kind == KIND_PATH)
            free((char *)(uintptr_t)*option_text(s, &options[i]));
    free(s);
}

const char *
settings_placeholder(const struct settings *s, const char *name, unsigned long len)
{
    for (size_t i = 0; i < OPTION_COUNT_; i++) {
        const char *placeholder = options[i].placeholder;
        if (placeholder != NULL && strlen(placeholder) == len && !memcmp(placeholder, name, len))
            return option_value(s, &options[i]);
    }
    return NULL;
}

/* A text as libconfuse reads it back: $ would name a variable of the environment. */
static void
put_quoted(struct buf *b, const char *text)
{
    buf_char(b, '"');
    for (; *text != '\0'; text++) {
        if (strchr("\"\\$", *text) != NULL)
            buf_char(b, '\\');
        buf_char(b, *text);
    }
    buf_char(b, '"');
}

static void
put_option(struct buf *b, const struct option *o, const char *given)
{
    buf_fmt(b, "\n# %s\n%s = ", o->comment, o->name);
    if (o->kind == KIND_NUMBER)
        buf_int(b, o->number);
    else if (o->kind == KIND_SWITCH)
        buf_str(b, o->number ? "yes" : "no");
    else
        put_quoted(b, given != NULL ? given : o->text);
    buf_char(b, '\n');
}

char *
settings_sample(const char *base_url, const char *templates, const char *www)
{
    const struct {
        const char *name, *value;
    } given[] = {{"base_url", base_url}, {"templates", templates}, {"www", www}};
    struct buf b = BUF_INIT;
    buf_str(&b, "# Settings of the help center. After a change: helpcenter --check, then restart.\n"
                "# Relative paths are taken from this file's folder.\n");
    for (size_t i = 0; i < OPTION_COUNT_; i++) {
        const char *value = NULL;
        for (size_t g = 0; g < sizeof given / sizeof *given; g++)
            if (strcmp(given[g].name, options[i].name) == 0)
                value = given[g].value;
        put_option(&b, &options[i], value);
    }
    char *text = buf_take(&b);
    buf_free(&b);
    return text;
}
