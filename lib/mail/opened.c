#include "mail/opened.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "mail/body.h"
#include "mail/inbound.h"

/* ---- bytes ---- */

/* The length of the first line with its end; lines may end with LF, or, in a mail without any, CR.
 */
static size_t
line_length(const char *at, size_t len, char end)
{
    const char *found = memchr(at, end, len);
    return found != NULL ? (size_t)(found - at) + 1 : len;
}

/*
 * Copies a mail within the bounds of opened.h, with an end of the header that nobody can miss. The
 * "From " line of a mailbox is left out.
 */
static void
tame(const char *mail, size_t len, struct buf *out)
{
    char end = memchr(mail, '\n', len) == NULL ? '\r' : '\n';
    size_t field = 0, boundaries = 0;
    for (size_t at = 0, line; at < len; at += line) {
        line = line_length(mail + at, len - at, end);
        const char *text = mail + at;
        if (at == 0 && line > 5 && memcmp(text, "From ", 5) == 0)
            continue;
        if (line > 1 && text[0] == '-' && text[1] == '-' && ++boundaries > LIMIT_MAIL_BOUNDARIES)
            break;
        if (text[0] != ' ' && text[0] != '\t')
            field = 0;
        size_t body = text[line - 1] == end ? line - 1 : line;
        size_t kept = body < LIMIT_MAIL_FIELD - field ? body : LIMIT_MAIL_FIELD - field;
        field += kept;
        buf_add(out, text, kept);
        if (kept > 0 || body == 0)
            buf_char(out, '\n');
    }
    buf_str(out, "\n\n");
}

static GMimeParser *
parser_new(const char *text, size_t len)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text, len);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_mime_parser_set_format(parser, GMIME_FORMAT_MESSAGE);
    g_object_unref(stream);
    return parser;
}

GMimeObject *
fields_read(const char *text, size_t len)
{
    struct buf b = BUF_INIT;
    GMimeObject *part = NULL;
    tame(text, len, &b);
    if (b.err == ERR_OK) {
        GMimeParser *parser = parser_new(b.data, b.len);
        part = g_mime_parser_construct_part(parser, NULL);
        g_object_unref(parser);
    }
    buf_free(&b);
    return part;
}

/* ---- headers ---- */

const char *
opened_header(const struct opened *o, const char *name)
{
    if (o->message == NULL)
        return NULL;
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(o->message));
    GMimeHeader *header = g_mime_header_list_get_header(list, name);
    return header != NULL ? g_mime_header_get_value(header) : NULL;
}

size_t
opened_count(const struct opened *o, const char *name)
{
    size_t count = 0;
    if (o->message == NULL)
        return 0;
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(o->message));
    for (int i = g_mime_header_list_get_count(list) - 1; i >= 0; i--) {
        GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
        count += g_ascii_strcasecmp(g_mime_header_get_name(header), name) == 0;
    }
    return count;
}

void
message_id_copy(char *out, size_t size, const char *id)
{
    size_t len;
    assert(size > 0);
    *out = '\0';
    if (id == NULL)
        return;
    id += strspn(id, " \t\r\n<");
    len = strcspn(id, " \t\r\n<>");
    if (len >= size)
        return;
    for (size_t i = 0; i < len; i++)
        if (id[i] < '!' || id[i] > '~')
            return;
    memcpy(out, id, len);
    out[len] = '\0';
}

/* ---- parts ---- */

/* Adds what room there is for. */
static void
add_some(struct buf *b, const char *text, size_t len)
{
    size_t room = b->len < LIMIT_MAIL_TEXT ? LIMIT_MAIL_TEXT - b->len : 0;
    buf_add(b, text, len < room ? len : room);
}

/* The part's bytes with its encoding undone, and, of a text, its charset: UTF-8 where it is known.
 */
static void
content_read(GMimePart *part, bool text, struct buf *out)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    if (content == NULL)
        return;
    GMimeStream *stream = g_mime_stream_filter_new(g_mime_data_wrapper_get_stream(content));
    GMimeStreamFilter *filters = GMIME_STREAM_FILTER(stream);
    GMimeFilter *filter = g_mime_filter_basic_new(g_mime_data_wrapper_get_encoding(content), FALSE);
    g_mime_stream_filter_add(filters, filter);
    g_object_unref(filter);
    const char *charset = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
    if (text && charset != NULL && (filter = g_mime_filter_charset_new(charset, "UTF-8")) != NULL) {
        g_mime_stream_filter_add(filters, filter);
        g_object_unref(filter);
    }
    char some[4096];
    for (ssize_t got; out->len < LIMIT_MAIL_TEXT && out->err == ERR_OK &&
                      (got = g_mime_stream_read(stream, some, sizeof some)) > 0;)
        add_some(out, some, (size_t)got);
    g_object_unref(stream);
}

/* What a walk over the parts carries. */
struct walk {
    struct opened *opened;
    struct buf html;
    int parts;
};

static void
original_take(struct opened *o, GMimeObject *headers)
{
    if (headers != NULL && o->original_id[0] == '\0')
        message_id_copy(o->original_id, sizeof o->original_id,
                        g_mime_object_get_header(headers, "Message-ID"));
}

static void
take_status(struct walk *w, GMimePart *part)
{
    if (w->opened->status.len == 0)
        content_read(part, false, &w->opened->status);
}

static void
take_receipt(struct walk *w, GMimePart *part)
{
    (void)part;
    w->opened->receipt = true;
}

static void
take_complaint(struct walk *w, GMimePart *part)
{
    (void)part;
    w->opened->complaint = true;
}

static void
take_headers(struct walk *w, GMimePart *part)
{
    struct buf b = BUF_INIT;
    content_read(part, false, &b);
    GMimeObject *headers = fields_read(buf_text(&b), b.len);
    original_take(w->opened, headers);
    if (headers != NULL)
        g_object_unref(headers);
    buf_free(&b);
}

static void
take_plain(struct walk *w, GMimePart *part)
{
    if (!g_mime_part_is_attachment(part)) {
        content_read(part, true, &w->opened->text);
        add_some(&w->opened->text, "\n", 1);
    }
}

static void
take_html(struct walk *w, GMimePart *part)
{
    if (!g_mime_part_is_attachment(part))
        content_read(part, true, &w->html);
}

/* What is done with a part of a type; others are passed over. */
static const struct {
    const char *type, *subtype;
    void (*take)(struct walk *w, GMimePart *part);
} types[] = {
    {"message", "delivery-status", take_status},
    {"message", "global-delivery-status", take_status},
    {"message", "disposition-notification", take_receipt},
    {"message", "global-disposition-notification", take_receipt},
    {"message", "feedback-report", take_complaint},
    {"text", "rfc822-headers", take_headers},
    {"message", "rfc822-headers", take_headers},
    {"message", "global-headers", take_headers},
    {"text", "plain", take_plain},
    {"text", "enriched", take_plain},
    {"text", "html", take_html},
};

static void
take_part(struct walk *w, GMimePart *part)
{
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (g_mime_content_type_is_type(type, types[i].type, types[i].subtype)) {
            types[i].take(w, part);
            return;
        }
    }
}

/* A mail inside the mail is not what its sender wrote: only its Message-ID is looked at. */
static void
walk_part(struct walk *w, GMimeObject *part, int depth)
{
    if (part == NULL || depth > LIMIT_MAIL_DEPTH || ++w->parts > LIMIT_MAIL_PARTS)
        return;
    if (GMIME_IS_MULTIPART(part)) {
        int count = g_mime_multipart_get_count(GMIME_MULTIPART(part));
        for (int i = 0; i < count && w->parts <= LIMIT_MAIL_PARTS; i++)
            walk_part(w, g_mime_multipart_get_part(GMIME_MULTIPART(part), i), depth + 1);
    } else if (GMIME_IS_MESSAGE_PART(part)) {
        GMimeMessage *inside = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
        original_take(w->opened, (GMimeObject *)inside);
    } else if (GMIME_IS_PART(part)) {
        take_part(w, GMIME_PART(part));
    }
}

static bool
blank(const struct buf *b)
{
    const char *text = buf_text(b);
    return strspn(text, " \t\r\n") == strlen(text);
}

enum err
mail_open(const char *mail, size_t len, struct opened *out)
{
    struct buf tamed = BUF_INIT;
    struct walk w = {.opened = out};

    *out = (struct opened){.message = NULL};
    tame(mail, len < LIMIT_MAIL ? len : LIMIT_MAIL, &tamed);
    if (tamed.err != ERR_OK)
        goto out;
    GMimeParser *parser = parser_new(tamed.data, tamed.len);
    out->message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    if (out->message != NULL)
        walk_part(&w, g_mime_message_get_mime_part(out->message), 0);
    if (blank(&out->text))
        body_from_html(buf_text(&w.html), w.html.len, &out->text);
    assert(out->text.len <= 2 * LIMIT_MAIL_TEXT + 2);
out:;
    enum err e = tamed.err != ERR_OK         ? tamed.err
                 : w.html.err != ERR_OK      ? w.html.err
                 : out->status.err != ERR_OK ? out->status.err
                                             : out->text.err;
    buf_free(&w.html);
    buf_free(&tamed);
    return e;
}

void
opened_close(struct opened *o)
{
    if (o->message != NULL)
        g_object_unref(o->message);
    buf_free(&o->text);
    buf_free(&o->status);
}
