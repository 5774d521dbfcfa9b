/* test_counter.c - the counter: exact over threads, processes, kills and a power loss. */
#include "store_fixture.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "store/counter.h"

enum { THREADS = 4, HITS = 50000, CHILDREN = 2, CHILD_HITS = 3000, KILLS = 10 };

struct open_counter {
    struct writer *w;
    struct counter *c;
};

static struct open_counter
begin(struct place *p, int64_t start)
{
    struct open_counter o = {0};

    assert_int_equal(writer_start(p->db, &o.w, &p->report), ERR_OK);
    assert_int_equal(counter_open(p->other, o.w, start, &o.c, &p->report), ERR_OK);
    return o;
}

static void
end(struct open_counter *o)
{
    counter_close(o->c);
    writer_stop(o->w);
}

static int64_t
served(struct place *p)
{
    return raw_int(p->db, "SELECT coalesce(sum(requests), 0) FROM v_requests_served");
}

static void
test_count_and_fold(void **state)
{
    struct place *p = *state;
    struct open_counter o = begin(p, 1000);
    struct stat st;

    assert_int_equal(stat(p->other, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0640);
    assert_int_equal(counter_total(o.c), 1000);
    counter_hit(o.c, 0);
    counter_hit(o.c, COUNTER_SLOTS); /* the same slot */
    counter_hit(o.c, 7);
    assert_int_equal(counter_total(o.c), 1003);
    assert_int_equal(served(p), 0);
    assert_int_equal(counter_fold(o.c), ERR_OK);
    assert_int_equal(counter_fold(o.c), ERR_OK);
    assert_int_equal(served(p), 3);
    assert_int_equal(counter_total(o.c), 1003);
    counter_hit(o.c, 1);
    end(&o);
    assert_int_equal(served(p), 4);
    o = begin(p, 1000);
    assert_int_equal(counter_total(o.c), 1004);
    end(&o);
    counter_close(NULL);
}

static void
test_days(void **state)
{
    struct place *p = *state;
    struct open_counter o;

    clock_test_set(TEST_NOW);
    o = begin(p, 0);
    counter_hit(o.c, 0);
    assert_int_equal(counter_fold(o.c), ERR_OK);
    clock_test_set(TEST_NOW + DAY_SECONDS);
    counter_hit(o.c, 0);
    counter_hit(o.c, 0);
    end(&o);
    clock_test_set(0);
    assert_string_equal(raw_text(p->db, "SELECT group_concat(day || '=' || requests) FROM "
                                        "(SELECT * FROM v_requests_served ORDER BY day)"),
                        "2026-05-03=1,2026-05-04=2");
}

static void *
hit_main(void *arg)
{
    struct counter *c = arg;

    for (int i = 0; i < HITS; i++)
        counter_hit(c, (unsigned)i % 3);
    return NULL;
}

static void
test_threads(void **state)
{
    struct place *p = *state;
    struct open_counter o = begin(p, 0);
    pthread_t thread[THREADS];

    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, hit_main, o.c), 0);
    for (int i = 0; i < 5; i++)
        assert_int_equal(counter_fold(o.c), ERR_OK);
    for (int i = 0; i < THREADS; i++)
        pthread_join(thread[i], NULL);
    assert_int_equal(counter_total(o.c), THREADS * HITS);
    end(&o);
    assert_int_equal(served(p), THREADS * HITS);
}

static _Noreturn void
child_main(struct place *p)
{
    struct open_counter o = begin(p, 0);

    for (int i = 0; i < CHILD_HITS; i++) {
        counter_hit(o.c, (unsigned)i);
        if (i % 100 == 99 && counter_fold(o.c) != ERR_OK)
            _exit(1);
    }
    end(&o);
    _exit(0);
}

/* The same file, the same slots, and both fold. They also make the file at once. */
static void
test_two_processes_fold(void **state)
{
    struct place *p = *state;
    pid_t pid[CHILDREN];
    struct open_counter o;
    int status;

    for (int i = 0; i < CHILDREN; i++) {
        pid[i] = fork();
        if (pid[i] == 0)
            child_main(p);
    }
    for (int i = 0; i < CHILDREN; i++) {
        assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(served(p), CHILDREN * CHILD_HITS);
    o = begin(p, 5);
    assert_int_equal(counter_total(o.c), 5 + CHILDREN * CHILD_HITS);
    end(&o);
}

/* Counts for ever; tally[0] tells how many hits began, tally[1] how many ended. */
static _Noreturn void
count_for_ever(struct place *p, volatile int64_t *tally)
{
    struct open_counter o = begin(p, 0);

    for (int64_t i = 0;; i++) {
        tally[0]++;
        counter_hit(o.c, (unsigned)i);
        tally[1]++;
        if (i % 1000 == 0)
            counter_fold(o.c);
    }
}

static void
test_killed(void **state)
{
    struct place *p = *state;
    volatile int64_t *tally = mmap(NULL, 2 * sizeof *tally, PROT_READ | PROT_WRITE,
                                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct open_counter o;

    assert_true(tally != MAP_FAILED);
    for (int round = 0; round < KILLS; round++) {
        int64_t begun = tally[1];
        pid_t pid = fork();

        if (pid == 0)
            count_for_ever(p, tally);
        for (int i = 0; i < 500 && tally[1] == begun; i++)
            usleep(10000);
        usleep((useconds_t)(3000 * round));
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
    }
    o = begin(p, 0);
    assert_true(tally[1] > 0);
    assert_in_range(counter_total(o.c), tally[1], tally[0]);
    end(&o);
    assert_in_range(served(p), tally[1], tally[0]);
    munmap((void *)(uintptr_t)tally, 2 * sizeof *tally);
}

/* A power loss: the file is as it was some time before, the database is not. */
static void
test_taken_back(void **state)
{
    struct place *p = *state;
    struct open_counter o = begin(p, 0);
    char old[16 * 1024];
    ssize_t len;
    int fd;

    for (int i = 0; i < 10; i++)
        counter_hit(o.c, 2);
    assert_int_equal(counter_fold(o.c), ERR_OK);
    fd = open(p->other, O_RDWR);
    len = read(fd, old, sizeof old);
    assert_true(len > COUNTER_SLOTS * 64);
    for (int i = 0; i < 5; i++)
        counter_hit(o.c, 2);
    end(&o);
    assert_int_equal(served(p), 15);
    assert_int_equal(pwrite(fd, old, (size_t)len, 0), len);
    close(fd);

    o = begin(p, 0);
    assert_int_equal(counter_total(o.c), 15);
    counter_hit(o.c, 2);
    assert_int_equal(counter_total(o.c), 16);
    end(&o);
    assert_int_equal(served(p), 16);
}

/* A file that was removed: what was folded stays, and the new one begins at nothing. */
static void
test_removed(void **state)
{
    struct place *p = *state;
    struct open_counter o = begin(p, 0);

    for (int i = 0; i < 10; i++)
        counter_hit(o.c, 2);
    end(&o);
    assert_int_equal(unlink(p->other), 0);
    o = begin(p, 0);
    assert_int_equal(counter_total(o.c), 10);
    counter_hit(o.c, 2);
    end(&o);
    assert_int_equal(served(p), 11);
}

static void
expect_refused(struct place *p, struct writer *w, const char *path, enum err e)
{
    struct counter *c = NULL;
    struct report rep = {0};

    assert_int_equal(counter_open(path, w, 0, &c, &rep), e);
    assert_null(c);
    assert_int_equal(rep.count, 1);
    report_free(&rep);
    (void)p;
}

static void
test_refuses(void **state)
{
    struct place *p = *state, *q = place_make();
    struct open_counter o = begin(p, 0);
    struct writer *w = NULL;
    int fd;

    end(&o);
    assert_int_equal(writer_start(q->db, &w, &q->report), ERR_OK);
    expect_refused(q, w, p->other, ERR_INVALID); /* of another database */
    expect_refused(q, w, "/nowhere/requests.counter", ERR_IO);
    fd = open(q->other, O_CREAT | O_RDWR, 0600);
    assert_int_equal(write(fd, "words", 5), 5);
    expect_refused(q, w, q->other, ERR_INVALID);
    assert_int_equal(ftruncate(fd, 4160), 0);
    expect_refused(q, w, q->other, ERR_INVALID);
    close(fd);
    writer_stop(w);
    place_drop(q);
}

/* While the database can't be written the count goes on, and is folded later. */
static void
test_busy(void **state)
{
    struct place *p = *state;
    struct open_counter o = begin(p, 0);
    sqlite3 *lock = NULL;

    assert_int_equal(sqlite3_open(p->db, &lock), SQLITE_OK);
    assert_int_equal(sqlite3_exec(lock, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    counter_hit(o.c, 0);
    assert_int_equal(counter_fold(o.c), ERR_BUSY);
    assert_int_equal(counter_total(o.c), 1);
    sqlite3_close(lock);
    end(&o);
    assert_int_equal(served(p), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        place_test(test_count_and_fold), place_test(test_days),
        place_test(test_threads),        place_test(test_two_processes_fold),
        place_test(test_killed),         place_test(test_taken_back),
        place_test(test_removed),        place_test(test_refuses),
        place_test(test_busy),
    };

    return cmocka_run_group_tests_name("counter", tests, NULL, NULL);
}
