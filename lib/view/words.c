/*
 * words.c - sentences in an array that the enum indexes.
 */
#include "view/words.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

struct words {
    char *text[MSG_COUNT_];
};

#define NAME(id) #id,
static const char *const id_name[] = {"", WORDS_IDS(NAME)};
#undef NAME

static_assert(sizeof(id_name) / sizeof(id_name[0]) == MSG_COUNT_, "a name for each id");

/* A file being read. */
struct reader {
    const char *path;
    unsigned line;
    struct words *w;
    struct report *rep;
    enum err err;
};

static void
refuse(struct reader *r, const char *why, size_t len, const char *what)
{
    report_add(r->rep, r->path, r->line, "%s: %.*s", why, (int)len, what);
    if (r->err == ERR_OK)
        r->err = ERR_INVALID;
}

/* Texts are shown as they are: well-formed UTF-8 without controls. */
static bool
text_valid(const char *text, size_t len)
{
    while (len > 0) {
        uint32_t c = 0;
        size_t size = utf8_read(text, len, &c);

        if (size == 0 || utf8_is_control(c))
            return false;
        text += size;
        len -= size;
    }
    return true;
}

static void
set_text(struct reader *r, const char *name, size_t name_len, const char *text, size_t len)
{
    enum word id = words_find(name, name_len);

    if (id == MSG_NONE) {
        refuse(r, "no such id (a slip of the pen?)", name_len, name);
    } else if (r->w->text[id] != NULL) {
        refuse(r, "this id has a text already", name_len, name);
    } else if (len == 0 || !text_valid(text, len)) {
        refuse(r, "no text, or no UTF-8", name_len, name);
    } else {
        r->w->text[id] = strndup(text, len);
        if (r->w->text[id] == NULL)
            r->err = ERR_NOMEM;
    }
}

/* The length of text without the blanks at its end. */
static size_t
trimmed(const char *text, size_t len)
{
    while (len > 0 && strchr(" \t\r", text[len - 1]) != NULL && text[len - 1] != '\0')
        len--;
    return len;
}

/* A line without its newline. */
static void
read_line(struct reader *r, const char *line, size_t len)
{
    const char *equals, *text;

    len = trimmed(line, len);
    while (len > 0 && (*line == ' ' || *line == '\t')) {
        line++;
        len--;
    }
    if (len == 0 || *line == '#')
        return;
    equals = memchr(line, '=', len);
    if (equals == NULL) {
        refuse(r, "not \"id = text\"", len, line);
        return;
    }
    text = equals + 1;
    while (text < line + len && (*text == ' ' || *text == '\t'))
        text++;
    set_text(r, line, trimmed(line, (size_t)(equals - line)), text, (size_t)(line + len - text));
}

static void
read_text(struct reader *r, const char *text, size_t len)
{
    size_t at = 0;

    while (at < len && r->err != ERR_NOMEM) {
        const char *end = memchr(text + at, '\n', len - at);
        size_t n = end != NULL ? (size_t)(end - text) - at : len - at;

        r->line++;
        read_line(r, text + at, n);
        at += n + 1;
    }
}

static enum err
read_file(struct words *w, const char *folder, const char *name, struct report *rep)
{
    struct buf text = BUF_INIT;
    struct reader r = {.w = w, .rep = rep};
    char *path = NULL;

    if (asprintf(&path, "%s/%s", folder, name) < 0)
        return ERR_NOMEM;
    r.path = path;
    r.err = buf_read_file(&text, path, LIMIT_PAGE_FILE);
    if (r.err == ERR_OK) {
        read_text(&r, buf_text(&text), text.len);
    } else if (r.err != ERR_NOMEM) {
        report_add(rep, path, 0, "can't be read");
        r.err = ERR_INVALID;
    }
    buf_free(&text);
    free(path);
    return r.err;
}

static bool
is_words_file(const char *name)
{
    size_t len = strlen(name);

    return len > 6 && name[0] >= 'a' && name[0] <= 'z' && strcmp(name + len - 6, ".words") == 0;
}

static enum err
read_folder(struct words *w, const char *folder, struct report *rep)
{
    DIR *dir = opendir(folder);
    enum err err = ERR_OK;
    struct dirent *item;

    if (dir == NULL && errno == ENOMEM)
        return ERR_NOMEM;
    if (dir == NULL) {
        report_add(rep, folder, 0, "the folder can't be read");
        return ERR_INVALID;
    }
    while (err != ERR_NOMEM && (item = readdir(dir)) != NULL) {
        if (is_words_file(item->d_name)) {
            enum err now = read_file(w, folder, item->d_name, rep);

            err = now != ERR_OK ? now : err;
        }
    }
    closedir(dir);
    return err;
}

static enum err
check_complete(const struct words *w, const char *folder, struct report *rep)
{
    enum err err = ERR_OK;

    for (int id = MSG_NONE + 1; id < MSG_COUNT_; id++) {
        if (w->text[id] == NULL) {
            report_add(rep, folder, 0, "no file here has a text for %s", id_name[id]);
            err = ERR_INVALID;
        }
    }
    return err;
}

enum err
words_load(const char *folder, struct words **out, struct report *rep)
{
    struct words *w = calloc(1, sizeof(*w));
    enum err err;

    assert(folder != NULL && out != NULL && rep != NULL);
    if (w == NULL)
        return ERR_NOMEM;
    err = read_folder(w, folder, rep);
    if (err == ERR_OK)
        err = check_complete(w, folder, rep);
    if (err == ERR_OK)
        *out = w;
    else
        words_free(w);
    return err;
}

void
words_free(struct words *w)
{
    if (w == NULL)
        return;
    for (int id = 0; id < MSG_COUNT_; id++)
        free(w->text[id]);
    free(w);
}

const char *
words_get(const struct words *w, enum word id)
{
    assert(w != NULL && id < MSG_COUNT_);
    return id == MSG_NONE ? "" : w->text[id];
}

enum word
words_find(const char *name, size_t len)
{
    int low = MSG_NONE + 1, high = MSG_COUNT_;

    while (low < high) {
        int middle = low + (high - low) / 2;
        int order = strncmp(id_name[middle], name, len);

        if (order == 0 && strlen(id_name[middle]) == len)
            return (enum word)middle;
        if (order == 0)
            order = strlen(id_name[middle]) < len ? -1 : 1;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return MSG_NONE;
}

/* The value for a name of len bytes among the pairs, or NULL. */
static const char *
value_of(va_list pairs, const char *name, size_t len)
{
    const char *key;

    while ((key = va_arg(pairs, const char *)) != NULL) {
        const char *value = va_arg(pairs, const char *);

        if (strlen(key) == len && memcmp(key, name, len) == 0)
            return value;
    }
    return NULL;
}

void
words_format(const struct words *w, struct buf *out, enum word id, ...)
{
    const char *text = words_get(w, id);

    while (*text != '\0') {
        size_t plain = strcspn(text, "{"), name;
        const char *value = NULL;
        va_list pairs;

        buf_add(out, text, plain);
        text += plain;
        if (*text == '\0')
            break;
        name = strcspn(text + 1, "}");
        va_start(pairs, id);
        if (text[1 + name] == '}')
            value = value_of(pairs, text + 1, name);
        va_end(pairs);
        if (value == NULL) {
            buf_char(out, *text++);
        } else {
            buf_str(out, value);
            text += name + 2;
        }
    }
}
