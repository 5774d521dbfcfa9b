/* test_erasure.c - after an erasure no byte of the person stands anywhere but in the requests. */
#include "desk/erasure.h"

#include "desk/changes.h"
#include "desk/inquiries.h"
#include "desk/inquiry_desk.h"
#include "desk/lists.h"
#include "desk/mail_in.h"
#include "desk/outbox.h"
#include "desk/people.h"
#include "desk/requests.h"
#include "desk/seal.h"
#include "desk_fixture.h"

/* What must be gone. Long and odd enough that no chance makes it. */
static const char *const traces[] = {"zyxquanda", "ZYXQuanda", "Quillfeather", "Wobblethorpe",
                                     "qqnewmail", "mid-of-ann",
                                     "sapphirine", "musgravite"};

/* All that the program can come to know of one person. */
static int64_t
live(struct office *o, bool with_request)
{
    struct mail_address m = mail_of("ZYXQuanda@example.com"), n = mail_of("qqnewmail@example.org");
    struct submission join = sent("newsletter", 'a', 'a'), ask = sent("catalog", 'b', 'b');
    struct submission leave = sent("opt-out", 'c', 'c'), request = sent("delete", 'd', 'd');
    struct postal postal = {.address1 = "1 Wobblethorpe Lane", .city = "Troy"};
    struct inquiry_detail detail = {"item", "a sapphirine"};
    struct inquiry_new q = {.kind = INQUIRY_CATALOG, .mail = &m, .name = "Ann Quillfeather",
                            .message = "Quillfeather again", .postal = &postal, .detail = &detail,
                            .detail_count = 1};
    struct inquiry_head was;
    struct request_new r = {.kind = REQUEST_DELETE, .mail = &m, .name = "Ann Quillfeather"};
    struct mail_in mail = {.kind = MAIL_OPTOUT, .message_id = "mid-of-ann@example.com"};
    char reference[REFERENCE_MAX];
    struct desk *d = &o->desk;

    assert_int_equal(submission_begin(d, &join), ERR_OK);
    assert_int_equal(lists_join(d, LIST_ALL, &m, "Ann Quillfeather", &join), ERR_OK);
    assert_int_equal(submission_begin(d, &ask), ERR_OK);
    assert_int_equal(inquiry_open(d, &q, &ask), ERR_OK);
    assert_int_equal(inquiry_answer(d, ask.reference, "It is a musgravite.", false, &was), ERR_OK);
    assert_int_equal(inquiry_reopen(d, ask.reference, &was), ERR_OK);
    assert_int_equal(submission_begin(d, &request), ERR_OK);
    if (with_request)
        assert_int_equal(request_open(d, &r, &request), ERR_OK);
    assert_int_equal(person_find(d, m.canonical, &mail.person), ERR_OK);
    assert_int_equal(person_rename(d, mail.person, "Nan Quillfeather"), ERR_OK);
    assert_int_equal(change_open(d, mail.person, &n, reference), ERR_OK);
    assert_int_equal(mail_in_record(d, &mail), ERR_OK);
    assert_int_equal(submission_begin(d, &leave), ERR_OK);
    assert_int_equal(lists_leave(d, &(struct leaving){.lists = LIST_CLUB, .mail = &m,
                                                      .reason = "Quillfeather has moved"}, &leave),
                     ERR_OK);
    office_commit(o);
    return mail.person;
}

/* How many values of the tables hold the text: all of them but those about requests. */
static int
found_in_tables(struct office *o, const char *text)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *tables = NULL, *rows;
    int found = 0;
    char sql[256];

    assert_int_equal(sqlite3_open_v2(o->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type = 'table'"
                           " AND name NOT LIKE 'request%'", -1, &tables, NULL);
    while (sqlite3_step(tables) == SQLITE_ROW) {
        snprintf(sql, sizeof sql, "SELECT * FROM %s", (const char *)sqlite3_column_text(tables, 0));
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &rows, NULL), SQLITE_OK);
        while (sqlite3_step(rows) == SQLITE_ROW)
            for (int i = 0; i < sqlite3_column_count(rows); i++) {
                const char *value = (const char *)sqlite3_column_blob(rows, i);
                size_t len = (size_t)sqlite3_column_bytes(rows, i);

                if (value != NULL && memmem(value, len, text, strlen(text)) != NULL)
                    found++;
            }
        sqlite3_finalize(rows);
    }
    sqlite3_finalize(tables);
    sqlite3_close(db);
    return found;
}

/* Whether the text stands in the file or its log. */
static bool
found_in_file(struct office *o, const char *suffix, const char *text)
{
    char path[256];
    FILE *f;
    char *all;
    long len;
    bool found;

    snprintf(path, sizeof path, "%s%s", o->path, suffix);
    f = fopen(path, "rb");
    if (f == NULL)
        return false;
    fseek(f, 0, SEEK_END);
    len = ftell(f);
    rewind(f);
    all = malloc((size_t)len + 1);
    assert_non_null(all);
    assert_int_equal(fread(all, 1, (size_t)len, f), len);
    found = memmem(all, (size_t)len, text, strlen(text)) != NULL;
    free(all);
    fclose(f);
    return found;
}

static void
test_nothing_is_left(void **state)
{
    struct office *o = *state;
    struct erasure e;
    struct seal_report report;
    bool more;
    int64_t person = live(o, true);

    for (size_t i = 0; i < COUNT(traces); i++)
        expect(found_in_tables(o, traces[i]) > 0, traces[i]);
    o->desk.now += SEAL_DELAY_SECONDS;
    assert_int_equal(seal_some(&o->desk, &more), ERR_OK);
    assert_int_equal(person_erase(&o->desk, person, &e), ERR_OK);
    assert_int_equal(e.requests, 1);
    office_commit(o);
    for (size_t i = 0; i < COUNT(traces); i++)
        expect(found_in_tables(o, traces[i]) == 0, traces[i]);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM request WHERE email IS NOT NULL"), 1);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM token"), 0);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM subscription"), 0);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM outbox WHERE state = 'queued'"
                                      " AND letter <> 'request'"), 0);
    assert_string_equal(raw_text(o->path, "SELECT state FROM inquiry"), "closed");
    assert_string_equal(raw_text(o->path, "SELECT state FROM address_change"), "ended");
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM v_optouts WHERE email IS NULL"), 1);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM audit WHERE action = 'person.erase'"),
                     1);
    /* the ledger still proves */
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(seal_verify(o->desk.db, NULL, &report), ERR_OK);
    assert_true(report.blanked > 0 && report.sealed > 0);
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
}

/* What was deleted is overwritten: once the log is cut, the file doesn't hold it either. */
static void
test_file(void **state)
{
    struct office *o = *state;
    struct erasure e;
    int64_t person = live(o, false);

    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(raw_run(o->path, "PRAGMA wal_checkpoint(TRUNCATE)"), SQLITE_OK);
    assert_true(found_in_file(o, "", "Quillfeather"));
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
    assert_int_equal(person_erase(&o->desk, person, &e), ERR_OK);
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(raw_run(o->path, "PRAGMA wal_checkpoint(TRUNCATE)"), SQLITE_OK);
    for (size_t i = 0; i < COUNT(traces); i++) {
        expect(!found_in_file(o, "", traces[i]), traces[i]);
        expect(!found_in_file(o, "-wal", traces[i]), traces[i]);
    }
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
}

static void
test_again_and_nobody(void **state)
{
    struct office *o = *state;
    struct erasure e;
    int64_t person = live(o, true);

    assert_int_equal(person_erase(&o->desk, person, &e), ERR_OK);
    assert_int_equal(person_erase(&o->desk, person, &e), ERR_OK);
    assert_int_equal(e.requests, 1);
    office_commit(o);
    assert_int_equal(raw_int(o->path, "SELECT count(*) FROM audit WHERE action = 'person.erase'"),
                     1);
    assert_int_equal(person_erase(&o->desk, 999, &e), ERR_NOTFOUND);
}

/* The suppression holds after the erasure, for somebody who signs up anew as for an import. */
static void
test_suppression_stays(void **state)
{
    struct office *o = *state;
    struct mail_address m = mail_of("zyxquanda@example.com");
    enum import_end end = IMPORT_MADE;
    struct erasure e;
    int64_t since = 0;

    assert_int_equal(person_erase(&o->desk, live(o, true), &e), ERR_OK);
    assert_int_equal(suppressed(&o->desk, m.canonical, "club", &since), ERR_OK);
    assert_int_not_equal(since, 0);
    assert_int_equal(lists_import(&o->desk, LIST_CLUB, &m, NULL, "fair", 0, &end), ERR_OK);
    assert_int_equal(end, IMPORT_SUPPRESSED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(test_nothing_is_left),
        office_test(test_file),
        office_test(test_again_and_nobody),
        office_test(test_suppression_stays),
    };

    return cmocka_run_group_tests_name("erasure", tests, NULL, NULL);
}
