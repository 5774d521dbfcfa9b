#include "mail/talk.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { CODE_DIGITS = 3, ASKS_FOR_TEXT = 354 };

/* The commands that begin a step. What a login's further lines hold begins with none of them. */
static const struct {
    const char *verb;
    enum smtp_step step;
} verbs[] = {
    {"EHLO ", SMTP_HELLO}, {"HELO ", SMTP_HELLO},       {"STARTTLS\r", SMTP_TLS},
    {"AUTH ", SMTP_LOGIN}, {"MAIL FROM:", SMTP_SENDER}, {"RCPT TO:", SMTP_RECIPIENT},
    {"DATA\r", SMTP_DATA},
};

void
talk_begin(struct talk *t)
{
    *t = (struct talk){.step = SMTP_CONNECT};
}

static void
answer_forget(struct talk *t)
{
    t->code = 0;
    t->status[0] = t->text[0] = '\0';
    t->more = false;
}

static bool
begins(const char *line, size_t len, const char *verb)
{
    return len >= strlen(verb) && strncasecmp(line, verb, strlen(verb)) == 0;
}

void
talk_sent(struct talk *t, const char *line, size_t len)
{
    if (begins(line, len, "QUIT"))
        t->over = true;
    if (t->over)
        return;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (begins(line, len, verbs[i].verb))
            t->step = verbs[i].step;
    answer_forget(t);
}

void
talk_tls(struct talk *t)
{
    if (t->step == SMTP_CONNECT && t->code == 0)
        t->step = SMTP_TLS;
}

/* The code at the start of a line of an answer, 0 if there is none (RFC 5321 4.2). */
static int
code_of(const char *line, size_t len)
{
    int code = 0;
    for (size_t i = 0; i < CODE_DIGITS; i++) {
        if (i >= len || line[i] < '0' || line[i] > '9')
            return 0;
        code = code * 10 + (line[i] - '0');
    }
    bool ends = len == CODE_DIGITS || strchr(" -\r\n", line[CODE_DIGITS]) != NULL;
    return ends && code >= 200 && code < 600 ? code : 0;
}

/* Bytes of the enhanced status (RFC 3463 2: class.subject.detail) that text begins with, or 0. */
static size_t
status_length(const char *text, size_t len)
{
    size_t at = 0;
    for (int part = 0; part < 3; part++) {
        size_t digits = 0;
        while (at + digits < len && text[at + digits] >= '0' && text[at + digits] <= '9')
            digits++;
        if (digits < 1 || digits > 3 || (part == 0 && digits != 1))
            return 0;
        at += digits;
        if (part < 2 && (at >= len || text[at++] != '.'))
            return 0;
    }
    return at == len || strchr(" \t\r\n", text[at]) != NULL ? at : 0;
}

void
talk_plain(const char *text, size_t len, char *out, size_t size)
{
    size_t used = 0;
    assert(size > 0);
    for (size_t i = 0; i < len && used < size - 1; i++) {
        char c = text[i] > ' ' && text[i] < 0x7f ? text[i] : ' ';
        if (c != ' ' || (used > 0 && out[used - 1] != ' '))
            out[used++] = c;
    }
    while (used > 0 && out[used - 1] == ' ')
        used--;
    out[used] = '\0';
}

/* Adds the text of a line to what the answer said before. */
static void
text_add(struct talk *t, const char *text, size_t len)
{
    size_t used = strlen(t->text);
    if (used > 0 && used < sizeof t->text - 2)
        t->text[used++] = ' ';
    talk_plain(text, len, t->text + used, sizeof t->text - used);
    assert(strlen(t->text) < sizeof t->text);
}

void
talk_heard(struct talk *t, const char *line, size_t len)
{
    int code = code_of(line, len);
    if (t->over || code == 0)
        return;
    if (!t->more)
        answer_forget(t);
    if (t->step == SMTP_CONNECT && code < 400) /* the greeting */
        t->step = SMTP_HELLO;
    size_t at = len > CODE_DIGITS ? CODE_DIGITS + 1 : len;
    size_t status = status_length(line + at, len - at);
    if (status > 0)
        snprintf(t->status, sizeof t->status, "%.*s", (int)status, line + at);
    text_add(t, line + at + status, len - at - status);
    t->code = code;
    t->more = len > CODE_DIGITS && line[CODE_DIGITS] == '-';
    t->asked = t->asked || (t->step == SMTP_DATA && code == ASKS_FOR_TEXT);
}
