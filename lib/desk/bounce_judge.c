/* bounce_judge.c - what a server's refusal says about the address: nothing, much or all. */
#include <assert.h>
#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/ascii.h"
#include "desk/bounces.h"

enum { WORDS_MAX = 2048 }; /* bytes of an answer that are looked at */

/*
 * Words that servers use, in lower case, with whatever is no letter or digit as one space; a phrase
 * that ends without a space takes any ending. The first row that is found decides, so what says
 * least about an address stands before what ends it: "sender verify failed: no such user" is about
 * us.
 */
static const struct {
    const char *phrase;
    enum bounce_kind kind;
} tells[] = {
    /* a full mailbox */
    {" mailbox full ", BOUNCE_SOFT},
    {" mailbox is full ", BOUNCE_SOFT},
    {" mail box full ", BOUNCE_SOFT},
    {" mailfolder is full ", BOUNCE_SOFT},
    {" inbox is full ", BOUNCE_SOFT},
    {" inbox full ", BOUNCE_SOFT},
    {" account is full ", BOUNCE_SOFT},
    {" user is full ", BOUNCE_SOFT},
    {" over quota ", BOUNCE_SOFT},
    {" overquota ", BOUNCE_SOFT},
    {" over its quota ", BOUNCE_SOFT},
    {" over the quota ", BOUNCE_SOFT},
    {" over the maximum allowed quota ", BOUNCE_SOFT},
    {" quota exceed", BOUNCE_SOFT},
    {" quotaexceeded", BOUNCE_SOFT},
    {" exceeded storage allocation ", BOUNCE_SOFT},
    {" out of storage ", BOUNCE_SOFT},
    {" insufficient storage ", BOUNCE_SOFT},
    {" insufficient system storage ", BOUNCE_SOFT},
    {" not enough storage ", BOUNCE_SOFT},
    {" mailbox size limit ", BOUNCE_SOFT},
    {" postfach voll ", BOUNCE_SOFT},
    {" postfach ist voll ", BOUNCE_SOFT},
    {" speicherplatz ", BOUNCE_SOFT},
    {" boîte pleine ", BOUNCE_SOFT},
    {" buzón lleno ", BOUNCE_SOFT},
    {" casella piena ", BOUNCE_SOFT},
    /* Exchange Online's refusal of addresses that it doesn't know, though it reads like a rule's */
    {" access denied as 201806281 ", BOUNCE_HARD},
    /* refused by rule: spam, size, the sender, relaying */
    {" spam", BOUNCE_POLICY},
    {" antispam", BOUNCE_POLICY},
    {" unsolicited ", BOUNCE_POLICY},
    {" bulk ", BOUNCE_POLICY},
    {" junk", BOUNCE_POLICY},
    {" block", BOUNCE_POLICY},
    {" blacklist", BOUNCE_POLICY},
    {" black list", BOUNCE_POLICY},
    {" denylist", BOUNCE_POLICY},
    {" whitelist", BOUNCE_POLICY},
    {" rbl ", BOUNCE_POLICY},
    {" dnsbl", BOUNCE_POLICY},
    {" listed at ", BOUNCE_POLICY},
    {" listed by ", BOUNCE_POLICY},
    {" is listed ", BOUNCE_POLICY},
    {" reputation ", BOUNCE_POLICY},
    {" policy ", BOUNCE_POLICY},
    {" policies ", BOUNCE_POLICY},
    {" richtlinie", BOUNCE_POLICY},
    {" spf ", BOUNCE_POLICY},
    {" dkim ", BOUNCE_POLICY},
    {" dmarc ", BOUNCE_POLICY},
    {" reverse dns ", BOUNCE_POLICY},
    {" rdns ", BOUNCE_POLICY},
    {" ptr record", BOUNCE_POLICY},
    {" helo ", BOUNCE_POLICY},
    {" ehlo ", BOUNCE_POLICY},
    {" client host ", BOUNCE_POLICY},
    {" your ip ", BOUNCE_POLICY},
    {" ip address ", BOUNCE_POLICY},
    {" relay", BOUNCE_POLICY},
    {" unable to relay ", BOUNCE_POLICY},
    {" sender", BOUNCE_POLICY},
    {" content ", BOUNCE_POLICY},
    {" virus", BOUNCE_POLICY},
    {" malware ", BOUNCE_POLICY},
    {" phishing ", BOUNCE_POLICY},
    {" malicious ", BOUNCE_POLICY},
    {" suspicious ", BOUNCE_POLICY},
    {" suspected ", BOUNCE_POLICY},
    {" banned ", BOUNCE_POLICY},
    {" abuse ", BOUNCE_POLICY},
    {" complaint", BOUNCE_POLICY},
    {" prohibit", BOUNCE_POLICY}, /* Exim's "administrative prohibition" */
    {" not authorized ", BOUNCE_POLICY},
    {" unauthorized ", BOUNCE_POLICY},
    {" not permitted ", BOUNCE_POLICY},
    {" not allowed ", BOUNCE_POLICY},
    {" unauthenticated ", BOUNCE_POLICY},
    {" authentication required ", BOUNCE_POLICY},
    {" authentication failed ", BOUNCE_POLICY},
    {" access denied ", BOUNCE_POLICY},
    {" too large ", BOUNCE_POLICY},
    {" too big ", BOUNCE_POLICY},
    {" message size ", BOUNCE_POLICY},
    {" size limit ", BOUNCE_POLICY},
    {" attachment", BOUNCE_POLICY},
    {" hop count ", BOUNCE_SOFT},
    {" mail loop", BOUNCE_SOFT},
    /* not now */
    {" greylist", BOUNCE_SOFT},
    {" graylist", BOUNCE_SOFT},
    {" try again ", BOUNCE_SOFT},
    {" too quickly ", BOUNCE_SOFT},
    {" at a rate that ", BOUNCE_SOFT},
    {" rate limit", BOUNCE_SOFT},
    {" too many ", BOUNCE_SOFT},
    {" temporar", BOUNCE_SOFT},
    {" timed out ", BOUNCE_SOFT},
    {" connection refused ", BOUNCE_SOFT},
    /* nobody there */
    {" unknown user ", BOUNCE_HARD},
    {" user unknown ", BOUNCE_HARD},
    {" userunknown ", BOUNCE_HARD},
    {" user is unknown ", BOUNCE_HARD},
    {" no such user ", BOUNCE_HARD},
    {" nosuchuser ", BOUNCE_HARD},
    {" user not found ", BOUNCE_HARD},
    {" not a valid user ", BOUNCE_HARD},
    {" invalid user ", BOUNCE_HARD},
    {" user doesn't ", BOUNCE_HARD},
    {" not our customer ", BOUNCE_HARD},
    {" unknown recipient ", BOUNCE_HARD},
    {" recipient unknown ", BOUNCE_HARD},
    {" recipient not found ", BOUNCE_HARD},
    {" recipientnotfound ", BOUNCE_HARD},
    {" recipnotfound ", BOUNCE_HARD},
    {" no such recipient ", BOUNCE_HARD},
    {" invalid recipient ", BOUNCE_HARD},
    {" not a valid recipient ", BOUNCE_HARD},
    {" unknown address ", BOUNCE_HARD},
    {" address unknown ", BOUNCE_HARD},
    {" invalid address ", BOUNCE_HARD},
    {" no such address ", BOUNCE_HARD},
    {" bad address ", BOUNCE_HARD},
    {" bad destination mailbox ", BOUNCE_HARD},
    {" unrouteable address ", BOUNCE_HARD},
    {" unroutable address ", BOUNCE_HARD},
    {" unknown local part ", BOUNCE_HARD},
    {" unknown mailbox ", BOUNCE_HARD},
    {" mailbox unknown ", BOUNCE_HARD},
    {" no such mailbox ", BOUNCE_HARD},
    {" no mailbox ", BOUNCE_HARD},
    {" invalid mailbox ", BOUNCE_HARD},
    {" mailbox not found ", BOUNCE_HARD},
    {" mailbox unavailable ", BOUNCE_HARD}, /* RFC 5321 4.2.3: 550 */
    {" mailbox is inactive ", BOUNCE_HARD},
    {" mailbox disabled ", BOUNCE_HARD},
    {" mailbox is disabled ", BOUNCE_HARD},
    {" no account ", BOUNCE_HARD},
    {" account disabled ", BOUNCE_HARD},
    {" account is disabled ", BOUNCE_HARD},
    {" account has been disabled ", BOUNCE_HARD},
    {" account inactive ", BOUNCE_HARD},
    {" account suspended ", BOUNCE_HARD},
    {" account closed ", BOUNCE_HARD},
    {" is inactive ", BOUNCE_HARD},
    {" no longer ", BOUNCE_HARD},
    {" does not exist ", BOUNCE_HARD},
    {" doesn't exist ", BOUNCE_HARD},
    {" not exist ", BOUNCE_HARD},
    {" not listed in domino directory ", BOUNCE_HARD},
    {" not listed in public name address book ", BOUNCE_HARD},
    {" domain name not found ", BOUNCE_HARD},
    {" domain not found ", BOUNCE_HARD},
    {" couldn't find any host ", BOUNCE_HARD}, /* qmail */
    {" null mx ", BOUNCE_HARD},                /* RFC 7505 */
    {" nullmx ", BOUNCE_HARD},
    {" unbekannt", BOUNCE_HARD},
    {" existiert nicht ", BOUNCE_HARD},
    {" inconnu", BOUNCE_HARD},
    {" n'existe pas ", BOUNCE_HARD},
    {" no existe ", BOUNCE_HARD},
    {" desconocido ", BOUNCE_HARD},
    {" sconosciuto ", BOUNCE_HARD},
};

/*
 * Enhanced status (RFC 3463 3; RFC 7505, 7372), the narrower rows first. One that ends in a dot
 * covers what follows. X.7.X is about rules whatever its class.
 */
static const struct {
    const char *status;
    enum bounce_kind kind;
} statuses[] = {
    {"4.7.", BOUNCE_POLICY},
    {"4.", BOUNCE_SOFT},
    {"5.1.7", BOUNCE_POLICY}, /* the sender's address: 5.1.7, 5.1.8 */
    {"5.1.8", BOUNCE_POLICY},
    {"5.1.9", BOUNCE_POLICY},
    {"5.1.", BOUNCE_HARD},
    {"5.2.1", BOUNCE_HARD}, /* disabled */
    {"5.2.3", BOUNCE_POLICY}, /* longer than this mailbox takes */
    {"5.2.", BOUNCE_SOFT},
    {"5.3.4", BOUNCE_POLICY}, /* longer than this system takes */
    {"5.3.", BOUNCE_SOFT},
    {"5.4.310", BOUNCE_HARD}, /* Exchange Online: there is no such domain */
    {"5.4.", BOUNCE_SOFT},
    {"5.5.", BOUNCE_POLICY},
    {"5.6.", BOUNCE_POLICY},
    {"5.7.", BOUNCE_POLICY},
};

/* Reply codes (RFC 5321 4.2.3, RFC 7504) where nothing else tells more. */
static const struct {
    int code;
    enum bounce_kind kind;
} codes[] = {
    {521, BOUNCE_HARD}, {550, BOUNCE_HARD}, {551, BOUNCE_HARD},
    {552, BOUNCE_SOFT}, {553, BOUNCE_HARD}, {556, BOUNCE_HARD},
};

#define COUNT_OF(table) (sizeof(table) / sizeof *(table))

/*
 * What begins each line of a long answer again: its code, a space or hyphen, and the enhanced
 * status. Returns where the words begin.
 */
static const char *
skip_code(const char *at)
{
    if (ascii_is_digit(at[0]) && ascii_is_digit(at[1]) && ascii_is_digit(at[2]) && (at[3] == ' ' || at[3] == '-'))
        at += 4;
    if (ascii_is_digit(at[0]) && at[1] == '.' && ascii_is_digit(at[2]))
        at += strspn(at, "0123456789.");
    return at;
}

/*
 * The end of an address or a link that begins at `at`, or `at` if it begins none: what stands in
 * these says nothing ("antispam@example.com", "https://example.com/?p=blocked").
 */
static const char *
skip_address(const char *at)
{
    size_t len = strcspn(at, " \t\r\n<>()[]\"',;");
    const char *link = memchr(at, ':', len), *sign = memchr(at, '@', len);

    if (link != NULL && strncmp(link, "://", 3) == 0)
        return at + len;
    if (sign == NULL || (link != NULL && link < sign))
        return at;
    while (*sign == '@' || *sign == '.' || *sign == '-' || isalnum((unsigned char)*sign))
        sign++;
    return sign;
}

static bool
is_letter(char c)
{
    return isalnum((unsigned char)c) || c == '\'' || (unsigned char)c >= 0x80;
}

/* The answer's words in lower case with one space around each. out holds WORDS_MAX bytes. */
static void
words_of(const char *text, char *out)
{
    size_t n = 0;
    bool line = true;

    out[n++] = ' ';
    while (*text != '\0' && n < WORDS_MAX - 2) {
        if (line)
            text = skip_code(text);
        if (out[n - 1] == ' ')
            text = skip_address(text);
        line = *text == '\n';
        if (is_letter(*text))
            out[n++] = (char)tolower((unsigned char)*text);
        else if (out[n - 1] != ' ')
            out[n++] = ' ';
        text += *text != '\0';
    }
    if (out[n - 1] != ' ')
        out[n++] = ' ';
    assert(n < WORDS_MAX);
    out[n] = '\0';
}

/* BOUNCE_KINDS_ where the words say nothing. */
static enum bounce_kind
judge_words(const char *text)
{
    char words[WORDS_MAX];

    words_of(text, words);
    for (size_t i = 0; i < COUNT_OF(tells); i++)
        if (strstr(words, tells[i].phrase) != NULL)
            return tells[i].kind;
    return BOUNCE_KINDS_;
}

static enum bounce_kind
judge_status(const char *status)
{
    for (size_t i = 0; i < COUNT_OF(statuses); i++) {
        size_t len = strlen(statuses[i].status);

        if (strncmp(status, statuses[i].status, len) == 0 &&
            (statuses[i].status[len - 1] == '.' || !ascii_is_digit(status[len])))
            return statuses[i].kind;
    }
    return BOUNCE_KINDS_;
}

/* A permanent refusal that isn't about the mailbox says nothing of it; of none at all we can't be
 * sure, so it counts as one that passes. */
static enum bounce_kind
judge_code(int code)
{
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        if (codes[i].code == code)
            return codes[i].kind;
    return code >= 500 && code <= 599 ? BOUNCE_POLICY : BOUNCE_SOFT;
}

enum bounce_kind
bounce_judge(const char *status, int code, const char *text)
{
    bool passing = (code >= 400 && code <= 499) || (status != NULL && status[0] == '4');
    enum bounce_kind k = text != NULL ? judge_words(text) : BOUNCE_KINDS_;

    if (k == BOUNCE_KINDS_ && status != NULL)
        k = judge_status(status);
    if (k == BOUNCE_KINDS_)
        k = judge_code(code);
    assert(k < BOUNCE_KINDS_);
    return k == BOUNCE_HARD && passing ? BOUNCE_SOFT : k;
}
