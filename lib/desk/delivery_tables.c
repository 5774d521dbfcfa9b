/* delivery_tables.c - methods, zones and holidays in and out of the database. */
#include "desk/delivery_tables.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "desk/audit.h"

struct delivery *
delivery_new(void)
{
    return calloc(1, sizeof(struct delivery));
}

void
delivery_free(struct delivery *d)
{
    if (d != NULL)
        free(d->holiday);
    free(d);
}

enum err
delivery_holiday_add(struct delivery *d, const char *calendar, int64_t day, const char *title)
{
    struct delivery_holiday *h;

    if (d->holidays == d->holiday_room) {
        size_t room = d->holiday_room > 0 ? 2 * d->holiday_room : 64;

        h = realloc(d->holiday, room * sizeof *h);
        if (h == NULL)
            return ERR_NOMEM;
        d->holiday = h;
        d->holiday_room = room;
    }
    h = &d->holiday[d->holidays++];
    h->day = day;
    snprintf(h->calendar, sizeof h->calendar, "%s", calendar);
    snprintf(h->title, sizeof h->title, "%s", title);
    return ERR_OK;
}

/* ---- out ---- */

#define COPY(s, column, into) stmt_col_copy(s, COL_##column, into, sizeof(into))

static enum err
read_methods(struct db *db, struct delivery *d)
{
    struct stmt *s = stmt_open(db, SQL_delivery_methods);

    while (stmt_row(s) && d->methods < DELIVERY_METHODS_MAX) {
        struct delivery_method *m = &d->method[d->methods++];

        COPY(s, delivery_methods_name, m->name);
        COPY(s, delivery_methods_title, m->title);
        COPY(s, delivery_methods_summary, m->summary);
        if (!clock_minute_read(stmt_col_text(s, COL_delivery_methods_cutoff, NULL), &m->cutoff))
            m->cutoff = 0; /* nothing is in time: later than right is better than earlier */
        m->handling_min = (int)stmt_col_int(s, COL_delivery_methods_handling_min);
        m->handling_max = (int)stmt_col_int(s, COL_delivery_methods_handling_max);
        m->saturday = stmt_col_int(s, COL_delivery_methods_saturday) != 0;
        m->sunday = stmt_col_int(s, COL_delivery_methods_sunday) != 0;
    }
    return stmt_close(s);
}

static enum err
read_zones(struct db *db, struct delivery *d)
{
    struct stmt *s = stmt_open(db, SQL_delivery_zones);

    while (stmt_row(s) && d->zones < DELIVERY_ZONES_MAX) {
        struct delivery_zone *z = &d->zone[d->zones++];

        COPY(s, delivery_zones_name, z->name);
        COPY(s, delivery_zones_title, z->title);
        COPY(s, delivery_zones_calendar, z->calendar);
    }
    return stmt_close(s);
}

static enum err
read_times(struct db *db, struct delivery *d)
{
    struct stmt *s = stmt_open(db, SQL_delivery_times);

    while (stmt_row(s)) {
        size_t z = delivery_zone_at(d, stmt_col_text(s, COL_delivery_times_zone, NULL));
        size_t m = delivery_method_at(d, stmt_col_text(s, COL_delivery_times_method, NULL));

        if (z < d->zones && m < d->methods)
            d->zone[z].days[m] = (struct delivery_days){
                .offered = true,
                .min = (int)stmt_col_int(s, COL_delivery_times_days_min),
                .max = (int)stmt_col_int(s, COL_delivery_times_days_max),
            };
    }
    return stmt_close(s);
}

static enum err
read_holidays(struct db *db, struct delivery *d)
{
    struct stmt *s = stmt_open(db, SQL_delivery_holidays);
    enum err e = ERR_OK, closed;
    int64_t day;

    while (e == ERR_OK && stmt_row(s))
        if (clock_iso_day(stmt_col_text(s, COL_delivery_holidays_day, NULL), &day)) {
            char calendar[DELIVERY_NAME_MAX], title[DELIVERY_TITLE_MAX];

            COPY(s, delivery_holidays_calendar, calendar);
            COPY(s, delivery_holidays_title, title);
            e = delivery_holiday_add(d, calendar, day, title);
        }
    closed = stmt_close(s);
    return e != ERR_OK ? e : closed;
}

enum err
delivery_read(struct db *db, struct delivery **out)
{
    struct delivery *d = delivery_new();
    enum err e = d != NULL ? read_methods(db, d) : ERR_NOMEM;

    if (e == ERR_OK)
        e = read_zones(db, d);
    if (e == ERR_OK)
        e = read_times(db, d);
    if (e == ERR_OK)
        e = read_holidays(db, d);
    if (e != ERR_OK) {
        delivery_free(d);
        return e;
    }
    delivery_sort(d);
    *out = d;
    return ERR_OK;
}

enum err
delivery_stamp(struct db *db, int64_t *stamp)
{
    unsigned char hash[SECRET_HASH];
    struct buf all = BUF_INIT;
    struct stmt *s = stmt_open(db, SQL_delivery_lines);
    enum err e;

    while (stmt_row(s)) {
        buf_str(&all, stmt_col_text(s, COL_delivery_lines_line, NULL));
        buf_char(&all, '\n');
    }
    e = stmt_close(s);
    if (e == ERR_OK)
        e = all.err;
    if (e == ERR_OK) {
        secret_digest(buf_text(&all), all.len, hash);
        memcpy(stamp, hash, sizeof *stamp);
    }
    buf_free(&all);
    return e;
}

/* ---- in ---- */

static enum err
clear(struct db *db)
{
    static const enum sql all[] = {SQL_delivery_clear_times, SQL_delivery_clear_methods,
                                   SQL_delivery_clear_zones, SQL_delivery_clear_holidays};
    enum err e = ERR_OK;

    for (size_t i = 0; i < sizeof all / sizeof *all && e == ERR_OK; i++)
        e = stmt_run(stmt_open(db, all[i]));
    return e;
}

static enum err
put_method(struct db *db, const struct delivery_method *m, size_t position)
{
    struct stmt *s = stmt_open(db, SQL_delivery_put_method);
    char cutoff[16];

    assert(m->cutoff >= 0 && m->cutoff < 24 * 60);
    snprintf(cutoff, sizeof cutoff, "%02d:%02d", m->cutoff / 60, m->cutoff % 60);
    stmt_text(s, BIND_name, m->name);
    stmt_text(s, BIND_title, m->title);
    stmt_text(s, BIND_summary, m->summary);
    stmt_int(s, BIND_position, (int64_t)position + 1);
    stmt_text(s, BIND_cutoff, cutoff);
    stmt_int(s, BIND_handling_min, m->handling_min);
    stmt_int(s, BIND_handling_max, m->handling_max);
    stmt_int(s, BIND_saturday, m->saturday);
    stmt_int(s, BIND_sunday, m->sunday);
    return stmt_run(s);
}

static enum err
put_zone(struct db *db, const struct delivery_zone *z, size_t position)
{
    struct stmt *s = stmt_open(db, SQL_delivery_put_zone);

    stmt_text(s, BIND_name, z->name);
    stmt_text(s, BIND_title, z->title);
    stmt_int(s, BIND_position, (int64_t)position + 1);
    stmt_text(s, BIND_calendar, z->calendar);
    return stmt_run(s);
}

static enum err
put_times(struct db *db, const struct delivery *t, const struct delivery_zone *z)
{
    enum err e = ERR_OK;

    for (size_t i = 0; i < t->methods && e == ERR_OK; i++) {
        struct stmt *s;

        if (!z->days[i].offered)
            continue;
        s = stmt_open(db, SQL_delivery_put_time);
        stmt_text(s, BIND_zone, z->name);
        stmt_text(s, BIND_method, t->method[i].name);
        stmt_int(s, BIND_days_min, z->days[i].min);
        stmt_int(s, BIND_days_max, z->days[i].max);
        e = stmt_run(s);
    }
    return e;
}

static enum err
put_holiday(struct db *db, const struct delivery_holiday *h)
{
    struct stmt *s = stmt_open(db, SQL_delivery_put_holiday);
    char day[CLOCK_DATE_MAX];

    clock_day_iso(h->day, day);
    stmt_text(s, BIND_calendar, h->calendar);
    stmt_text(s, BIND_day, day);
    stmt_text(s, BIND_title, h->title);
    return stmt_run(s);
}

enum err
delivery_replace(const struct desk *d, const struct delivery *t)
{
    enum err e = clear(d->db);

    for (size_t i = 0; i < t->methods && e == ERR_OK; i++)
        e = put_method(d->db, &t->method[i], i);
    for (size_t i = 0; i < t->zones && e == ERR_OK; i++) {
        e = put_zone(d->db, &t->zone[i], i);
        if (e == ERR_OK)
            e = put_times(d->db, t, &t->zone[i]);
    }
    for (size_t i = 0; i < t->holidays && e == ERR_OK; i++)
        e = put_holiday(d->db, &t->holiday[i]);
    if (e == ERR_OK)
        e = audit_record(d, "delivery.load", "shipping_method", 0, NULL, NULL, 0);
    return e;
}
