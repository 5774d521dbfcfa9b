/* test_answers.c - inquiries in the hands of staff: answers, states, who does what, and reading. */
#include "base/buf.h"
#include "desk/erasure.h"
#include "desk/inquiries.h"
#include "desk/inquiry_desk.h"
#include "desk/merge.h"
#include "desk/outbox.h"
#include "desk_fixture.h"

static const char text[] = "Dear Ann,\n\nyes, it is.\n";

/* Somebody asks; the reference. */
static const char *
ask(struct office *o, enum inquiry_kind kind, const char *email, char content)
{
    static char reference[REFERENCE_MAX];
    static const struct inquiry_detail detail[] = {{"item", "AB-1207"}, {"budget", "300 USD"}};
    struct mail_address m = mail_of(email);
    const struct inquiry_new q = {.kind = kind, .mail = &m, .name = "Ann",
                                  .message = "Is it heated?\nReally?", .detail = detail,
                                  .detail_count = COUNT(detail)};
    struct submission s = sent("advice", content, content);

    assert_int_equal(submission_begin(&o->desk, &s), ERR_OK);
    assert_int_equal(inquiry_open(&o->desk, &q, &s), ERR_OK);
    office_commit(o);
    snprintf(reference, sizeof reference, "%s", s.reference);
    return reference;
}

static const char *
advice(struct office *o)
{
    return ask(o, INQUIRY_ADVICE, "ann@example.com", 'a');
}

static enum err
answer(struct office *o, const char *reference, bool again)
{
    struct inquiry_head was;
    enum err e = inquiry_answer(&o->desk, reference, text, again, &was);

    office_commit(o);
    return e;
}

static void
test_details_keep_their_order(void **state)
{
    struct office *o = *state;
    const char *reference = advice(o);

    assert_string_equal(raw_text(o->path, "SELECT reference FROM v_inquiry_details"), reference);
    assert_string_equal(raw_text(o->path, "SELECT group_concat(position || field || value) FROM"
                                          " (SELECT * FROM inquiry_detail ORDER BY position)"),
                        "0itemAB-1207,1budget300 USD");
    assert_string_equal(raw_text(o->path, "SELECT kind || state || answers ||"
                                          " coalesce(answered_at, '-') FROM v_inquiries"),
                        "adviceopen0-");
}

static void
test_answer(void **state)
{
    struct office *o = *state;
    const char *reference = advice(o);

    o->desk.actor = "maria";
    o->desk.now += 60;
    assert_int_equal(answer(o, reference, false), ERR_OK);
    assert_string_equal(raw_text(o->path, "SELECT state || ' ' || answers || ' ' || answered_at"
                                          " FROM v_inquiries"),
                        "answered 1 2026-05-03 14:01");
    assert_string_equal(raw_text(o->path, "SELECT actor || ' ' || text FROM v_inquiry_answers"),
                        "maria Dear Ann,\n\nyes, it is.\n");
    assert_string_equal(raw_text(o->path, "SELECT letter || ' ' || state || ' ' || email FROM"
                                          " v_outbox ORDER BY id DESC"),
                        "answer queued ann@example.com");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM outbox o JOIN inquiry_answer a"
                                      " ON a.id = o.answer_id AND a.inquiry_id = o.inquiry_id"),
                     1);
    assert_string_equal(raw_text(o->path, "SELECT actor || ' ' || action || ' ' || subject FROM"
                                          " v_audit ORDER BY id DESC"),
                        "maria inquiry.answer inquiry");
}

/* Each state, and what may be done in it. */
static void
test_states(void **state)
{
    static const struct {
        const char *from;
        enum err answer, again, assign, close, reopen;
    } rules[] = {
        {"open", ERR_OK, ERR_OK, ERR_OK, ERR_OK, ERR_CONFLICT},
        {"answered", ERR_CONFLICT, ERR_OK, ERR_OK, ERR_OK, ERR_OK},
        {"closed", ERR_CONFLICT, ERR_CONFLICT, ERR_CONFLICT, ERR_CONFLICT, ERR_OK},
    };
    struct office *o = *state;
    const char *reference = advice(o);
    const struct desk *d = &o->desk;
    struct inquiry_head was;
    char sql[64];

    for (size_t i = 0; i < COUNT(rules); i++) {
        enum err e[5];

        for (int act = 0; act < 5; act++) {
            int64_t audit = raw_int(o->path, "SELECT count(*) FROM audit");

            snprintf(sql, sizeof sql, "UPDATE inquiry SET state = '%s'", rules[i].from);
            db_rollback(d->db);
            assert_int_equal(raw_run(o->path, sql), SQLITE_OK);
            assert_int_equal(db_write_begin(d->db), ERR_OK);
            e[act] = act == 0   ? inquiry_answer(d, reference, text, false, &was)
                     : act == 1 ? inquiry_answer(d, reference, text, true, &was)
                     : act == 2 ? inquiry_assign(d, reference, "maria", &was)
                     : act == 3 ? inquiry_close(d, reference, &was)
                                : inquiry_reopen(d, reference, &was);
            office_commit(o);
            assert_string_equal(was.state, rules[i].from);
            assert_string_equal(was.kind, "advice");
            expect(raw_int(o->path, "SELECT count(*) FROM audit") == audit + (e[act] == ERR_OK),
                   rules[i].from);
            if (e[act] != ERR_OK)
                expect(strcmp(raw_text(o->path, "SELECT state FROM inquiry"), rules[i].from) == 0,
                       rules[i].from);
        }
        expect(e[0] == rules[i].answer && e[1] == rules[i].again && e[2] == rules[i].assign &&
                   e[3] == rules[i].close && e[4] == rules[i].reopen,
               rules[i].from);
    }
}

static void
test_assign(void **state)
{
    struct office *o = *state;
    const char *reference = advice(o);
    struct inquiry_head was;

    assert_int_equal(inquiry_assign(&o->desk, reference, "maria", &was), ERR_OK);
    office_commit(o);
    assert_string_equal(raw_text(o->path, "SELECT assigned_to FROM v_inquiries"), "maria");
    assert_string_equal(raw_text(o->path, "SELECT details FROM v_audit WHERE action ="
                                          " 'inquiry.assign'"),
                        "assigned_to=maria");
    assert_int_equal(inquiry_assign(&o->desk, reference, NULL, &was), ERR_OK);
    office_commit(o);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM v_inquiries WHERE assigned_to IS NULL"),
                     1);
}

static void
test_unknown(void **state)
{
    struct office *o = *state;
    const char *none = "0000-0000";
    struct inquiry_head was;

    advice(o);
    assert_int_equal(inquiry_find(&o->desk, none, &was), ERR_NOTFOUND);
    assert_int_equal(inquiry_answer(&o->desk, none, text, true, &was), ERR_NOTFOUND);
    assert_int_equal(inquiry_assign(&o->desk, none, "maria", &was), ERR_NOTFOUND);
    assert_int_equal(inquiry_close(&o->desk, none, &was), ERR_NOTFOUND);
    assert_int_equal(inquiry_reopen(&o->desk, none, &was), ERR_NOTFOUND);
    office_commit(o);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM audit"), 1);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM inquiry_answer"), 0);
}

/* What the letter's sender is given. */
static void
test_letter(void **state)
{
    struct office *o = *state;
    const char *reference = advice(o);
    struct outbox_item item[4];
    size_t n = 0;

    assert_int_equal(answer(o, reference, false), ERR_OK);
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(outbox_lease(&o->desk, 1, 4, item, &n), ERR_OK);
    assert_int_equal(n, 2);
    assert_int_equal(outbox_load(&o->desk, 1, &item[0]), ERR_OK);
    assert_int_equal(item[0].letter, LETTER_INQUIRY);
    assert_null(item[0].answer);
    assert_int_equal(outbox_load(&o->desk, 1, &item[1]), ERR_OK);
    assert_int_equal(item[1].letter, LETTER_ANSWER);
    assert_string_equal(item[1].to, "ann@example.com");
    assert_string_equal(item[1].reference, reference);
    assert_string_equal(item[1].request_kind, "advice");
    assert_string_equal(item[1].answer, text);
    outbox_item_clear(&item[1]);
    assert_null(item[1].answer);
    /* blanked between the lease and the sending: there is nothing to send, and nobody to get it */
    assert_int_equal(raw_run(o->path, "UPDATE inquiry_answer SET text = NULL"), SQLITE_OK);
    assert_int_equal(outbox_load(&o->desk, 1, &item[1]), ERR_OK);
    assert_string_equal(item[1].to, "");
    assert_null(item[1].answer);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
}

static void
test_erasure(void **state)
{
    struct office *o = *state;
    const char *reference = advice(o);
    struct inquiry_head was;
    struct erasure gone;

    assert_int_equal(answer(o, reference, false), ERR_OK);
    assert_int_equal(inquiry_find(&o->desk, reference, &was), ERR_OK);
    assert_true(was.reachable);
    assert_int_equal(person_erase(&o->desk, was.person, &gone), ERR_OK);
    office_commit(o);
    assert_int_equal(raw_int(o->path, "SELECT count(value) FROM inquiry_detail"), 0);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM inquiry_detail"), 2);
    assert_int_equal(raw_int(o->path, "SELECT count(text) FROM inquiry_answer"), 0);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM inquiry_answer"), 1);
    assert_string_equal(raw_text(o->path, "SELECT group_concat(DISTINCT state) FROM outbox"),
                        "dropped");
    assert_int_equal(inquiry_answer(&o->desk, reference, text, true, &was), ERR_DENIED);
    assert_false(was.reachable);
    assert_int_equal(inquiry_close(&o->desk, reference, &was), ERR_OK);
    assert_int_equal(inquiry_reopen(&o->desk, reference, &was), ERR_DENIED);
}

static void
test_merge(void **state)
{
    struct office *o = *state;
    char first[REFERENCE_MAX];
    struct inquiry_head a, b;

    snprintf(first, sizeof first, "%s", advice(o));
    assert_int_equal(inquiry_find(&o->desk, first, &a), ERR_OK);
    assert_int_equal(inquiry_find(&o->desk, ask(o, INQUIRY_MESSAGE, "bob@example.com", 'b'), &b),
                     ERR_OK);
    assert_int_not_equal(a.person, b.person);
    assert_int_equal(person_merge(&o->desk, b.person, a.person), ERR_OK);
    assert_int_equal(answer(o, first, false), ERR_OK);
    assert_string_equal(raw_text(o->path, "SELECT email FROM v_outbox WHERE letter = 'answer'"),
                        "bob@example.com");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM v_inquiries"
                                      " WHERE email = 'bob@example.com'"), 2);
}

/* ---- reading ---- */

struct seen {
    struct buf all;
    size_t lines;
};

static void
see_line(void *ctx, const struct inquiry_line *l)
{
    struct seen *s = ctx;

    buf_fmt(&s->all, "%s/%s/%s/%s/%lld ", l->kind, l->state, l->email, l->assigned_to,
            (long long)l->answers);
    s->lines++;
}

static void
see_piece(void *ctx, const struct inquiry_piece *p)
{
    struct seen *s = ctx;

    buf_fmt(&s->all, "%s=%s", p->field, p->value);
    if (p->at != 0)
        buf_fmt(&s->all, "@%lld", (long long)(p->at - TEST_NOW));
    buf_char(&s->all, '|');
}

static void
lists(struct office *o, const char *kind, const char *state, const char *want)
{
    struct seen seen = {0};
    int64_t after = 0;
    size_t n = 0;

    assert_int_equal(inquiry_list(o->desk.db, kind, state, &after, see_line, &seen, &n), ERR_OK);
    assert_int_equal(n, seen.lines);
    assert_string_equal(buf_text(&seen.all), want);
    buf_free(&seen.all);
}

static void
test_list(void **state)
{
    struct office *o = *state;
    struct inquiry_head was;
    const char *reference = advice(o);

    assert_int_equal(answer(o, reference, false), ERR_OK);
    assert_int_equal(inquiry_assign(&o->desk, reference, "maria", &was), ERR_OK);
    ask(o, INQUIRY_SELL, "bob@example.com", 'b');
    lists(o, NULL, NULL, "advice/answered/ann@example.com/maria/1 sell/open/bob@example.com//0 ");
    lists(o, "sell", NULL, "sell/open/bob@example.com//0 ");
    lists(o, NULL, "answered", "advice/answered/ann@example.com/maria/1 ");
    lists(o, "sell", "answered", "");
}

static void
test_list_by_pages(void **state)
{
    struct office *o = *state;
    struct seen seen = {0};
    int64_t after = 0;
    size_t n = INQUIRIES_PAGE, pages = 0;

    advice(o);
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(raw_run(o->path,
                             "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                             " WHERE i < 1000) INSERT INTO inquiry (reference, kind, person_id,"
                             " channel, received_at) SELECT 'R' || i, 'message', 1, 'web', i"
                             " FROM n"),
                     SQLITE_OK);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
    for (; n == INQUIRIES_PAGE; pages++)
        assert_int_equal(inquiry_list(o->desk.db, NULL, NULL, &after, see_line, &seen, &n), ERR_OK);
    assert_int_equal(seen.lines, 1001);
    assert_int_equal(pages, 3);
    buf_free(&seen.all);
}

static void
test_read(void **state)
{
    struct office *o = *state;
    const char *reference = advice(o);
    struct inquiry_head was;
    struct seen seen = {0};
    struct buf want = BUF_INIT;

    o->desk.actor = "maria";
    o->desk.now += 5;
    assert_int_equal(answer(o, reference, false), ERR_OK);
    assert_int_equal(inquiry_find(&o->desk, reference, &was), ERR_OK);
    assert_int_equal(was.last_at, TEST_NOW + 5);
    assert_string_equal(was.last_actor, "maria");
    assert_int_equal(inquiry_read(o->desk.db, was.id, see_piece, &seen), ERR_OK);
    buf_fmt(&want,
            "reference=%s|kind=advice|state=answered|received=@0|channel=web|"
            "email=ann@example.com|name=Ann|message=Is it heated?\nReally?|item=AB-1207|"
            "budget=300 USD|maria=%s@5|",
            reference, text);
    assert_string_equal(buf_text(&seen.all), buf_text(&want));
    buf_free(&want);
    buf_free(&seen.all);
    assert_int_equal(inquiry_read(o->desk.db, 999, see_piece, &seen), ERR_NOTFOUND);
}

static void
see_letter(void *ctx, const struct inquiry_piece *p)
{
    if (p->part == INQUIRY_ANSWERED)
        snprintf(ctx, 16, "%s", p->letter);
}

/* Staff see where an answer reached nobody. */
static void
test_letter_end(void **state)
{
    static const struct {
        const char *sql, *letter;
    } ends[] = {
        {"SELECT 1", "queued"},
        {"UPDATE outbox SET state = 'failed', ended_at = 1 WHERE letter = 'answer'", "failed"},
        {"UPDATE outbox SET state = 'sent' WHERE letter = 'answer'", "sent"},
        {"INSERT INTO bounce (outbox_id, at, kind, source)"
         " SELECT id, 1, 'hard', 'mail' FROM outbox WHERE letter = 'answer'", "back"},
        {"DELETE FROM bounce", "sent"},
        {"DELETE FROM outbox WHERE letter = 'answer'", ""},
    };
    struct office *o = *state;
    const char *reference = advice(o);
    struct inquiry_head was;

    assert_int_equal(answer(o, reference, false), ERR_OK);
    assert_int_equal(inquiry_find(&o->desk, reference, &was), ERR_OK);
    for (size_t i = 0; i < COUNT(ends); i++) {
        char seen[16] = "-";

        assert_int_equal(db_commit(o->desk.db), ERR_OK);
        assert_int_equal(raw_run(o->path, ends[i].sql), SQLITE_OK);
        assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
        assert_int_equal(inquiry_read(o->desk.db, was.id, see_letter, seen), ERR_OK);
        assert_string_equal(seen, ends[i].letter);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(test_details_keep_their_order),
        office_test(test_answer),
        office_test(test_states),
        office_test(test_assign),
        office_test(test_unknown),
        office_test(test_letter),
        office_test(test_letter_end),
        office_test(test_erasure),
        office_test(test_merge),
        office_test(test_list),
        office_test(test_list_by_pages),
        office_test(test_read),
    };

    return cmocka_run_group_tests_name("answers", tests, NULL, NULL);
}
