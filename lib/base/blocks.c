#include "base/blocks.h"

#include <assert.h>
#include <confuse.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"

enum { MESSAGE_MAX = 512 };

struct reading {
    const char *path;
    struct report *rep;
    bool (*take)(void *ctx, const struct blocks_value *v);
    void *ctx;
    bool wrong;
};

/* libconfuse's callbacks take no argument of ours. */
static _Thread_local struct reading *reading;

static void __attribute__((format(printf, 2, 0)))
on_error(cfg_t *cfg, const char *fmt, va_list args)
{
    char message[MESSAGE_MAX];
    vsnprintf(message, sizeof message, fmt, args);
    reading->wrong = true;
    report_add(reading->rep, reading->path, cfg->line > 0 ? (unsigned)cfg->line : 0, "%s", message);
}

/* Called after each value, and after each block. */
static int
on_value(cfg_t *cfg, cfg_opt_t *opt)
{
    unsigned n = cfg_opt_size(opt);
    struct blocks_value v = {.line = (unsigned)cfg->line};
    assert(n > 0);
    cfg_t *block = opt->type == CFGT_SEC ? cfg_opt_getnsec(opt, n - 1) : cfg;
    v.kind = cfg_name(block);
    v.name = cfg_title(block);
    if (opt->type == CFGT_STR) {
        v.key = opt->name;
        v.text = cfg_opt_getnstr(opt, 0);
    }
    if (!reading->take(reading->ctx, &v))
        reading->wrong = true;
    return 0;
}

/* cfg_init() makes its own copy of all of it. */
static cfg_t *
parser_new(const struct blocks_kind *kinds)
{
    cfg_opt_t key[BLOCKS_KINDS_MAX][BLOCKS_KEYS_MAX + 1], kind[BLOCKS_KINDS_MAX + 1];
    size_t k = 0;
    for (; kinds[k].name != NULL; k++) {
        size_t n = 0;
        assert(k < BLOCKS_KINDS_MAX);
        for (; kinds[k].keys[n] != NULL; n++) {
            assert(n < BLOCKS_KEYS_MAX);
            key[k][n] = (cfg_opt_t)CFG_STR(kinds[k].keys[n], NULL, CFGF_NONE);
            key[k][n].validcb = on_value;
        }
        key[k][n] = (cfg_opt_t)CFG_END();
        kind[k] = (cfg_opt_t)CFG_SEC(kinds[k].name, key[k],
                                     CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES);
        kind[k].validcb = on_value;
    }
    kind[k] = (cfg_opt_t)CFG_END();
    cfg_t *cfg = cfg_init(kind, CFGF_NONE);
    if (cfg != NULL)
        cfg_set_error_function(cfg, on_error);
    return cfg;
}

void
blocks_blank_comments(char *text)
{
    char quote = '\0';
    for (; *text != '\0'; text++) {
        if (quote != '\0') {
            if (*text == '\\' && text[1] != '\0')
                text++;
            else if (*text == quote)
                quote = '\0';
        } else if (*text == '"' || *text == '\'') {
            quote = *text;
        } else if (*text == '#') {
            size_t len = strcspn(text, "\n");
            memset(text, ' ', len);
            text += len - 1;
        }
    }
}

static enum err
parse(struct reading *r, const struct blocks_kind *kinds, char *text)
{
    cfg_t *cfg = parser_new(kinds);
    if (cfg == NULL)
        return ERR_NOMEM;
    blocks_blank_comments(text);
    reading = r;
    errno = 0; /* libconfuse takes an old ERANGE for its own */
    int rc = cfg_parse_buf(cfg, text);
    reading = NULL;
    cfg_free(cfg);
    if (r->wrong)
        return ERR_INVALID;
    return rc == CFG_SUCCESS ? ERR_OK : ERR_NOMEM; /* it tells every other mistake */
}

enum err
blocks_read(const char *path, const struct blocks_kind *kinds,
            bool (*take)(void *ctx, const struct blocks_value *v), void *ctx, struct report *rep)
{
    assert(path != NULL && kinds != NULL && take != NULL && rep != NULL);
    struct reading r = {.path = path, .rep = rep, .take = take, .ctx = ctx};
    struct buf text = BUF_INIT;
    enum err e = buf_read_file(&text, path, BLOCKS_FILE_MAX);
    if (e == ERR_OK && memchr(buf_text(&text), '\0', text.len) != NULL)
        e = ERR_INVALID;
    if (e != ERR_OK)
        report_add(rep, path, 0, "%s", err_text(e));
    else if (text.len > 0)
        e = parse(&r, kinds, text.data);
    buf_free(&text);
    return e == ERR_TOOBIG ? ERR_INVALID : e;
}
