#include "base/log.h"

#include <assert.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

static const char *const level_name[] = {
    [LOG_ERROR] = "error",
    [LOG_WARN] = "warn",
    [LOG_INFO] = "info",
    [LOG_DEBUG] = "debug",
};

static _Atomic int level_max = LOG_INFO;
static _Thread_local char request_id[16];

/* A line under way. Two bytes are kept back for a closing quote and the line's end. */
struct line {
    char text[LOG_LINE_MAX];
    size_t len;
    bool cut;
};

/* Adds the piece whole or not at all, so that an escape is never cut in two. */
static void
put(struct line *l, const char *piece, size_t len)
{
    assert(l->len < sizeof l->text);
    if (l->cut || len > LOG_LINE_MAX || l->len + len > sizeof l->text - 2) {
        l->cut = true;
        return;
    }
    memcpy(l->text + l->len, piece, len);
    l->len += len;
}

static bool
plain(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c != '\0' && strchr("-_./:@", c) != NULL);
}

static bool
all_plain(const char *value)
{
    for (const char *p = value; *p != '\0'; p++)
        if (!plain((unsigned char)*p))
            return false;
    return value[0] != '\0';
}

static void
put_escaped(struct line *l, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    if (c == '"' || c == '\\')
        put(l, (char[]){'\\', (char)c}, 2);
    else if (c < 0x20 || c >= 0x7f)
        put(l, (char[]){'\\', 'x', hex[c >> 4], hex[c & 15]}, 4);
    else
        put(l, (char[]){(char)c}, 1);
}

static void
put_value(struct line *l, const char *value)
{
    bool quoted = !all_plain(value);
    if (quoted)
        put(l, "\"", 1);
    bool open = quoted && !l->cut;
    for (const char *p = value; *p != '\0' && !l->cut; p++)
        put_escaped(l, (unsigned char)*p);
    if (open)
        l->text[l->len++] = '"';
}

static void
put_pair(struct line *l, const char *key, const char *value)
{
    char head[64];
    int n = snprintf(head, sizeof head, " %s=", key);
    assert(n > 0 && (size_t)n < sizeof head);
    put(l, head, (size_t)n);
    if (!l->cut)
        put_value(l, value != NULL ? value : "");
}

static void
put_time(struct line *l)
{
    char text[32];
    time_t now = (time_t)clock_now();
    struct tm tm = {0};
    if (gmtime_r(&now, &tm) != NULL)
        put(l, text, strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm));
}

void
log_level_set(enum log_level level)
{
    assert(level <= LOG_DEBUG);
    atomic_store(&level_max, (int)level);
}

void
log_request_id(const char *id)
{
    snprintf(request_id, sizeof request_id, "%s", id);
}

void
log_event(enum log_level level, const char *event, ...)
{
    assert(level <= LOG_DEBUG && event != NULL);
    if ((int)level > atomic_load(&level_max))
        return;
    struct line l = {.len = 0};
    put_time(&l);
    put_pair(&l, "level", level_name[level]);
    if (request_id[0] != '\0')
        put_pair(&l, "id", request_id);
    put_pair(&l, "event", event);

    va_list args;
    va_start(args, event);
    const char *key;
    while ((key = va_arg(args, const char *)) != NULL) {
        const char *value = va_arg(args, const char *);
        put_pair(&l, key, value);
    }
    va_end(args);
    l.text[l.len++] = '\n';
    /* Nobody could be told that the log itself failed. */
    ssize_t written = write(STDERR_FILENO, l.text, l.len);
    (void)written;
}
