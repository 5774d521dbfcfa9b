#include "unit.h"

#include "mail/talk.h"

static void
sent(struct talk *t, const char *line)
{
    talk_sent(t, line, strlen(line));
}

static void
heard(struct talk *t, const char *line)
{
    talk_heard(t, line, strlen(line));
}

static void
follows_the_steps(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum smtp_step step;
    } said[] = {{"EHLO help.example\r\n", SMTP_HELLO},
                {"STARTTLS\r\n", SMTP_TLS},
                {"HELO help.example\r\n", SMTP_HELLO},
                {"AUTH LOGIN\r\n", SMTP_LOGIN},
                {"REFUQQ==\r\n", SMTP_LOGIN},
                {"DATA5678\r\n", SMTP_LOGIN},
                {"MAIL FROM:<a@b.cd>\r\n", SMTP_SENDER},
                {"RCPT TO:<x@y.z>\r\n", SMTP_RECIPIENT},
                {"DATA\r\n", SMTP_DATA}};
    struct talk t;
    talk_begin(&t);
    assert_int_equal(t.step, SMTP_CONNECT);
    heard(&t, "220 mx.example ESMTP\r\n");
    assert_int_equal(t.step, SMTP_HELLO);
    for (size_t i = 0; i < COUNT(said); i++) {
        sent(&t, said[i].line);
        expect(t.step == said[i].step, said[i].line);
        assert_int_equal(t.code, 0);
        heard(&t, "250 2.0.0 OK\r\n");
        assert_int_equal(t.code, 250);
    }
}

static void
knows_tls_from_the_start(void **state)
{
    struct talk t;
    (void)state;
    talk_begin(&t);
    talk_tls(&t);
    assert_int_equal(t.step, SMTP_TLS);
    sent(&t, "EHLO x\r\n");
    talk_tls(&t);
    assert_int_equal(t.step, SMTP_HELLO);
}

static void
reads_answers(void **state)
{
    (void)state;
    static const struct {
        const char *lines[3];
        int code;
        const char *status, *text;
    } all[] = {
        {{"550 5.1.1 <a@b.cd>: no such user\r\n"}, 550, "5.1.1", "<a@b.cd>: no such user"},
        {{"550-5.1.1 No such\r\n", "550-5.1.1  user\r\n", "550 5.1.1 here\r\n"},
         550,
         "5.1.1",
         "No such user here"},
        {{"451 Later\r\n"}, 451, "", "Later"},
        {{"421\r\n"}, 421, "", ""},
        {{"421"}, 421, "", ""},
        {{"250-mx.example\r\n", "250 SIZE 1\r\n"}, 250, "", "mx.example SIZE 1"},
        {{"552 5.2.2\r\n"}, 552, "5.2.2", ""},
        {{"550 5.1.1234 x\r\n"}, 550, "", "5.1.1234 x"},
        {{"550 55.1.1 x\r\n"}, 550, "", "55.1.1 x"},
        {{"550 5.1 x\r\n"}, 550, "", "5.1 x"},
        {{"550 5.1.\r\n"}, 550, "", "5.1."},
        {{"550 5.1.1x\r\n"}, 550, "", "5.1.1x"},
        {{"554 \x1b[31mred\t\xc3\xa4\r\n"}, 554, "", "[31mred"},
        {{"hello\r\n"}, 0, "", ""},
        {{"99 x\r\n"}, 0, "", ""},
        {{"600 x\r\n"}, 0, "", ""},
        {{"1000 x\r\n"}, 0, "", ""},
        {{""}, 0, "", ""},
        {{"25"}, 0, "", ""},
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        struct talk t;
        talk_begin(&t);
        sent(&t, "RCPT TO:<a@b.cd>\r\n");
        for (size_t line = 0; line < 3 && all[i].lines[line] != NULL; line++)
            heard(&t, all[i].lines[line]);
        expect(t.code == all[i].code, all[i].lines[0]);
        assert_string_equal(t.status, all[i].status);
        assert_string_equal(t.text, all[i].text);
    }
}

static void
cuts_long_answers(void **state)
{
    struct talk t;
    char line[1000] = "550-";
    (void)state;
    strcat(line, letters('x', 900));
    talk_begin(&t);
    for (int i = 0; i < 100; i++)
        heard(&t, line);
    assert_int_equal(strlen(t.text), sizeof t.text - 1);
    heard(&t, "550 end\r\n");
    heard(&t, "250 new\r\n");
    assert_string_equal(t.text, "new");
}

static void
knows_when_the_text_was_asked_for(void **state)
{
    struct talk t;
    (void)state;
    talk_begin(&t);
    sent(&t, "RCPT TO:<a@b.cd>\r\n");
    heard(&t, "354 odd\r\n");
    assert_false(t.asked);
    sent(&t, "DATA\r\n");
    assert_false(t.asked);
    heard(&t, "354 go on\r\n");
    assert_true(t.asked);
    heard(&t, "250 2.0.0 taken\r\n");
    assert_true(t.asked);
}

static void
hears_nothing_after_quit(void **state)
{
    struct talk t;
    (void)state;
    talk_begin(&t);
    sent(&t, "RCPT TO:<a@b.cd>\r\n");
    heard(&t, "550 5.1.1 No\r\n");
    sent(&t, "QUIT\r\n");
    heard(&t, "221 2.0.0 Bye\r\n");
    assert_int_equal(t.code, 550);
    assert_int_equal(t.step, SMTP_RECIPIENT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_the_steps),
        cmocka_unit_test(knows_tls_from_the_start),
        cmocka_unit_test(reads_answers),
        cmocka_unit_test(cuts_long_answers),
        cmocka_unit_test(knows_when_the_text_was_asked_for),
        cmocka_unit_test(hears_nothing_after_quit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
