#include "mail/inbound.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/token.h"
#include "mail/asking.h"
#include "mail/body.h"
#include "mail/failure.h"
#include "mail/fold.h"
#include "mail/opened.h"
#include "mail/subject.h"

/* What the judges share. */
struct reading {
    struct opened mail;
    const struct envelope *env;
    const struct inbound_self *self;
    const char *subject; /* "" where there is none */
    enum subject_kind subject_kind;
    bool null_sender, daemon; /* sent by nobody; by a mail system */
    struct inbound *out;
};

const char *
inbound_kind_name(enum inbound_kind k)
{
    static const char *const names[] = {
        [INBOUND_LEAVE] = "leave",         [INBOUND_REMOVE] = "remove",
        [INBOUND_BOUNCE] = "bounce",       [INBOUND_DELAYED] = "delayed",
        [INBOUND_AUTOREPLY] = "autoreply", [INBOUND_REQUEST] = "request",
        [INBOUND_PERSON] = "person",
    };
    static_assert(sizeof names / sizeof *names == INBOUND_KINDS_, "a name for each kind");
    assert(k < INBOUND_KINDS_);
    return names[k];
}

static const char *
header(const struct reading *r, const char *name)
{
    const char *value = opened_header(&r->mail, name);
    return value != NULL ? value : "";
}

/* Whether a header's value begins with one of the words, which end with NULL. */
static bool
header_says(const struct reading *r, const char *name, const char *const *words)
{
    const char *value = header(r, name);
    value += strspn(value, " \t");
    for (; *words != NULL; words++)
        if (g_ascii_strncasecmp(value, *words, strlen(*words)) == 0)
            return true;
    return false;
}

/* ---- who it is from, and to ---- */

/* The one mailbox of the one From header; several, groups and none are nobody. */
static void
read_from(struct reading *r)
{
    if (r->mail.message == NULL || opened_count(&r->mail, "From") != 1)
        return;
    InternetAddressList *list = g_mime_message_get_from(r->mail.message);
    if (list == NULL || internet_address_list_length(list) != 1)
        return;
    InternetAddress *one = internet_address_list_get_address(list, 0);
    if (!INTERNET_ADDRESS_IS_MAILBOX(one))
        return;
    const char *addr = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one));
    if (addr != NULL)
        mail_address_parse(addr, strlen(addr), &r->out->from);
}

/* The names that mail systems send their reports by. */
static const char *const daemons[] = {"mailer daemon",
                                      "mail daemon",
                                      "maildaemon",
                                      "mailerdaemon",
                                      "postmaster",
                                      "mail delivery system",
                                      "mail delivery subsystem",
                                      "mail delivery",
                                      "mail administrator",
                                      "microsoftexchange",
                                      "microsoft outlook",
                                      "system administrator",
                                      "systemadministrator",
                                      "internet mail delivery",
                                      "mail system",
                                      NULL};

static void
read_sender(struct reading *r)
{
    const char *sender = r->env->sender != NULL ? r->env->sender : header(r, "Return-Path");
    bool told = r->env->sender != NULL || opened_header(&r->mail, "Return-Path") != NULL;
    size_t skip = strspn(sender, " \t<>");
    const char *from = header(r, "From");
    char *folded = fold(from, strlen(from)), *path = fold(sender, strlen(sender));
    /* Postfix's pipe(8) and local(8) tell the null sender by this name. */
    r->null_sender = told && (sender[skip] == '\0' || strcmp(path, "mailer daemon") == 0);
    r->daemon = r->null_sender || fold_holds(folded, daemons) || fold_begins(path, daemons) ||
                g_str_has_prefix(folded, "microsoftexchange");
    g_free(path);
    g_free(folded);
}

/* The tag of an address of ours in lower case; false if it is none, or too long for one. */
static bool
tag_read(const char *plain, const char *address, char out[64])
{
    size_t len;
    const char *tag = plain[0] != '\0' ? address_tag(plain, address, &len) : NULL;
    if (tag == NULL || len == 0 || len >= 64)
        return false;
    for (size_t i = 0; i < len; i++)
        out[i] = g_ascii_tolower(tag[i]);
    out[len] = '\0';
    return true;
}

/* Looks for a tag among a header's addresses, groups and all. */
static bool
list_tag(InternetAddressList *list, const char *plain, char out[64], int depth)
{
    int count = list != NULL && depth < LIMIT_MAIL_DEPTH ? internet_address_list_length(list) : 0;
    for (int i = 0; i < count; i++) {
        InternetAddress *one = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_GROUP(one)) {
            InternetAddressGroup *group = INTERNET_ADDRESS_GROUP(one);
            if (list_tag(internet_address_group_get_members(group), plain, out, depth + 1))
                return true;
        } else {
            const char *addr = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one));
            if (addr != NULL && tag_read(plain, addr, out))
                return true;
        }
    }
    return false;
}

/* The tag that the mail was sent to: by the envelope, or, where that is not told, by the headers.
 */
static bool
recipient_tag(const struct reading *r, const char *plain, char out[64])
{
    static const char *const headers[] = {"X-Original-To", "Delivered-To", "Envelope-To",
                                          "X-Envelope-To", "To",           "Cc"};
    if (r->env->recipient != NULL && r->env->recipient[0] != '\0')
        return tag_read(plain, r->env->recipient, out);
    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
        const char *value = header(r, headers[i]);
        InternetAddressList *list = internet_address_list_parse(NULL, value);
        bool found = list_tag(list, plain, out, 0);
        if (list != NULL)
            g_object_unref(list);
        if (found)
            return true;
    }
    return false;
}

/* ---- machines ---- */

static const char *const yes_by_being_there[] = {
    "X-Autoreply",  "X-Autorespond",   "X-Autoresponder", "X-AutoReply-From", "X-Mail-Autoreply",
    "X-Auto-Reply", "X-Auto-Response", "X-Vacation",      "X-TMDA-Confirm",   "X-Boxbe-Challenge"};

static const char *const precedences[] = {"bulk", "junk", "list", "auto_reply", "auto-reply", NULL};
static const char *const answers[] = {"auto_reply", "auto-reply", NULL};
static const char *const replied[] = {"auto-replied", "auto-notified", NULL};
static const char *const generated[] = {"auto-generated", NULL};
static const char *const by_hand[] = {"no", NULL};
static const char *const reply[] = {"reply", NULL};
static const char *const message_class[] = {"9; autoresponder", NULL};

/* RFC 3834 2: never answered. */
static bool
answered_never(const struct reading *r)
{
    return r->null_sender || header_says(r, "Precedence", precedences) ||
           (header(r, "Auto-Submitted")[0] != '\0' && !header_says(r, "Auto-Submitted", by_hand)) ||
           header(r, "List-Id")[0] != '\0' || header(r, "List-Post")[0] != '\0' ||
           header(r, "List-Unsubscribe")[0] != '\0' || header(r, "Feedback-ID")[0] != '\0';
}

/* Whether the headers say that a machine answers a mail. */
static bool
headers_autoreply(const struct reading *r)
{
    for (size_t i = 0; i < G_N_ELEMENTS(yes_by_being_there); i++)
        if (opened_header(&r->mail, yes_by_being_there[i]) != NULL)
            return true;
    bool answers_one = header(r, "In-Reply-To")[0] != '\0' || header(r, "References")[0] != '\0';
    return header_says(r, "Auto-Submitted", replied) || header_says(r, "Precedence", answers) ||
           header_says(r, "X-Autogenerated", reply) ||
           header_says(r, "X-POST-MessageClass", message_class) ||
           (header_says(r, "Auto-Submitted", generated) && answers_one);
}

/* A subject alone must look like a machine's: "Out of office: ...", or nothing beside it. */
static bool
subject_autoreply(const struct reading *r)
{
    if (r->subject_kind != SUBJECT_AUTOREPLY)
        return false;
    return r->out->no_answer || strchr(r->subject, ':') != NULL ||
           strstr(r->subject, "\xef\xbc\x9a") != NULL ||
           strchr(subject_bare(r->subject), ' ') == NULL || g_utf8_strlen(r->subject, -1) < 40;
}

/* ---- the judges, in their order: true where one knows what it is ---- */

static bool
judge_report(struct reading *r)
{
    enum failure says = failure_report(&r->mail, r->out);
    if (says == FAILURE_NONE)
        return false;
    if (says == FAILURE_FAILED)
        failure_from_text(&r->mail, r->out);
    r->out->kind = says == FAILURE_FAILED ? INBOUND_BOUNCE : INBOUND_DELAYED;
    return true;
}

/* Whether a mail system says in words that a mail was not delivered. */
static bool
fails_in_words(const struct reading *r, bool tagged)
{
    if (r->subject_kind == SUBJECT_FAILED)
        return true;
    if (subject_autoreply(r) || headers_autoreply(r))
        return failure_words(&r->mail) && header(r, "X-Failed-Recipients")[0] != '\0';
    return failure_words(&r->mail) || (tagged && r->null_sender);
}

/* The common forms that keep to no standard; only from mail systems, or to a return address. */
static bool
judge_failure_text(struct reading *r)
{
    bool tagged = r->out->bounce_tag[0] != '\0';
    const char *failed = header(r, "X-Failed-Recipients");
    if ((!r->daemon && !tagged) || r->mail.receipt || r->mail.complaint ||
        r->subject_kind == SUBJECT_CHALLENGE)
        return false;
    if (r->subject_kind == SUBJECT_PASSING || (r->daemon && passing_words(&r->mail))) {
        r->out->kind = INBOUND_DELAYED;
        return true;
    }
    if (!fails_in_words(r, tagged))
        return false;
    r->out->kind = INBOUND_BOUNCE;
    mail_address_parse(failed, strcspn(failed, ","), &r->out->bounce_to);
    failure_from_text(&r->mail, r->out);
    return true;
}

static bool
judge_leave(struct reading *r)
{
    if (!recipient_tag(r, r->self->leave_mail, r->out->leave_tag))
        return false;
    r->out->kind = INBOUND_LEAVE;
    return true;
}

static bool
judge_autoreply(struct reading *r)
{
    if (r->mail.complaint || (!r->mail.receipt && !headers_autoreply(r) && !subject_autoreply(r) &&
                              r->subject_kind != SUBJECT_CHALLENGE))
        return false;
    r->out->kind = INBOUND_AUTOREPLY;
    return true;
}

/* The subject without the sender's own address, which some write into it. Caller frees (g_free). */
static char *
subject_without_sender(const struct reading *r)
{
    char *low = g_utf8_strdown(r->subject, -1), *bare = g_strdup(r->subject);
    const char *from = r->out->from.canonical;
    const char *at = from[0] != '\0' ? strstr(low, from) : NULL;
    if (at != NULL && strlen(low) == strlen(bare))
        memset(bare + (at - low), ' ', strlen(from));
    g_free(low);
    return bare;
}

static bool
judge_subject(struct reading *r)
{
    if (r->out->no_answer)
        return false;
    char *subject = subject_without_sender(r);
    bool remove = subject_says_remove(subject);
    g_free(subject);
    if (remove)
        r->out->kind = INBOUND_REMOVE;
    return remove;
}

static bool
judge_request(struct reading *r)
{
    struct buf own = BUF_INIT;
    body_own(buf_text(&r->mail.text), &own);
    bool asks = !r->out->no_answer && asks_for_data(r->subject, buf_text(&own));
    buf_free(&own);
    if (asks)
        r->out->kind = INBOUND_REQUEST;
    return asks;
}

/* Only a bounce speaks of a letter of ours. */
static void
forget_bounce(struct inbound *out)
{
    out->bounce_tag[0] = out->bounce_message_id[0] = out->status[0] = out->text[0] = '\0';
    out->bounce_to = (struct mail_address){.typed = ""};
    out->code = 0;
}

static void
judge(struct reading *r)
{
    static bool (*const judges[])(struct reading *) = {
        judge_report,    judge_failure_text, judge_leave,
        judge_autoreply, judge_subject,      judge_request,
    };
    recipient_tag(r, r->self->bounce_mail, r->out->bounce_tag);
    for (size_t i = 0; i < G_N_ELEMENTS(judges); i++)
        if (judges[i](r))
            break;
    if (r->out->kind != INBOUND_BOUNCE)
        forget_bounce(r->out);
}

enum err
inbound_read(const char *mail, size_t len, const struct envelope *env,
             const struct inbound_self *self, struct inbound *out)
{
    struct reading r = {.env = env, .self = self, .out = out};
    assert(mail != NULL || len == 0);
    *out = (struct inbound){.kind = INBOUND_PERSON};
    enum err e = mail_open(mail, len, &r.mail);
    if (e != ERR_OK)
        goto out;
    r.subject = header(&r, "Subject");
    r.subject_kind = subject_kind(r.subject);
    message_id_copy(out->message_id, sizeof out->message_id, header(&r, "Message-ID"));
    read_from(&r);
    read_sender(&r);
    out->no_answer = answered_never(&r);
    judge(&r);
out:
    opened_close(&r.mail);
    return e;
}
