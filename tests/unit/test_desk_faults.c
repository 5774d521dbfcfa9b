/*
 * test_desk_faults.c - each statement fails in turn: every act at the desk tells it, and leaves
 * nothing half done.
 */
#include "capture.h"
#include "desk/inquiries.h"
#include "desk/inquiry_desk.h"
#include "desk/people.h"
#include "desk/requests.h"
#include "lists_fixture.h"
#include "store/engine.h"

static const char ann[] = "ann@example.com";

/* Who is there: person 1, ann, on two lists, who has left one of them. */
struct scene {
    struct office *office;
    const struct desk *d;
    struct token confirm, undo; /* of letters that were sent */
    struct mail_address ann, bob;
    struct address_hash hash;
    struct submission s;
};

static enum err
act_join(struct scene *c)
{
    return lists_join(c->d, LIST_CLUB | LIST_BARGAINS, &c->bob, "Bob", &c->s);
}

static enum err
act_join_known(struct scene *c)
{
    return lists_join(c->d, LIST_CLUB, &c->ann, "Ann", &c->s);
}

static enum err
act_join_again(struct scene *c)
{
    c->s.repeat = true;
    return lists_join(c->d, LIST_OFFERS, &c->ann, NULL, &c->s);
}

static enum err
act_confirm(struct scene *c)
{
    unsigned lists;

    return lists_confirm(c->d, &c->confirm, LIST_ALL, &lists);
}

static enum err
act_leave(struct scene *c)
{
    const struct leaving l = {.lists = LIST_ALL, .mail = &c->ann};

    return lists_leave(c->d, &l, &c->s);
}

static enum err
act_leave_by_hash(struct scene *c)
{
    const struct leaving l = {.lists = LIST_CLUB | LIST_NEWSLETTER, .hash = &c->hash};

    return lists_leave(c->d, &l, &c->s);
}

static enum err
act_undo(struct scene *c)
{
    unsigned lists;

    return lists_undo(c->d, &c->undo, &lists);
}

static enum err
act_choose(struct scene *c)
{
    unsigned joined, left;

    return lists_choose(c->d, 1, LIST_ALL, LIST_OFFERS, &c->s, &joined, &left);
}

static enum err
act_ask_preferences(struct scene *c)
{
    c->s.repeat = true;
    return lists_preferences(c->d, &c->ann, &c->s);
}

static enum err
act_import(struct scene *c)
{
    enum import_end end;

    return lists_import(c->d, LIST_CLUB, &c->bob, "Bob", "a fair", 5, &end);
}

static enum err
act_rename(struct scene *c)
{
    return person_rename(c->d, 1, "Anna");
}

static enum err
act_carry(struct scene *c)
{
    return suppression_carry(c->d, ann, "bob@example.com", 1);
}

static enum err
act_request(struct scene *c)
{
    const struct change change = {"zip", "1", "2"};
    const struct request_new r = {
        .kind = REQUEST_CORRECT, .mail = &c->ann, .change = &change, .change_count = 1};

    return request_open(c->d, &r, &c->s);
}

static enum err
act_inquiry(struct scene *c)
{
    const struct postal home = {.city = "Albany"};
    const struct inquiry_detail detail = {"item", "AB-1207"};
    const struct inquiry_new q = {.kind = INQUIRY_CATALOG, .mail = &c->ann, .name = "Ann",
                                  .postal = &home, .detail = &detail, .detail_count = 1};

    return inquiry_open(c->d, &q, &c->s);
}

static enum err
act_answer(struct scene *c)
{
    struct inquiry_head was;

    return inquiry_answer(c->d, "R4K2-9MXT", "Yes.", false, &was);
}

static enum err
act_handle(struct scene *c)
{
    struct inquiry_head was;
    enum err e = inquiry_assign(c->d, "R4K2-9MXT", "maria", &was);

    if (e == ERR_OK)
        e = inquiry_close(c->d, "R4K2-9MXT", &was);
    return e == ERR_OK ? inquiry_reopen(c->d, "R4K2-9MXT", &was) : e;
}

static void
pass_line(void *ctx, const struct inquiry_line *l)
{
    (void)ctx, (void)l;
}

static void
pass_piece(void *ctx, const struct inquiry_piece *p)
{
    (void)ctx, (void)p;
}

static enum err
act_read_inquiries(struct scene *c)
{
    int64_t after = 0;
    size_t n;
    enum err e = inquiry_list(c->d->db, NULL, NULL, &after, pass_line, NULL, &n);

    return e == ERR_OK ? inquiry_read(c->d->db, 1, pass_piece, NULL) : e;
}

/* What senders do, in transactions of their own. */
static enum err
act_send(struct scene *c)
{
    struct outbox_item item[4];
    struct outbox_state look;
    bool given_up;
    size_t n = 0;
    enum err e = outbox_lease(c->d, 1, 4, item, &n);

    if (e == ERR_OK && n != 4)
        return ERR_NOTFOUND;
    for (size_t i = 0; e == ERR_OK && i < n; i++)
        e = outbox_load(c->d, 1, &item[i]);
    if (e == ERR_OK)
        e = outbox_sent(c->d, &item[0], 1, "250 2.0.0");
    if (e == ERR_OK)
        e = outbox_deferred(c->d, &item[1], 1, "451 4.3.0", &given_up);
    if (e == ERR_OK)
        e = outbox_failed(c->d, &item[2], 1, "550 5.1.1", "hard");
    if (e == ERR_OK)
        e = outbox_release(c->d, 1);
    return e == ERR_OK ? outbox_look(c->d, &look) : e;
}

static const struct {
    const char *name;
    enum err (*act)(struct scene *c);
    int statements; /* at least so many take part */
    bool alone;     /* begins its own transactions */
} acts[] = {
    {"join", act_join, 13, false},
    {"join known", act_join_known, 11, false},
    {"join again", act_join_again, 13, false},
    {"confirm", act_confirm, 9, false},
    {"leave", act_leave, 14, false},
    {"leave by hash", act_leave_by_hash, 14, false},
    {"undo", act_undo, 8, false},
    {"choose", act_choose, 17, false},
    {"ask for preferences", act_ask_preferences, 8, false},
    {"import", act_import, 7, false},
    {"rename", act_rename, 4, false},
    {"carry", act_carry, 3, false},
    {"request", act_request, 9, false},
    {"inquiry", act_inquiry, 12, false},
    {"answer", act_answer, 5, false},
    {"handle inquiry", act_handle, 5, false},
    {"read inquiries", act_read_inquiries, 4, false},
    {"send", act_send, 15, true},
};

/* Statements of the connection itself: without them nothing can be undone. */
static bool
of_store(int id)
{
    static const int store[] = {SQL_begin_read, SQL_begin_write, SQL_commit, SQL_rollback};

    for (size_t i = 0; i < COUNT(store); i++)
        if (store[i] == id)
            return true;
    return false;
}

static void
set_scene(struct scene *c, struct office *o)
{
    static const struct quota_limits limits = {1, 100, 100, 100};

    memset(c, 0, sizeof *c);
    c->office = o;
    c->d = &o->desk;
    c->ann = mail_of(ann);
    c->bob = mail_of("bob@example.com");
    member(o, LIST_CLUB | LIST_NEWSLETTER, ann);
    opt_out(o, LIST_NEWSLETTER, ann);
    c->undo = letter_token(o, LETTER_LEFT);
    sign_up(o, LIST_BARGAINS, ann);
    c->confirm = letter_token(o, LETTER_CONFIRM);
    assert_int_equal(address_hash_of(c->d, ann, &c->hash), ERR_OK);
    assert_int_equal(db_commit(o->desk.db), ERR_OK);
    assert_int_equal(raw_run(o->path, "INSERT INTO inquiry (reference, kind, person_id, channel,"
                                      " received_at) VALUES ('R4K2-9MXT', 'advice', 1, 'web', 1)"),
                     SQLITE_OK);
    o->desk.limits = &limits;
}

/* Runs an act and undoes it. */
static enum err
run(struct scene *c, size_t act)
{
    struct db *db = c->d->db;
    enum err e;

    c->s = (struct submission){.form = "form", .reference = "H4K2-9MXT"};
    if (acts[act].alone)
        return acts[act].act(c);
    assert_int_equal(db_write_begin(db), ERR_OK);
    e = acts[act].act(c);
    db_rollback(db);
    return e;
}

/* Puts the outbox back to how it was: a sender's transactions can't be undone. */
static void
queue_again(struct office *o)
{
    assert_int_equal(
        raw_run(o->path, "DELETE FROM bounce; UPDATE outbox SET state = 'queued', ended_at = NULL,"
                         " due_at = created_at, leased_by = NULL, leased_until = NULL;"
                         "UPDATE subscription SET state = CASE list WHEN 'bargains' THEN 'pending'"
                " ELSE 'active' END WHERE state = 'bounced'"),
        SQLITE_OK);
}

static void
test_each_statement(void **state)
{
    struct office *o = *state;
    struct scene c;
    char log[64];

    set_scene(&c, o);
    for (size_t a = 0; a < COUNT(acts); a++) {
        int failed = 0;

        expect(run(&c, a) == ERR_OK, acts[a].name);
        for (int id = 0; id < SQL_COUNT_; id++) {
            sqlite3_stmt *handle = o->desk.db->stmt[id].handle;
            enum err e;

            if (handle == NULL || of_store(id))
                continue;
            queue_again(o);
            o->desk.db->stmt[id].handle = NULL;
            capture_begin();
            e = run(&c, a);
            capture_end(log, sizeof log);
            o->desk.db->stmt[id].handle = handle;
            expect(e == ERR_OK || e == ERR_BUG, sql_table[id].name);
            expect(sqlite3_get_autocommit(o->desk.db->handle), sql_table[id].name);
            failed += e == ERR_BUG;
        }
        if (failed < acts[a].statements)
            fail_msg("%s: only %d statements matter", acts[a].name, failed);
        queue_again(o);
    }
    assert_int_equal(db_write_begin(o->desk.db), ERR_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {office_test(test_each_statement)};

    return cmocka_run_group_tests_name("desk_faults", tests, NULL, NULL);
}
