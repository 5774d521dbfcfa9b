/*
 * helpctl mail - whether sending works, and what waits to be sent.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "ctl.h"
#include "post/deliver.h"
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
mail_test(struct ctl_desk *d, void *arg)
{
    mail_setup();
    return test_send(d->settings, &d->desk, arg);
}

static int
verb_test(struct ctl *c)
{
    struct mail_address to;

    if (!ctl_operands(c, NULL, 1))
        return CTL_USAGE;
    return ctl_address(c->word[0], &to) ? ctl_at_desk(c, mail_test, &to) : CTL_FAILED;
}

/* ---- helpctl mail queue --------------------------------------------------------------------- */

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
    char oldest[CTL_TIME_MAX], next[CTL_TIME_MAX];
    enum err e = queue_look(d, lines);

    if (e != ERR_OK)
        return ctl_error("the outbox: %s", err_text(e));
    printf("%-22s %9s  %-16s  %s\n", "times are UTC", "letters", "oldest", "next due");
    for (size_t i = 0; i < QUEUE_STATES_; i++)
        printf("%-22s %9lld  %-16s  %s\n", titles[i], (long long)lines[i].letters,
               ctl_time(lines[i].oldest_at, oldest),
               i == QUEUE_LATER ? ctl_time(lines[i].next_at, next) : "");
    return CTL_DONE;
}

static enum err
push(struct ctl_desk *d, void *arg)
{
    return queue_retry(&d->desk, arg);
}

static int
queue_push(struct ctl_desk *d)
{
    int64_t letters = 0;
    enum err e = ctl_write(d, push, &letters);

    if (e != ERR_OK)
        return ctl_error("the outbox: %s", err_text(e));
    printf("%lld letters that were put off are due now\n", (long long)letters);
    return CTL_DONE;
}

static int
mail_queue(struct ctl_desk *d, void *arg)
{
    const bool *retry = arg;

    return *retry ? queue_push(d) : queue_print(&d->desk);
}

static int
verb_queue(struct ctl *c)
{
    bool retry = false;
    const struct ctl_option options[] = {{.name = "--retry", .flag = &retry}, {.name = NULL}};

    return ctl_operands(c, options, 0) ? ctl_at_desk(c, mail_queue, &retry) : CTL_USAGE;
}

int
ctl_mail(struct ctl *c)
{
    static const struct ctl_verb verbs[] = {
        {"test", verb_test}, {"queue", verb_queue}, {.name = NULL}};

    return ctl_verb(c, "mail", verbs);
}
