/* test_reports.c - the ready reports, run as staff run them: by the sqlite3 shell, read-only. */
#include <sys/wait.h>

#include "desk/inquiries.h"
#include "desk/lists.h"
#include "desk/policies.h"
#include "desk/requests.h"
#include "desk_fixture.h"

/* A form of each kind. */
static void
fill(struct office *o)
{
    static const struct postal home = {.address1 = "1 Main St, rear", .city = "Albany",
                                       .state = "NY", .zip = "12207", .country = "US"};
    struct mail_address m = mail_of("ann@example.com");
    const struct inquiry_new q = {.kind = INQUIRY_CATALOG, .mail = &m, .name = "Ann Lee",
                                  .postal = &home};
    const struct request_new r = {.kind = REQUEST_DELETE, .mail = &m};
    const struct leaving gone = {.lists = LIST_CLUB, .mail = &m, .reason = "too many"};
    struct submission s[4];

    o->desk.now = clock_now();
    assert_int_equal(wording_keep(&o->desk, "/newsletter", "Newsletter", "Yes, write to me.",
                                  &o->desk.wording), ERR_OK);
    for (char i = 0; i < 4; i++) {
        s[(int)i] = sent("form", i, i);
        assert_int_equal(submission_begin(&o->desk, &s[(int)i]), ERR_OK);
    }
    assert_int_equal(lists_join(&o->desk, LIST_CLUB, &m, "Ann Lee", &s[0]), ERR_OK);
    assert_int_equal(lists_leave(&o->desk, &gone, &s[1]), ERR_OK);
    assert_int_equal(inquiry_open(&o->desk, &q, &s[2]), ERR_OK);
    assert_int_equal(request_open(&o->desk, &r, &s[3]), ERR_OK);
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(raw_run(o->path, "INSERT INTO request_count VALUES"
                                      " ('2026-05-03', 'main', 40), ('2026-05-04', 'main', 2);"
                                      "INSERT INTO page_read VALUES (date('now'), '/a', 7),"
                                      " (date('now', '-40 days'), '/a', 3);"
                                      "INSERT INTO search_miss VALUES ('2026-05-03', 'zircon', 4);"
                                      "INSERT INTO not_found VALUES ('2026-05-03', '/o', '/n', 5);"
                                      "INSERT INTO page_feedback (day, page, helpful, at) VALUES"
                                      " ('2026-05-03', '/a', 0, 0), ('2026-05-03', '/a', 0, 0),"
                                      " ('2026-05-03', '/a', 0, 0), ('2026-05-03', '/a', 1, 0),"
                                      " ('2026-05-03', '/a', 0, 0), ('2026-05-03', '/few', 0, 0);"
                                      "UPDATE outbox SET created_at = created_at - 7200,"
                                      " status = '451 4.3.0' WHERE id = 1;"
                                      "INSERT INTO inquiry (reference, kind, person_id, message,"
                                      " channel, received_at, assigned_to) VALUES ('R4K2-9MXT',"
                                      " 'advice', 1, 'Is it?', 'web', unixepoch(), 'maria');"
                                      "INSERT INTO bounce (outbox_id, person_id, at, kind, status,"
                                      " source) VALUES (1, 1, unixepoch(), 'hard', '550 5.1.1',"
                                      " 'smtp')"),
                     SQLITE_OK);
}

static void
test_reports(void **state)
{
    static const struct {
        const char *report, *says[3];
    } cases[] = {
        {"signups-by-day.sql", {"joined  confirmed  left", "club  1       0          1"}},
        {"subscribers.sql", {"opted_out", "club  0       0        1"}},
        {"requests-by-deadline.sql", {"days_left", "delete  received  ann@example.com"}},
        {"catalogs-to-send.sql", {"reference,name,address1", "\"Ann Lee\",\"1 Main St, rear\","}},
        {"inquiries-open.sql", {"assigned_to", "R4K2-9MXT", "maria"}},
        {"pages-by-month.sql", {"busiest_day", "2026-05  42     40"}},
        {"pages-read.sql", {"page  reads  before", "/a    7      3"}},
        {"searches-missed.sql", {"zircon  4         2026-05-03"}},
        {"addresses-not-found.sql", {"/o       5         /n          2026-05-03"}},
        {"feedback.sql", {"/a    1        4            20"}},
        {"audit-of-day.sql", {"request.open", "list.leave"}},
        {"list-changes-of-week.sql", {"leave  club  ann@example.com  web      too many"}},
        {"opt-outs-by-channel.sql", {"web      1         0             1"}},
        {"bounces.sql", {"ann@example.com  hard  1", "5.1.1"}},
        {"outbox-stuck.sql", {"1   confirm  ann@example.com", "451"}},
        {"consent-of-address.sql", {"event = leave", "shown = Yes, write to me."}},
    };
    struct office *o = *state;
    const char *source = getenv("TOP");

    if (system("command -v sqlite3 > /dev/null") != 0)
        skip();
    fill(o);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char command[512], out[8192];
        size_t len;
        FILE *f;

        snprintf(command, sizeof command,
                 "sqlite3 -batch -readonly -cmd '.parameter init' -cmd \".parameter set :email "
                 "\\\"'ann@example.com'\\\"\" %s < %s/sql/reports/%s 2>&1",
                 o->path, source != NULL ? source : ".", cases[i].report);
        f = popen(command, "r");
        assert_non_null(f);
        len = fread(out, 1, sizeof out - 1, f);
        out[len] = '\0';
        assert_int_equal(pclose(f), 0);
        for (int k = 0; k < 3 && cases[i].says[k] != NULL; k++)
            if (strstr(out, cases[i].says[k]) == NULL)
                fail_msg("%s doesn't say \"%s\":\n%s", cases[i].report, cases[i].says[k], out);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {office_test(test_reports)};

    return cmocka_run_group_tests_name("reports", tests, NULL, NULL);
}
