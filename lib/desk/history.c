/* history.c - which version of a policy was in force when. */
#include "desk/history.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

static void
copy_date(char to[ISO_DATE_MAX], const char *from)
{
    assert(strlen(from) < ISO_DATE_MAX);
    memcpy(to, from, strlen(from) + 1);
}

/* ISO dates compare as texts. */
static void
date_begin(struct edition *e, const char *effective)
{
    char published[CLOCK_DATE_MAX];
    bool late;

    clock_iso_date(e->at, published);
    late = effective[0] == '\0' || (e->version > 1 && strcmp(published, effective) > 0);
    copy_date(e->from, late ? published : effective);
}

void
editions_date(struct edition *e, const char (*effective)[ISO_DATE_MAX], size_t count)
{
    const char *next = ""; /* the first day of any later version */

    for (size_t i = count; i-- > 0;) {
        date_begin(&e[i], effective[i]);
        copy_date(e[i].until, next);
        if (next[0] == '\0' || strcmp(e[i].from, next) < 0)
            next = e[i].from;
    }
}

enum force
edition_force(const struct edition *e, const char *day)
{
    if (e->until[0] != '\0' && strcmp(e->until, e->from) <= 0)
        return FORCE_NEVER;
    if (strcmp(day, e->from) < 0)
        return FORCE_COMING;
    return e->until[0] == '\0' || strcmp(day, e->until) < 0 ? FORCE_NOW : FORCE_PAST;
}

const struct edition *
edition_on(struct editions e, const char *day)
{
    for (size_t i = e.count; i-- > 0;) {
        if (edition_force(&e.edition[i], day) == FORCE_NOW)
            return &e.edition[i];
    }
    return NULL;
}

const struct edition *
edition_at(struct editions e, int64_t version)
{
    for (size_t i = 0; i < e.count; i++) {
        if (e.edition[i].version == version)
            return &e.edition[i];
    }
    return NULL;
}

struct editions
history_of(const struct history *h, const char *page)
{
    struct editions e = {0};

    for (size_t i = 0; i < h->count; i++) {
        if (strcmp(h->edition[i].page, page) != 0)
            continue;
        if (e.count++ == 0)
            e.edition = &h->edition[i];
    }
    return e;
}

/* Rows as they are read; the effective dates lie beside the versions. */
struct load {
    struct history h;
    char (*effective)[ISO_DATE_MAX];
};

/* Makes room for one more row at powers of two. */
static enum err
make_room(struct load *l)
{
    size_t room = l->h.count == 0 ? 1 : l->h.count * 2;
    void *more;

    if ((l->h.count & (l->h.count - 1)) != 0)
        return ERR_OK;
    more = reallocarray(l->h.edition, room, sizeof(*l->h.edition));
    if (more == NULL)
        return ERR_NOMEM;
    l->h.edition = more;
    more = reallocarray(l->effective, room, sizeof(*l->effective));
    if (more == NULL)
        return ERR_NOMEM;
    l->effective = more;
    return ERR_OK;
}

static int64_t
words_of(struct stmt *s, int column)
{
    return stmt_col_null(s, column) ? -1 : stmt_col_int(s, column);
}

static enum err
take_row(struct load *l, struct stmt *s)
{
    struct edition e = {
        .version = stmt_col_int(s, COL_policy_versions_version),
        .at = stmt_col_int(s, COL_policy_versions_at),
        .words_added = words_of(s, COL_policy_versions_words_added),
        .words_removed = words_of(s, COL_policy_versions_words_removed),
    };
    enum err err = make_room(l);

    if (err != ERR_OK)
        return err;
    stmt_col_copy(s, COL_policy_versions_effective, l->effective[l->h.count], ISO_DATE_MAX);
    e.page = strdup(stmt_col_text(s, COL_policy_versions_page, NULL));
    e.title = strdup(stmt_col_text(s, COL_policy_versions_title, NULL));
    l->h.edition[l->h.count++] = e;
    return e.page != NULL && e.title != NULL ? ERR_OK : ERR_NOMEM;
}

/* The rows are in order, so each page's stand together. */
static void
date_all(struct load *l)
{
    for (size_t i = 0, end; i < l->h.count; i = end) {
        for (end = i + 1;
             end < l->h.count && strcmp(l->h.edition[end].page, l->h.edition[i].page) == 0;)
            end++;
        editions_date(l->h.edition + i, (const char(*)[ISO_DATE_MAX])(l->effective + i), end - i);
    }
}

enum err
history_load(struct db *db, struct history *out)
{
    struct load l = {0};
    struct stmt *s = stmt_open(db, SQL_policy_versions);
    enum err err = ERR_OK, read;

    *out = (struct history){0};
    while (err == ERR_OK && stmt_row(s))
        err = take_row(&l, s);
    read = stmt_close(s);
    if (err == ERR_OK)
        err = read;
    if (err == ERR_OK) {
        date_all(&l);
        *out = l.h;
    } else {
        history_free(&l.h);
    }
    free(l.effective);
    return err;
}

void
history_free(struct history *h)
{
    for (size_t i = 0; i < h->count; i++) {
        free(h->edition[i].page);
        free(h->edition[i].title);
    }
    free(h->edition);
    *h = (struct history){0};
}
