/*
 * ctl.h - what the commands of helpctl share: how a command is called, how it reads its options,
 * and how it tells an error.
 *
 * A command is a noun of helpctl.c's table, with a file of its own (ctl_NOUN.c). It gets the words
 * after its name and returns the program's exit status. Everything here is for one thread.
 */
#ifndef HC_CTL_H
#define HC_CTL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/settings.h"
#include "desk/desk.h"

enum { CTL_DONE = 0, CTL_FAILED = 1, CTL_USAGE = 2 };

struct ctl {
    const char *conf;  /* the settings file */
    bool conf_given;   /* -c was used */
    const char **word; /* what stands after the command's name; ends with NULL */
    size_t words;
};

int ctl_init(struct ctl *c);
int ctl_check(struct ctl *c);
int ctl_mail(struct ctl *c);
int ctl_policy(struct ctl *c);
int ctl_sql(struct ctl *c);

/* An option of a command: "--dir DIR" and "--dir=DIR" set *value, a bare "--csv" sets *flag. One of
 * the two pointers is NULL. */
struct ctl_option {
    const char *name;
    const char **value;
    bool *flag;
};

/*
 * Takes the options out of c->word, so that only operands are left; "--" ends them. False, and the
 * mistake is told, for one that the table (ended by name NULL) doesn't have or that lacks its
 * value.
 */
bool ctl_options(struct ctl *c, const struct ctl_option *table);

/* Says "helpctl: ..." on stderr. Returns CTL_FAILED, or CTL_USAGE for a mistake in how helpctl was
 * called. */
int ctl_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int ctl_misuse(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Prints what a report holds on stderr, or the plain text of e where it holds nothing. Returns
 * CTL_FAILED. */
int ctl_report(const struct report *rep, enum err e, const char *what);

/* The settings of c->conf, with the shop's time zone put in force; NULL once the mistake is told.
 * settings_free(). */
struct settings *ctl_settings(const struct ctl *c);

/*
 * The desk of the member of staff who calls: database (ROLE_STAFF), keys, now, and the user's name
 * as actor. False once the mistake is told. ctl_desk_close() releases, also after false.
 */
struct ctl_desk {
    struct desk desk;
    struct db *db;
    struct keys *keys;
    char actor[64];
};
bool ctl_desk_open(struct ctl_desk *d, const struct settings *s);
void ctl_desk_close(struct ctl_desk *d);

/* Publishes every policy of the folder that was never published, as init does. False once the
 * mistake is told. */
bool ctl_policy_publish_new(const struct settings *s);

#endif
