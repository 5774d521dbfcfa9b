#include "unit.h"

#include <malloc.h>

#include "mail/compose.h"

static const struct letter_parts plain = {.from = "help@shop.example",
                                          .from_name = "Shop",
                                          .to = "Ada@Example.com",
                                          .subject = "Hello",
                                          .text = "One\n.\nThree\n",
                                          .message_id = "m1.abc@help.shop.example",
                                          .date = 1778421600};

/* The letter as text; the test's own static buffer. */
static const char *
composed(const struct letter_parts *l)
{
    static char text[200000];
    struct buf b = BUF_INIT;
    assert_int_equal(letter_compose(l, &b), ERR_OK);
    assert_true(b.len < sizeof text);
    memcpy(text, b.data, b.len + 1);
    assert_int_equal(strlen(text), b.len);
    buf_free(&b);
    return text;
}

/* What every mail on the wire must keep to: CRLF, ASCII, lines of at most 998 bytes. */
static void
holds_on_the_wire(const char *mail)
{
    size_t line = 0;
    for (const char *at = mail; *at != '\0'; at++) {
        expect((*at & 0x80) == 0, mail);
        expect((*at == '\n') == (at > mail && at[-1] == '\r'), mail);
        expect(*at != '\r' || at[1] == '\n', mail);
        line = *at == '\n' ? 0 : line + 1;
        expect(line <= 999, mail); /* with its CR */
    }
    expect(line == 0, mail);
}

static void
writes_a_plain_letter(void **state)
{
    (void)state;
    const char *mail = composed(&plain);
    holds_on_the_wire(mail);
    assert_string_equal(mail, "Date: Sun, 10 May 2026 14:00:00 +0000\r\n"
                              "From: Shop <help@shop.example>\r\n"
                              "Subject: Hello\r\n"
                              "To: Ada@example.com\r\n"
                              "Message-Id: <m1.abc@help.shop.example>\r\n"
                              "MIME-Version: 1.0\r\n"
                              "Content-Type: text/plain; charset=utf-8\r\n"
                              "Content-Transfer-Encoding: 7bit\r\n"
                              "\r\n"
                              "One\r\n.\r\nThree\r\n");
}

static void
writes_every_header(void **state)
{
    (void)state;
    struct letter_parts l = plain;
    char url[300] = "https://help.shop.example/leave/";
    strcat(url, letters('a', 200));
    l.reply_to = "support@shop.example";
    l.to_name = "Zo\xc3\xab, \"the Great\"";
    l.subject = "Gr\xc3\xbc\xc3\x9f"
                "e an alle, die uns lange genug zuh\xc3\xb6ren: es geht los, heute noch";
    l.leave_url = url;
    l.leave_mail = "leave+abc@shop.example";
    l.list_id = "newsletter.help.shop.example";
    l.automatic = true;
    const char *mail = composed(&l);
    holds_on_the_wire(mail);
    char want[400];
    snprintf(
        want, sizeof want,
        "\r\nList-Unsubscribe: <%s>,\r\n <mailto:leave+abc@shop.example?subject=unsubscribe>\r\n",
        url);
    assert_non_null(strstr(mail, want));
    assert_non_null(strstr(mail, "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    assert_non_null(strstr(mail, "\r\nList-Id: <newsletter.help.shop.example>\r\n"));
    assert_non_null(strstr(mail, "\r\nAuto-Submitted: auto-generated\r\n"));
    assert_non_null(strstr(mail, "\r\nReply-To: support@shop.example\r\n"));
    assert_non_null(strstr(mail, "\r\nSubject: =?"));
    assert_null(strstr(mail, "X-Mailer"));
    assert_null(strstr(mail, "User-Agent"));
}

/* A name that is written as an encoded word is shown as it was typed, not as what it hides. */
static void
hides_nothing_in_names(void **state)
{
    (void)state;
    struct letter_parts l = plain;
    l.from_name = "Shop =?utf-8?Q?=0D=0ABcc:_x?=";
    l.to_name = "=?utf-8?Q?=0D=0ABcc:_a=40shop.example?=";
    l.subject = "Hello =?utf-8?B?DQpCY2M6IHg=?= there";
    const char *mail = composed(&l);
    holds_on_the_wire(mail);
    assert_null(strstr(mail, "=?"));
    assert_non_null(strstr(mail, " ?utf-8?Q?=0D=0ABcc:_x?="));
    l.to_name = "=?utf-8?Q?=0D=0A?= Zo\xc3\xab";
    mail = composed(&l);
    assert_non_null(strstr(mail, "=?"));
    assert_null(strstr(mail, "=?utf-8?Q?=0D=0A?="));
}

static void
offers_one_click_with_a_link_only(void **state)
{
    (void)state;
    struct letter_parts l = plain;
    l.leave_mail = "leave+abc@shop.example";
    assert_null(strstr(composed(&l), "One-Click"));
    l.leave_mail = NULL;
    assert_null(strstr(composed(&l), "List-Unsubscribe"));
}

static void
puts_text_before_html(void **state)
{
    (void)state;
    struct letter_parts l = plain;
    l.text = "Gr\xc3\xbc\xc3\x9f"
             "e = da, und mehr, damit es sich lohnt\n";
    l.html = "<p>Hello</p>\n";
    const char *mail = composed(&l);
    holds_on_the_wire(mail);
    const char *text = strstr(mail, "Content-Type: text/plain"),
               *html = strstr(mail, "Content-Type: text/html");
    assert_non_null(strstr(mail, "Content-Type: multipart/alternative;\r\n\tboundary=\"=_-"));
    assert_true(text != NULL && html != NULL && text < html);
    assert_non_null(strstr(text, "quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe =3D da, und"));
    assert_non_null(strstr(html, "7bit\r\n\r\n<p>Hello</p>\r\n"));
}

static void
is_the_same_each_time(void **state)
{
    (void)state;
    struct letter_parts l = plain;
    l.html = "<p>\xe4\xbe\x8b</p>\n";
    char *first = strdup(composed(&l));
    assert_string_equal(composed(&l), first);
    l.message_id = "m2.abc@help.shop.example";
    assert_string_not_equal(composed(&l), first);
    free(first);
}

/* A service sends millions: what one letter leaves behind counts. */
static void
leaves_nothing_behind(void **state)
{
    enum { LETTERS = 5000, SLACK = 128 * 1024 }; /* bytes in all: caches of GLib */
    (void)state;
    struct letter_parts l = plain;
    l.html = "<p>Hello</p>\n";
    for (int i = 0; i < 3 * LETTERS; i++) /* until GLib's own stores have their size */
        composed(&l);
    size_t before = mallinfo2().uordblks;
    for (int i = 0; i < LETTERS; i++)
        composed(&l);
    assert_true(mallinfo2().uordblks < before + SLACK);
}

static void
keeps_long_lines_short(void **state)
{
    (void)state;
    struct letter_parts l = plain;
    l.text = letters('x', 5000);
    holds_on_the_wire(composed(&l));
    char wide[6001];
    for (size_t i = 0; i < 3000; i++)
        memcpy(wide + 2 * i, "\xc3\xa4", 3);
    l.text = wide;
    const char *mail = composed(&l);
    holds_on_the_wire(mail);
    assert_non_null(strstr(mail, "Content-Transfer-Encoding: base64"));
    l.subject = wide;
    l.to_name = wide;
    holds_on_the_wire(composed(&l));
    l.subject = l.to_name = letters('x', 3000);
    holds_on_the_wire(composed(&l));
}

static void
writes_domains_as_labels(void **state)
{
    (void)state;
    struct letter_parts l = plain;
    l.to = "Me@B\xc3\xbc"
           "cher.example";
    assert_non_null(strstr(composed(&l), "\r\nTo: Me@xn--bcher-kva.example\r\n"));
}

static void
refuses_what_forges_headers(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\x7f", "\xff", "a\xc2\x85", "\x01"};
    const size_t fields[] = {
        offsetof(struct letter_parts, from_name), offsetof(struct letter_parts, to_name),
        offsetof(struct letter_parts, subject),   offsetof(struct letter_parts, message_id),
        offsetof(struct letter_parts, leave_url), offsetof(struct letter_parts, leave_mail),
        offsetof(struct letter_parts, list_id),   offsetof(struct letter_parts, from),
        offsetof(struct letter_parts, to),        offsetof(struct letter_parts, reply_to)};
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < COUNT(bad); i++)
        for (size_t f = 0; f < COUNT(fields); f++) {
            struct letter_parts l = plain;
            memcpy((char *)&l + fields[f], &bad[i], sizeof bad[i]);
            expect(letter_compose(&l, &b) == ERR_INVALID, bad[i]);
            expect(b.len == 0, bad[i]);
        }
    static const char *const not_tokens[] = {"", "a b", "a>b", "<a", "\xc3\xa4"};
    for (size_t i = 0; i < COUNT(not_tokens); i++)
        for (size_t f = 3; f < 7; f++) {
            struct letter_parts l = plain;
            memcpy((char *)&l + fields[f], &not_tokens[i], sizeof not_tokens[i]);
            expect(letter_compose(&l, &b) == ERR_INVALID, not_tokens[i]);
        }
    buf_free(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_a_plain_letter),
        cmocka_unit_test(writes_every_header),
        cmocka_unit_test(hides_nothing_in_names),
        cmocka_unit_test(offers_one_click_with_a_link_only),
        cmocka_unit_test(puts_text_before_html),
        cmocka_unit_test(is_the_same_each_time),
        cmocka_unit_test(keeps_long_lines_short),
        cmocka_unit_test(leaves_nothing_behind),
        cmocka_unit_test(writes_domains_as_labels),
        cmocka_unit_test(refuses_what_forges_headers),
    };
    mail_setup();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
