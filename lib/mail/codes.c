#include "mail/codes.h"

#include <assert.h>
#include <gmime/gmime.h>
#include <stdlib.h>
#include <string.h>

#include "mail/fold.h"

static bool
digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Length of an enhanced status at text (RFC 3463: class 2, 4 or 5, a subject of 0 to 7, a detail of
 * at most 3 digits), 0 if there is none. */
static size_t
status_length(const char *text)
{
    if (strchr("245", *text) == NULL || *text == '\0' || text[1] != '.' || text[2] < '0' ||
        text[2] > '7' || text[3] != '.')
        return 0;
    size_t digits = strspn(text + 4, "0123456789");
    char next = text[4 + digits];
    if (digits < 1 || digits > 3 || g_ascii_isalnum(next) ||
        (next == '.' && digit(text[5 + digits])))
        return 0;
    return 4 + digits;
}

/* A reply code of a refusal at text (RFC 5321 4.2.1), 0 if there is none. */
static int
code_at(const char *text)
{
    if ((text[0] != '4' && text[0] != '5') || text[1] < '0' || text[1] > '7' || !digit(text[2]) ||
        g_ascii_isalnum(text[3]))
        return 0;
    if ((text[3] == '.' || text[3] == ',') && digit(text[4]))
        return 0;
    return atoi(text);
}

/* Words of a line whose number is a reply code. */
static const char *const code_hints[] = {"said",      "smtp",    "error",    "code",   "reply",
                                         "response",  "refused", "rejected", "denied", "returned",
                                         "failed",    "mailbox", "unknown",  "user",   "address",
                                         "recipient", "fehler",  NULL};

static void
status_copy(char out[STATUS_MAX], const char *status, size_t len)
{
    assert(len < STATUS_MAX);
    memcpy(out, status, len);
    out[len] = '\0';
}

/* Takes a code with the status after it; true if there is one. */
static bool
take_code(const char *line, size_t at, const char *end, struct codes *c)
{
    const char *next = line + at + 3 + strspn(line + at + 3, " -#(");
    size_t status = next < end ? status_length(next) : 0;
    if (c->code == 0 || status > 0) {
        c->code = code_at(line + at);
        c->line = line;
    }
    if (status > 0)
        status_copy(c->status, next, status);
    return status > 0;
}

static void
take_status(const char *line, size_t at, size_t len, struct codes *c)
{
    if (line[at] == '2' || c->status[0] != '\0')
        return;
    status_copy(c->status, line + at, len);
    if (c->line == NULL)
        c->line = line;
}

/* Whether the number at a place may be a code: at the line's beginning, after a colon, before a
 * status, or with words that mail servers use. */
static bool
code_likely(const char *line, size_t at, bool hinted)
{
    if (at > 0 && strchr("./-", line[at - 1]) != NULL)
        return false;
    return hinted || strspn(line, " \t<>#") >= at || (at >= 2 && line[at - 2] == ':') ||
           status_length(line + at + 3 + strspn(line + at + 3, " -#(")) > 0;
}

bool
codes_find(const char *line, size_t len, struct codes *c)
{
    char *folded = fold(line, len);
    bool hinted = fold_holds(folded, code_hints);
    g_free(folded);
    for (size_t i = 0; i < len; i++) {
        if (i > 0 &&
            (g_ascii_isalnum(line[i - 1]) || (i > 1 && line[i - 1] == '.' && digit(line[i - 2]))))
            continue;
        size_t status = status_length(line + i);
        if (status > 0)
            take_status(line, i, status, c);
        else if (code_at(line + i) != 0 && code_likely(line, i, hinted) &&
                 take_code(line, i, line + len, c))
            return true;
    }
    return false;
}

bool
status_read(const char *text, char out[STATUS_MAX])
{
    text += strspn(text, " \t");
    size_t len = status_length(text);
    status_copy(out, text, len);
    return len > 0;
}
