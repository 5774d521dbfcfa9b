#include "view/prepare.h"

#include <assert.h>
#include <string.h>

#include "base/html.h"

enum { SECTIONS_MAX = 32 }; /* sections within sections */

#define TEXT_NAME ".text.tpl"

/* How a template of each kind begins. */
static const char html_begins[] = "{{%AUTOESCAPE context=\"HTML\"}}";
static const char text_begins[] = "{{! plain text }}\n";

#define ROW(name, hash, trusted) {#name, trusted},
static const struct {
    const char *name;
    bool trusted;
} keys[] = {TPL_KEYS(ROW)};
#undef ROW

static_assert(sizeof(keys) / sizeof(keys[0]) == KEY_COUNT_, "a row for each key");

/* A section that is open. */
struct section {
    const char *name;
    size_t len;
    unsigned line;
};

struct scan {
    const char *path;
    bool is_text;
    bool marks, content; /* what stands on this line: marks that show nothing; anything else */
    unsigned line;
    const struct words *w;
    struct buf *out;
    struct report *rep;
    bool wrong;
    struct section open[SECTIONS_MAX];
    size_t depth;
};

#define REFUSE(s, line, ...)                                                                       \
    do {                                                                                           \
        report_add((s)->rep, (s)->path, line, __VA_ARGS__);                                        \
        (s)->wrong = true;                                                                         \
    } while (0)

static size_t
name_len(const char *text, size_t len)
{
    size_t n = 0;

    while (n < len && ((text[n] >= 'A' && text[n] <= 'Z') || (text[n] >= 'a' && text[n] <= 'z') ||
                       (text[n] >= '0' && text[n] <= '9') || text[n] == '_'))
        n++;
    return n;
}

/* The key of a name, KEY_COUNT_ if there's none; the table is sorted, but short. */
static int
find_key(const char *name, size_t len)
{
    int key = 0;

    while (key < KEY_COUNT_ &&
           (strlen(keys[key].name) != len || memcmp(keys[key].name, name, len) != 0))
        key++;
    return key;
}

static void
open_section(struct scan *s, const char *name, size_t len)
{
    if (s->depth == SECTIONS_MAX) {
        REFUSE(s, s->line, "more than %d sections within each other", SECTIONS_MAX);
        return;
    }
    s->open[s->depth++] = (struct section){name, len, s->line};
}

static void
close_section(struct scan *s, const char *name, size_t len)
{
    const struct section *top = s->depth > 0 ? &s->open[s->depth - 1] : NULL;

    if (top == NULL) {
        REFUSE(s, s->line, "{{/%.*s}} closes no section", (int)len, name);
        return;
    }
    if (top->len != len || memcmp(top->name, name, len) != 0)
        REFUSE(s, s->line, "{{/%.*s}} stands where {{/%.*s}} should (opened in line %u)", (int)len,
               name, (int)top->len, top->name, top->line);
    s->depth--;
}

/* What follows a name in HTML: nothing, or modifiers. */
static void
check_modifiers(struct scan *s, int key, const char *text, size_t len)
{
    if (len == 0)
        return;
    if (memmem(text, len, ":none", 5) != NULL && !keys[key].trusted)
        REFUSE(s, s->line, "{{%s}} may hold what a visitor typed: :none is not for it",
               keys[key].name);
    else if (*text != ':')
        REFUSE(s, s->line, "{{%s%.*s}} can't be read", keys[key].name, (int)len, text);
}

/* A name in a text stands alone, and is no HTML. */
static void
check_plain(struct scan *s, int key, const char *text, size_t len)
{
    if (len > 0)
        REFUSE(s, s->line, "{{%s%.*s}}: in a text a name stands alone", keys[key].name, (int)len,
               text);
    else if (keys[key].trusted)
        REFUSE(s, s->line, "{{%s}} is HTML, and this is a text", keys[key].name);
}

/* A marker that names something: kind is '#', '/', '>' or 0 for a variable. */
static void
check_name(struct scan *s, char kind, const char *text, size_t len)
{
    size_t n = name_len(text, len);
    int key = find_key(text, n);

    if (key == KEY_COUNT_)
        REFUSE(s, s->line, "the program has no {{%.*s}}", (int)len, text);
    else if (s->is_text)
        check_plain(s, key, text + n, len - n);
    else
        check_modifiers(s, key, text + n, len - n);
    if (kind == '#')
        open_section(s, text, n);
    else if (kind == '/')
        close_section(s, text, n);
}

/* What stands between {{ and }}. Pragmas and comments name nothing. */
static void
check_marker(struct scan *s, const char *text, size_t len)
{
    if (len == 0)
        REFUSE(s, s->line, "{{}} names nothing");
    else if (*text == '=')
        REFUSE(s, s->line, "the marks {{ and }} can't be changed");
    else if (*text == '%' && s->is_text)
        REFUSE(s, s->line, "{{%.*s}} is not for a text", (int)len, text);
    else if (strchr("#/>", *text) != NULL)
        check_name(s, *text, text + 1, len - 1);
    else if (*text != '%' && *text != '!')
        check_name(s, '\0', text, len);
}

/* Puts a marker in that stands between text and its end ("}}"). */
static void
put_marker(struct scan *s, const char *text, const char *end)
{
    bool shows_nothing = text + 2 < end && strchr("#/>!", text[2]) != NULL;

    *(shows_nothing ? &s->marks : &s->content) = true;
    buf_add(s->out, text, (size_t)(end - text));
    if (s->is_text && !shows_nothing)
        buf_str(s->out, ":" TPL_ONE_LINE);
    buf_str(s->out, "}}");
}

/* Takes a marker that begins at text ("{{"); returns the bytes used. */
static size_t
take_marker(struct scan *s, const char *text, size_t len)
{
    const char *end = memmem(text, len, "}}", 2);

    if (end == NULL) {
        REFUSE(s, s->line, "{{ without }}");
        return len;
    }
    check_marker(s, text + 2, (size_t)(end - text) - 2);
    put_marker(s, text, end);
    for (const char *at = text; at < end; at++)
        s->line += *at == '\n';
    return (size_t)(end - text) + 2;
}

/* Takes a word that begins at text ("[["); returns the bytes used. */
static size_t
take_word(struct scan *s, const char *text, size_t len)
{
    size_t n = name_len(text + 2, len - 2);
    enum word id = words_find(text + 2, n);

    if (id == MSG_NONE || n + 4 > len || memcmp(text + 2 + n, "]]", 2) != 0) {
        REFUSE(s, s->line, "no file of words has a text for [[%.*s]]", (int)n, text + 2);
        return 2;
    }
    if (strstr(words_get(s->w, id), "{{") != NULL)
        REFUSE(s, s->line, "the text of [[%.*s]] holds {{, which no template can", (int)n,
               text + 2);
    s->content = true;
    if (s->is_text)
        buf_str(s->out, words_get(s->w, id));
    else
        html_escape(s->out, words_get(s->w, id));
    return n + 4;
}

/* The end of a line; of one that shows nothing a text keeps none. */
static void
take_line_end(struct scan *s)
{
    if (!s->is_text || s->content || !s->marks)
        buf_char(s->out, '\n');
    s->marks = s->content = false;
    s->line++;
}

static size_t
take(struct scan *s, const char *text, size_t len)
{
    if (len >= 2 && memcmp(text, "{{", 2) == 0)
        return take_marker(s, text, len);
    if (len >= 2 && memcmp(text, "[[", 2) == 0)
        return take_word(s, text, len);
    if (*text == '\n') {
        take_line_end(s);
    } else {
        s->content = true;
        buf_char(s->out, *text);
    }
    return 1;
}

/* The first line tells the kind too, so that neither can be taken for the other. */
static void
check_beginning(struct scan *s, const char *text, size_t len)
{
    const char *begins = s->is_text ? text_begins : html_begins;

    if (len < strlen(begins) || memcmp(text, begins, strlen(begins)) != 0)
        REFUSE(s, 1, "the first line is not %.*s", (int)strcspn(begins, "\n"), begins);
}

bool
tpl_is_text(const char *path)
{
    size_t len = strlen(path), end = strlen(TEXT_NAME);

    return len > end && strcmp(path + len - end, TEXT_NAME) == 0;
}

enum err
tpl_prepare(const char *path, const char *text, size_t len, const struct words *w, struct buf *out,
            struct report *rep)
{
    struct scan s = {
        .path = path, .is_text = tpl_is_text(path), .line = 1, .w = w, .out = out, .rep = rep};

    assert(path != NULL && w != NULL && out != NULL && rep != NULL);
    check_beginning(&s, text, len);
    for (size_t at = 0; at < len;)
        at += take(&s, text + at, len - at);
    for (; s.depth > 0; s.depth--) {
        const struct section *open = &s.open[s.depth - 1];

        REFUSE(&s, open->line, "{{#%.*s}} is never closed", (int)open->len, open->name);
    }
    if (out->err != ERR_OK)
        return out->err;
    return s.wrong ? ERR_INVALID : ERR_OK;
}

bool
tpl_key_trusted(enum tpl_key key)
{
    assert(key < KEY_COUNT_);
    return keys[key].trusted;
}
