/*
 * helpctl mail - whether sending works, and what waits to be sent.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "ctl.h"
#include "deliver.h"
#include "desk/queue.h"
#include "mail/compose.h"

/* ---- helpctl mail test ---------------------------------------------------------------------- */

/* What to look at where sending stops at a step. */
static const char *const hints[] = {
    [SMTP_CONNECT] = "check smtp_host, smtp_port, and that a firewall lets it through",
    [SMTP_TLS] = "check smtp_security, and that the server's certificate names smtp_host",
    [SMTP_HELLO] = "check that the server takes mail from this machine, and base_url's host",
    [SMTP_LOGIN] = "check smtp_user and the file smtp_password_file",
    [SMTP_SENDER] = "check mail_from and bounce_mail: the server must let this user send as them",
    [SMTP_RECIPIENT] = "check the address, and that the server relays for this machine",
    [SMTP_DATA] = "the server does not want this letter; its log says more",
};
static_assert(sizeof hints / sizeof *hints == SMTP_STEPS_, "every step has its hint");

/* A row as the outbox would have it, for one letter that is in no outbox. */
static void
item_make(struct outbox_item *i, const struct mail_address *to, const struct desk *d)
{
    *i = (struct outbox_item){
        .letter = LETTER_TEST, .key_id = keys_newest(d->keys), .created_at = d->now};
    secret_random(i->random, sizeof i->random);
    snprintf(i->to, sizeof i->to, "%s", to->typed);
    snprintf(i->canonical, sizeof i->canonical, "%s", to->canonical);
}

/* A server that answered at all was found, so its refusal to talk is about this machine. */
static const char *
hint(const struct smtp_result *r)
{
    return hints[r->step == SMTP_CONNECT && r->code != 0 ? SMTP_HELLO : r->step];
}

static int
outcome_tell(const struct settings *s, const struct deliver *d, const struct outbox_item *i,
             const struct drawn_letter *l, const struct smtp_result *r)
{
    const char *space = r->status[0] != '\0' ? " " : "";
    char name[DELIVER_NAME_MAX];
    if (r->end != SMTP_ACCEPTED && deliver_to_files(d))
        return ctl_error("no letter can be left in %s: %s", s->mail_dir, r->text);
    if (r->end != SMTP_ACCEPTED)
        return ctl_error("%s:%lld: stopped while %s: %s%s%s; %s", s->smtp_host,
                         (long long)s->smtp_port, smtp_step_name(r->step), r->status, space,
                         r->text, hint(r));
    if (deliver_to_files(d)) {
        deliver_file_name(i, l, name);
        printf("no smtp_host is set: the letter lies in %s/%s\n", s->mail_dir, name);
    } else {
        printf("%s:%lld has taken the letter: %s%s%s\n", s->smtp_host, (long long)s->smtp_port,
               r->status, space, r->text);
    }
    return CTL_DONE;
}

/* Draws and sends it. */
static int
test_send(const struct settings *s, const struct desk *desk, const struct mail_address *to)
{
    struct letter_room room = {0};
    struct deliver *deliver = NULL;
    struct drawn_letter l = {0};
    struct outbox_item i;
    struct smtp_result r;
    struct buf mail = BUF_INIT;
    struct report rep = {0};
    int status = CTL_FAILED;
    enum err e = letter_room_open(s, desk->keys, &room, &rep);
    item_make(&i, to, desk);
    if (e == ERR_OK)
        e = deliver_open(s, &deliver, &rep);
    if (e == ERR_OK)
        e = letter_draw(&room, &i, NULL, &l);
    if (e == ERR_OK)
        e = letter_mail(&room, &l, &mail);
    if (e == ERR_OK) {
        deliver_send(deliver, &i, &l, &mail, &r);
        status = outcome_tell(s, deliver, &i, &l, &r);
    } else {
        ctl_report(&rep, e, "the test letter");
    }
    buf_free(&mail);
    drawn_letter_free(&l);
    deliver_close(deliver);
    letter_room_close(&room);
    report_free(&rep);
    return status;
}

static int
verb_test(const struct settings *s, const struct desk *d, const char *operand, bool retry)
{
    struct mail_address to;
    (void)retry;
    if (!mail_address_parse(operand, strlen(operand), &to))
        return ctl_error("%s is no mail address", operand);
    mail_setup();
    return test_send(s, d, &to);
}

/* ---- helpctl mail queue --------------------------------------------------------------------- */

static void
time_print(const char *title, int64_t at)
{
    time_t t = (time_t)at;
    struct tm tm = {0};
    char text[32] = "-";
    if (at != 0 && localtime_r(&t, &tm) != NULL)
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
    printf("%s%-20s", title, text);
}

static int
queue_print(const struct desk *d)
{
    static const char *const titles[] = {
        [QUEUE_DUE] = "due now",        [QUEUE_LATER] = "put off",
        [QUEUE_SENDING] = "being sent", [QUEUE_SENT] = "sent",
        [QUEUE_FAILED] = "failed",      [QUEUE_DROPPED] = "nobody left to get it",
    };
    static_assert(sizeof titles / sizeof *titles == QUEUE_STATES_, "every state has its title");
    struct queue_line lines[QUEUE_STATES_];
    enum err e = queue_look(d, lines);
    if (e != ERR_OK)
        return ctl_error("the outbox: %s", err_text(e));
    printf("%-22s %9s  %-20s  %s\n", "", "letters", "oldest", "next due");
    for (size_t i = 0; i < QUEUE_STATES_; i++) {
        printf("%-22s %9lld", titles[i], (long long)lines[i].letters);
        time_print("  ", lines[i].oldest_at);
        if (i == QUEUE_LATER)
            time_print("  ", lines[i].next_at);
        putchar('\n');
    }
    return CTL_DONE;
}

static int
queue_push(const struct desk *d)
{
    int64_t letters = 0;
    enum err e = db_write_begin(d->db);
    if (e == ERR_OK && (e = queue_retry(d, &letters)) == ERR_OK)
        e = db_commit(d->db);
    else
        db_rollback(d->db);
    if (e != ERR_OK)
        return ctl_error("the outbox: %s", err_text(e));
    printf("%lld letters that were put off are due now\n", (long long)letters);
    return CTL_DONE;
}

static int
verb_queue(const struct settings *s, const struct desk *d, const char *operand, bool retry)
{
    (void)s;
    (void)operand;
    return retry ? queue_push(d) : queue_print(d);
}

/* ---- the command ---------------------------------------------------------------------------- */

static const struct verb {
    const char *name;
    int (*run)(const struct settings *s, const struct desk *d, const char *operand, bool retry);
    size_t operands;
    bool retries;
} verbs[] = {
    {"test", verb_test, 1, false},
    {"queue", verb_queue, 0, true},
};

static const struct verb *
verb_find(const char *name)
{
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (name != NULL && strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    return NULL;
}

int
ctl_mail(struct ctl *c)
{
    bool retry = false;
    const struct ctl_option options[] = {{.name = "--retry", .flag = &retry}, {.name = NULL}};
    const struct verb *verb;
    struct ctl_desk desk;
    struct settings *s;
    int status = CTL_FAILED;

    if (!ctl_options(c, options))
        return CTL_USAGE;
    verb = verb_find(c->word[0]);
    if (verb == NULL || c->words != 1 + verb->operands || (retry && !verb->retries))
        return ctl_misuse("mail does not know what to do");
    if ((s = ctl_settings(c)) == NULL)
        return CTL_FAILED;
    assert(c->words >= 1);
    if (ctl_desk_open(&desk, s))
        status = verb->run(s, &desk.desk, c->word[1], retry);
    ctl_desk_close(&desk);
    settings_free(s);
    return status;
}
