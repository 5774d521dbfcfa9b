/*
 * helpctl key - the keys behind links and opt-outs. A new one is added to those that there are; no
 * old one is ever taken away, since opt-outs hold by the hash that their key made.
 */
#include <assert.h>
#include <stdio.h>

#include "ctl.h"
#include "desk/audit.h"
#include "desk/staff.h"

enum { KEY_ROWS_MAX = 256 };

/* The row of a key, or NULL: nothing names it yet. */
static const struct key_row *
row_of(const struct key_row *row, size_t n, int64_t key)
{
    for (size_t i = 0; i < n; i++)
        if (row[i].key == key)
            return &row[i];
    return NULL;
}

static bool
is_there(const struct keys *k, int64_t key)
{
    for (size_t i = 0; i < keys_count(k); i++)
        if (keys_id(k, i) == key)
            return true;
    return false;
}

static void
print_key(int64_t key, const char *state, const struct key_row *row)
{
    const struct key_row none = {0};

    row = row != NULL ? row : &none;
    printf("%6lld  %-8s %9lld %9lld %9lld\n", (long long)key, state, (long long)row->optouts,
           (long long)row->events, (long long)row->links);
}

static int
key_list(struct ctl_desk *d, void *arg)
{
    struct key_row row[KEY_ROWS_MAX];
    size_t n = 0;
    int status = CTL_DONE;
    enum err e = staff_keys(d->db, row, KEY_ROWS_MAX, &n);

    (void)arg;
    if (e != ERR_OK)
        return ctl_error("the keys' rows can't be counted: %s", err_text(e));
    assert(n <= KEY_ROWS_MAX);
    printf("%6s  %-8s %9s %9s %9s\n", "key", "state", "opt-outs", "events", "links");
    for (size_t i = 0; i < keys_count(d->keys); i++) {
        int64_t key = keys_id(d->keys, i);

        print_key(key, i == 0 ? "newest" : "kept", row_of(row, n, key));
    }
    for (size_t i = 0; i < n; i++)
        if (!is_there(d->keys, row[i].key)) {
            print_key(row[i].key, "missing", &row[i]);
            status = CTL_FAILED;
        }
    if (status != CTL_DONE)
        ctl_error("a key is missing from %s: opt-outs made with it don't hold, and its links are"
                  " dead; put back the file that has it",
                  d->settings->key_file);
    return status;
}

static int
verb_list(struct ctl *c)
{
    return ctl_operands(c, NULL, 0) ? ctl_at_desk(c, key_list, NULL) : CTL_USAGE;
}

/* What a rotation is: its number, and what is wrong. */
struct rotation {
    int64_t key;
    struct report report;
};

/* The trail first: it can be taken back if the file can't be written. */
static enum err
key_add(struct ctl_desk *d, void *arg)
{
    struct rotation *r = arg;
    enum err e = audit_record(&d->desk, "key.rotate", "key", keys_newest(d->keys), NULL, NULL, 0);

    return e == ERR_OK ? keys_rotate(d->settings->key_file, &r->key, &r->report) : e;
}

static int
key_rotate(struct ctl_desk *d, void *arg)
{
    struct rotation r = {0};
    int status = CTL_DONE;
    enum err e = ctl_write(d, key_add, &r);

    (void)arg;
    assert(e != ERR_OK || r.key > keys_newest(d->keys));
    if (e != ERR_OK)
        status = ctl_report(&r.report, e, d->settings->key_file);
    report_free(&r.report);
    if (r.key != 0) /* it is in the file, even if the trail could not be written */
        printf("key %lld is the newest now; the %zu before it %s kept\n"
               "helpcenter and mailout take it up within a second.\n"
               "Copy %s to where it is kept safe: no backup of the database holds it.\n",
               (long long)r.key, keys_count(d->keys), keys_count(d->keys) == 1 ? "is" : "are",
               d->settings->key_file);
    return status;
}

static int
verb_rotate(struct ctl *c)
{
    return ctl_operands(c, NULL, 0) ? ctl_at_desk(c, key_rotate, NULL) : CTL_USAGE;
}

int
ctl_key(struct ctl *c)
{
    static const struct ctl_verb verbs[] = {
        {"list", verb_list}, {"rotate", verb_rotate}, {.name = NULL}};

    return ctl_verb(c, "key", verbs);
}
