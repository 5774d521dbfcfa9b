/*
 * What mails that come in do to the database: the office's keys make the tags, as letters do.
 */
#include "lists_fixture.h"

#include "base/token.h"
#include "desk/mail_in.h"
#include "post/intake.h"
#include "mail/compose.h"

#define WHO "ann@example.com"

static struct settings settings = {.leave_mail = "leave@shop.example",
                                   .bounce_mail = "bounce@shop.example",
                                   .support_mail = "support@shop.example"};

/* Hands a mail to the intake, on a connection as mailin has one. */
static enum err
arrives(struct office *o, const char *mail, const char *to, const char *from)
{
    const struct envelope env = {.recipient = to, .sender = from};
    struct intake in = {.settings = &settings, .keys = o->keys, .limits = {9, 99, 99, 99}};
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(db_open(o->path, ROLE_MAIL, &in.db, &o->place->report), ERR_OK);
    clock_test_set(TEST_NOW + 100);
    enum err e = intake_mail(&in, mail, strlen(mail), &env);
    clock_test_set(0);
    db_close(in.db);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
    return e;
}

/* A mail of its own Message-ID. */
static const char *
mail_of_subject(const char *from, const char *subject, const char *more)
{
    static char mail[4096];
    static unsigned count;
    snprintf(mail, sizeof mail, "Message-ID: <m%u@example.com>\nFrom: %s\nSubject: %s\n%s\n\n",
             ++count, from, subject, more);
    return mail;
}

static const char *
seen(struct office *o)
{
    return raw_text(o->path, "SELECT group_concat(kind || ' ' || acted, ', ')"
                             " FROM (SELECT * FROM mail_in ORDER BY id)");
}

/* The random id of the newest letter. */
static void
letter_random(struct office *o, unsigned char out[SECRET_ID])
{
    const char *hex = raw_text(o->path, "SELECT hex(random) FROM outbox ORDER BY id DESC LIMIT 1");
    assert_int_equal(strlen(hex), 2 * SECRET_ID);
    for (size_t i = 0; i < SECRET_ID; i++) {
        unsigned byte;
        assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
        out[i] = (unsigned char)byte;
    }
}

static const char *
leave_address(struct office *o, const char *canonical, unsigned lists)
{
    static char address[MAIL_MAX + 1];
    struct leave_token t = {.lists = lists, .key = keys_newest(o->keys)};
    char tag[LEAVE_TAG_TEXT];
    assert_true(keys_hash(o->keys, t.key, PURPOSE_ADDRESS, canonical, strlen(canonical), t.hash));
    assert_true(leave_tag_write(o->keys, &t, tag));
    assert_true(tagged_address("leave@shop.example", tag, address));
    return address;
}

static const char *
bounce_address(struct office *o)
{
    static char address[MAIL_MAX + 1];
    unsigned char random[SECRET_ID];
    char tag[BOUNCE_TAG_TEXT];
    letter_random(o, random);
    assert_true(bounce_tag_write(o->keys, keys_newest(o->keys), random, tag));
    assert_true(tagged_address("bounce@shop.example", tag, address));
    return address;
}

/* ---- opt-outs ---- */

static void
remove_leaves_all_once(void **state)
{
    struct office *o = *state;
    member(o, LIST_NEWSLETTER | LIST_CLUB, WHO);
    char *mail = strdup(mail_of_subject("Ann <Ann@Example.com>", "Re: REMOVE", ""));
    assert_int_equal(arrives(o, mail, "support@shop.example", WHO), ERR_OK);
    assert_string_equal(states(o), "club=opted_out,newsletter=opted_out");
    assert_string_equal(seen(o), "optout 1");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM outbox WHERE letter = 'left'"), 1);
    assert_string_equal(raw_text(o->path, "SELECT channel FROM consent_event WHERE kind = 'leave'"),
                        "mail");
    /* the same once more, and another that asks the same */
    assert_int_equal(arrives(o, mail, "support@shop.example", WHO), ERR_OK);
    assert_string_equal(seen(o), "optout 1");
    assert_int_equal(arrives(o, mail_of_subject(WHO, "unsubscribe", ""), NULL, NULL), ERR_OK);
    assert_string_equal(seen(o), "optout 1, optout 1");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM consent_event WHERE kind = 'leave'"),
                     1);
    free(mail);
}

/* Whoever left one list and says "remove" wants out of those that might come, too. */
static void
remove_after_one_list(void **state)
{
    struct office *o = *state;
    member(o, LIST_CLUB, WHO);
    opt_out(o, LIST_CLUB, WHO);
    assert_false(is_suppressed(o, WHO, LIST_NEWSLETTER));
    assert_int_equal(arrives(o, mail_of_subject(WHO, "remove", ""), NULL, NULL), ERR_OK);
    assert_true(is_suppressed(o, WHO, LIST_NEWSLETTER));
    assert_string_equal(seen(o), "optout 1");
}

/* From the address that somebody had before. */
static void
remove_by_former_address(void **state)
{
    struct office *o = *state;
    member(o, LIST_CLUB, WHO);
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(raw_run(o->path, "UPDATE person SET email = 'new@example.com',"
                                      " email_typed = 'new@example.com'"),
                     SQLITE_OK);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
    assert_int_equal(arrives(o, mail_of_subject(WHO, "remove", ""), NULL, NULL), ERR_OK);
    assert_string_equal(states(o), "club=opted_out");
    assert_string_equal(seen(o), "optout 1");
    assert_true(is_suppressed(o, "new@example.com", LIST_CLUB));
}

static void
remove_by_nobody_is_for_people(void **state)
{
    struct office *o = *state;
    member(o, LIST_NEWSLETTER, WHO);
    assert_int_equal(arrives(o, mail_of_subject("lee@example.com", "remove", ""), NULL, NULL),
                     ERR_OK);
    assert_int_equal(arrives(o, mail_of_subject("a@b.example, " WHO, "remove", ""), NULL, NULL),
                     ERR_OK);
    assert_int_equal(arrives(o, mail_of_subject(WHO, "remove", "Auto-Submitted: auto-replied"),
                             NULL, NULL),
                     ERR_OK);
    assert_int_equal(arrives(o, mail_of_subject(WHO, "remove", ""), NULL, ""), ERR_OK);
    assert_string_equal(states(o), "newsletter=active");
    assert_string_equal(seen(o), "optout 0, optout 0, autoreply 0, person 0");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM suppression"), 0);
}

static void
tag_leaves_whoever_sends(void **state)
{
    struct office *o = *state;
    member(o, LIST_NEWSLETTER | LIST_CLUB, WHO);
    assert_int_equal(arrives(o, mail_of_subject("robot@mail.example", "x", ""),
                             leave_address(o, WHO, LIST_NEWSLETTER), ""),
                     ERR_OK);
    assert_string_equal(states(o), "club=active,newsletter=opted_out");
    assert_string_equal(seen(o), "optout 1");
    assert_true(raw_int(o->path, "SELECT person_id FROM mail_in") > 0);
}

/* One mail to two addresses of ours is two wishes. */
static void
two_tags_are_two_mails(void **state)
{
    struct office *o = *state;
    char *mail = strdup(mail_of_subject(WHO, "unsubscribe", ""));
    member(o, LIST_NEWSLETTER | LIST_CLUB, WHO);
    arrives(o, mail, leave_address(o, WHO, LIST_NEWSLETTER), WHO);
    arrives(o, mail, leave_address(o, WHO, LIST_CLUB), WHO);
    arrives(o, mail, leave_address(o, WHO, LIST_CLUB), WHO);
    assert_string_equal(states(o), "club=opted_out,newsletter=opted_out");
    assert_string_equal(seen(o), "optout 1, optout 1");
    free(mail);
}

static void
spoilt_tag_goes_by_sender(void **state)
{
    struct office *o = *state;
    char address[MAIL_MAX + 1];
    member(o, LIST_NEWSLETTER, WHO);
    snprintf(address, sizeof address, "%s", leave_address(o, WHO, LIST_ALL));
    address[20] = address[20] == 'a' ? 'b' : 'a';
    assert_int_equal(arrives(o, mail_of_subject("lee@example.com", "x", ""), address, "a@b.example"),
                     ERR_OK);
    assert_string_equal(states(o), "newsletter=active");
    assert_int_equal(arrives(o, mail_of_subject(WHO, "x", ""), address, WHO), ERR_OK);
    assert_string_equal(states(o), "newsletter=opted_out");
    assert_string_equal(seen(o), "optout 0, optout 1");
}

static void
tag_of_a_stranger_is_written_down(void **state)
{
    struct office *o = *state;
    const char *address = leave_address(o, "nobody@example.com", LIST_ALL);
    assert_int_equal(arrives(o, mail_of_subject("nobody@example.com", "x", ""), address, WHO),
                     ERR_OK);
    assert_string_equal(seen(o), "optout 0");
}

/* ---- bounces ---- */

static const char *
report_of(const char *action, const char *status, const char *to, const char *original)
{
    static char mail[4096];
    static unsigned count;
    snprintf(mail, sizeof mail,
             "Message-ID: <r%u@mx.example.com>\nFrom: MAILER-DAEMON@mx.example.com\n"
             "Subject: Mail\nMIME-Version: 1.0\n"
             "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
             "--b\nContent-Type: text/plain\n\nsee below\n"
             "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n"
             "Final-Recipient: rfc822; %s\nAction: %s\nStatus: %s\n\n"
             "--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <%s>\n\n--b--\n",
             ++count, to, action, status, original);
    return mail;
}

static const char *
bounces(struct office *o)
{
    return raw_text(o->path, "SELECT group_concat(kind || ' ' || coalesce(status, '-') || ' ' || "
                             "source, ', ') FROM (SELECT * FROM bounce ORDER BY id)");
}

static void
hard_bounce_ends_subscriptions(void **state)
{
    struct office *o = *state;
    member(o, LIST_NEWSLETTER, WHO);
    const char *mail = report_of("failed", "5.1.1", WHO, "x@example.com");
    assert_int_equal(arrives(o, mail, bounce_address(o), ""), ERR_OK);
    assert_string_equal(bounces(o), "hard 5.1.1 mail");
    assert_string_equal(states(o), "newsletter=bounced");
    assert_string_equal(seen(o), "bounce 1");
    assert_true(raw_int(o->path, "SELECT outbox_id FROM mail_in") > 0);
    assert_int_equal(arrives(o, mail, bounce_address(o), ""), ERR_OK);
    assert_string_equal(seen(o), "bounce 1");
}

static void
other_bounces_end_nothing(void **state)
{
    static const struct {
        const char *action, *status;
    } rows[] = {{"failed", "4.2.2"}, {"failed", "5.7.1"}, {"delayed", "4.4.1"},
                {"delivered", "2.0.0"}};
    struct office *o = *state;
    member(o, LIST_NEWSLETTER, WHO);
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(arrives(o, report_of(rows[i].action, rows[i].status, WHO, ""),
                                 bounce_address(o), ""),
                         ERR_OK);
    assert_string_equal(states(o), "newsletter=active");
    assert_string_equal(seen(o), "bounce 1, bounce 1, autoreply 0, autoreply 0");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM bounce"), 2);
}

/* Nobody signed a Message-ID: it counts for the address that the letter went to. */
static void
message_id_counts_for_its_address(void **state)
{
    struct office *o = *state;
    unsigned char random[SECRET_ID];
    char text[64], id[128];
    member(o, LIST_NEWSLETTER, WHO);
    letter_random(o, random);
    base32_encode(random, sizeof random, text);
    snprintf(id, sizeof id, "%s@shop.example", text);
    const char *to = "support@shop.example";
    arrives(o, report_of("failed", "5.1.1", "lee@example.com", id), to, "");
    arrives(o, report_of("failed", "5.1.1", WHO, "aaaaaaaaaaaaaaaaaaaaaaaaaa@shop.example"), to, "");
    arrives(o, report_of("failed", "5.1.1", WHO, "x@shop.example"), to, "");
    assert_string_equal(states(o), "newsletter=active");
    arrives(o, report_of("failed", "5.1.1", "ANN@example.com", id), to, "");
    assert_string_equal(states(o), "newsletter=bounced");
    assert_string_equal(seen(o), "bounce 0, bounce 0, bounce 0, bounce 1");
}

static void
forged_bounce_tag_does_nothing(void **state)
{
    struct office *o = *state;
    char address[MAIL_MAX + 1];
    member(o, LIST_NEWSLETTER, WHO);
    snprintf(address, sizeof address, "%s", bounce_address(o));
    address[40] = address[40] == 'a' ? 'b' : 'a';
    assert_int_equal(arrives(o, report_of("failed", "5.1.1", WHO, ""), address, ""), ERR_OK);
    assert_string_equal(states(o), "newsletter=active");
    assert_string_equal(seen(o), "bounce 0");
}

/* ---- anything else ---- */

static void
people_get_their_mail(void **state)
{
    struct office *o = *state;
    arrives(o, mail_of_subject(WHO, "how do I remove a stone", ""), NULL, NULL);
    arrives(o, mail_of_subject(WHO, "Please delete my data", ""), NULL, NULL);
    arrives(o, mail_of_subject(WHO, "Out of office: x", ""), NULL, NULL);
    arrives(o, "", NULL, NULL);
    arrives(o, "", NULL, NULL);
    assert_string_equal(seen(o), "person 0, request 0, autoreply 0, person 0");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM person"), 0);
}

static void
locked_database_is_told(void **state)
{
    struct office *o = *state;
    struct intake in = {.settings = &settings, .keys = o->keys};
    const struct envelope env = {.recipient = NULL};
    const char *mail = mail_of_subject(WHO, "remove", "");
    assert_int_equal(db_open(o->path, ROLE_MAIL, &in.db, &o->place->report), ERR_OK);
    assert_int_equal(intake_mail(&in, mail, strlen(mail), &env), ERR_BUSY); /* the desk writes */
    db_close(in.db);
    assert_int_equal(arrives(o, mail, NULL, NULL), ERR_OK);
    assert_string_equal(seen(o), "optout 0");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(remove_leaves_all_once),
        office_test(remove_after_one_list),
        office_test(remove_by_former_address),
        office_test(remove_by_nobody_is_for_people),
        office_test(tag_leaves_whoever_sends),
        office_test(two_tags_are_two_mails),
        office_test(spoilt_tag_goes_by_sender),
        office_test(tag_of_a_stranger_is_written_down),
        office_test(hard_bounce_ends_subscriptions),
        office_test(other_bounces_end_nothing),
        office_test(message_id_counts_for_its_address),
        office_test(forged_bounce_tag_does_nothing),
        office_test(people_get_their_mail),
        office_test(locked_database_is_told),
    };
    mail_setup();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
