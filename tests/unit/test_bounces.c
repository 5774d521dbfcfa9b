/* test_bounces.c - what refusals say about an address, and what follows from them. */
#include "desk/bounces.h"

#include "desk/consent.h"
#include "desk/mail_in.h"
#include "desk/outbox.h"
#include "desk_fixture.h"

static const char *const names[] = {"hard", "soft", "policy"};

/* In the forms that the servers really use, by maker. */
static const struct {
    const char *from, *status;
    int code;
    const char *text;
    enum bounce_kind kind;
} refusals[] = {
    /* Gmail */
    {"gmail unknown", "5.1.1", 550,
     "550-5.1.1 The email account that you tried to reach does\n550-5.1.1 not exist. Please try "
     "double-checking the recipient's email address for typos or\n550 5.1.1 unnecessary spaces. "
     "https://support.google.com/mail/?p=NoSuchUser a1si2 - gsmtp", BOUNCE_HARD},
    {"gmail disabled", "5.2.1", 550,
     "550 5.2.1 The email account that you tried to reach is disabled. - gsmtp", BOUNCE_HARD},
    {"gmail inactive", "5.2.1", 550,
     "550 5.2.1 The email account that you tried to reach is inactive.", BOUNCE_HARD},
    {"gmail full", "5.2.2", 552,
     "552-5.2.2 The recipient's inbox is out of storage space and\n552-5.2.2 inactive. Please "
     "direct the recipient to https://support.google.com/mail/?p=OverQuotaPerm", BOUNCE_SOFT},
    {"gmail full now", "4.2.2", 452, "452 4.2.2 The recipient's inbox is out of storage space.",
     BOUNCE_SOFT},
    {"gmail too quickly", "5.2.1", 550,
     "550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents "
     "additional messages from being delivered.", BOUNCE_SOFT},
    {"gmail unsolicited", "5.7.1", 550,
     "550-5.7.1 [192.0.2.1] Our system has detected that this message is\n550-5.7.1 likely "
     "unsolicited mail. https://support.google.com/mail/?p=UnsolicitedMessageError", BOUNCE_POLICY},
    {"gmail no authentication", "5.7.26", 550,
     "550-5.7.26 This mail has been blocked because the sender is unauthenticated.", BOUNCE_POLICY},
    {"gmail rate", "4.7.28", 421,
     "421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP",
     BOUNCE_POLICY},
    /* Outlook.com and Exchange */
    {"outlook unknown", "5.5.0", 550,
     "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [x.outlook.com]",
     BOUNCE_HARD},
    {"exchange resolver", "5.1.10", 550,
     "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
     BOUNCE_HARD},
    {"exchange old resolver", "5.1.1", 550, "550 5.1.1 RESOLVER.ADR.RecipNotFound; not found",
     BOUNCE_HARD},
    {"exchange edge", "5.4.1", 550,
     "550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [x.protection.outlook.com]",
     BOUNCE_HARD},
    {"exchange full", "5.2.2", 554,
     "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiException",
     BOUNCE_SOFT},
    {"exchange no domain", "5.4.310", 550, "550 5.4.310 DNS domain example.org does not exist",
     BOUNCE_HARD},
    {"exchange sender not allowed", "5.7.133", 550,
     "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required",
     BOUNCE_POLICY},
    {"exchange rule", "5.7.1", 550,
     "550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy",
     BOUNCE_POLICY},
    {"outlook listed", "5.7.1", 550,
     "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet "
     "service provider since part of their network is on our block list (S3150).", BOUNCE_POLICY},
    {"exchange spamhaus", "5.7.511", 550,
     "550 5.7.511 Access denied, banned sender[192.0.2.1]. To request removal see the page",
     BOUNCE_POLICY},
    {"exchange expired", "4.4.7", 0, "Delivery delayed too long", BOUNCE_SOFT},
    {"exchange hops", "5.4.14", 554, "554 5.4.14 Hop count exceeded - possible mail loop ATTR34",
     BOUNCE_SOFT},
    /* Yahoo */
    {"yahoo no account", "", 554,
     "554 delivery error: dd This user doesn't have a yahoo.com account (a@yahoo.com) [0]",
     BOUNCE_HARD},
    {"yahoo not found", "", 554,
     "554 delivery error: dd Requested mail action aborted, mailbox not found", BOUNCE_HARD},
    {"yahoo disabled", "", 554,
     "554 30 Sorry, your message to a@yahoo.com cannot be delivered. This mailbox is disabled "
     "(554.30).", BOUNCE_HARD},
    {"yahoo full", "", 552, "552 1 Requested mail action aborted, mailbox is full", BOUNCE_SOFT},
    {"yahoo policy", "5.7.9", 554, "554 5.7.9 Message not accepted for policy reasons.",
     BOUNCE_POLICY},
    {"yahoo deferred", "4.7.0", 421,
     "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to user complaints",
     BOUNCE_POLICY},
    /* Postfix */
    {"postfix unknown", "5.1.1", 550,
     "550 5.1.1 <a@example.org>: Recipient address rejected: User unknown in local recipient table",
     BOUNCE_HARD},
    {"postfix virtual", "5.1.1", 550,
     "550 5.1.1 <antispam@example.org>: Recipient address rejected: User unknown in virtual mailbox "
     "table", BOUNCE_HARD},
    {"postfix host", "5.4.4", 0,
     "Host or domain name not found. Name service error for name=example.invalid type=A: Host not "
     "found", BOUNCE_HARD},
    {"postfix host, for now", "4.4.3", 0,
     "Host or domain name not found. Name service error for name=example.org type=MX: Host not "
     "found, try again", BOUNCE_SOFT},
    {"postfix null mx", "5.1.0", 0, "Domain example.org does not accept mail (nullMX)",
     BOUNCE_HARD},
    {"postfix time-out", "4.4.1", 0, "connect to mx.example.org[192.0.2.1]:25: Connection timed out",
     BOUNCE_SOFT},
    {"postfix refused", "4.4.1", 0, "connect to mx.example.org[192.0.2.1]:25: Connection refused",
     BOUNCE_SOFT},
    {"postfix dnsbl", "5.7.1", 554,
     "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
     BOUNCE_POLICY},
    {"postfix dnsbl, wrong status", "5.1.1", 550,
     "550 5.1.1 Client host blocked using bl.spamcop.net", BOUNCE_POLICY},
    {"postfix relay", "5.7.1", 554, "554 5.7.1 <a@example.org>: Relay access denied",
     BOUNCE_POLICY},
    {"postfix sender", "5.1.8", 450, "450 4.1.8 <b@example.net>: Sender address rejected: Domain not "
     "found", BOUNCE_POLICY},
    {"postfix greylist", "4.2.0", 450,
     "450 4.2.0 <a@example.org>: Recipient address rejected: Greylisted", BOUNCE_SOFT},
    {"postfix full", "5.2.2", 0, "maildir over quota: mailbox full", BOUNCE_SOFT},
    {"postfix size", "5.3.4", 552, "552 5.3.4 Message size exceeds fixed limit", BOUNCE_POLICY},
    {"postfix unverified", "4.1.1", 450,
     "450 4.1.1 <a@example.org>: Recipient address rejected: unverified address: user unknown",
     BOUNCE_SOFT},
    /* Exim */
    {"exim unrouteable", "", 550, "550 Unrouteable address", BOUNCE_HARD},
    {"exim unknown", "", 550, "550 unknown user", BOUNCE_HARD},
    {"exim sender verify", "", 550,
     "550-Verification failed for <b@example.net>\n550-No Such User Here\n550 Sender verify failed",
     BOUNCE_POLICY},
    {"exim acl", "", 550, "550 Administrative prohibition", BOUNCE_POLICY},
    {"exim full", "", 552, "552 mailbox is full: retry timeout exceeded", BOUNCE_SOFT},
    {"cpanel", "", 550, "550 No Such User Here", BOUNCE_HARD},
    /* Sendmail, qmail, courier, Domino */
    {"sendmail", "5.1.1", 550, "550 5.1.1 <a@example.org>... User unknown", BOUNCE_HARD},
    {"sendmail relay", "5.7.1", 550, "550 5.7.1 <a@example.org>... Relaying denied", BOUNCE_POLICY},
    {"sendmail host", "5.1.2", 550, "550 5.1.2 <a@nowhere>... Host unknown", BOUNCE_HARD},
    {"qmail", "", 0, "Sorry, no mailbox here by that name. (#5.1.1)", BOUNCE_HARD},
    {"qmail vpopmail", "", 550, "550 sorry, no mailbox here by that name (#5.1.1 - chkuser)",
     BOUNCE_HARD},
    {"qmail host", "", 0, "Sorry, I couldn't find any host named example.invalid. (#5.1.2)",
     BOUNCE_HARD},
    {"vpopmail full", "", 0, "user is over quota", BOUNCE_SOFT},
    {"courier", "5.1.1", 550, "550 User unknown.", BOUNCE_HARD},
    {"domino", "5.1.1", 550, "550 5.1.1 User a (a@example.org) not listed in Domino Directory",
     BOUNCE_HARD},
    /* filters */
    {"barracuda unknown", "", 550,
     "550 permanent failure for one or more recipients (a@example.org:550 5.1.1 User unknown)",
     BOUNCE_HARD},
    {"barracuda blocked", "", 554,
     "554 permanent failure for one or more recipients (a@example.org:blocked)", BOUNCE_POLICY},
    {"barracuda content", "", 554, "554 rejected due to spam content", BOUNCE_POLICY},
    {"proofpoint unknown", "5.1.1", 550, "550 5.1.1 User Unknown", BOUNCE_HARD},
    {"proofpoint blocked", "", 554,
     "554 Blocked - see https://ipcheck.example.com/?ip=192.0.2.1", BOUNCE_POLICY},
    {"mimecast unknown", "", 550, "550 Invalid Recipient - https://community.example.com/docs#550",
     BOUNCE_HARD},
    {"mimecast header", "", 550, "550 Rejected by header based manually Blocked Senders - block",
     BOUNCE_POLICY},
    {"mimecast reputation", "", 550, "550 csi.example.org Poor Reputation Sender.", BOUNCE_POLICY},
    {"mimecast policies", "", 554, "554 Email rejected due to security policies", BOUNCE_POLICY},
    {"spf", "5.7.23", 550, "550 5.7.23 SPF validation failed", BOUNCE_POLICY},
    {"dmarc", "", 550, "550 Email rejected per DMARC policy for example.com", BOUNCE_POLICY},
    /* GMX, T-Online, iCloud, Free */
    {"gmx unknown", "", 550, "550 Requested action not taken: mailbox unavailable", BOUNCE_HARD},
    {"gmx listed", "", 554, "554 Transaction failed. IP address is block listed", BOUNCE_POLICY},
    {"gmx full", "", 552, "552 Requested mail action aborted: exceeded storage allocation",
     BOUNCE_SOFT},
    {"t-online unknown", "", 550, "550-5.1.1 unknown user", BOUNCE_HARD},
    {"icloud unknown", "5.1.1", 550, "550 5.1.1 <a@icloud.com>: user does not exist", BOUNCE_HARD},
    {"icloud full", "5.2.2", 552, "552 5.2.2 <a@icloud.com>: user is over quota", BOUNCE_SOFT},
    {"icloud policy", "5.7.1", 550,
     "550 5.7.1 [CS01] Message rejected due to local policy. Please visit the page", BOUNCE_POLICY},
    {"german", "", 550, "550 Empf\xc3\xa4nger unbekannt", BOUNCE_HARD},
    {"german full", "", 552, "552 Das Postfach ist voll", BOUNCE_SOFT},
    {"french", "", 550, "550 Destinataire inconnu", BOUNCE_HARD},
    {"free.fr full", "", 552, "552 Bo\xc3\xaete pleine (over quota)", BOUNCE_SOFT},
    {"unknown under 5.7.1", "5.7.1", 550, "550 5.7.1 User unknown", BOUNCE_HARD},
    {"spam under 5.1.1", "5.1.1", 550, "550 5.1.1 this looks like spam to us", BOUNCE_POLICY},
    /* status or code alone */
    {"5.1.1", "5.1.1", 0, "", BOUNCE_HARD},
    {"5.1.2", "5.1.2", 0, "", BOUNCE_HARD},
    {"5.1.3", "5.1.3", 0, NULL, BOUNCE_HARD},
    {"5.1.6", "5.1.6", 0, NULL, BOUNCE_HARD},
    {"5.1.7", "5.1.7", 0, NULL, BOUNCE_POLICY},
    {"5.1.10", "5.1.10", 0, NULL, BOUNCE_HARD},
    {"5.2.0", "5.2.0", 0, NULL, BOUNCE_SOFT},
    {"5.2.1", "5.2.1", 550, "", BOUNCE_HARD},
    {"5.2.121 is not 5.2.1", "5.2.121", 550, "", BOUNCE_SOFT},
    {"5.2.2", "5.2.2", 550, "", BOUNCE_SOFT},
    {"5.2.3", "5.2.3", 0, "", BOUNCE_POLICY},
    {"5.3.0", "5.3.0", 0, "", BOUNCE_SOFT},
    {"5.3.4", "5.3.4", 0, "", BOUNCE_POLICY},
    {"5.4.4", "5.4.4", 0, "", BOUNCE_SOFT},
    {"5.6.1", "5.6.1", 554, "", BOUNCE_POLICY},
    {"5.7.1", "5.7.1", 550, "", BOUNCE_POLICY},
    {"4.2.2", "4.2.2", 0, "", BOUNCE_SOFT},
    {"4.1.1", "4.1.1", 451, "", BOUNCE_SOFT},
    {"4.7.1", "4.7.1", 0, "", BOUNCE_POLICY},
    {"5.0.0 with a code", "5.0.0", 550, "", BOUNCE_HARD},
    {"5.0.0 alone", "5.0.0", 0, "", BOUNCE_SOFT},
    {"550", "", 550, "", BOUNCE_HARD},
    {"551", NULL, 551, NULL, BOUNCE_HARD},
    {"552", "", 552, "", BOUNCE_SOFT},
    {"553", "", 553, "", BOUNCE_HARD},
    {"554", "", 554, "", BOUNCE_POLICY},
    {"556", "", 556, "", BOUNCE_HARD},
    {"500", "", 500, "", BOUNCE_POLICY},
    {"450 unknown", "", 450, "450 user unknown", BOUNCE_SOFT},
    {"421", "", 421, "", BOUNCE_SOFT},
    {"nothing", "", 0, "", BOUNCE_SOFT},
    {"no status at all", "garbage", 0, "", BOUNCE_SOFT},
    {"blocked in a link", "", 550, "550 no such user, see http://example.org/blocked/spam",
     BOUNCE_HARD},
    {"relay in an address", "", 550, "550 <relay@spam.example.org> user unknown", BOUNCE_HARD},
};

static void
test_judge(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refusals); i++) {
        enum bounce_kind k = bounce_judge(refusals[i].status, refusals[i].code, refusals[i].text);

        if (k != refusals[i].kind)
            fail_msg("%s: %s, not %s", refusals[i].from, names[k], names[refusals[i].kind]);
    }
}

/* Nothing that a server says can do harm. */
static void
test_judge_long(void **state)
{
    static const char *const odd[] = {"@", ":", "://", "@:", "550", "550-", "550 5.", "\n\n\n",
                                      "a@", "\xff\xfe", "5.1.", "http://@", "x:@y"};

    (void)state;
    for (size_t i = 0; i < COUNT(odd); i++)
        assert_true(bounce_judge(odd[i], -1, odd[i]) < BOUNCE_KINDS_);
    assert_int_equal(bounce_judge("", 550, letters('x', 60000)), BOUNCE_HARD);
    assert_int_equal(bounce_judge("", 550, letters('\n', 60000)), BOUNCE_HARD);
    assert_int_equal(bounce_judge("", 550, letters('@', 60000)), BOUNCE_HARD);
}

/* Ann is on two lists, and has left a third. */
static void
subscribe(struct office *o)
{
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(
        raw_run(o->path,
                "INSERT INTO person (id, email, email_typed, created_at, updated_at)"
                " VALUES (1, 'ann@example.com', 'Ann@example.com', 1777816000, 1777816000);"
                "INSERT INTO subscription (person_id, list, state, since, source, created_at) VALUES"
                " (1, 'newsletter', 'active', 1777816000, 'web', 1777816000),"
                " (1, 'club', 'pending', 1777816000, 'web', 1777816000),"
                " (1, 'bargains', 'opted_out', 1777816000, 'web', 1777816000);"),
        SQLITE_OK);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
}

/* A letter to Ann: its row. */
static int64_t
letter(struct office *o, enum letter l)
{
    struct outbox_new n = {.letter = l, .person = 1};

    assert_int_equal(outbox_put(&o->desk, &n), ERR_OK);
    office_commit(o);
    return raw_int(o->path, "SELECT max(id) FROM outbox");
}

static bool
bounce(struct office *o, int64_t outbox, enum bounce_kind k)
{
    bool ended;

    assert_int_equal(bounce_record(&o->desk, outbox, k, "5.1.1", "smtp", &ended), ERR_OK);
    office_commit(o);
    return ended;
}

static const char *
states(struct office *o)
{
    return raw_text(o->path, "SELECT group_concat(list || '=' || state) FROM "
                             "(SELECT * FROM subscription ORDER BY list)");
}

static void
test_hard(void **state)
{
    struct office *o = *state;
    int64_t row;

    subscribe(o);
    row = letter(o, LETTER_ALREADY);
    assert_true(bounce(o, row, BOUNCE_HARD));
    assert_string_equal(states(o), "bargains=opted_out,club=bounced,newsletter=bounced");
    assert_string_equal(
        raw_text(o->path, "SELECT group_concat(kind || ' ' || list || ' ' || channel || ' ' ||"
                          " (page IS NULL)) FROM consent_event"),
        "bounce newsletter program 1,bounce club program 1");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM audit WHERE action = 'list.bounce'"
                                      " AND actor = 'program' AND channel = 'program'"), 2);
    /* once for each kind and source */
    assert_false(bounce(o, row, BOUNCE_HARD));
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM bounce"), 1);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM consent_event"), 2);
}

static void
test_policy_says_nothing(void **state)
{
    struct office *o = *state;

    subscribe(o);
    assert_false(bounce(o, letter(o, LETTER_WELCOME), BOUNCE_POLICY));
    assert_string_equal(states(o), "bargains=opted_out,club=pending,newsletter=active");
    assert_string_equal(raw_text(o->path, "SELECT kind || ' ' || status FROM bounce"),
                        "policy 5.1.1");
}

/* On so many days, how far apart: whether the last of them ends the subscriptions. */
static void
test_soft(void **state)
{
    static const struct {
        int days, apart;
        bool ends;
    } rows[] = {{4, 1, false}, {5, 1, true}, {5, 7, true}, {5, 8, false}, {6, 10, false},
                {9, 0, false}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        void *made = NULL;
        struct office *o;
        bool ended = false;

        office_setup(&made);
        o = made;
        subscribe(o);
        for (int day = 0; day < rows[i].days; day++) {
            assert_false(ended);
            ended = bounce(o, letter(o, LETTER_ALREADY), BOUNCE_SOFT);
            o->desk.now += rows[i].apart * (int64_t)DAY_SECONDS;
        }
        assert_int_equal(ended, rows[i].ends);
        office_teardown(&made);
    }
}

/* A letter that is older than the sign-up, or went elsewhere, says nothing about it. */
static void
test_other_address(void **state)
{
    struct office *o = *state;
    int64_t early = 0;

    subscribe(o);
    o->desk.now = 1777815000;
    early = letter(o, LETTER_CONFIRM);
    o->desk.now = TEST_NOW;
    assert_false(bounce(o, early, BOUNCE_HARD));
    assert_false(bounce(o, letter(o, LETTER_REQUEST), BOUNCE_HARD));
    early = letter(o, LETTER_ALREADY);
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(
        raw_run(o->path, "INSERT INTO address_change (person_id, state, reference, created_at,"
                         " ended_at) VALUES (1, 'done', 'AAAA-AAAA', 1777816800, 1777816801)"),
        SQLITE_OK);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
    assert_false(bounce(o, early, BOUNCE_HARD));
    assert_string_equal(states(o), "bargains=opted_out,club=pending,newsletter=active");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM bounce WHERE person_id IS NULL"), 2);
}

static void
test_letter(void **state)
{
    struct office *o = *state;
    unsigned char random[SECRET_ID];
    int64_t row, person = 0, found = 0;
    const char *hex;
    bool ended;

    subscribe(o);
    row = letter(o, LETTER_ALREADY);
    hex = raw_text(o->path, "SELECT hex(random) FROM outbox");
    for (int i = 0; i < SECRET_ID; i++) {
        unsigned byte;

        assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
        random[i] = (unsigned char)byte;
    }
    assert_int_equal(bounce_letter(&o->desk, random, &found, &person), ERR_OK);
    assert_true(found == row && person == 1);
    random[0] ^= 1;
    assert_int_equal(bounce_letter(&o->desk, random, &found, &person), ERR_NOTFOUND);
    assert_int_equal(bounce_record(&o->desk, 99, BOUNCE_HARD, NULL, "mail", &ended), ERR_NOTFOUND);
}

static void
test_mail_in(void **state)
{
    struct office *o = *state;
    struct mail_in m = {.kind = MAIL_PERSON, .digest = {1, 2, 3}, .message_id = "a@example.com"};
    bool seen = true;

    assert_int_equal(mail_in_seen(&o->desk, m.digest, &seen), ERR_OK);
    assert_false(seen);
    assert_int_equal(mail_in_record(&o->desk, &m), ERR_OK);
    assert_int_equal(mail_in_seen(&o->desk, m.digest, &seen), ERR_OK);
    assert_true(seen);
    assert_int_equal(mail_in_record(&o->desk, &m), ERR_CONFLICT);
    for (unsigned k = 0; k < MAIL_KINDS_; k++) {
        m.digest[0]++;
        m.kind = (enum mail_kind)k;
        m.acted = k == MAIL_OPTOUT;
        assert_int_equal(mail_in_record(&o->desk, &m), ERR_OK);
    }
    office_commit(o);
    assert_string_equal(raw_text(o->path, "SELECT group_concat(kind) FROM mail_in WHERE id > 1"),
                        "optout,bounce,autoreply,request,person");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_judge),
        cmocka_unit_test(test_judge_long),
        office_test(test_hard),
        office_test(test_policy_says_nothing),
        cmocka_unit_test(test_soft),
        office_test(test_other_address),
        office_test(test_letter),
        office_test(test_mail_in),
    };

    return cmocka_run_group_tests_name("bounces", tests, NULL, NULL);
}
