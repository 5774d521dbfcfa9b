#include "check.h"

#include <assert.h>

#include "base/clock.h"
#include "base/secret.h"
#include "base/settings.h"
#include "desk/delivery_tables.h"
#include "site.h"
#include "store/db.h"

/* Keeps the first error, and says what failed where nobody has said so yet. */
static void
note(enum err *first, enum err e, const char *what, size_t lines_before, struct report *rep)
{
    if (e == ERR_OK)
        return;
    if (rep->count == lines_before && rep->missed == 0)
        report_add(rep, what, 0, "%s", err_text(e));
    if (*first == ERR_OK)
        *first = e;
}

static enum err
check_key(const struct settings *s, struct report *rep)
{
    struct keys *keys = NULL;
    enum err e = secret_init();

    if (e == ERR_OK)
        e = keys_load(s->key_file, &keys, rep);
    keys_free(keys);
    return e;
}

static enum err
check_database(const struct settings *s, struct db **db, struct report *rep)
{
    enum err e = db_setup();

    if (e == ERR_OK)
        e = db_open(s->database, ROLE_WEB, db, rep);
    if (e == ERR_OK)
        e = db_check(*db, rep);
    return e;
}

/* What visitors can't be told is no reason to refuse to start. */
static enum err
check_delivery(struct db *db, struct report *rep)
{
    struct delivery *d = NULL;
    enum err e = delivery_read(db, &d);

    if (e == ERR_OK)
        delivery_review(d, clock_day(clock_now()), rep);
    delivery_free(d);
    return e;
}

/* The pages as visitors would see them; as the files say, where there is no database to tell the
 * published policies. */
static enum err
check_site(const struct settings *s, struct db *db, struct report *rep)
{
    struct site *site = NULL;
    enum err e = site_load(s, db, NULL, &site, rep);

    if (e == ERR_OK)
        site_unref(site);
    return e;
}

enum err
check_all(const char *conf, struct report *rep)
{
    struct settings *s = NULL;
    struct db *db = NULL;
    enum err first = ERR_OK;
    size_t before = rep->count;

    note(&first, settings_load(conf, &s, rep), conf, before, rep);
    if (s == NULL)
        return first;
    assert(first == ERR_OK);
    clock_zone_set(s->time_zone);
    before = rep->count;
    note(&first, check_key(s, rep), s->key_file, before, rep);
    before = rep->count;
    note(&first, check_database(s, &db, rep), s->database, before, rep);
    before = rep->count;
    if (db != NULL)
        note(&first, check_delivery(db, rep), s->database, before, rep);
    before = rep->count;
    note(&first, check_site(s, db, rep), s->templates, before, rep);
    db_close(db);
    settings_free(s);
    return first;
}
