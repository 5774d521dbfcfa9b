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
#include "desk/quota.h"

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
int ctl_page(struct ctl *c);
int ctl_policy(struct ctl *c);
int ctl_sql(struct ctl *c);
int ctl_list(struct ctl *c);
int ctl_inquiry(struct ctl *c);
int ctl_person(struct ctl *c);
int ctl_audit(struct ctl *c);
int ctl_key(struct ctl *c);
int ctl_delivery(struct ctl *c);
int ctl_feedback(struct ctl *c);
int ctl_report_command(struct ctl *c);

/* What can be done with a noun: a row of its table, ended by name NULL. */
struct ctl_verb {
    const char *name;
    int (*run)(struct ctl *c);
};
/* Runs the verb that c's first word names, with the words after it. */
int ctl_verb(struct ctl *c, const char *noun, const struct ctl_verb *table);

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

/* The same (table NULL: no options), and exactly so many operands must be left. */
bool ctl_operands(struct ctl *c, const struct ctl_option *table, size_t operands);

/* Reads an operand, or the value of an option; false once the mistake is told. A line is UTF-8
 * without control characters, of at most so many characters; text NULL is fine. */
bool ctl_address(const char *text, struct mail_address *out);
bool ctl_line(const char *name, const char *text, size_t chars);

/* Reads the value of an option that takes a number from 1 to most; text NULL leaves *out as it is.
 * False once the mistake is told. */
bool ctl_number(const char *option, const char *text, int64_t most, int64_t *out);

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
 * The desk of the member of staff who calls: database (ROLE_STAFF), keys, now, the user's name as
 * actor, and the caps on letters that the settings give. False once the mistake is told.
 * ctl_desk_close() releases, also after false.
 */
struct ctl_desk {
    struct desk desk;
    const struct settings *settings;
    struct db *db;
    struct keys *keys;
    struct quota_limits limits;
    char actor[64];
};
bool ctl_desk_open(struct ctl_desk *d, const struct settings *s);
void ctl_desk_close(struct ctl_desk *d);

/* Opens settings and desk for act, and closes them. Returns what act does; CTL_FAILED without. */
int ctl_at_desk(const struct ctl *c, int (*act)(struct ctl_desk *d, void *arg), void *arg);

/* Runs act in a transaction, which stands if act returns ERR_OK. */
enum err ctl_write(struct ctl_desk *d, enum err (*act)(struct ctl_desk *d, void *arg), void *arg);

/* Prints what people wrote, each line behind a margin, so that none passes for one of ours. */
void ctl_quote(const char *text);

/* "2026-11-22 19:05", UTC, as the views show it; "-" for 0, never. */
enum { CTL_TIME_MAX = 32 };
const char *ctl_time(int64_t t, char out[CTL_TIME_MAX]);

/* Publishes every policy of the folder that was never published, as init does. False once the
 * mistake is told. */
bool ctl_policy_publish_new(const struct settings *s);

/* Loads the delivery dates that lie with the templates, where there is such a file. False once the
 * mistake is told. */
bool ctl_delivery_load_shipped(const struct ctl *c, const struct settings *s);

#endif
