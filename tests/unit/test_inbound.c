/*
 * Every mail of tests/mail/corpus is judged as its table says; and what subjects say, by itself.
 */
#include "unit.h"

#include "base/buf.h"
#include "mail/body.h"
#include "mail/codes.h"
#include "mail/compose.h"
#include "mail/inbound.h"
#include "mail/subject.h"

#define BOUNCE_TAG "aeb2c3d4e5f6g7h2i3j4k5l6m7n2o3p4q5r6s7t2u3v4w5x6y7z2a3b"
#define LEAVE_TAG  "leq5r6s7t2u3v4w5x6y7z2a3bb2c3d4e5f6g7h2i3j4k5l6m7n2o3p4x"
#define LETTER_ID  "mfrggzdfmztwq2lknnwg23tp@shop.example"

enum { MAILS_LEAST = 150, TAKEN_MAX = 12, MAIL_BYTES_MAX = 2 * 1024 * 1024 };

static const struct inbound_self self = {.leave_mail = "leave@shop.example",
                                         .bounce_mail = "bounce@shop.example"};

/* ---- the corpus ---- */

/* Reads tests/mail/corpus/NAME; the tests are run at the top, or told where that is. */
static void
corpus_read(const char *name, struct buf *out)
{
    const char *top = getenv("TOP");
    char path[512];
    snprintf(path, sizeof path, "%s/tests/mail/corpus/%s", top != NULL ? top : ".", name);
    expect(buf_read_file(out, path, MAIL_BYTES_MAX) == ERR_OK, path);
}

/* "none" is written "-", and what stands for itself "yes". */
static const char *
wanted(const char *value, const char *yes)
{
    return strcmp(value, "-") == 0 ? "" : strcmp(value, "yes") == 0 ? yes : value;
}

/* One "key=value" of a row against what was found. */
static void
check_value(const char *row, const char *key, const char *value, const struct inbound *in)
{
    char code[16];
    snprintf(code, sizeof code, "%d", in->code);
    const struct {
        const char *key, *found, *yes;
    } keys[] = {
        {"tag", in->bounce_tag, BOUNCE_TAG}, {"leave", in->leave_tag, LEAVE_TAG},
        {"status", in->status, ""},          {"code", code, ""},
        {"to", in->bounce_to.canonical, ""}, {"id", in->bounce_message_id, LETTER_ID},
        {"from", in->from.canonical, ""},    {"answer", in->no_answer ? "no" : "yes", "yes"},
    };
    for (size_t i = 0; i < COUNT(keys); i++) {
        if (strcmp(keys[i].key, key) != 0)
            continue;
        if (strcmp(keys[i].found, wanted(value, keys[i].yes)) != 0)
            fail_msg("%s: %s is \"%s\", not %s", row, key, keys[i].found, value);
        return;
    }
    fail_msg("%s: there is no %s", row, key);
}

/* A row, taken apart at its spaces and equals signs. */
struct row {
    const char *file, *kind;
    struct envelope env;
    const char *key[TAKEN_MAX], *value[TAKEN_MAX];
    size_t values;
};

static void
row_take(char *line, struct row *r)
{
    char *rest = NULL;
    memset(r, 0, sizeof *r);
    r->file = strtok_r(line, " ", &rest);
    r->kind = strtok_r(NULL, " ", &rest);
    for (char *pair; (pair = strtok_r(NULL, " ", &rest)) != NULL;) {
        char *value = strchr(pair, '=');
        assert_non_null(value);
        *value++ = '\0';
        if (strcmp(pair, "recipient") == 0) {
            r->env.recipient = value;
        } else if (strcmp(pair, "sender") == 0) {
            r->env.sender = strcmp(value, "<>") == 0 ? "" : value;
        } else {
            assert_true(r->values < TAKEN_MAX);
            r->key[r->values] = pair;
            r->value[r->values++] = value;
        }
    }
}

static void
check_row(char *line)
{
    struct buf mail = BUF_INIT;
    struct inbound in;
    struct row r;
    row_take(line, &r);
    corpus_read(r.file, &mail);
    assert_int_equal(inbound_read(buf_text(&mail), mail.len, &r.env, &self, &in), ERR_OK);
    if (strcmp(inbound_kind_name(in.kind), r.kind) != 0)
        fail_msg("%s is judged %s, not %s", r.file, inbound_kind_name(in.kind), r.kind);
    for (size_t i = 0; i < r.values; i++)
        check_value(r.file, r.key[i], r.value[i], &in);
    buf_free(&mail);
}

static void
judges_the_corpus(void **state)
{
    struct buf table = BUF_INIT;
    size_t mails = 0;
    char *rest = NULL;
    (void)state;
    corpus_read("expected", &table);
    for (char *line = strtok_r(table.data, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        if (*line == '#')
            continue;
        check_row(line);
        mails++;
    }
    buf_free(&table);
    assert_true(mails >= MAILS_LEAST);
}

/* A mail that was cut off anywhere is read all the same. */
static void
reads_what_is_cut_off(void **state)
{
    static const char *const files[] = {"bounce-exchange-german.eml", "bounce-qmail.eml",
                                        "auto-mdn-read.eml", "remove-multipart.eml"};
    struct envelope env = {.recipient = NULL};
    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        struct buf mail = BUF_INIT;
        struct inbound in;
        corpus_read(files[i], &mail);
        for (size_t len = 0; len < mail.len; len += 1 + len / 40)
            assert_int_equal(inbound_read(mail.data, len, &env, &self, &in), ERR_OK);
        buf_free(&mail);
    }
}

/* ---- bombs ---- */

/* n times the text after a beginning. */
static void
repeat(struct buf *b, const char *begin, const char *text, size_t n)
{
    buf_str(b, begin);
    for (size_t i = 0; i < n; i++)
        buf_str(b, text);
}

static void
survives_bombs(void **state)
{
    static const struct {
        const char *begin, *text;
        size_t n;
    } bombs[] = {
        {"Subject: x\nFrom: ", "a:", 500000},
        {"Subject: x\nFrom: ", "(", 1000000},
        {"Subject: x\nFrom: ", "a@b.example,", 80000},
        {"Subject: x\nTo: ", "\"", 1000000},
        {"Subject: ", "=?utf-8?q?a?= ", 70000},
        {"Subject: x\nContent-Type: multipart/mixed;boundary=a\n\n", "--a\n\n", 200000},
        {"Content-Type: multipart/mixed;boundary=a\n\n",
         "--a\nContent-Type: multipart/mixed;boundary=a\n\n", 20000},
        {"Subject: x\n", "Content-Type: message/rfc822\n\n", 30000},
        {"Content-Type: text/plain;", "a=b;", 200000},
        {"Subject: x\n", "A:b\n", 200000},
        {"Content-Type: text/html\n\n", "<b>&amp;", 100000},
        {"Content-Type: text/html\n\n", "<", 1000000},
        {"Content-Type: text/html\n\n", "<style>", 100000},
        {"Return-Path: <>\n\n", "550 ", 200000},
    };
    struct envelope env = {.recipient = NULL};
    (void)state;
    for (size_t i = 0; i < COUNT(bombs); i++) {
        struct buf mail = BUF_INIT;
        struct inbound in;
        repeat(&mail, bombs[i].begin, bombs[i].text, bombs[i].n);
        assert_int_equal(mail.err, ERR_OK);
        assert_int_equal(inbound_read(mail.data, mail.len, &env, &self, &in), ERR_OK);
        buf_free(&mail);
    }
}

/* ---- subjects, codes, texts ---- */

static void
knows_who_says_remove(void **state)
{
    static const char *const yes[] = {
        "remove", "Re: remove", "RE:RE: Remove", "Re[3]: remove", "Re^2: remove", "Re (2): remove",
        "re : remove.", "AW: AW: remove", "unsubscribe!", "opt-out", "OPTOUT", "Please, remove me.",
        "remove please", "Remove me from all lists", "no more emails please", "R: rimuovi",
        "[External] unsubscribe", "\xe2\x80\x8bremove", "\xef\xbc\xb2\xef\xbc\xa5MOVE",
        "Please take me off your mailing list", "remove from your email distribution list",
        "delete me from your mailing list", "cancel my newsletter", "Cancel newsletter",
        "stop all marketing emails", "do not send me any more newsletters", "quit the list",
        "Unsubscribe me from this newsletter please", "Please remove my email address from the list",
        "Bitte aus dem Verteiler nehmen", "Entfernen Sie mich aus Ihrem Verteiler",
        "Abmeldung vom Newsletter", "Supprimez-moi de votre liste", "Quiero darme de baja"};
    static const char *const no[] = {
        "", " ", "Re:", "removes", "remover tool", "Fwd: remove", "FW: remove", "remove stone",
        "how do I remove", "remove?from order", "please", "please please", "stop it now ring",
        "list", "not remove", "Prep: remove", "remove remove remove ring", "\xff\xfe",
        "remove my wish list", "remove this", "cancel", "cancel all", "delete", "delete me",
        "delete my email address", "cancel the club membership", "leave", "end", "remove my order",
        "remove from cart", "stop my order", "baja calidad", "remove the mail order",
        "I want to", "I want to remove the engraving", "leave the ring", "delete the list of orders"};
    (void)state;
    for (size_t i = 0; i < COUNT(yes); i++)
        expect(subject_says_remove(yes[i]), yes[i]);
    for (size_t i = 0; i < COUNT(no); i++)
        expect(!subject_says_remove(no[i]), no[i]);
}

static void
finds_codes(void **state)
{
    static const struct {
        const char *line;
        int code;
        const char *status;
    } rows[] = {
        {"550 5.1.1 unknown", 550, "5.1.1"},
        {"550-5.7.26 blocked", 550, "5.7.26"},
        {"Remote host said: 554 delivery error", 554, ""},
        {"said: 451 4.3.0 later", 451, "4.3.0"},
        {"552: 1 Requested", 552, ""},
        {"no mailbox here (#5.1.1)", 0, "5.1.1"},
        {"<<< 550 no", 550, ""},
        {"at 550 Main Street", 0, ""},
        {"from 5.1.1.4 said", 0, ""},
        {"error 5501", 0, ""},
        {"error 550.00 dollars", 0, ""},
        {"error 600", 0, ""},
        {"version 4.94.2", 0, ""},
        {"ok 2.1.5", 0, ""},
        {"5.1.1234", 0, ""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct codes c = {0};
        codes_find(rows[i].line, strlen(rows[i].line), &c);
        expect(c.code == rows[i].code, rows[i].line);
        expect(strcmp(c.status, rows[i].status) == 0, rows[i].line);
    }
}

static void
leaves_out_quotes(void **state)
{
    static const struct {
        const char *text, *own;
    } rows[] = {
        {"one\n> two\nthree\n", "one\nthree\n"},
        {"one\n-- \ntwo\n", "one\n"},
        {"one\nOn Monday Kim wrote:\ntwo\n", "one\n"},
        {"one\nI wrote to you\ntwo\n", "one\nI wrote to you\ntwo\n"},
        {"one\n-----Original Message-----\ntwo\n", "one\n"},
        {"one\nFrom: Kim\nSent: Monday\ntwo\n", "one\n"},
        {"one\nFrom: Kim\ntwo\n", "one\nFrom: Kim\ntwo\n"},
        {"one\nVon: Kim\nGesendet: Montag\ntwo\n", "one\n"},
        {"one\n________________________________\ntwo\n", "one\n"},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf own = BUF_INIT;
        body_own(rows[i].text, &own);
        expect(strcmp(buf_text(&own), rows[i].own) == 0, rows[i].text);
        buf_free(&own);
    }
}

static void
reads_html(void **state)
{
    static const struct {
        const char *html, *text;
    } rows[] = {
        {"<p>a<b>b</b>c</p>", "\nabc\n"},
        {"a&amp;b &lt;c&gt; &#65;&#x42; &unknown; & d", "a&b <c> AB &unknown; & d"},
        {"<style>p {x}</style>a<script>alert(1)</script>b", "ab"},
        {"a<!-- <p> -->b", "ab"},
        {"a<br/>b<BR>c", "a\nb\nc"},
        {"a<style>b", "a"},
        {"a<b", "a"},
        {"&#0;&#xffffffff;&#;", "&#;"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf text = BUF_INIT;
        body_from_html(rows[i].html, strlen(rows[i].html), &text);
        expect(strcmp(buf_text(&text), rows[i].text) == 0, rows[i].html);
        buf_free(&text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_the_corpus), cmocka_unit_test(reads_what_is_cut_off),
        cmocka_unit_test(survives_bombs),    cmocka_unit_test(knows_who_says_remove),
        cmocka_unit_test(finds_codes),       cmocka_unit_test(leaves_out_quotes),
        cmocka_unit_test(reads_html),
    };
    mail_setup();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
