#include "unit.h"

#include <stdio.h>

#include "mail/refusal.h"

/* What servers say, at which step, and whether it is about us. */
static const struct {
    enum smtp_step step;
    const char *status, *text;
    bool ours;
} refusals[] = {
    /* whatever comes before the recipient */
    {SMTP_SENDER, "550 5.7.1", "Not you", true},
    {SMTP_HELLO, "550", "Go away", true},
    {SMTP_CONNECT, "554 5.3.2", "Not now", true},
    /* the recipient */
    {SMTP_RECIPIENT, "550 5.1.1", "No such user", false},
    {SMTP_RECIPIENT, "550", "No such user", false},
    {SMTP_RECIPIENT, "550 5.1.1", "<x>: Recipient address rejected: relay denied", false},
    {SMTP_RECIPIENT, "501 5.1.3", "Bad recipient address syntax", false},
    {SMTP_RECIPIENT, "500 5.1.3", "Bad recipient address syntax", false},
    {SMTP_RECIPIENT, "552 5.2.2", "Mailbox full", false},
    {SMTP_RECIPIENT, "554 5.7.1", "Looks like spam", false},
    {SMTP_RECIPIENT, "552 5.3.4", "Message size exceeds fixed limit", false},
    {SMTP_RECIPIENT, "550 5.7.1", "<x>: Recipient address rejected: Access denied", false},
    /* us */
    {SMTP_RECIPIENT, "554 5.7.1", "<x>: Relay access denied", true},
    {SMTP_RECIPIENT, "550", "Authentication is required for relay", true},
    {SMTP_RECIPIENT, "550 5.7.1", "Unable to relay", true},
    {SMTP_RECIPIENT, "554 5.7.1", "<unknown[192.0.2.1]>: Client host rejected: Access denied",
     true},
    {SMTP_RECIPIENT, "554 5.7.1",
     "Service unavailable; Client host [192.0.2.1] blocked using rbl.example", true},
    {SMTP_RECIPIENT, "553 5.7.1", "<h>: Sender address rejected: not owned by user shop", true},
    {SMTP_RECIPIENT, "550 5.1.8", "<h>: Sender address rejected: Domain not found", true},
    {SMTP_RECIPIENT, "550 5.1.7", "Bad sender", true},
    {SMTP_RECIPIENT, "550", "Verification failed for <h> No Such User Here Sender verify failed",
     true},
    {SMTP_RECIPIENT, "550 5.7.60", "Client does not have permissions to send as this sender", true},
    {SMTP_RECIPIENT, "504 5.5.2", "<localhost>: Helo command rejected: need a full name", true},
    {SMTP_RECIPIENT, "500 5.5.2", "Error: bad syntax", true},
    {SMTP_RECIPIENT, "503 5.5.1", "Error: need MAIL command", true},
    /* the letter */
    {SMTP_DATA, "554 5.7.1", "Spam", false},
    {SMTP_DATA, "550 5.7.26", "Unauthenticated email is not accepted: sender rejected", false},
    {SMTP_DATA, "554 5.6.0", "Client host says the content is bad", false},
    {SMTP_DATA, "550 5.7.54", "Unable to relay recipient in non-accepted domain", true},
    {SMTP_DATA, "502 5.5.1", "Command not recognized", true},
};

static void
knows_whom_it_is_about(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refusals); i++) {
        struct smtp_result r = {.end = SMTP_LATER, .step = refusals[i].step};
        r.code = (int)strtol(refusals[i].status, NULL, 10);
        snprintf(r.status, sizeof r.status, "%s", refusals[i].status);
        snprintf(r.text, sizeof r.text, "%s", refusals[i].text);
        expect(refusal_is_ours(&r) == refusals[i].ours, refusals[i].text);
    }
}

static void
knows_who_wants_a_login(void **state)
{
    static const int login[] = {530, 534, 535, 538}, other[] = {250, 454, 500, 533, 536, 550};
    (void)state;
    for (size_t i = 0; i < COUNT(login); i++)
        assert_true(refusal_asks_login(login[i]));
    for (size_t i = 0; i < COUNT(other); i++)
        assert_false(refusal_asks_login(other[i]));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_whom_it_is_about),
        cmocka_unit_test(knows_who_wants_a_login),
    };
    return cmocka_run_group_tests_name("refusal", tests, NULL, NULL);
}
