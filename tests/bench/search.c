/*
 * search PAGES QUERIES - what a search costs over so many generated pages: the index's building, the median and the 99th of
 * a hundred of the queries, alone and with two threads at once, and the same words as bare FTS5 finds them (ORDER BY rank) on
 * the same rows. For tests/bench/run search. Ends with 1 where a target is missed.
 *
 * Words are made of syllables; how often each occurs follows Zipf's law, as in any language. Queries are what people type:
 * one to four words, common and rare, misspelt ones, phrases, and words that are nowhere.
 */
#include <math.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "desk/search.h"

enum { WORDS = 40000, QUERY_MAX = 200, THREADS = 2 };
static const double MEDIAN_MS = 5, P99_MS = 25, BUILD_S = 3;

static uint64_t seed = 20041115;
static char word[WORDS][24];
static double upto[WORDS]; /* of the words' shares */

/* SplitMix64: the same pages on every machine. */
static uint64_t
random_bits(void)
{
    uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static size_t
below(size_t n)
{
    return (size_t)(random_bits() % n);
}

/* CPU: what this thread worked, which other programs on the machine don't change. */
enum { WALL = CLOCK_MONOTONIC, CPU = CLOCK_THREAD_CPUTIME_ID };
static clockid_t clock_used = WALL;

static double
seconds_of(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
seconds(void)
{
    return seconds_of(clock_used);
}

static void
make_words(void)
{
    static const char *const first[] = {"b", "c", "d", "f", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v", "w"};
    static const char *const second[] = {"a", "e", "i", "o", "u", "ea", "ou", "an", "er", "in", "on", "al", "el", "is", "or"};
    double sum = 0;

    for (size_t i = 0; i < WORDS; i++) {
        size_t syllables = 1U + (i > 60) + (i > 1500) + below(2);

        for (size_t k = 0; k < syllables; k++) {
            strcat(word[i], first[below(sizeof first / sizeof *first)]);
            strcat(word[i], second[below(sizeof second / sizeof *second)]);
        }
        sum += 1 / ((double)i + 2.7);
        upto[i] = sum;
    }
}

/* A word as often as it occurs. */
static const char *
some_word(void)
{
    double at = (double)(random_bits() >> 11) / 9007199254740992.0 * upto[WORDS - 1];
    size_t low = 0, high = WORDS - 1;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (upto[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return word[low];
}

/* Words of a title say what it is about: the commonest ones are left out. */
static char *
some_text(size_t words, bool about)
{
    struct buf out = BUF_INIT;

    for (size_t i = 0; i < words; i++) {
        buf_str(&out, i == 0 ? "" : i % 12 == 0 ? ".\n" : " ");
        buf_str(&out, about ? word[60 + below(WORDS / 20)] : some_word());
    }
    return buf_take(&out);
}

static struct page *
make_pages(size_t count)
{
    struct page *page = calloc(count, sizeof *page);

    for (size_t i = 0; i < count; i++) {
        struct head *h = &page[i].head;

        page[i].kind = PAGE_HELP;
        if (asprintf(&page[i].address, "/help/page-%zu.html", i) < 0)
            abort();
        h->title = some_text(2 + below(5), true);
        h->keywords = some_text(3 + below(6), true);
        h->summary = some_text(10 + below(15), false);
        h->section = "help";
        page[i].body.text = some_text(150 + below(600), false);
    }
    return page;
}

/* A letter left out, doubled, changed or swapped with the next. */
static void
misspell(char *text)
{
    size_t len = strlen(text), at = len > 3 ? 1 + below(len - 2) : 0;
    char c = text[at];

    if (len < 5)
        return;
    switch (below(3)) {
    case 0:
        memmove(text + at, text + at + 1, len - at);
        break;
    case 1:
        text[at] = text[at + 1];
        text[at + 1] = c;
        break;
    default:
        text[at] = (char)('a' + (char)below(26));
    }
}

static void
make_query(char out[QUERY_MAX], const struct page *page, size_t pages)
{
    size_t words = 1 + below(4), kind = below(100);
    char one[24];

    out[0] = '\0';
    if (kind < 10) { /* a phrase of a page */
        const char *from = page[below(pages)].body.text;

        snprintf(out, QUERY_MAX, "\"%.*s\"", (int)strcspn(from + 1, "."), from);
        out[28 + below(8)] = '\0';
        strcat(out, "\"");
        return;
    }
    for (size_t i = 0; i < words; i++) {
        size_t of = below(100);

        snprintf(one, sizeof one, "%s",
                 of < 20 ? some_word() : of < 70 ? word[below(WORDS / 20)] : word[below(WORDS)]);
        if (kind < 30 && i == 0)
            misspell(one);
        snprintf(out + strlen(out), QUERY_MAX - strlen(out), "%s%s", i > 0 ? " " : "",
                 kind < 35 && kind >= 30 ? "xqzvjkx" : one);
    }
}

static int
by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

struct timing {
    double median, p99, most;
};

static struct timing
timing_of(double *ms, size_t count)
{
    qsort(ms, count, sizeof *ms, by_size);
    return (struct timing){ms[count / 2], ms[count * 99 / 100], ms[count - 1]};
}

struct run {
    struct search_index *index;
    char (*query)[QUERY_MAX];
    size_t count, hits, slowest;
    double *ms;
};

static void *
search_all(void *ctx)
{
    struct run *r = ctx;

    for (size_t i = 0; i < r->count; i++) {
        struct hits hits;
        double from = seconds();

        if (search_run(r->index, &(struct search_ask){.typed = r->query[i], .kind = HIT_ANY, .max = 10}, &hits) != ERR_OK)
            abort();
        r->ms[i] = (seconds() - from) * 1000;
        if (r->ms[i] > r->ms[r->slowest])
            r->slowest = i;
        r->hits += hits.count > 0;
        hits_free(&hits);
    }
    return NULL;
}

static sqlite3 *
bare_index(const struct page *page, size_t count)
{
    sqlite3 *db;
    sqlite3_stmt *s;

    if (sqlite3_open(":memory:", &db) != SQLITE_OK
        || sqlite3_exec(db, "CREATE VIRTUAL TABLE e USING fts5(a, b, c, d, tokenize = 'porter unicode61'); BEGIN", NULL, NULL, NULL) != SQLITE_OK
        || sqlite3_prepare_v2(db, "INSERT INTO e VALUES (?, ?, ?, ?)", -1, &s, NULL) != SQLITE_OK)
        abort();
    for (size_t i = 0; i < count; i++) {
        const char *text[] = {page[i].head.title, page[i].head.keywords, page[i].head.summary, page[i].body.text};

        for (int k = 0; k < 4; k++)
            sqlite3_bind_text(s, k + 1, text[k], -1, SQLITE_STATIC);
        sqlite3_step(s);
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    return db;
}

/* The same words, all of them, the best ten with their snippets. */
static void
bare_all(sqlite3 *db, const struct run *r)
{
    sqlite3_stmt *s;

    if (sqlite3_prepare_v2(db, "SELECT rowid, snippet(e, 3, '', '', '', 24) FROM e WHERE e MATCH ? ORDER BY bm25(e, 10, 8, 4, 1) LIMIT 10", -1,
                           &s, NULL) != SQLITE_OK)
        abort();
    for (size_t i = 0; i < r->count; i++) {
        double from = seconds();

        sqlite3_bind_text(s, 1, r->query[i], -1, SQLITE_STATIC);
        while (sqlite3_step(s) == SQLITE_ROW)
            continue;
        sqlite3_reset(s);
        r->ms[i] = (seconds() - from) * 1000;
    }
    sqlite3_finalize(s);
}

int
main(int argc, char **argv)
{
    size_t pages = argc == 3 ? (size_t)atol(argv[1]) : 0, queries = argc == 3 ? (size_t)atol(argv[2]) : 0;
    struct section help = {.id = "help", .title = "Help"};
    struct run r[THREADS] = {0};
    struct timing alone, worked, bare, both;
    struct report rep = {0};
    pthread_t thread[THREADS];
    double from, from_cpu, built, built_cpu, bare_cpu;
    sqlite3 *db;

    if (pages < 1 || queries < 100) {
        fputs("usage: search PAGES QUERIES\n", stderr);
        return 2;
    }
    make_words();
    struct page *page = make_pages(pages);
    const struct catalogue catalogue = {.page = page, .page_count = pages, .section = &help, .section_count = 1};
    for (size_t t = 0; t < THREADS; t++) {
        r[t] = (struct run){.query = calloc(queries, QUERY_MAX), .count = queries, .ms = calloc(queries, sizeof(double))};
        for (size_t i = 0; i < queries; i++)
            make_query(r[t].query[i], page, pages);
    }
    from = seconds();
    from_cpu = seconds_of(CPU);
    if (search_build(&(struct search_source){.pages = &catalogue}, &r[0].index, &rep) != ERR_OK)
        return 1;
    built = seconds() - from;
    built_cpu = seconds_of(CPU) - from_cpu;
    r[1].index = r[0].index;
    from_cpu = seconds_of(CPU);
    db = bare_index(page, pages);
    bare_cpu = seconds_of(CPU) - from_cpu;
    search_all(&r[0]); /* warm */
    r[0].hits = 0;
    search_all(&r[0]);
    printf("slowest: %s\n", r[0].query[r[0].slowest]);
    alone = timing_of(r[0].ms, queries);
    clock_used = CPU;
    search_all(&r[0]);
    worked = timing_of(r[0].ms, queries);
    bare_all(db, &r[0]);
    bare = timing_of(r[0].ms, queries);
    clock_used = WALL;
    for (size_t t = 0; t < THREADS; t++)
        pthread_create(&thread[t], NULL, search_all, &r[t]);
    for (size_t t = 0; t < THREADS; t++)
        pthread_join(thread[t], NULL);
    both = timing_of(r[0].ms, queries);
    printf("%zu pages, index built in %.2f s, %.2f s of CPU (target %.0f s); bare FTS5: %.2f s of CPU\n", pages, built, built_cpu,
           BUILD_S, bare_cpu);
    printf("%zu queries, %.0f %% with hits   median ms   p99 ms  slowest ms\n", queries,
           100.0 * (double)r[0].hits / (double)(3 * queries));
    const struct {
        const char *name;
        struct timing t;
    } lines[] = {{"search", alone}, {"search, two threads at once", both}, {"search, CPU", worked}, {"bare FTS5, CPU", bare}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        printf("%-30s  %9.2f %8.2f  %10.2f\n", lines[i].name, lines[i].t.median, lines[i].t.p99, lines[i].t.most);
    printf("%-30s  %9.0f %8.0f\n", "target", MEDIAN_MS, P99_MS);
    printf("%-30s  %9.2f %8.2f\n", "search / bare FTS5, CPU", worked.median / bare.median, worked.p99 / bare.p99);
    search_free(r[0].index);
    sqlite3_close(db);
    return built < BUILD_S && alone.median < MEDIAN_MS && alone.p99 < P99_MS ? EXIT_SUCCESS : EXIT_FAILURE;
}
