/*
 * placeholder.c - one scan; how a value is written is the caller's choice.
 */
#include "content/placeholder.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

struct scan {
    const char *file;
    unsigned line;
    placeholder_fn fn;
    const void *ctx;
    void (*write)(struct buf *out, const char *value);
    struct buf *out;
    struct report *rep;
    size_t line_start; /* of the line in out */
    bool wrong;
    bool may_blank; /* a line that names an empty setting says nothing */
    bool blank;     /* this line does */
};

static char
no_control(char c)
{
    return (unsigned char)c < 0x20 ? ' ' : c;
}

static void
write_plain(struct buf *out, const char *value)
{
    for (; *value != '\0'; value++)
        buf_char(out, no_control(*value));
}

static void
write_markdown(struct buf *out, const char *value)
{
    for (; *value != '\0'; value++) {
        if (strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", *value) != NULL)
            buf_char(out, '\\');
        buf_char(out, no_control(*value));
    }
}

/* How many bytes of text can be a setting's name. */
static size_t
name_len(const char *text, size_t len)
{
    size_t n = 0;

    while (n < len && (text[n] == '_' || (text[n] >= 'A' && text[n] <= 'Z')))
        n++;
    return n;
}

/* Writes the setting that begins at text ("{{"), of at most len bytes; returns the bytes used. */
static size_t
put_one(struct scan *s, const char *text, size_t len)
{
    size_t name = name_len(text + 2, len - 2);
    const char *value;

    if (name == 0 || len < name + 4 || memcmp(text + 2 + name, "}}", 2) != 0) {
        report_add(s->rep, s->file, s->line, "{{ begins a setting such as {{SHOP_NAME}}");
        s->wrong = true;
        return 2;
    }
    value = s->fn != NULL ? s->fn(s->ctx, text + 2, name) : NULL;
    if (value == NULL) {
        report_add(s->rep, s->file, s->line, "there's no setting {{%.*s}}", (int)name, text + 2);
        s->wrong = true;
    } else {
        s->write(s->out, value);
        s->blank = s->blank || (s->may_blank && *value == '\0');
    }
    return name + 4;
}

/* The line is whole; its end is still to be written. */
static void
end_line(struct scan *s)
{
    if (s->blank && s->out->err == ERR_OK && s->out->len > s->line_start) {
        s->out->len = s->line_start;
        s->out->data[s->out->len] = '\0';
    }
    s->blank = false;
}

static enum err
scan(struct scan *s, const char *text, size_t len)
{
    size_t at = 0;

    assert(s->file != NULL && s->out != NULL && s->rep != NULL);
    s->line_start = s->out->len;
    while (at < len) {
        if (text[at] == '{' && at + 1 < len && text[at + 1] == '{') {
            at += put_one(s, text + at, len - at);
            continue;
        }
        if (text[at] == '\n')
            end_line(s);
        buf_char(s->out, text[at]);
        if (text[at++] == '\n') {
            s->line++;
            s->line_start = s->out->len;
        }
    }
    end_line(s);
    assert(at == len);
    if (s->out->err != ERR_OK)
        return s->out->err;
    return s->wrong ? ERR_INVALID : ERR_OK;
}

enum err
placeholders_put(const char *file, unsigned first_line, const char *text, size_t len,
                 placeholder_fn fn, const void *ctx, struct buf *out, struct report *rep)
{
    return scan(&(struct scan){.file = file, .line = first_line, .fn = fn, .ctx = ctx,
                               .write = write_markdown, .out = out, .rep = rep, .may_blank = true},
                text, len);
}

enum err
placeholders_plain(const char *file, unsigned first_line, const char *text, size_t len,
                   placeholder_fn fn, const void *ctx, struct buf *out, struct report *rep)
{
    return scan(&(struct scan){.file = file, .line = first_line, .fn = fn, .ctx = ctx,
                               .write = write_plain, .out = out, .rep = rep},
                text, len);
}
