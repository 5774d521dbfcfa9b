/* delivery_file.c - templates/delivery.conf: what stands in it, checked value by value. */
#include <assert.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/blocks.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "desk/delivery_tables.h"

/* One reading of a file. */
struct loading {
    const char *path;
    struct report *rep;
    struct delivery *d;
    bool in_block;
    unsigned seen;                         /* bit n: the kind's key n was given in this block */
    unsigned zone_line[DELIVERY_ZONES_MAX]; /* where each zone's calendar is named */
    enum err err;
};

static bool __attribute__((format(printf, 3, 4)))
wrong(struct loading *l, unsigned line, const char *fmt, ...)
{
    char message[400];
    va_list args;

    va_start(args, fmt);
    vsnprintf(message, sizeof message, fmt, args);
    va_end(args);
    report_add(l->rep, l->path, line, "%s", message);
    return false;
}

/* ---- values ---- */

static bool
name_valid(const char *name)
{
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");

    return len > 0 && len < DELIVERY_NAME_MAX && name[len] == '\0';
}

/* One line of text that fits its place. */
static bool
take_text(struct loading *l, const struct blocks_value *v, const char *text, char *out, size_t size)
{
    size_t len = strlen(text), used;
    const char *at = text;

    if (len == 0 || len >= size)
        return wrong(l, v->line, "%s must have 1 to %zu bytes", v->key, size - 1);
    for (uint32_t c; len > 0; at += used, len -= used) {
        used = utf8_read(at, len, &c);
        if (used == 0 || utf8_is_control(c))
            return wrong(l, v->line, "%s must be one line of UTF-8", v->key);
    }
    memcpy(out, text, strlen(text) + 1);
    return true;
}

/* "3" or "0-2", up to most. */
static bool
take_range(struct loading *l, const struct blocks_value *v, const char *text, int most, int *min,
           int *max)
{
    char *end = NULL;
    long a = isdigit((unsigned char)text[0]) ? strtol(text, &end, 10) : -1, b = a;

    if (a >= 0 && *end == '-' && isdigit((unsigned char)end[1]))
        b = strtol(end + 1, &end, 10);
    if (a < 0 || *end != '\0' || b < a || b > most)
        return wrong(l, v->line, "%s: days are written like 3 or 0-2, at most %d", v->key, most);
    *min = (int)a;
    *max = (int)b;
    return true;
}

static bool
take_switch(struct loading *l, const struct blocks_value *v, bool *out)
{
    *out = strcmp(v->text, "yes") == 0;
    return *out || strcmp(v->text, "no") == 0 || wrong(l, v->line, "%s is yes or no", v->key);
}

/* ---- keys: each gets its value for the block that was begun last ---- */

static struct delivery_method *
last_method(struct loading *l)
{
    assert(l->d->methods > 0);
    return &l->d->method[l->d->methods - 1];
}

static struct delivery_zone *
last_zone(struct loading *l)
{
    assert(l->d->zones > 0);
    return &l->d->zone[l->d->zones - 1];
}

static bool
method_title(struct loading *l, const struct blocks_value *v)
{
    struct delivery_method *m = last_method(l);

    return take_text(l, v, v->text, m->title, sizeof m->title);
}

static bool
method_summary(struct loading *l, const struct blocks_value *v)
{
    struct delivery_method *m = last_method(l);

    return take_text(l, v, v->text, m->summary, sizeof m->summary);
}

static bool
method_cutoff(struct loading *l, const struct blocks_value *v)
{
    return clock_minute_read(v->text, &last_method(l)->cutoff) ||
           wrong(l, v->line, "cutoff is a time like 13:00");
}

static bool
method_handling(struct loading *l, const struct blocks_value *v)
{
    struct delivery_method *m = last_method(l);

    return take_range(l, v, v->text, DELIVERY_HANDLING_MAX, &m->handling_min, &m->handling_max);
}

static bool
method_saturday(struct loading *l, const struct blocks_value *v)
{
    return take_switch(l, v, &last_method(l)->saturday);
}

static bool
method_sunday(struct loading *l, const struct blocks_value *v)
{
    return take_switch(l, v, &last_method(l)->sunday);
}

static bool
zone_title(struct loading *l, const struct blocks_value *v)
{
    struct delivery_zone *z = last_zone(l);

    return take_text(l, v, v->text, z->title, sizeof z->title);
}

static bool
zone_calendar(struct loading *l, const struct blocks_value *v)
{
    struct delivery_zone *z = last_zone(l);

    if (!name_valid(v->text))
        return wrong(l, v->line, "a calendar's name is made of a-z, 0-9 and hyphens");
    l->zone_line[l->d->zones - 1] = v->line;
    return take_text(l, v, v->text, z->calendar, sizeof z->calendar);
}

/* "ground 3-7" */
static bool
zone_method(struct loading *l, const struct blocks_value *v)
{
    size_t len = strcspn(v->text, " "), space = strspn(v->text + len, " ");
    char name[DELIVERY_NAME_MAX] = "";
    struct delivery_days *days;
    size_t m;

    if (len < sizeof name)
        memcpy(name, v->text, len);
    m = delivery_method_at(l->d, name);
    if (space == 0)
        return wrong(l, v->line, "method is written like \"ground 3-7\": its name and its days");
    if (m == l->d->methods)
        return wrong(l, v->line, "there is no method %.*s above this zone", (int)len, v->text);
    days = &last_zone(l)->days[m];
    if (days->offered)
        return wrong(l, v->line, "the method %s stands in this zone twice", name);
    days->offered = true;
    return take_range(l, v, v->text + len + space, DELIVERY_DAYS_MAX, &days->min, &days->max);
}

/* "2026-01-01 New Year's Day" */
static bool
calendar_holiday(struct loading *l, const struct blocks_value *v)
{
    char iso[] = "2026-01-01", title[DELIVERY_TITLE_MAX];
    enum { ISO = sizeof iso - 1 };
    int64_t day;

    snprintf(iso, sizeof iso, "%s", v->text);
    if (!clock_iso_day(iso, &day) || v->text[ISO] != ' ')
        return wrong(l, v->line, "holiday is written like \"2026-01-01 New Year's Day\"");
    for (size_t i = 0; i < l->d->holidays; i++)
        if (l->d->holiday[i].day == day && strcmp(l->d->holiday[i].calendar, v->name) == 0)
            return wrong(l, v->line, "%s stands in this calendar twice", iso);
    if (!take_text(l, v, v->text + ISO + strspn(v->text + ISO, " "), title, sizeof title))
        return false;
    l->err = delivery_holiday_add(l->d, v->name, day, title);
    return l->err == ERR_OK;
}

/* All the holidays of a calendar above. */
static bool
calendar_like(struct loading *l, const struct blocks_value *v)
{
    const size_t count = l->d->holidays;
    bool found = false;

    for (size_t i = 0; i < count && l->err == ERR_OK; i++) {
        struct delivery_holiday h = l->d->holiday[i]; /* adding may move the rows */

        if (strcmp(h.calendar, v->text) != 0 || strcmp(v->text, v->name) == 0)
            continue;
        found = true;
        l->err = delivery_holiday_add(l->d, v->name, h.day, h.title);
    }
    return found || wrong(l, v->line, "there is no calendar %s above this one", v->text);
}

/* ---- blocks ---- */

static bool
begin_method(struct loading *l, const struct blocks_value *v)
{
    if (l->d->methods == DELIVERY_METHODS_MAX)
        return wrong(l, v->line, "there are more than %d methods", DELIVERY_METHODS_MAX);
    snprintf(l->d->method[l->d->methods++].name, DELIVERY_NAME_MAX, "%s", v->name);
    return true;
}

static bool
begin_zone(struct loading *l, const struct blocks_value *v)
{
    if (l->d->zones == DELIVERY_ZONES_MAX)
        return wrong(l, v->line, "there are more than %d zones", DELIVERY_ZONES_MAX);
    snprintf(l->d->zone[l->d->zones++].name, DELIVERY_NAME_MAX, "%s", v->name);
    return true;
}

static bool
begin_calendar(struct loading *l, const struct blocks_value *v)
{
    (void)l, (void)v;
    return true;
}

enum { KEYS_MAX = 7, REQUIRED = 1, MANY = 2 };

/* What may stand in a block, and what must. */
static const struct kind {
    const char *name;
    bool (*begin)(struct loading *l, const struct blocks_value *v);
    struct key {
        const char *name;
        bool (*take)(struct loading *l, const struct blocks_value *v);
        unsigned flags;
    } key[KEYS_MAX];
} kinds[] = {
    {"method", begin_method,
     {{"title", method_title, REQUIRED},
      {"summary", method_summary, REQUIRED},
      {"cutoff", method_cutoff, REQUIRED},
      {"handling", method_handling, REQUIRED},
      {"saturday", method_saturday, 0},
      {"sunday", method_sunday, 0}}},
    {"zone", begin_zone,
     {{"title", zone_title, REQUIRED},
      {"calendar", zone_calendar, REQUIRED},
      {"method", zone_method, REQUIRED | MANY}}},
    {"calendar", begin_calendar,
     {{"like", calendar_like, 0}, {"holiday", calendar_holiday, MANY}}},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static const struct kind *
kind_of(const char *name)
{
    const struct kind *k = kinds;

    for (; strcmp(k->name, name) != 0; k++)
        assert(k + 1 < kinds + KINDS); /* blocks_read() passes no other kind */
    return k;
}

/* The end of a block: all that it must have is there. */
static bool
end_block(struct loading *l, const struct kind *k, const struct blocks_value *v)
{
    bool whole = true;

    for (size_t i = 0; i < KEYS_MAX && k->key[i].name != NULL; i++)
        if ((k->key[i].flags & REQUIRED) && !(l->seen & (1U << i)))
            whole = wrong(l, v->line, "%s %s has no %s", k->name, v->name, k->key[i].name);
    l->in_block = false;
    return whole;
}

static bool
take_key(struct loading *l, const struct kind *k, const struct blocks_value *v)
{
    unsigned i = 0;

    for (; strcmp(k->key[i].name, v->key) != 0; i++)
        assert(i + 1 < KEYS_MAX && k->key[i + 1].name != NULL);
    if ((l->seen & (1U << i)) && !(k->key[i].flags & MANY))
        return wrong(l, v->line, "%s stands in this block twice", v->key);
    l->seen |= 1U << i;
    return k->key[i].take(l, v);
}

static bool
take(void *ctx, const struct blocks_value *v)
{
    struct loading *l = ctx;
    const struct kind *k = kind_of(v->kind);
    bool good = true;

    if (l->err != ERR_OK)
        return false;
    if (!l->in_block) {
        l->in_block = true;
        l->seen = 0;
        good = name_valid(v->name) ||
               wrong(l, v->line, "a name has at most %d of a-z, 0-9 and hyphens",
                     DELIVERY_NAME_MAX - 1);
        if (!good || !k->begin(l, v))
            l->err = ERR_INVALID; /* what follows has no place to go to */
    }
    if (l->err != ERR_OK)
        return false;
    return v->key != NULL ? take_key(l, k, v) : end_block(l, k, v);
}

/* ---- the file as a whole ---- */

static bool
calendar_known(const struct delivery *d, const char *name)
{
    for (size_t i = 0; i < d->holidays; i++)
        if (strcmp(d->holiday[i].calendar, name) == 0)
            return true;
    return false;
}

static enum err
check_whole(struct loading *l)
{
    bool good = true;

    if (l->d->methods == 0 || l->d->zones == 0)
        good = wrong(l, 0, "there must be at least one method and one zone");
    if (!calendar_known(l->d, DELIVERY_SHOP))
        good = wrong(l, 0, "there is no calendar \"" DELIVERY_SHOP "\": the days on which nothing "
                           "leaves");
    for (size_t i = 0; i < l->d->zones; i++)
        if (!calendar_known(l->d, l->d->zone[i].calendar))
            good = wrong(l, l->zone_line[i], "there is no calendar \"%s\"",
                         l->d->zone[i].calendar);
    return good ? ERR_OK : ERR_INVALID;
}

/* Reads with the names that the table of kinds has. */
static enum err
read_blocks(struct loading *l)
{
    const char *keys[KINDS][KEYS_MAX + 1] = {{NULL}};
    struct blocks_kind blocks[KINDS + 1] = {{NULL, NULL}};

    for (size_t k = 0; k < KINDS; k++) {
        for (size_t i = 0; i < KEYS_MAX; i++)
            keys[k][i] = kinds[k].key[i].name;
        blocks[k] = (struct blocks_kind){kinds[k].name, keys[k]};
    }
    return blocks_read(l->path, blocks, take, l, l->rep);
}

enum err
delivery_file_read(const char *path, struct delivery **out, struct report *rep)
{
    struct loading l = {.path = path, .rep = rep, .d = delivery_new()};
    enum err e = l.d != NULL ? read_blocks(&l) : ERR_NOMEM;

    if (l.err == ERR_NOMEM)
        e = ERR_NOMEM;
    if (e == ERR_OK)
        e = check_whole(&l);
    if (e == ERR_OK) {
        delivery_sort(l.d);
        *out = l.d;
        l.d = NULL;
    }
    delivery_free(l.d);
    return e;
}
