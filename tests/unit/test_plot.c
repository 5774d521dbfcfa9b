/* test_plot.c - scales, bars and labels of charts. */
#include "unit.h"
#include "view/plot.h"

static void
test_axis(void **state)
{
    static const struct {
        int64_t up, down;
        unsigned steps;
        int64_t step, top, bottom;
    } cases[] = {
        {0, 0, 5, 1, 1, 0},
        {1, 0, 5, 1, 1, 0},
        {5, 0, 5, 1, 5, 0},
        {6, 0, 5, 2, 6, 0},
        {10, 0, 5, 2, 10, 0},
        {11, 0, 5, 5, 15, 0},
        {42, 0, 5, 10, 50, 0},
        {50, 0, 5, 10, 50, 0},
        {51, 0, 5, 20, 60, 0},
        {99, 0, 5, 20, 100, 0},
        {101, 0, 5, 50, 150, 0},
        {731, 0, 5, 200, 800, 0},
        {1234567, 0, 5, 500000, 1500000, 0},
        {3, 0, 2, 2, 4, 0},
        /* both sides share a step, and each ends on one */
        {0, 3, 5, 1, 0, 3},
        {1, 1, 2, 1, 1, 1},
        {40, 3, 5, 10, 40, 10},
        {41, 3, 5, 20, 60, 20},
        {3, 400, 5, 100, 100, 400},
        {100, 100, 5, 50, 100, 100},
        /* what can't be: drawn as none, or as the most there is */
        {-7, -1, 5, 1, 1, 0},
        {INT64_MAX, 0, 5, PLOT_MOST / 5, PLOT_MOST, 0},
        {INT64_MAX, INT64_MAX, 5, PLOT_MOST / 2, PLOT_MOST, PLOT_MOST},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct plot_axis a = plot_axis(cases[i].up, cases[i].down, cases[i].steps);

        if (a.step != cases[i].step || a.up != cases[i].top || a.down != cases[i].bottom)
            fail_msg("case %zu: step %lld, %lld up, %lld down", i, (long long)a.step,
                     (long long)a.up, (long long)a.down);
    }
}

/* Whatever the values are: the ends hold them, few steps reach there, and no smaller step would. */
static void
test_axis_holds(void **state)
{
    int64_t up = 1;

    (void)state;
    for (int i = 0; i < 3000; i++, up = (up * 7 + 3) % 1000003) {
        int64_t down = i % 3 == 0 ? 0 : (up * 31) % 977;
        struct plot_axis a = plot_axis(up, down, 5);

        assert_true(a.up >= up && a.down >= down && a.up + a.down > 0);
        assert_true(a.up % a.step == 0 && a.down % a.step == 0);
        assert_true((a.up + a.down) / a.step <= 5);
        assert_true(a.up - up < a.step && a.down - down < a.step);
    }
}

static void
test_length(void **state)
{
    static const struct {
        struct plot_axis axis;
        int64_t value, length, want;
    } cases[] = {
        {{1, 1, 0}, 0, 160000, 0},
        {{1, 1, 0}, 1, 160000, 160000},
        {{10, 50, 0}, 25, 160000, 80000},
        {{10, 40, 10}, 40, 100000, 80000},
        {{10, 40, 10}, 10, 100000, 20000},
        {{1, 3, 0}, 1, 100000, 33333},
        {{1, 3, 0}, 2, 100000, 66667},
        {{10, 50, 0}, -4, 160000, 0},
        {{PLOT_MOST, PLOT_MOST, 0}, INT64_MAX, 160000, 160000},
        {{PLOT_MOST, PLOT_MOST, PLOT_MOST}, PLOT_MOST, 160000, 80000},
        {{PLOT_MOST, PLOT_MOST, 0}, 1, 160000, 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        if (plot_length(&cases[i].axis, cases[i].value, cases[i].length) != cases[i].want)
            fail_msg("case %zu", i);
}

/* Slots fill the width, bars stand in their order with gaps between, and none is lost. */
static void
test_slots(void **state)
{
    static const size_t counts[] = {1, 2, 7, 30, 31, 99, 100, 365, 366};
    struct plot_bar one = plot_slot(0, 1, 100000), third = plot_slot(2, 4, 100000);

    (void)state;
    assert_true(one.at == 10000 && one.width == 80000 && one.middle == 50000);
    assert_true(third.at == 52500 && third.width == 20000 && third.middle == 62500);
    for (size_t k = 0; k < COUNT(counts); k++) {
        int64_t before = -1;

        for (size_t i = 0; i < counts[k]; i++) {
            struct plot_bar b = plot_slot(i, counts[k], 100000);

            assert_true(b.width > 0 && b.at > before);
            assert_true(b.middle > b.at && b.middle < b.at + b.width);
            before = b.at + b.width;
        }
        assert_true(before < 100000);
        assert_true(before > 100000 - 100000 / (int64_t)counts[k]);
    }
}

static void
test_labels(void **state)
{
    static const struct {
        size_t n, most, every;
    } cases[] = {
        {1, 7, 1},    {7, 7, 1},    {8, 7, 2},    {14, 7, 2},    {15, 7, 7},
        {30, 7, 7},   {49, 7, 7},   {50, 7, 14},  {98, 7, 14},   {99, 7, 28},
        {196, 7, 28}, {197, 7, 56}, {366, 7, 56}, {366, 1, 392}, {0, 7, 1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        if (plot_label_every(cases[i].n, cases[i].most) != cases[i].every)
            fail_msg("case %zu: %zu", i, plot_label_every(cases[i].n, cases[i].most));
}

static void
test_text(void **state)
{
    static const struct {
        int64_t thousandths;
        const char *text;
    } cases[] = {
        {0, "0"},        {1, "0.001"},    {10, "0.01"},       {500, "0.5"},   {1000, "1"},
        {12500, "12.5"}, {100000, "100"}, {160010, "160.01"}, {-500, "-0.5"}, {-12030, "-12.03"},
    };
    char out[PLOT_TEXT_MAX];

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(plot_text(cases[i].thousandths, out), cases[i].text);
}

static void
test_percent(void **state)
{
    (void)state;
    assert_int_equal(plot_percent(0, 0), 0);
    assert_int_equal(plot_percent(0, 9), 0);
    assert_int_equal(plot_percent(9, 9), 100);
    assert_int_equal(plot_percent(1, 3), 33);
    assert_int_equal(plot_percent(2, 3), 67);
    assert_int_equal(plot_percent(1, 200), 1);
    assert_int_equal(plot_percent(INT64_MAX, INT64_MAX), 100);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_axis),    cmocka_unit_test(test_axis_holds),
        cmocka_unit_test(test_length),  cmocka_unit_test(test_slots),
        cmocka_unit_test(test_labels),  cmocka_unit_test(test_text),
        cmocka_unit_test(test_percent),
    };

    return cmocka_run_group_tests_name("plot", tests, NULL, NULL);
}
