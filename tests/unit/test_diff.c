/* test_diff.c - what changed between two texts: applied, the changes give each text again. */
#include "content/diff.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "unit.h"

static struct lines
lines_of(const char *text)
{
    struct lines l;

    assert_int_equal(lines_read(text, strlen(text), &l), ERR_OK);
    return l;
}

/* The lines, each with a letter for its kind and a newline. */
static void
write_lines(struct buf *out, const struct lines *l)
{
    for (size_t i = 0; i < l->count; i++) {
        buf_char(out, (char)('0' + (int)l->line[i].kind));
        buf_add(out, l->line[i].text, l->line[i].len);
        buf_char(out, '\n');
    }
}

/* The text of one side, as the changes tell it. A reworded line has the new one's kind. */
static void
apply(struct buf *out, const struct diff *d, enum diff_side side, const struct lines *l)
{
    size_t line = 0;

    for (size_t i = 0; i < d->block_count; i++) {
        const struct diff_block *b = &d->block[i];

        if (b->side != DIFF_BOTH && b->side != side)
            continue;
        assert_true(line < l->count);
        if (side == DIFF_NEW || !b->reworded)
            assert_int_equal(b->kind, l->line[line].kind);
        buf_char(out, (char)('0' + (int)l->line[line++].kind));
        for (size_t p = b->part; p < b->part + b->parts; p++)
            if (d->part[p].side == DIFF_BOTH || d->part[p].side == side)
                buf_add(out, d->part[p].text, d->part[p].len);
        buf_char(out, '\n');
    }
    assert_int_equal(line, l->count);
}

static void
check_side(const struct diff *d, enum diff_side side, const struct lines *l)
{
    struct buf want = BUF_INIT, got = BUF_INIT;

    write_lines(&want, l);
    apply(&got, d, side, l);
    assert_string_equal(buf_text(&got), buf_text(&want));
    buf_free(&want);
    buf_free(&got);
}

static void
check_both(const char *from, const char *to, struct diff *out)
{
    struct lines a = lines_of(from), b = lines_of(to);
    struct diff d;

    assert_int_equal(diff_make(&a, &b, &d), ERR_OK);
    check_side(&d, DIFF_OLD, &a);
    check_side(&d, DIFF_NEW, &b);
    *out = (struct diff){.words_added = d.words_added, .words_removed = d.words_removed,
                         .block_count = d.block_count, .part_count = d.part_count};
    diff_free(&d);
    lines_free(&a);
    lines_free(&b);
}

/* The changes as wdiff(1) shows them. */
static void
shows(const char *from, const char *to, const char *want)
{
    static const char *const begin[] = {"", "[-", "{+"}, *const end[] = {"", "-]", "+}"};
    struct lines a = lines_of(from), b = lines_of(to);
    struct buf got = BUF_INIT;
    struct diff d;

    assert_int_equal(diff_make(&a, &b, &d), ERR_OK);
    for (size_t i = 0; i < d.block_count; i++) {
        for (size_t p = d.block[i].part; p < d.block[i].part + d.block[i].parts; p++) {
            buf_str(&got, begin[d.part[p].side]);
            buf_add(&got, d.part[p].text, d.part[p].len);
            buf_str(&got, end[d.part[p].side]);
        }
        buf_char(&got, '\n');
    }
    assert_string_equal(buf_text(&got), want);
    buf_free(&got);
    diff_free(&d);
    lines_free(&a);
    lines_free(&b);
}

static void
reads_lines_of_all_kinds(void **state)
{
    static const char text[] = "## A *head*\n\nOne [link](/x)\nand more.\n\n- first\n- second\n\n"
                               "  in it\n\n> said\n\n| a | b |\n|---|---|\n| 1 | `2` |\n\n"
                               "    code 1\n    code 2\n\n<b>raw</b> words\n\n<div>\nx\n</div>\n";
    struct lines l = lines_of(text);
    struct buf got = BUF_INIT;

    (void)state;
    write_lines(&got, &l);
    assert_string_equal(buf_text(&got), "1A head\n0One link and more.\n2first\n2second\n0in it\n"
                                        "0said\n3a | b\n31 | 2\n4code 1\n4code 2\n0raw words\n"
                                        "4<div>\n4x\n4</div>\n");
    buf_free(&got);
    lines_free(&l);
    l = lines_of("");
    assert_int_equal(l.count, 0);
    lines_free(&l);
}

static void
shows_words(void **state)
{
    (void)state;
    shows("Same.", "Same.", "Same.\n");
    shows("", "New words.", "{+New words.+}\n");
    shows("Old words.", "", "[-Old words.-]\n");
    shows("Returned within 30 days, free.", "Returned within 14 days, free.",
          "Returned within[- 30-]{+ 14+} days, free.\n");
    shows("One two three four.", "One two and three four.", "One two{+ and+} three four.\n");
    shows("a\n\nb b b b\n\nc", "a\n\nc", "a\n[-b b b b-]\nc\n");
    /* what has little in common is no rewording */
    shows("Nothing of this stays here.", "Quite another matter is told.",
          "[-Nothing of this stays here.-]\n{+Quite another matter is told.+}\n");
    /* a sign between two changes is taken with them */
    shows("It holds red, blue and white stones, all year.", "It holds pink, grey and white stones, "
          "all year.", "It holds[- red, blue-]{+ pink, grey+} and white stones, all year.\n");
    /* a line that moves behind a new one stays */
    shows("- keep this item here\n- and this item too", "- a wholly different beginning\n- keep "
          "this item here now\n- and this item too", "{+a wholly different beginning+}\n"
          "keep this item here{+ now+}\nand this item too\n");
    shows("| a | b c d |\n|---|---|\n| 1 | 2 |", "| a | b c e |\n|---|---|\n| 1 | 2 |",
          "a | b c[- d-]{+ e+}\n1 | 2\n");
}

static void
counts_words(void **state)
{
    struct diff d;

    (void)state;
    check_both("We keep it for 30 days.", "We keep it for 14 days, or less.", &d);
    assert_int_equal(d.words_removed, 1);
    assert_int_equal(d.words_added, 3);
    check_both("## Title", "Title", &d); /* the same words as something else */
    assert_int_equal(d.words_added + d.words_removed, 0);
    check_both("a b c", "", &d);
    assert_int_equal(d.words_removed, 3);
}

static uint32_t
next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* A random Markdown text of few different words, so that much is common. */
static void
write_random(struct buf *out, uint32_t *seed, size_t lines)
{
    static const char *const words[] = {"the", "shop", "sends", "it,", "back", "\xc3\xa9t\xc3\xa9",
                                        "30", "days.", "(or", "14)", "*you*", "[x](/y)", "a"};
    static const char *const begins[] = {"", "", "", "## ", "- ", "> ", "1. "};

    for (size_t i = 0; i < lines; i++) {
        buf_str(out, begins[next_random(seed) % COUNT(begins)]);
        for (size_t n = next_random(seed) % 20; n > 0; n--) {
            buf_str(out, words[next_random(seed) % COUNT(words)]);
            buf_char(out, ' ');
        }
        buf_str(out, "\n\n");
    }
}

/* Leaves out, doubles or breaks some bytes, but no half characters. */
static void
write_mutated(struct buf *out, uint32_t *seed, const struct buf *from)
{
    for (size_t i = 0; i < from->len; i++) {
        unsigned char c = (unsigned char)from->data[i];
        uint32_t what = next_random(seed) % 60;

        if (c < 0x80 && what == 0)
            continue;
        buf_char(out, (char)c);
        if (c < 0x80 && what == 1)
            buf_str(out, next_random(seed) % 4 == 0 ? "\n\n" : " new ");
    }
}

static void
gives_both_texts_again(void **state)
{
    uint32_t seed = 20261122;

    (void)state;
    for (int i = 0; i < 400; i++) {
        struct buf a = BUF_INIT, b = BUF_INIT;
        struct diff d;

        write_random(&a, &seed, next_random(&seed) % 30);
        if (i % 2 == 0)
            write_mutated(&b, &seed, &a);
        else
            write_random(&b, &seed, next_random(&seed) % 30);
        check_both(buf_text(&a), buf_text(&b), &d);
        check_both(buf_text(&a), buf_text(&a), &d);
        assert_int_equal(d.words_added + d.words_removed, 0);
        buf_free(&a);
        buf_free(&b);
    }
}

/* The fewest changes: against the plain table of longest common subsequences. */
static void
finds_the_most_in_common(void **state)
{
    enum { MOST = 40 };
    uint32_t seed = 7;

    (void)state;
    for (int round = 0; round < 500; round++) {
        struct token a[MOST], b[MOST];
        bool same_a[MOST] = {false}, same_b[MOST] = {false};
        size_t table[MOST + 1][MOST + 1] = {{0}}, n = next_random(&seed) % MOST;
        size_t m = next_random(&seed) % MOST, found = 0, j = 0;

        for (size_t i = 0; i < n; i++)
            a[i] = (struct token){&"abcd"[next_random(&seed) % 4], 1, 0};
        for (size_t i = 0; i < m; i++)
            b[i] = (struct token){&"abcd"[next_random(&seed) % 4], 1, 0};
        for (size_t x = n; x-- > 0;)
            for (size_t y = m; y-- > 0;) {
                size_t skip = table[x + 1][y] > table[x][y + 1] ? table[x + 1][y] : table[x][y + 1];

                table[x][y] = a[x].text[0] == b[y].text[0] ? table[x + 1][y + 1] + 1 : skip;
            }
        assert_int_equal(common_mark(a, n, b, m, DIFF_LINES_MAX, same_a, same_b), ERR_OK);
        for (size_t i = 0; i < n; i++) {
            if (!same_a[i])
                continue;
            while (j < m && !same_b[j])
                j++;
            assert_true(j < m);
            assert_int_equal(a[i].text[0], b[j++].text[0]);
            found++;
        }
        assert_int_equal(found, table[0][0]);
        while (j < m)
            assert_false(same_b[j++]);
    }
}

/* Two long texts: all lines new, one giant line, and many lines reworded. */
static void
stays_in_bounds(void **state)
{
    enum { BYTES = 200 * 1000, SLOW_MS = 1000 }; /* some 50 ms on an idle machine, unsanitized */
    uint32_t seed = 99;

    (void)state;
    for (int kind = 0; kind < 3; kind++) {
        struct buf a = BUF_INIT, b = BUF_INIT;
        struct diff d;

        while (a.len < BYTES) {
            buf_fmt(&a, "w%u%s", next_random(&seed) % 5000, kind == 0 ? "\n\n" : " ");
            buf_fmt(&b, "w%u%s", next_random(&seed) % 5000, kind == 0 ? "\n\n" : " ");
            if (kind == 2 && next_random(&seed) % 40 == 0) {
                buf_str(&a, "\n\n");
                buf_str(&b, "\n\n");
            }
        }
        int64_t begin = clock_mono_ms();
        check_both(buf_text(&a), buf_text(&b), &d);
        assert_true(clock_mono_ms() - begin < SLOW_MS);
        assert_true(d.words_added > 1000 && d.words_removed > 1000);
        begin = clock_mono_ms();
        if (kind == 2) {
            buf_reset(&b);
            write_mutated(&b, &seed, &a);
            check_both(buf_text(&a), buf_text(&b), &d);
            assert_true(clock_mono_ms() - begin < SLOW_MS);
        }
        buf_free(&a);
        buf_free(&b);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_lines_of_all_kinds), cmocka_unit_test(shows_words),
        cmocka_unit_test(counts_words),             cmocka_unit_test(gives_both_texts_again),
        cmocka_unit_test(finds_the_most_in_common), cmocka_unit_test(stays_in_bounds),
    };

    return cmocka_run_group_tests_name("diff", tests, NULL, NULL);
}
