#include "mail/refusal.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

bool
refusal_asks_login(int code)
{
    return code == 530 || code == 534 || code == 535 || code == 538;
}

/* The enhanced status of "550 5.1.1", or "". */
static const char *
enhanced(const struct smtp_result *r)
{
    const char *space = strchr(r->status, ' ');
    return space != NULL ? space + 1 : "";
}

static bool
begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* Whether a text says one of the phrases, which end with NULL. */
static bool
says(const char *text, const char *const *phrases)
{
    for (; *phrases != NULL; phrases++)
        if (strcasestr(text, *phrases) != NULL)
            return true;
    return false;
}

/* The recipient's address is meant (RFC 3463 3.2), whatever the words. */
static bool
names_recipient(const char *status)
{
    return begins(status, "5.1.") && strpbrk(status + 4, "078") == NULL;
}

/* A server that won't relay for us says so at the recipient, or once it has seen the letter. */
static bool
denies_relay(const struct smtp_result *r)
{
    static const char *const words[] = {"denied",      "denying",    "not permitted", "required",
                                        "not allowed", "prohibited", "unable to",     NULL};
    return strcasestr(r->text, "relay") != NULL && says(r->text, words);
}

/* Many servers say only when the recipient is named what they have against client and sender. */
static bool
denies_sender(const struct smtp_result *r)
{
    static const char *const words[] = {"sender address rejected",
                                        "sender rejected",
                                        "sender verify",
                                        "sender denied",
                                        "verification failed",
                                        "send as",
                                        "sendasdenied",
                                        "client host",
                                        "client was not authenticated",
                                        "helo command rejected",
                                        "ehlo command rejected",
                                        "authentication required",
                                        "authentication is required",
                                        "not logged in",
                                        "not authenticated",
                                        "must authenticate",
                                        "log in first",
                                        NULL};
    const char *status = enhanced(r);
    return strcmp(status, "5.1.7") == 0 || strcmp(status, "5.1.8") == 0 || says(r->text, words);
}

/* A command that it doesn't know, or not now, tells nothing of what the command was about. */
static bool
misunderstands(int code)
{
    return code == 500 || code == 502 || code == 503 || code == 504;
}

bool
refusal_is_ours(const struct smtp_result *r)
{
    assert(r->code >= 500 && r->step < SMTP_STEPS_);
    if (r->step < SMTP_RECIPIENT)
        return true;
    if (names_recipient(enhanced(r)))
        return false;
    return misunderstands(r->code) || denies_relay(r) ||
           (r->step == SMTP_RECIPIENT && denies_sender(r));
}
