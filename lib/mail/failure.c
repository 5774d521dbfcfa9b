#include "mail/failure.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "mail/codes.h"
#include "mail/fold.h"

/* One line of printable ASCII and UTF-8, its spaces run together. */
static void
line_copy(char *out, size_t size, const char *text)
{
    size_t used = 0;
    for (bool gap = false; *text != '\0' && used + 2 < size; text++) {
        unsigned char c = (unsigned char)*text;
        if (c <= ' ' || c == 0x7f) {
            gap = used > 0;
            continue;
        }
        if (gap)
            out[used++] = ' ';
        gap = false;
        out[used++] = (char)c;
    }
    assert(used < size);
    out[used] = '\0';
}

/* Puts what was found where it isn't known. A status of "x.0.0" says no more than the code. */
static void
found_take(const struct codes *f, struct inbound *out)
{
    if (out->code == 0)
        out->code = f->code;
    if (f->status[0] != '\0' && (out->status[0] == '\0' || strcmp(out->status + 1, ".0.0") == 0))
        snprintf(out->status, sizeof out->status, "%s", f->status);
}

/* ---- reports ---- */

static const struct {
    const char *word;
    enum failure says;
} actions[] = {
    {"failed", FAILURE_FAILED},   {"delayed", FAILURE_PASSING},  {"delivered", FAILURE_PASSING},
    {"relayed", FAILURE_PASSING}, {"expanded", FAILURE_PASSING},
};

/* An action may be missing: the status tells as well. */
static enum failure
action_read(const char *action, const char *status)
{
    for (size_t i = 0; action != NULL && i < G_N_ELEMENTS(actions); i++) {
        action += strspn(action, " \t");
        if (g_ascii_strncasecmp(action, actions[i].word, strlen(actions[i].word)) == 0)
            return actions[i].says;
    }
    if (status[0] == '\0')
        return FAILURE_NONE;
    return status[0] == '5' ? FAILURE_FAILED : FAILURE_PASSING;
}

/* "rfc822; user@example.com", as it is in a report; false if there's no address. */
static bool
recipient_read(const char *field, struct mail_address *out)
{
    if (field == NULL)
        return false;
    const char *at = strchr(field, ';');
    at = at != NULL ? at + 1 : field;
    at += strspn(at, " \t<");
    return mail_address_parse(at, strcspn(at, "> \t\r\n"), out);
}

/* A block of a recipient's fields. */
static enum failure
block_read(const char *text, size_t len, struct inbound *out)
{
    GMimeObject *fields = fields_read(text, len);
    if (fields == NULL)
        return FAILURE_NONE;
    const char *status = g_mime_object_get_header(fields, "Status");
    const char *diagnostic = g_mime_object_get_header(fields, "Diagnostic-Code");
    char own[STATUS_MAX] = "";
    if (status != NULL)
        status_read(status, own);
    enum failure says = action_read(g_mime_object_get_header(fields, "Action"), own);
    if (says == FAILURE_FAILED) {
        struct codes f = {0};
        snprintf(out->status, sizeof out->status, "%s", own);
        if (!recipient_read(g_mime_object_get_header(fields, "Original-Recipient"),
                            &out->bounce_to))
            recipient_read(g_mime_object_get_header(fields, "Final-Recipient"), &out->bounce_to);
        if (diagnostic != NULL) {
            codes_find(diagnostic, strlen(diagnostic), &f);
            found_take(&f, out);
            line_copy(out->text, sizeof out->text, diagnostic);
        }
    }
    g_object_unref(fields);
    return says;
}

/* Where the block at text ends: at an empty line. */
static size_t
block_length(const char *text)
{
    size_t len = 0;
    while (text[len] != '\0') {
        size_t line = strcspn(text + len, "\n");
        if (strspn(text + len, " \t\r") >= line)
            break;
        len += line + (text[len + line] == '\n');
    }
    return len;
}

enum failure
failure_report(const struct opened *o, struct inbound *out)
{
    enum failure says = FAILURE_NONE;
    const char *at = buf_text(&o->status);
    while (*at != '\0' && says != FAILURE_FAILED) {
        size_t len = block_length(at);
        enum failure one = len > 0 ? block_read(at, len, out) : FAILURE_NONE;
        if (one != FAILURE_NONE)
            says = one;
        at += len;
        at += strspn(at, " \t\r\n");
    }
    return says;
}

/* ---- texts ---- */

/* Above a copy of the mail that came back. */
static const char *const copy_begins[] = {"below this line is a copy",
                                          "this is a copy of",
                                          "original message",
                                          "returned message",
                                          "unsent message",
                                          "message header",
                                          "message headers",
                                          "header of the",
                                          "headers of the",
                                          "original message headers",
                                          "a copy of the",
                                          "the header of the original",
                                          "your original message",
                                          "begin original message",
                                          "begin message",
                                          "the text you sent follows",
                                          "message text follows",
                                          "forwarded message",
                                          "dies ist eine kopie",
                                          "ursprungliche nachricht",
                                          "transcript of session ended",
                                          "received from",
                                          NULL};

static const char *const failure_phrases[] = {"could not be delivered",
                                              "couldn't be delivered",
                                              "cannot be delivered",
                                              "can not be delivered",
                                              "was not delivered",
                                              "wasn't delivered",
                                              "not been delivered",
                                              "unable to deliver",
                                              "failed to deliver",
                                              "unable to be delivered",
                                              "undeliverable",
                                              "delivery failed",
                                              "delivery has failed",
                                              "failed permanently",
                                              "delivery to the following",
                                              "permanent error",
                                              "permanent fatal errors",
                                              "permanent failure",
                                              "permanently failed",
                                              "this is the qmail send program",
                                              "wasn't able to deliver",
                                              "was not able to deliver",
                                              "user unknown",
                                              "unknown user",
                                              "no such user",
                                              "recipient address rejected",
                                              "does not exist",
                                              "doesn't exist",
                                              "mailbox unavailable",
                                              "mailbox is full",
                                              "mailbox full",
                                              "over quota",
                                              "quota exceeded",
                                              "blocked by our",
                                              "message was rejected",
                                              "message has been rejected",
                                              "has been blocked",
                                              "been returned",
                                              "returned to you",
                                              "konnte nicht zugestellt werden",
                                              "nicht zugestellt",
                                              "unzustellbar",
                                              "n'a pas pu être remis",
                                              "n'a pas pu être délivré",
                                              "non remis",
                                              "no se pudo entregar",
                                              "no se ha podido entregar",
                                              "non è stato possibile recapitare",
                                              "kon niet worden bezorgd",
                                              "não pôde ser entregue",
                                              "не удалось доставить",
                                              "не было доставлено",
                                              "無法傳送",
                                              "无法发送到",
                                              "投递失败",
                                              "配信できませんでした",
                                              NULL};

static const char *const passing_phrases[] = {"this is a warning message only",
                                              "warning message only",
                                              "do not need to resend",
                                              "no need to resend",
                                              "don't need to resend",
                                              "need not resend",
                                              "will continue to try",
                                              "will keep trying",
                                              "will be retried",
                                              "still being retried",
                                              "delivery attempts will continue",
                                              "has been delayed",
                                              "not yet been delivered",
                                              "has not been delivered yet",
                                              "successfully delivered",
                                              "delivery will be attempted",
                                              "is being retried",
                                              "zustellung verzögert",
                                              "wurde verzögert",
                                              "weitere zustellversuche",
                                              "remise retardée",
                                              NULL};

static bool
body_holds(const struct opened *o, const char *const *phrases)
{
    char *folded = fold(buf_text(&o->text), o->text.len);
    bool holds = fold_holds(folded, phrases);
    g_free(folded);
    return holds;
}

bool
failure_words(const struct opened *o)
{
    return body_holds(o, failure_phrases);
}

bool
passing_words(const struct opened *o)
{
    return body_holds(o, passing_phrases);
}

/* "<user@example.com>:", "  user@example.com", "Recipient: <user@example.com>". */
static void
recipient_find(const char *line, size_t len, struct inbound *out)
{
    const char *at = memchr(line, '@', len);
    if (at == NULL || out->bounce_to.canonical[0] != '\0')
        return;
    const char *from = at, *end = line + len;
    while (from > line && strchr(" \t<>\"'([:;,", from[-1]) == NULL)
        from--;
    assert(from >= line && from <= at);
    size_t size = strcspn(from, " \t\r\n<>\"')],;:");
    if (from + size <= end)
        mail_address_parse(from, size, &out->bounce_to);
}

/* "Message-ID: <...>" in the copy of our letter. */
static void
original_find(const char *line, size_t len, struct inbound *out)
{
    static const char name[] = "Message-ID:";
    size_t from = 0;
    while (from < len && strchr(" \t>", line[from]) != NULL)
        from++;
    if (out->bounce_message_id[0] == '\0' && len - from > sizeof name &&
        g_ascii_strncasecmp(line + from, name, sizeof name - 1) == 0)
        message_id_copy(out->bounce_message_id, sizeof out->bounce_message_id,
                        line + from + sizeof name - 1);
}

void
failure_from_text(const struct opened *o, struct inbound *out)
{
    struct codes f = {0};
    bool above = true, done = false; /* above the copy; a code with its status was found */
    const char *text = buf_text(&o->text);
    message_id_copy(out->bounce_message_id, sizeof out->bounce_message_id, o->original_id);
    for (const char *at = text; *at != '\0';) {
        size_t len = strcspn(at, "\n");
        char *folded = fold(at, len);
        above = above && !fold_begins(folded, copy_begins);
        g_free(folded);
        if (above) {
            recipient_find(at, len, out);
            done = done || codes_find(at, len, &f);
        }
        original_find(at, len, out);
        at += len + (at[len] == '\n');
    }
    found_take(&f, out);
    if (out->text[0] == '\0')
        line_copy(out->text, sizeof out->text, f.line != NULL ? f.line : text);
}
