#include "mail/body.h"

#include <assert.h>
#include <gmime/gmime.h>
#include <string.h>
#include <strings.h>

#include "mail/fold.h"

#define QUOTE_LINE "-----Original Message-----"

/* ---- HTML ---- */

enum tag_act { TAG_NONE, TAG_LINE, TAG_SKIP, TAG_QUOTE };

/* Elements by what they do to the text; others do nothing. */
static const struct {
    const char *name;
    enum tag_act act;
} tags[] = {
    {"br", TAG_LINE},          {"p", TAG_LINE},      {"div", TAG_LINE},  {"tr", TAG_LINE},
    {"li", TAG_LINE},          {"h1", TAG_LINE},     {"h2", TAG_LINE},   {"h3", TAG_LINE},
    {"table", TAG_LINE},       {"pre", TAG_LINE},    {"hr", TAG_LINE},   {"td", TAG_LINE},
    {"style", TAG_SKIP},       {"script", TAG_SKIP}, {"head", TAG_SKIP}, {"title", TAG_SKIP},
    {"blockquote", TAG_QUOTE},
};

/* What mail programs mark the mail that is answered with. */
static const char *const quote_marks[] = {"gmail_quote",  "divRplyFwdMsg",   "appendonsend",
                                          "yahoo_quoted", "moz-cite-prefix", "protonmail_quote"};

static const struct {
    const char *name, *text;
} entities[] = {
    {"amp", "&"},  {"lt", "<"},   {"gt", ">"},    {"quot", "\""},
    {"apos", "'"}, {"nbsp", " "}, {"rsquo", "'"}, {"lsquo", "'"},
};

static bool
holds_mark(const char *tag, size_t len)
{
    for (size_t i = 0; i < G_N_ELEMENTS(quote_marks); i++)
        if (g_strstr_len(tag, (gssize)len, quote_marks[i]) != NULL)
            return true;
    return false;
}

/* What the tag does whose inside (between < and >) is given; *name_len gets its name's length. */
static enum tag_act
tag_act(const char *tag, size_t len, size_t *name_len)
{
    size_t from = len > 0 && tag[0] == '/' ? 1 : 0, end = from;
    while (end < len && g_ascii_isalnum(tag[end]))
        end++;
    *name_len = end;
    if (from == 0 && holds_mark(tag, len))
        return TAG_QUOTE;
    for (size_t i = 0; i < G_N_ELEMENTS(tags); i++) {
        if (strlen(tags[i].name) != end - from ||
            strncasecmp(tags[i].name, tag + from, end - from) != 0)
            continue;
        return from == 0 || tags[i].act == TAG_LINE ? tags[i].act : TAG_NONE;
    }
    return TAG_NONE;
}

/* Where "</name" stands, or the end. */
static size_t
skip_element(const char *html, size_t len, const char *name, size_t name_len)
{
    for (size_t at = 0; at + name_len + 2 <= len; at++) {
        const char *open = memchr(html + at, '<', len - at);
        if (open == NULL)
            return len;
        at = (size_t)(open - html);
        if (at + name_len + 2 <= len && open[1] == '/' &&
            strncasecmp(open + 2, name, name_len) == 0)
            return at;
    }
    return len;
}

/* Appends what "&...;" stands for; returns its length, or 1 for a bare "&". */
static size_t
entity_add(const char *at, size_t len, struct buf *out)
{
    const char *end = memchr(at, ';', len < 12 ? len : 12);
    size_t name = end != NULL ? (size_t)(end - at) - 1 : 0;
    char utf8[8] = "";
    if (name > 1 && at[1] == '#') {
        bool hex = at[2] == 'x' || at[2] == 'X';
        gunichar c = (gunichar)g_ascii_strtoull(at + (hex ? 3 : 2), NULL, hex ? 16 : 10);
        if (c >= ' ' && g_unichar_validate(c))
            buf_add(out, utf8, (size_t)g_unichar_to_utf8(c, utf8));
        return name + 2;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(entities); i++) {
        if (strlen(entities[i].name) == name && strncmp(entities[i].name, at + 1, name) == 0) {
            buf_str(out, entities[i].text);
            return name + 2;
        }
    }
    buf_char(out, '&');
    return 1;
}

/* Takes the tag (or comment) at html, which begins with "<"; returns how many bytes it is long. */
static size_t
tag_take(const char *html, size_t len, struct buf *out)
{
    bool comment = len >= 4 && memcmp(html, "<!--", 4) == 0;
    const char *end = g_strstr_len(html, (gssize)len, comment ? "-->" : ">");
    if (end == NULL)
        return len;
    size_t used = (size_t)(end - html) + (comment ? 3 : 1), name;
    switch (comment ? TAG_NONE : tag_act(html + 1, used - 2, &name)) {
    case TAG_NONE: break;
    case TAG_LINE: buf_char(out, '\n'); break;
    case TAG_SKIP: used += skip_element(html + used, len - used, html + 1, name); break;
    case TAG_QUOTE: buf_str(out, "\n" QUOTE_LINE "\n"); break;
    }
    assert(used <= len);
    return used;
}

void
body_from_html(const char *html, size_t len, struct buf *out)
{
    for (size_t at = 0; at < len && out->err == ERR_OK;) {
        if (html[at] == '<') {
            at += tag_take(html + at, len - at, out);
        } else if (html[at] == '&') {
            at += entity_add(html + at, len - at, out);
        } else {
            bool end = html[at] == '\n' || html[at] == '\r';
            buf_char(out, end ? ' ' : html[at]);
            at++;
        }
    }
}

/* ---- quotes ---- */

/* Lines that a mail program puts above the mail that is answered, by how they begin... */
static const char *const quote_begins[] = {
    "original message",        "original appointment",    "forwarded message",
    "begin forwarded message", "ursprungliche nachricht", "message d'origine",
    "mensaje original",        "mensagem original",       "messaggio originale",
    "oorspronkelijk bericht",  "исходное сообщение",      "原始邮件",
    "元のメッセージ",          "reply to message",        NULL};

/* ... or, of one with a date and a name before it, how they end. */
static const char *const quote_ends[] = {
    "wrote",   "schrieb",   "a écrit", "escribió", "ha scritto", "schreef",  "escreveu",
    "написал", "написал а", "写道",    "skrev",    "napisał",    "napisał a"};

/* Outlook's header of a quoted mail: the line, and what the next one or the one after begins with.
 */
static const struct {
    const char *from, *sent;
} headers[] = {{"from:", "sent:"}, {"von:", "gesendet:"},  {"de :", "envoyé :"},
               {"de:", "enviado"}, {"da:", "inviato:"},    {"van:", "verzonden:"},
               {"from:", "date:"}, {"от:", "отправлено:"}, {"发件人", "发送"}};

static bool
ends_with(const char *folded, const char *phrase)
{
    char *p = fold(phrase, strlen(phrase));
    bool ends = g_str_has_suffix(folded, p);
    g_free(p);
    return ends;
}

/* "On Tue, 5 May 2026, A B <a@b.example> wrote:"; the colon may be of any script. */
static bool
attribution(const char *line, size_t len, const char *folded)
{
    while (len > 0 && g_ascii_isspace(line[len - 1]))
        len--;
    bool colon = len > 0 && (line[len - 1] == ':' ||
                             (len > 2 && memcmp(line + len - 3, "\xef\xbc\x9a", 3) == 0));
    for (size_t i = 0; colon && i < G_N_ELEMENTS(quote_ends); i++)
        if (ends_with(folded, quote_ends[i]))
            return true;
    return false;
}

/* Whether lines that begin at text are Outlook's header of a quoted mail. */
static bool
quoted_header(const char *text)
{
    const char *next = strchr(text, '\n');
    for (size_t i = 0; next != NULL && i < G_N_ELEMENTS(headers); i++)
        if (g_ascii_strncasecmp(text, headers[i].from, strlen(headers[i].from)) == 0 &&
            g_ascii_strncasecmp(next + 1, headers[i].sent, strlen(headers[i].sent)) == 0)
            return true;
    return false;
}

/* Whether the line that begins at text, of len bytes, ends what its sender typed. */
static bool
own_ends(const char *text, size_t len)
{
    if (strncmp(text, "-- \n", 4) == 0 || strncmp(text, "--\n", 3) == 0 ||
        strncmp(text, "-- \r\n", 5) == 0 || strncmp(text, "________________", 16) == 0)
        return true;
    char *folded = fold(text, len);
    bool ends =
        fold_begins(folded, quote_begins) || attribution(text, len, folded) || quoted_header(text);
    g_free(folded);
    return ends;
}

void
body_own(const char *text, struct buf *out)
{
    for (size_t len; *text != '\0' && out->err == ERR_OK; text += len) {
        const char *end = strchr(text, '\n');
        len = end != NULL ? (size_t)(end - text) + 1 : strlen(text);
        assert(len > 0);
        if (text[strspn(text, " \t")] == '>')
            continue;
        if (own_ends(text, len))
            break;
        buf_add(out, text, len);
    }
}
