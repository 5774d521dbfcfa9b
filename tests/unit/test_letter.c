#include "folder.h"

#include "capture.h"
#include "letter_fixture.h"
#include "mail/compose.h"

enum { COLUMNS_MAX = 78, HTML_MAX = 20 * 1024 }; /* RFC 5322 2.1.1; and what a letter may weigh */

static struct settings settings;
static struct keys *keys;
static struct letter_room room;
static char key_path[4200];

static struct drawn_letter
drawn(const struct outbox_item *i)
{
    struct digest digest = letter_digest();
    struct drawn_letter l;

    expect(letter_draw(&room, i, i->letter == LETTER_DIGEST ? &digest : NULL, &l) == ERR_OK,
           letter_name(i->letter));
    return l;
}

static struct drawn_letter
drawn_of(enum letter l)
{
    struct outbox_item i = letter_row(l);

    return drawn(&i);
}

static bool
says(const struct buf *text, const char *what)
{
    return strstr(buf_text(text), what) != NULL;
}

static const char *const subjects[LETTER_COUNT_] = {
    [LETTER_CONFIRM] = "Please confirm: newsletter of Alpha Imports",
    [LETTER_ALREADY] =
        "You are on the list already: newsletter and bargain offers of Alpha Imports",
    [LETTER_WELCOME] = "Welcome: newsletter, bargain offers and club mail of Alpha Imports",
    [LETTER_LEFT] = "Stopped: all mail of Alpha Imports",
    [LETTER_PREFERENCES] = "Your mail preferences at Alpha Imports",
    [LETTER_REQUEST] = "We have your request H4K2-9MXT",
    [LETTER_INQUIRY] = "We have your message H4K2-9MXT",
    [LETTER_ANSWER] = "Our answer to H4K2-9MXT",
    [LETTER_CHANGE_OLD] = "Please confirm: a new address for your mail from Alpha Imports",
    [LETTER_CHANGE_NEW] = "Please confirm: this address for your mail from Alpha Imports",
    [LETTER_CHANGED] = "Your mail from Alpha Imports comes to this address now",
    [LETTER_DIGEST] = "Alpha Imports lists on 2 May 2026: 3 joined, 4 left",
    [LETTER_TEST] = "Mail from the help center of Alpha Imports works",
};

static void
subjects_say_what_it_is(void **state)
{
    (void)state;
    for (enum letter l = 0; l < LETTER_COUNT_; l++) {
        struct drawn_letter d = drawn_of(l);

        assert_string_equal(buf_text(&d.subject), subjects[l]);
        drawn_letter_free(&d);
    }
}

/* Lines of our own fit a text client; those with a link or an address may run over. */
static void
check_lines(const char *text, const char *name)
{
    while (*text != '\0') {
        size_t len = strcspn(text, "\n");
        bool runs_over = memmem(text, len, "://", 3) != NULL || memchr(text, '@', len) != NULL;

        expect(len <= COLUMNS_MAX || runs_over, name);
        expect(len == 0 || (text[len - 1] != ' ' && text[len - 1] != '\r'), name);
        expect(strncmp(text, "\n\n\n", 3) != 0, name);
        text += len + (text[len] == '\n');
    }
}

static void
texts_read_well(void **state)
{
    (void)state;
    for (enum letter l = 0; l < LETTER_COUNT_; l++) {
        struct drawn_letter d = drawn_of(l);

        check_lines(buf_text(&d.text), letter_name(l));
        expect(d.text.data[d.text.len - 1] == '\n', letter_name(l));
        expect(strncmp(buf_text(&d.text), "Alpha Imports\n\n", 15) == 0, letter_name(l));
        expect(!says(&d.text, "{{") && !says(&d.text, "[[") && !says(&d.text, "&amp;"),
               letter_name(l));
        drawn_letter_free(&d);
    }
}

static void
html_brings_all_with_it(void **state)
{
    static const char *const never[] = {
        "{{",    "[[",         "<img",    "src=",    "url(", "<script",
        "<link", "http-equiv", "@import", "onclick", "<form"};

    (void)state;
    for (enum letter l = 0; l < LETTER_COUNT_; l++) {
        struct drawn_letter d = drawn_of(l);

        for (size_t i = 0; i < COUNT(never); i++)
            expect(!says(&d.html, never[i]), never[i]);
        expect(d.html.len < HTML_MAX, letter_name(l));
        expect(says(&d.html, "<html lang=\"en\">") && says(&d.html, "prefers-color-scheme: dark"),
               letter_name(l));
        drawn_letter_free(&d);
    }
}

/* The next link in text from *at on, or false. */
static bool
next_link(const char **at, char *link, size_t size)
{
    const char *begin = strstr(*at, "https://");
    size_t len;

    if (begin == NULL)
        return false;
    len = strcspn(begin, " \n\"<>");
    snprintf(link, size, "%.*s", (int)len, begin);
    *at = begin + len;
    return true;
}

static void
each_link_stands_in(const struct buf *all, const struct buf *other, const char *name)
{
    const char *at = buf_text(all);
    char link[LETTER_LINK_MAX];

    while (next_link(&at, link, sizeof link))
        expect(says(other, link), name);
}

static void
both_forms_hold_the_same_links(void **state)
{
    (void)state;
    for (enum letter l = 0; l < LETTER_COUNT_; l++) {
        struct drawn_letter d = drawn_of(l);

        each_link_stands_in(&d.html, &d.text, letter_name(l));
        each_link_stands_in(&d.text, &d.html, letter_name(l));
        expect(says(&d.text, "\nhttps://help.alphaimports.example/preferences\n") ==
                   (l != LETTER_DIGEST && l != LETTER_TEST),
               letter_name(l));
        drawn_letter_free(&d);
    }
}

/* Letters with a button that acts, and where it leads. */
static const struct {
    enum letter letter;
    const char *path;
} acting[] = {
    {LETTER_CONFIRM, "/confirm/"},         {LETTER_LEFT, "/undo/"},
    {LETTER_PREFERENCES, "/preferences/"}, {LETTER_CHANGE_OLD, "/confirm/"},
    {LETTER_CHANGE_NEW, "/confirm/"},
};

static void
buttons_lead_to_the_token(void **state)
{
    (void)state;
    for (size_t n = 0; n < COUNT(acting); n++) {
        struct outbox_item i = letter_row(acting[n].letter);
        struct drawn_letter d = drawn(&i);
        struct buf want = BUF_INIT;
        char token[TOKEN_TEXT];

        assert_true(token_write(keys, LETTER_KEY, i.token.purpose, i.token.random, token));
        buf_fmt(&want, ":\nhttps://help.alphaimports.example%s%s\n", acting[n].path, token);
        expect(says(&d.text, buf_text(&want)), letter_name(i.letter));
        buf_free(&want);
        drawn_letter_free(&d);
    }
}

/* What a stranger can make a row hold stands in no letter, and no name goes to an unproven address.
 */
static void
strangers_text_stays_out(void **state)
{
    static const char *const hostile[] = {"<script>alert(1)</script>", "http://evil.example/",
                                          "Jane\r\nBcc: all@example.com",
                                          "{{LINK}} [[letter_copy]]"};
    static const bool proven[LETTER_COUNT_] = {[LETTER_WELCOME] = true,
                                               [LETTER_LEFT] = true,
                                               [LETTER_CHANGE_OLD] = true,
                                               [LETTER_CHANGED] = true};

    (void)state;
    for (enum letter l = 0; l < LETTER_COUNT_; l++) {
        for (size_t h = 0; h < COUNT(hostile); h++) {
            struct outbox_item i = letter_row(l);
            struct drawn_letter d, plain = drawn(&i);

            snprintf(i.name, sizeof i.name, "%s", hostile[h]);
            d = drawn(&i);
            expect(strcmp(buf_text(&d.html), buf_text(&plain.html)) == 0, letter_name(l));
            expect(strcmp(buf_text(&d.text), buf_text(&plain.text)) == 0, letter_name(l));
            expect(strcmp(d.to_name, proven[l] ? hostile[h] : "") == 0, letter_name(l));
            drawn_letter_free(&plain);
            drawn_letter_free(&d);
        }
    }
}

/* What a visitor gave as a reason reaches the owner as one line of text. */
static void
reasons_are_harmless(void **state)
{
    static char reason[] = "<b>bye</b>\r\n\r\nhttp://evil.example \xe2\x80\xae";
    struct outbox_item i = letter_row(LETTER_DIGEST);
    struct digest g = letter_digest();
    struct drawn_letter d;

    (void)state;
    g.line[0].reason = reason;
    assert_int_equal(letter_draw(&room, &i, &g, &d), ERR_OK);
    assert_true(says(&d.text, "       \"<b>bye</b>    http://evil.example  \"\n"));
    assert_true(says(&d.html, "&lt;b&gt;bye&lt;/b&gt;"));
    assert_false(says(&d.html, "<b>"));
    assert_string_equal(d.to, "owner@alphaimports.example");
    drawn_letter_free(&d);
}

static void
digest_tells_quiet_days_and_long_ones(void **state)
{
    struct outbox_item i = letter_row(LETTER_DIGEST);
    struct digest quiet = {.active = 12}, busy = letter_digest();
    struct drawn_letter d;

    (void)state;
    assert_int_equal(letter_draw(&room, &i, &quiet, &d), ERR_OK);
    assert_true(says(&d.text, "Nobody joined and nobody left."));
    assert_true(says(&d.html, "Nobody joined and nobody left."));
    assert_false(says(&d.text, "held back") || says(&d.text, "more."));
    assert_string_equal(buf_text(&d.subject),
                        "Alpha Imports lists on 2 May 2026: 0 joined, 0 left");
    drawn_letter_free(&d);
    assert_int_equal(letter_draw(&room, &i, &busy, &d), ERR_OK);
    assert_false(says(&d.text, "Nobody joined"));
    assert_true(says(&d.text, "And 12 more.") && says(&d.text, "48211"));
    assert_true(
        says(&d.text, "\n10:09  jane.doe@example.com\n       joined newsletter, by a link\n"));
    assert_true(says(&d.text, "\n       \"Too many mails, and none with pearls.\"\n"));
    drawn_letter_free(&d);
}

static void
tells_of_an_earlier_opt_out(void **state)
{
    struct outbox_item i = letter_row(LETTER_CONFIRM);
    struct drawn_letter d = drawn(&i);

    (void)state;
    assert_false(says(&d.text, "asked us not to write"));
    assert_true(says(&d.text, "within 7 days, by 10 May 2026.\n"));
    drawn_letter_free(&d);
    i.opted_out_at = LETTER_AT;
    d = drawn(&i);
    assert_true(says(&d.text, "\nOn 3 May 2026 you asked us not to write.\n"));
    assert_true(says(&d.html, "On 3 May 2026 you asked us not to write."));
    drawn_letter_free(&d);
}

static void
requests_say_what_and_by_when(void **state)
{
    struct outbox_item i = letter_row(LETTER_REQUEST);
    struct drawn_letter d = drawn(&i);

    (void)state;
    assert_true(says(&d.text, "You asked us to correct your details.\n"));
    assert_true(says(&d.text, "You have our answer by 3 June 2026 at the latest.\n"));
    assert_true(says(&d.text, "\nReference: H4K2-9MXT\n"));
    drawn_letter_free(&d);
    i.due_at = 0;
    snprintf(i.request_kind, sizeof i.request_kind, "new-kind");
    d = drawn(&i);
    assert_true(says(&d.text, "You asked us about your personal data.\n"));
    assert_true(says(&d.text, "You have our answer within one month.\n"));
    drawn_letter_free(&d);
    i = letter_row(LETTER_INQUIRY);
    i.request_kind[0] = '\0';
    d = drawn(&i);
    assert_false(says(&d.text, "e-catalog"));
    assert_true(says(&d.text, "A person reads it"));
    drawn_letter_free(&d);
}

/* Each kind of inquiry says what was sent and how soon an answer comes, in both forms. */
static void
receipts_say_how_soon(void **state)
{
    static const struct {
        const char *kind, *what, *soon;
    } kinds[] = {
        {"catalog", "You asked for our catalog.", "within one business day.\nThe printed one"},
        {"advice", "You asked our gemmologists for advice.", "within two business days.\n"},
        {"sell", "You offered us goods.", "within three business days.\n"},
        {"job", "You applied for work with us.", "Within three weeks,"},
        {"message", "You sent us a message.", "within one business day.\nTo add a picture"},
    };

    (void)state;
    for (size_t n = 0; n < COUNT(kinds); n++) {
        struct outbox_item i = letter_row(LETTER_INQUIRY);
        struct drawn_letter d;

        snprintf(i.request_kind, sizeof i.request_kind, "%s", kinds[n].kind);
        d = drawn(&i);
        expect(says(&d.text, kinds[n].what) && says(&d.html, kinds[n].what), kinds[n].kind);
        expect(says(&d.text, kinds[n].soon), kinds[n].kind);
        expect(says(&d.text, "answer this mail and attach it") == (n > 0), kinds[n].kind);
        check_lines(buf_text(&d.text), kinds[n].kind);
        drawn_letter_free(&d);
    }
}

/* What staff write keeps its paragraphs and lines; long lines are broken in the text alone. */
static void
answers_keep_their_lines(void **state)
{
    struct drawn_letter d = drawn_of(LETTER_ANSWER);

    (void)state;
    assert_true(says(&d.text, "\nYou asked our gemmologists for advice. This is our answer.\n\n"
                              "Dear Jane,\n\n"
                              "thank you for asking. We took the stone out of its paper and looked "
                              "at\nit in daylight: the colour is a medium, slightly violet blue, and "
                              "it is\neye clean.\nTwo others are close:\n- AB-1207, 6.1 mm\n"
                              "- AB-1311, 6.0 mm & a little darker\n\n"
                              "Kind regards\nMaria <the gemmologist>\n\nReference: H4K2-9MXT\n"));
    assert_true(says(&d.html, ">Dear Jane,</p>"));
    assert_true(says(&d.html, "eye clean.<br>Two others are close:<br>- AB-1207, 6.1 mm<br>"
                              "- AB-1311, 6.0 mm &amp; a little darker</p>"));
    assert_true(says(&d.html, ">Kind regards<br>Maria &lt;the gemmologist&gt;</p>"));
    drawn_letter_free(&d);
}

/* Whatever staff paste in, it is text: no markup, no mark of a template, no line of another. */
static void
answers_are_text(void **state)
{
    static char hostile[] = "<script>alert(1)</script> {{LINK}} [[letter_copy]] %s &amp;\r\n"
                            "a\tb \xe2\x80\xae c\n \n\t\n  indented  \n"
                            "https://www.alphaimports.example/a-very-long-address/that-no-line-can-"
                            "hold-and-that-must-stay-whole and more";
    struct outbox_item i = letter_row(LETTER_ANSWER);
    struct drawn_letter d;

    (void)state;
    i.answer = hostile;
    d = drawn(&i);
    assert_true(says(&d.text, "\n<script>alert(1)</script> {{LINK}} [[letter_copy]] %s &amp;\n"
                              "a b   c\n\n  indented\n"
                              "https://www.alphaimports.example/a-very-long-address/that-no-line-"
                              "can-hold-and-that-must-stay-whole\nand more\n\n"));
    assert_true(says(&d.html, "&lt;script&gt;alert(1)&lt;/script&gt; {{LINK}} [[letter_copy]] %s "
                              "&amp;amp;<br>"));
    assert_false(says(&d.html, "<script"));
    drawn_letter_free(&d);
    i.answer = (char[]){"\n\n"};
    d = drawn(&i);
    assert_true(says(&d.text, "This is our answer.\n\nReference:"));
    drawn_letter_free(&d);
    i.answer = NULL;
    assert_int_equal(letter_draw(&room, &i, NULL, &d), ERR_BUG);
    drawn_letter_free(&d);
}

/* Characters are counted, not bytes. */
static void
answers_break_by_characters(void **state)
{
    struct outbox_item i = letter_row(LETTER_ANSWER);
    struct drawn_letter d;
    char text[400] = "", want[400] = "\n";

    (void)state;
    i.answer = (char[]){"    a23456789b123456789c123456789d123456789e123456789f123456789g123456789"
                        "h123456789 behind it"};
    d = drawn(&i);
    assert_true(says(&d.text, "\n\n    a23456789b123456789c123456789d123456789e123456789f123456789g"
                              "123456789h123456789\nbehind it\n\n"));
    drawn_letter_free(&d);
    for (int n = 0; n < 36; n++) {
        strcat(text, "\xc3\xbc ");
        strcat(want, n < 35 ? "\xc3\xbc " : "\xc3\xbc\n");
    }
    strcat(text, "x");
    strcat(want, "x\n");
    i.answer = text;
    d = drawn(&i);
    assert_true(says(&d.text, want));
    drawn_letter_free(&d);
}

/* The envelope comes from the row alone. */
static void
addresses_the_envelope(void **state)
{
    struct outbox_item i = letter_row(LETTER_WELCOME);
    struct drawn_letter d = drawn(&i);
    unsigned char id[SECRET_ID];
    const char *tag;
    size_t len;

    (void)state;
    assert_string_equal(d.to, "Jane.Doe@example.com");
    assert_string_equal(d.to_name, "Jane Doe");
    assert_int_equal(d.date, LETTER_AT);
    assert_int_equal(strcspn(d.message_id, "@"), 26);
    assert_string_equal(strchr(d.message_id, '@'), "@alphaimports.example");
    tag = address_tag("bounce@alphaimports.example", d.return_address, &len);
    assert_non_null(tag);
    assert_true(bounce_tag_read(keys, tag, len, id));
    assert_memory_equal(id, i.random, sizeof id);
    drawn_letter_free(&d);

    snprintf(i.to, sizeof i.to, "Jane@m\xc3\xbcnchen.example");
    d = drawn(&i);
    assert_string_equal(d.to, "Jane@xn--mnchen-3ya.example");
    drawn_letter_free(&d);
}

static void
leave_links_are_for_the_address_and_its_lists(void **state)
{
    struct outbox_item i = letter_row(LETTER_WELCOME);
    struct drawn_letter d = drawn(&i);
    const char *text = strstr(d.leave_url, "/leave/"), *tag;
    unsigned char hash[SECRET_HASH];
    struct leave_token t;
    size_t len;

    (void)state;
    assert_non_null(text);
    assert_true(leave_read(keys, text + 7, strlen(text + 7), &t));
    assert_int_equal(t.lists, LIST_NEWSLETTER | LIST_BARGAINS | LIST_CLUB);
    keys_hash(keys, LETTER_KEY, PURPOSE_ADDRESS, i.canonical, strlen(i.canonical), hash);
    assert_memory_equal(t.hash, hash, sizeof hash);
    tag = address_tag("leave@alphaimports.example", d.leave_mail, &len);
    assert_non_null(tag);
    assert_true(leave_tag_read(keys, tag, len, &t));
    assert_memory_equal(t.hash, hash, LEAVE_PREFIX);
    assert_true(says(&d.text, d.leave_url) && says(&d.html, d.leave_url));
    assert_string_equal(d.list_id, "");
    drawn_letter_free(&d);

    snprintf(i.lists, sizeof i.lists, "special-offers");
    d = drawn(&i);
    assert_string_equal(d.list_id, "special-offers.alphaimports.example");
    drawn_letter_free(&d);
    d = drawn_of(LETTER_CONFIRM);
    assert_string_equal(d.leave_url, "");
    assert_string_equal(d.leave_mail, "");
    drawn_letter_free(&d);
}

static void
does_without_mail_coming_in(void **state)
{
    struct settings s = settings;
    struct outbox_item i = letter_row(LETTER_WELCOME);
    struct letter_room quiet = room;
    struct drawn_letter d;

    (void)state;
    s.leave_mail = s.bounce_mail = "";
    s.postal_address = "1 Example Street, New York";
    quiet.settings = &s;
    assert_int_equal(letter_draw(&quiet, &i, NULL, &d), ERR_OK);
    assert_string_equal(d.return_address, "help@alphaimports.example");
    assert_string_equal(d.leave_mail, "");
    assert_true(d.leave_url[0] != '\0');
    assert_true(says(&d.text, "\nAlpha Imports NY Inc.\n1 Example Street, New York\n"));
    drawn_letter_free(&d);
    s.digest_mail = "";
    i = letter_row(LETTER_DIGEST);
    assert_int_equal(letter_draw(&quiet, &i, &(struct digest){0}, &d), ERR_NOTFOUND);
    drawn_letter_free(&d);
}

/* The same row gives the same bytes, now and after a new key. */
static void
stays_the_same(void **state)
{
    struct report rep = {0};
    struct keys *more = NULL;
    struct letter_room later = room;

    (void)state;
    assert_true(letter_key_file(key_path, KEY_ONE KEY_TWO));
    expect(keys_load(key_path, &more, &rep) == ERR_OK, first_line(&rep));
    assert_int_equal(keys_newest(more), 2);
    later.keys = more;
    for (enum letter l = 0; l < LETTER_COUNT_; l++) {
        struct outbox_item i = letter_row(l);
        struct digest g = letter_digest();
        struct drawn_letter d = drawn(&i), again;
        struct buf mail = BUF_INIT, second = BUF_INIT;

        assert_int_equal(letter_draw(&later, &i, l == LETTER_DIGEST ? &g : NULL, &again), ERR_OK);
        assert_int_equal(letter_mail(&room, &d, &mail), ERR_OK);
        assert_int_equal(letter_mail(&later, &again, &second), ERR_OK);
        expect(mail.len == second.len && memcmp(mail.data, second.data, mail.len) == 0,
               letter_name(l));
        expect(strcmp(d.return_address, again.return_address) == 0, letter_name(l));
        expect(says(&mail, "\r\nAuto-Submitted: auto-generated\r\n") == (l != LETTER_ANSWER),
               letter_name(l));
        expect(says(&mail, "\r\nReply-To: support@alphaimports.example\r\n"), letter_name(l));
        buf_free(&second);
        buf_free(&mail);
        drawn_letter_free(&again);
        drawn_letter_free(&d);
    }
    keys_free(more);
}

static void
leave_headers_are_in_the_mail(void **state)
{
    struct outbox_item i = letter_row(LETTER_WELCOME);
    struct drawn_letter d = drawn(&i);
    struct buf mail = BUF_INIT;

    (void)state;
    assert_int_equal(letter_mail(&room, &d, &mail), ERR_OK);
    assert_true(says(&mail, d.leave_url) && says(&mail, d.leave_mail));
    assert_true(says(&mail, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    buf_free(&mail);
    drawn_letter_free(&d);
    d = drawn_of(LETTER_CONFIRM);
    assert_int_equal(letter_mail(&room, &d, &mail), ERR_OK);
    assert_false(says(&mail, "List-Unsubscribe"));
    buf_free(&mail);
    drawn_letter_free(&d);
}

static void
tells_rows_that_are_gone_or_wrong(void **state)
{
    struct drawn_letter d;
    struct outbox_item i = letter_row(LETTER_CONFIRM);

    (void)state;
    i.to[0] = '\0';
    assert_int_equal(letter_draw(&room, &i, NULL, &d), ERR_NOTFOUND);
    i = letter_row(LETTER_CONFIRM);
    i.has_token = false;
    assert_int_equal(letter_draw(&room, &i, NULL, &d), ERR_NOTFOUND);
    i = letter_row(LETTER_CONFIRM);
    i.token.purpose = PURPOSE_UNDO;
    assert_int_equal(letter_draw(&room, &i, NULL, &d), ERR_BUG);
    i = letter_row(LETTER_CONFIRM);
    i.token.key_id = 9;
    assert_int_equal(letter_draw(&room, &i, NULL, &d), ERR_DENIED);
    i = letter_row(LETTER_WELCOME);
    i.key_id = 9;
    assert_int_equal(letter_draw(&room, &i, NULL, &d), ERR_DENIED);
    i = letter_row(LETTER_CONFIRM);
    snprintf(i.lists, sizeof i.lists, "no-such-list");
    assert_int_equal(letter_draw(&room, &i, NULL, &d), ERR_BUG);
    i.lists[0] = '\0';
    assert_int_equal(letter_draw(&room, &i, NULL, &d), ERR_BUG);
    i = letter_row(LETTER_TEST);
    snprintf(i.to, sizeof i.to, "no address");
    assert_int_equal(letter_draw(&room, &i, NULL, &d), ERR_BUG);
    i = letter_row(LETTER_DIGEST);
    assert_int_equal(letter_draw(&room, &i, NULL, &d), ERR_BUG);
    assert_int_equal(d.text.len + d.html.len, 0);
    drawn_letter_free(&d);
}

/* The shop's own name may hold anything that a line can. */
static void
settings_are_escaped(void **state)
{
    struct settings s = settings;
    struct outbox_item i = letter_row(LETTER_CONFIRM);
    struct letter_room smith = room;
    struct drawn_letter d;
    struct buf mail = BUF_INIT;

    (void)state;
    s.shop_name = "Smith & Sons \"<Gems>\"";
    smith.settings = &s;
    assert_int_equal(letter_draw(&smith, &i, NULL, &d), ERR_OK);
    assert_true(says(&d.subject, "of Smith & Sons \"<Gems>\""));
    assert_true(says(&d.text, "Smith & Sons \"<Gems>\"\n"));
    assert_true(says(&d.html, "Smith &amp; Sons &quot;&lt;Gems&gt;&quot;"));
    assert_false(says(&d.html, "<Gems>"));
    assert_int_equal(letter_mail(&smith, &d, &mail), ERR_OK);
    buf_free(&mail);
    drawn_letter_free(&d);
}

/* The longest settings still make whole links. */
static void
long_links_are_whole(void **state)
{
    struct settings s = settings;
    struct outbox_item i = letter_row(LETTER_ALREADY);
    struct letter_room far = room;
    struct drawn_letter d;
    struct buf url = BUF_INIT, mail = BUF_INIT;

    (void)state;
    buf_str(&url, "https://help.alphaimports.example/");
    while (url.len < 500)
        buf_char(&url, 'a');
    s.base_url = buf_text(&url);
    far.settings = &s;
    assert_int_equal(letter_draw(&far, &i, NULL, &d), ERR_OK);
    assert_int_equal(strlen(d.leave_url), 500 + strlen("/leave/") + LEAVE_TEXT - 1);
    assert_int_equal(letter_mail(&far, &d, &mail), ERR_OK);
    buf_free(&mail);
    buf_free(&url);
    drawn_letter_free(&d);
}

/* Why somebody gets a letter is one line of its text. */
static void
words_fit_a_line(void **state)
{
    static const enum word ids[] = {
        MSG_letter_confirm_why, MSG_letter_already_why,     MSG_letter_welcome_why,
        MSG_letter_left_why,    MSG_letter_preferences_why, MSG_letter_request_why,
        MSG_letter_inquiry_why, MSG_letter_answer_why, MSG_letter_change_old_why,  MSG_letter_change_new_why,
        MSG_letter_changed_why, MSG_letter_digest_why,      MSG_letter_test_why,
    };

    (void)state;
    for (size_t i = 0; i < COUNT(ids); i++)
        expect(strlen(words_get(room.words, ids[i])) <= 72, words_get(room.words, ids[i]));
}

/* A room over a copy of the shipped templates in which one letter is broken or gone. */
static void
refuses_broken_templates(void **state)
{
    static const struct {
        const char *name, *text, *says;
    } broken[] = {
        {"letters/confirm.tpl", "Hello {{TO_NAME}}", "letters/confirm.tpl:1: the program has no"},
        {"letters/confirm.text.tpl", "Hello", "letters/confirm.text.tpl:1: the first line is not"},
        {"letters/left.tpl", NULL, "letters/left.tpl: the template is missing"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(broken); i++) {
        struct settings s = letter_settings(folder_new());
        struct report rep = {0};
        struct letter_room r;
        char command[9000], path[4400], said[4096];

        snprintf(command, sizeof command, "cp -r %s/. %s", folder_shipped(), s.templates);
        assert_int_equal(system(command), 0);
        snprintf(path, sizeof path, "%s/%s", s.templates, broken[i].name);
        if (broken[i].text != NULL)
            folder_write(s.templates, broken[i].name, broken[i].text, strlen(broken[i].text));
        else
            assert_int_equal(unlink(path), 0);
        capture_begin();
        assert_int_equal(letter_room_open(&s, keys, &r, &rep), ERR_INVALID);
        capture_end(said, sizeof said);
        expect(reported(&rep, broken[i].says), first_line(&rep));
        letter_room_close(&r);
        report_free(&rep);
        folder_remove(s.templates);
    }
}

static int
begin(void **state)
{
    const char *folder = getenv("TMPDIR");
    struct report rep = {0};

    (void)state;
    mail_setup();
    settings = letter_settings(strdup(folder_shipped()));
    snprintf(key_path, sizeof key_path, "%s/letter.key", folder != NULL ? folder : "/tmp");
    if (secret_init() != ERR_OK || !clock_zone_set(settings.time_zone) ||
        !letter_key_file(key_path, KEY_ONE) || keys_load(key_path, &keys, &rep) != ERR_OK)
        return -1;
    return letter_room_open(&settings, keys, &room, &rep) == ERR_OK ? 0 : -1;
}

static int
end(void **state)
{
    (void)state;
    letter_room_close(&room);
    keys_free(keys);
    unlink(key_path);
    free((char *)(uintptr_t)settings.templates);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(subjects_say_what_it_is),
        cmocka_unit_test(texts_read_well),
        cmocka_unit_test(html_brings_all_with_it),
        cmocka_unit_test(both_forms_hold_the_same_links),
        cmocka_unit_test(buttons_lead_to_the_token),
        cmocka_unit_test(strangers_text_stays_out),
        cmocka_unit_test(reasons_are_harmless),
        cmocka_unit_test(digest_tells_quiet_days_and_long_ones),
        cmocka_unit_test(tells_of_an_earlier_opt_out),
        cmocka_unit_test(requests_say_what_and_by_when),
        cmocka_unit_test(receipts_say_how_soon),
        cmocka_unit_test(answers_keep_their_lines),
        cmocka_unit_test(answers_are_text),
        cmocka_unit_test(answers_break_by_characters),
        cmocka_unit_test(addresses_the_envelope),
        cmocka_unit_test(leave_links_are_for_the_address_and_its_lists),
        cmocka_unit_test(does_without_mail_coming_in),
        cmocka_unit_test(stays_the_same),
        cmocka_unit_test(leave_headers_are_in_the_mail),
        cmocka_unit_test(tells_rows_that_are_gone_or_wrong),
        cmocka_unit_test(settings_are_escaped),
        cmocka_unit_test(long_links_are_whole),
        cmocka_unit_test(words_fit_a_line),
        cmocka_unit_test(refuses_broken_templates),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
