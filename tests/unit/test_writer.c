/* test_writer.c - the writer: groups, failures among them, and faults of the machine. */
#include "store_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "store/writer.h"

enum { THREADS = 16, JOBS = 40, KILLS = 12 };

/* A person to make; then the job returns `end`. */
struct add {
    char email[64];
    enum err end;
    int runs;
    bool leave_open;
};

static enum err
add_person(struct db *db, void *arg)
{
    struct add *a = arg;
    struct stmt *s = stmt_open(db, SQL_person_make);
    enum err e;

    a->runs++;
    stmt_text(s, BIND_email, a->email);
    stmt_text(s, BIND_email_typed, a->email);
    stmt_int(s, BIND_mixed_script, 0);
    stmt_null(s, BIND_name);
    stmt_int(s, BIND_at, TEST_NOW);
    e = stmt_run(s);
    if (a->leave_open)
        stmt_open(db, SQL_person_by_email);
    return e != ERR_OK ? e : a->end;
}

static struct writer *
start(struct place *p)
{
    struct writer *w = NULL;

    assert_int_equal(writer_start(p->db, &w, &p->report), ERR_OK);
    return w;
}

static enum err
add_one(struct writer *w, const char *email, enum err end)
{
    struct add a = {.end = end};

    snprintf(a.email, sizeof a.email, "%s", email);
    return writer_run(w, add_person, &a);
}

static int64_t
people(struct place *p)
{
    return raw_int(p->db, "SELECT count(*) FROM person");
}

static void
test_one(void **state)
{
    struct place *p = *state;
    struct writer *w = start(p);

    assert_int_equal(add_one(w, "a@example.com", ERR_OK), ERR_OK);
    assert_int_equal(people(p), 1);
    assert_int_equal(add_one(w, "b@example.com", ERR_DENIED), ERR_DENIED);
    assert_int_equal(add_one(w, "a@example.com", ERR_OK), ERR_CONFLICT);
    assert_int_equal(people(p), 1);
    writer_stop(w);
    writer_stop(NULL);
}

static void
test_start_refuses(void **state)
{
    struct place *p = *state;
    struct writer *w = NULL;

    assert_int_equal(writer_start(p->other, &w, &p->report), ERR_NOTFOUND);
    assert_null(w);
    assert_int_equal(p->report.count, 1);
}

struct crowd {
    struct writer *w;
    int number;
    int wrong;
};

/* Each third job fails, after it wrote. */
static void *
crowd_main(void *arg)
{
    struct crowd *c = arg;

    for (int i = 0; i < JOBS; i++) {
        enum err end = i % 3 == 2 ? ERR_INVALID : ERR_OK;
        char email[64];

        snprintf(email, sizeof email, "t%d-%d@example.com", c->number, i);
        c->wrong += add_one(c->w, email, end) != end;
    }
    return NULL;
}

static void
test_a_crowd_with_failures(void **state)
{
    struct place *p = *state;
    struct writer *w = start(p);
    pthread_t thread[THREADS];
    struct crowd crowd[THREADS];
    int good = 0;

    for (int i = 0; i < THREADS; i++) {
        crowd[i] = (struct crowd){.w = w, .number = i};
        assert_int_equal(pthread_create(&thread[i], NULL, crowd_main, &crowd[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(thread[i], NULL);
        assert_int_equal(crowd[i].wrong, 0);
    }
    for (int i = 0; i < JOBS; i++)
        good += i % 3 != 2;
    assert_int_equal(people(p), good * THREADS);
    writer_stop(w);
}

static void
test_a_statement_left_open(void **state)
{
    struct place *p = *state;
    struct writer *w = start(p);
    struct add a = {.email = "a@example.com", .leave_open = true};

    assert_int_equal(writer_run(w, add_person, &a), ERR_BUG);
    assert_int_equal(people(p), 0);
    assert_int_equal(add_one(w, "b@example.com", ERR_OK), ERR_OK);
    writer_stop(w);
}

/* Ends the group's transaction under it, as SQLITE_FULL does: each is run again alone. */
static enum err
rollback_all(struct db *db, void *arg)
{
    int *runs = arg;

    (*runs)++;
    db_rollback(db);
    return ERR_FULL;
}

struct rollback {
    struct writer *w;
    int runs;
    enum err err;
};

static void *
rollback_main(void *arg)
{
    struct rollback *r = arg;

    r->err = writer_run(r->w, rollback_all, &r->runs);
    return NULL;
}

static void
test_group_rolled_back(void **state)
{
    struct place *p = *state;
    struct writer *w = start(p);
    struct rollback r = {.w = w};
    struct crowd crowd[4];
    pthread_t thread[5];
    sqlite3 *lock = NULL;

    /* All wait behind a lock, so that they make one group. */
    assert_int_equal(sqlite3_open(p->db, &lock), SQLITE_OK);
    assert_int_equal(sqlite3_exec(lock, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    for (int i = 0; i < 4; i++) {
        crowd[i] = (struct crowd){.w = w, .number = i};
        assert_int_equal(pthread_create(&thread[i], NULL, crowd_main, &crowd[i]), 0);
    }
    assert_int_equal(pthread_create(&thread[4], NULL, rollback_main, &r), 0);
    usleep(100000);
    sqlite3_close(lock);
    for (int i = 0; i < 5; i++)
        pthread_join(thread[i], NULL);
    for (int i = 0; i < 4; i++)
        assert_int_equal(crowd[i].wrong, 0);
    assert_int_equal(r.err, ERR_FULL);
    assert_true(r.runs >= 2);
    writer_stop(w);
}

static void *
add_main(void *arg)
{
    struct crowd *c = arg;
    char email[64];

    snprintf(email, sizeof email, "busy%d@example.com", c->number);
    c->wrong = (int)add_one(c->w, email, ERR_OK);
    return NULL;
}

/* Locked for longer than anybody waits: each is told within 2 s, and nothing was done. */
static void
test_locked(void **state)
{
    struct place *p = *state;
    struct writer *w = start(p);
    sqlite3 *lock = NULL;
    pthread_t thread[4];
    struct crowd crowd[4];
    int64_t began;

    assert_int_equal(sqlite3_open(p->db, &lock), SQLITE_OK);
    assert_int_equal(sqlite3_exec(lock, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    began = clock_mono_ms();
    for (int i = 0; i < 4; i++) {
        crowd[i] = (struct crowd){.w = w, .number = i};
        assert_int_equal(pthread_create(&thread[i], NULL, add_main, &crowd[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(thread[i], NULL);
        assert_int_equal(crowd[i].wrong, ERR_BUSY);
    }
    assert_in_range(clock_mono_ms() - began, 1500, 2000);
    sqlite3_close(lock);
    assert_int_equal(people(p), 0);
    assert_int_equal(add_one(w, "after@example.com", ERR_OK), ERR_OK);
    writer_stop(w);
}

/* While one job waits for a lock that is held long, every other is told so soon; then all goes on. */
static void
test_locked_long(void **state)
{
    struct place *p = *state;
    struct writer *w = start(p);
    sqlite3 *lock = NULL;
    pthread_t first;
    struct crowd crowd = {.w = w};
    int64_t began;

    assert_int_equal(sqlite3_open(p->db, &lock), SQLITE_OK);
    assert_int_equal(sqlite3_exec(lock, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(pthread_create(&first, NULL, add_main, &crowd), 0);
    usleep(600000); /* longer than all wait together */
    began = clock_mono_ms();
    for (int i = 0; i < 100; i++)
        assert_int_equal(add_one(w, "second@example.com", ERR_OK), ERR_BUSY);
    assert_in_range(clock_mono_ms() - began, 0, 200);
    sqlite3_close(lock);
    pthread_join(first, NULL);
    assert_int_equal(crowd.wrong, ERR_OK);
    assert_int_equal(add_one(w, "third@example.com", ERR_OK), ERR_OK);
    assert_int_equal(people(p), 2);
    writer_stop(w);
}

/* Another process that commits again and again gets its turn beside a busy writer. */
static void
test_others_get_their_turn(void **state)
{
    struct place *p = *state;
    struct writer *w = start(p);
    pthread_t thread[4];
    struct crowd crowd[4];
    int turns = 0;

    for (int i = 0; i < 4; i++) {
        crowd[i] = (struct crowd){.w = w, .number = i};
        assert_int_equal(pthread_create(&thread[i], NULL, crowd_main, &crowd[i]), 0);
    }
    for (int i = 0; i < 10; i++)
        turns += raw_run(p->db, "BEGIN IMMEDIATE; UPDATE list SET title = title; COMMIT")
                 == SQLITE_OK;
    for (int i = 0; i < 4; i++) {
        pthread_join(thread[i], NULL);
        assert_int_equal(crowd[i].wrong, 0);
    }
    assert_int_equal(turns, 10);
    writer_stop(w);
}

/* A child process does the work, since limits of a process are set and signals are sent. */
static int
in_child(void (*work)(struct place *), struct place *p)
{
    pid_t pid = fork();
    int status = -1;

    if (pid == 0) {
        work(p);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

#define must(x) \
    do { \
        if (!(x)) { \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #x); \
            _exit(1); \
        } \
    } while (0)

/* No file may grow past what it has: the disk is full. Then there is room again. */
static void
full_work(struct place *p)
{
    struct rlimit limit;
    struct writer *w = NULL;
    struct db *db = NULL;
    int64_t stamp, before;
    enum err e = ERR_OK;
    char email[64];

    signal(SIGXFSZ, SIG_IGN);
    must(writer_start(p->db, &w, &p->report) == ERR_OK);
    must(add_one(w, "before@example.com", ERR_OK) == ERR_OK);
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = 1024 * 1024; /* past the schema itself */
    must(setrlimit(RLIMIT_FSIZE, &limit) == 0);
    for (int i = 0; e == ERR_OK && i < 20000; i++) {
        snprintf(email, sizeof email, "full%d@example.com", i);
        e = add_one(w, email, ERR_OK);
    }
    must(e == ERR_FULL);
    before = people(p);
    must(before > 1);
    must(add_one(w, "refused@example.com", ERR_OK) == ERR_FULL);
    /* pages are still served */
    must(db_open(p->db, ROLE_WEB, &db, &p->report) == ERR_OK);
    must(stmt_one_int(stmt_open(db, SQL_policy_stamp), &stamp) == ERR_OK);
    db_close(db);
    limit.rlim_cur = limit.rlim_max;
    must(setrlimit(RLIMIT_FSIZE, &limit) == 0);
    must(add_one(w, "after@example.com", ERR_OK) == ERR_OK);
    must(people(p) == before + 1);
    writer_stop(w);
}

static void
test_disk_full(void **state)
{
    struct place *p = *state;

    assert_int_equal(in_child(full_work, p), 0);
    assert_string_equal(raw_text(p->db, "PRAGMA integrity_check"), "ok");
}

static void
test_replaced(void **state)
{
    struct place *p = *state;
    struct writer *w = start(p);
    int fd;

    assert_int_equal(add_one(w, "a@example.com", ERR_OK), ERR_OK);
    assert_int_equal(rename(p->db, p->other), 0);
    assert_int_equal(add_one(w, "b@example.com", ERR_OK), ERR_CORRUPT);
    fd = open(p->db, O_CREAT | O_WRONLY, 0600);
    close(fd);
    assert_int_equal(add_one(w, "b@example.com", ERR_OK), ERR_CORRUPT);
    assert_int_equal(rename(p->other, p->db), 0);
    assert_int_equal(add_one(w, "b@example.com", ERR_OK), ERR_OK);
    writer_stop(w);
    assert_int_equal(people(p), 2);
}

static void
readonly_work(struct place *p)
{
    struct writer *w = NULL;

    if (geteuid() == 0)
        must(setgid(65534) == 0 && setuid(65534) == 0);
    must(writer_start(p->db, &w, &p->report) == ERR_READONLY);
    must(p->report.count == 1);
}

static void
test_readonly(void **state)
{
    struct place *p = *state;
    char path[192];

    assert_int_equal(raw_run(p->db, "PRAGMA wal_checkpoint(TRUNCATE)"), SQLITE_OK);
    assert_int_equal(chmod(p->folder, 0777), 0);
    assert_int_equal(chmod(p->db, 0444), 0);
    snprintf(path, sizeof path, "%s-wal", p->db);
    chmod(path, 0666);
    snprintf(path, sizeof path, "%s-shm", p->db);
    chmod(path, 0666);
    assert_int_equal(in_child(readonly_work, p), 0);
}

/* Writes until it is killed; each acknowledged row's number is told through the pipe. */
static _Noreturn void
write_for_ever(struct place *p, int round, int out)
{
    struct writer *w = NULL;

    must(writer_start(p->db, &w, &p->report) == ERR_OK);
    for (int i = 0;; i++) {
        char email[64];

        snprintf(email, sizeof email, "k%d-%d@example.com", round, i);
        must(add_one(w, email, ERR_OK) == ERR_OK);
        must(write(out, &i, sizeof i) == sizeof i);
    }
}

static void
test_killed(void **state)
{
    struct place *p = *state;
    int64_t acknowledged = 0;

    for (int round = 0; round < KILLS; round++) {
        int ends[2], i, last = -1;
        pid_t pid;

        assert_int_equal(pipe(ends), 0);
        pid = fork();
        if (pid == 0)
            write_for_ever(p, round, ends[1]);
        close(ends[1]);
        usleep((useconds_t)(30000 + round * 7000));
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        while (read(ends[0], &i, sizeof i) == sizeof i)
            last = i;
        close(ends[0]);
        acknowledged += last + 1;
        for (i = 0; i <= last; i += last > 10 ? last / 10 : 1) {
            char sql[128];

            snprintf(sql, sizeof sql,
                     "SELECT count(*) FROM person WHERE email = 'k%d-%d@example.com'", round, i);
            assert_int_equal(raw_int(p->db, sql), 1);
        }
    }
    assert_true(acknowledged > 0);
    /* one row in each round may be there without having been acknowledged */
    assert_in_range(people(p), acknowledged, acknowledged + KILLS);
    assert_string_equal(raw_text(p->db, "PRAGMA integrity_check"), "ok");
}

static enum err
add_long_name(struct db *db, void *arg)
{
    struct stmt *s = stmt_open(db, SQL_person_name);

    stmt_text(s, BIND_name, arg);
    stmt_int(s, BIND_at, TEST_NOW);
    stmt_int(s, BIND_person, 1);
    return stmt_run(s);
}

static off_t
wal_bytes(struct place *p)
{
    char path[192];
    struct stat st = {0};

    snprintf(path, sizeof path, "%s-wal", p->db);
    stat(path, &st);
    return st.st_size;
}

/* A held reader lets the log grow; once it's gone the log is cut. */
static void
test_log_is_cut(void **state)
{
    struct place *p = *state;
    struct writer *w = start(p);
    sqlite3 *reader = NULL;
    char *name = malloc(900 * 1024);

    assert_non_null(name);
    memset(name, 'n', 900 * 1024 - 1);
    name[900 * 1024 - 1] = '\0';
    assert_int_equal(add_one(w, "a@example.com", ERR_OK), ERR_OK);
    assert_int_equal(sqlite3_open(p->db, &reader), SQLITE_OK);
    assert_int_equal(sqlite3_exec(reader, "BEGIN; SELECT * FROM person", NULL, NULL, NULL),
                     SQLITE_OK);
    for (int i = 0; i < 12; i++) {
        assert_int_equal(writer_run(w, add_long_name, name), ERR_OK);
        assert_int_equal(raw_run(p->db, "UPDATE person SET name = NULL"), SQLITE_OK);
    }
    assert_true(wal_bytes(p) > 8 * 1024 * 1024);
    sqlite3_close(reader);
    for (int i = 0; i < 150 && wal_bytes(p) > 1024 * 1024; i++) {
        usleep(100000);
        assert_int_equal(writer_run(w, add_long_name, NULL), ERR_OK);
    }
    assert_true(wal_bytes(p) < 1024 * 1024);
    free(name);
    writer_stop(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        place_test(test_one),
        place_test(test_start_refuses),
        place_test(test_a_crowd_with_failures),
        place_test(test_a_statement_left_open),
        place_test(test_group_rolled_back),
        place_test(test_locked),
        place_test(test_locked_long),
        place_test(test_others_get_their_turn),
        place_test(test_disk_full),
        place_test(test_replaced),
        place_test(test_readonly),
        place_test(test_killed),
        place_test(test_log_is_cut),
    };

    return cmocka_run_group_tests_name("writer", tests, NULL, NULL);
}
