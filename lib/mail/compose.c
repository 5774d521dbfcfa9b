#include "mail/compose.h"

#include <assert.h>
#include <gmime/gmime.h>
#include <string.h>

#include "base/address.h"
#include "base/secret.h"
#include "base/utf8.h"

enum {
    LINE_BYTES = 998, /* RFC 5322 2.1.1, without CRLF */
    BOUNDARY_BYTES = SECRET_HASH / 2,
    PREFIX_BYTES = 3, /* "=_-" */
};
static_assert(PREFIX_BYTES + 2 * BOUNDARY_BYTES <= 70, "RFC 2046 5.1.1");

void
mail_setup(void)
{
    g_mime_init();
}

/* One line of UTF-8 without control characters; NULL is fine where it may be. */
static bool
line_good(const char *text)
{
    for (uint32_t c; text != NULL && *text != '\0';) {
        size_t used = utf8_read(text, strlen(text), &c);
        if (used == 0 || utf8_is_control(c))
            return false;
        text += used;
    }
    return true;
}

/* Printable ASCII that can stand between angle brackets as it is; NULL is fine. */
static bool
token_good(const char *text)
{
    if (text == NULL)
        return true;
    for (const char *at = text; *at != '\0'; at++)
        if (*at <= ' ' || *at >= 0x7f || *at == '<' || *at == '>')
            return false;
    return text[0] != '\0' && strlen(text) < LINE_BYTES - 100;
}

static bool
letter_good(const struct letter_parts *l)
{
    return line_good(l->from_name) && line_good(l->to_name) && line_good(l->subject) &&
           token_good(l->message_id) && token_good(l->leave_url) && token_good(l->leave_mail) &&
           token_good(l->list_id);
}

/*
 * A copy of a phrase that no reader decodes: "=?" would begin an encoded word (RFC 2047 2), behind
 * which a name can hide line ends and other names. NULL for NULL; caller frees (g_free).
 */
static char *
phrase_plain(const char *text)
{
    if (text == NULL)
        return NULL;
    char **parts = g_strsplit(text, "=?", -1);
    char *plain = g_strjoinv("= ?", parts);
    g_strfreev(parts);
    return plain;
}

/* Puts the address into a list of the message. False if it is none. */
static bool
mailbox_add(InternetAddressList *list, const char *name, const char *address)
{
    char wire[MAIL_MAX + 1];
    if (!mail_address_wire(address, wire))
        return false;
    char *plain = phrase_plain(name);
    InternetAddress *mailbox = internet_address_mailbox_new(plain, wire);
    g_free(plain);
    internet_address_set_charset(mailbox, "utf-8");
    internet_address_list_add(list, mailbox);
    g_object_unref(mailbox);
    return true;
}

/*
 * A header whose value stands as it is given, since GMime would fold long addresses of links in two
 * (RFC 2369 2: no white space in a URL). raw holds its own folds.
 */
static void
header_raw(GMimeMessage *m, const char *name, const struct buf *raw)
{
    g_mime_object_append_header(GMIME_OBJECT(m), name, "", NULL);
    GMimeHeaderList *all = g_mime_object_get_header_list(GMIME_OBJECT(m));
    g_mime_header_set_raw_value(g_mime_header_list_get_header(all, name), buf_text(raw));
}

/*
 * RFC 2369 3.2 and RFC 8058: the link acts by a POST alone, which needs no further click. Mail
 * services heed it where base_url is https; a trial on http shows the same letter.
 */
static void
leave_headers(GMimeMessage *m, const struct letter_parts *l, struct buf *raw)
{
    assert(raw->len == 0);
    if (l->leave_url != NULL)
        buf_fmt(raw, " <%s>%s\n", l->leave_url, l->leave_mail != NULL ? "," : "");
    if (l->leave_mail != NULL)
        buf_fmt(raw, " <mailto:%s?subject=unsubscribe>\n", l->leave_mail);
    if (raw->len == 0)
        return;
    header_raw(m, "List-Unsubscribe", raw);
    buf_reset(raw);
    if (l->leave_url == NULL)
        return;
    buf_str(raw, " List-Unsubscribe=One-Click\n");
    header_raw(m, "List-Unsubscribe-Post", raw);
    buf_reset(raw);
}

static enum err
headers_fill(GMimeMessage *m, const struct letter_parts *l)
{
    struct buf raw = BUF_INIT;
    char *subject = phrase_plain(l->subject);
    GDateTime *date = g_date_time_new_from_unix_utc(l->date);
    enum err e = ERR_INVALID;
    if (date == NULL || !mailbox_add(g_mime_message_get_from(m), l->from_name, l->from) ||
        (l->reply_to != NULL && !mailbox_add(g_mime_message_get_reply_to(m), NULL, l->reply_to)) ||
        !mailbox_add(g_mime_message_get_to(m), l->to_name, l->to))
        goto out;
    g_mime_message_set_subject(m, subject, "utf-8");
    g_mime_message_set_date(m, date);
    g_mime_message_set_message_id(m, l->message_id);
    leave_headers(m, l, &raw);
    if (l->list_id != NULL) {
        buf_fmt(&raw, " <%s>\n", l->list_id);
        header_raw(m, "List-Id", &raw);
        buf_reset(&raw);
    }
    if (l->automatic) {
        buf_str(&raw, " auto-generated\n");
        header_raw(m, "Auto-Submitted", &raw);
    }
    e = raw.err;
out:
    if (date != NULL)
        g_date_time_unref(date);
    g_free(subject);
    buf_free(&raw);
    return e;
}

/*
 * ASCII in lines that may be sent stays as it is, so that a link is whole in the mail's source too;
 * else the shorter of quoted-printable and base64.
 */
static GMimeContentEncoding
encoding_of(const char *text)
{
    size_t other = 0, line = 0, longest = 0;
    const char *at = text;
    for (; *at != '\0'; at++) {
        other += (unsigned char)*at >= 0x80 || (*at < ' ' && *at != '\n' && *at != '\t');
        line = *at == '\n' ? 0 : line + 1;
        longest = line > longest ? line : longest;
    }
    if (other == 0 && longest <= LINE_BYTES)
        return GMIME_CONTENT_ENCODING_7BIT;
    return 6 * other > (size_t)(at - text) ? GMIME_CONTENT_ENCODING_BASE64
                                           : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
}

/* A part of text/SUBTYPE, for the caller to release. */
static GMimeObject *
part_new(const char *subtype, const char *text)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text, strlen(text));
    GMimeDataWrapper *content =
        g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    GMimePart *part = g_mime_part_new_with_type("text", subtype);
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
    g_mime_part_set_content(part, content);
    g_mime_part_set_content_encoding(part, encoding_of(text));
    g_object_unref(content);
    g_object_unref(stream);
    return GMIME_OBJECT(part);
}

/* "=_" stands in no part that is encoded, and the rest is as good as random in one that is not. */
static void
boundary_make(const char *message_id, char *out)
{
    unsigned char hash[SECRET_HASH];
    secret_digest(message_id, strlen(message_id), hash);
    memcpy(out, "=_-", PREFIX_BYTES);
    hex_encode(hash, BOUNDARY_BYTES, out + PREFIX_BYTES);
}

/* Simplest first, best last (RFC 2046 5.1.4). For the caller to release. */
static GMimeObject *
body_new(const struct letter_parts *l)
{
    char boundary[PREFIX_BYTES + 2 * BOUNDARY_BYTES + 1];
    if (l->html == NULL)
        return part_new("plain", l->text);
    GMimeMultipart *body = g_mime_multipart_new_with_subtype("alternative");
    boundary_make(l->message_id, boundary);
    g_mime_multipart_set_boundary(body, boundary);
    GMimeObject *parts[] = {part_new("plain", l->text), part_new("html", l->html)};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        g_mime_multipart_add(body, parts[i]);
        g_object_unref(parts[i]);
    }
    return GMIME_OBJECT(body);
}

/* Appends the message with CRLF line ends. */
static void
message_write(GMimeMessage *m, struct buf *out)
{
    GMimeStream *stream = g_mime_stream_mem_new();
    GMimeFormatOptions *options = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
    g_mime_object_write_to_stream(GMIME_OBJECT(m), options, stream);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    buf_add(out, bytes->data, bytes->len);
    g_mime_format_options_free(options);
    g_object_unref(stream);
}

enum err
letter_compose(const struct letter_parts *l, struct buf *out)
{
    assert(l->text != NULL && l->subject != NULL && l->message_id != NULL);
    if (!letter_good(l))
        return ERR_INVALID;
    GMimeMessage *m = g_mime_message_new(TRUE);
    enum err e = headers_fill(m, l);
    if (e == ERR_OK) {
        GMimeObject *body = body_new(l);
        g_mime_message_set_mime_part(m, body);
        g_object_unref(body);
        message_write(m, out);
        e = out->err;
    }
    g_object_unref(m);
    return e;
}
