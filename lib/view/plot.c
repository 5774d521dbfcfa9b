#include "view/plot.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

static int64_t
bounded(int64_t value)
{
    return value < 0 ? 0 : value > PLOT_MOST ? PLOT_MOST : value;
}

static int64_t
steps_for(int64_t value, int64_t step)
{
    return value / step + (value % step != 0);
}

/* 1, 2, 5, 10, 20, ... */
static int64_t
step_next(int64_t step)
{
    int64_t digit = step;

    while (digit >= 10)
        digit /= 10;
    return digit == 2 ? step / 2 * 5 : step * 2;
}

struct plot_axis
plot_axis(int64_t most_up, int64_t most_down, unsigned steps)
{
    struct plot_axis a = {.step = 1};
    int64_t up = bounded(most_up), down = bounded(most_down);

    assert(steps >= 2);
    while (steps_for(up, a.step) + steps_for(down, a.step) > steps)
        a.step = step_next(a.step);
    a.up = steps_for(up, a.step) * a.step;
    a.down = steps_for(down, a.step) * a.step;
    if (a.up + a.down == 0)
        a.up = a.step;
    assert(a.up >= up && a.down >= down);
    return a;
}

int64_t
plot_length(const struct plot_axis *a, int64_t value, int64_t length)
{
    int64_t whole = a->up + a->down;

    assert(whole > 0 && length >= 0);
    return (int64_t)((long double)bounded(value) * (long double)length / (long double)whole + 0.5L);
}

struct plot_bar
plot_slot(size_t i, size_t n, int64_t length)
{
    int64_t count = (int64_t)n, begin, end, gap;

    assert(i < n && n < 100000 && length >= 0);
    begin = length * (int64_t)i / count;
    end = length * ((int64_t)i + 1) / count;
    gap = (end - begin) / (n < 100 ? 10 : 20);
    return (struct plot_bar){begin + gap, end - begin - 2 * gap, begin + (end - begin) / 2};
}

size_t
plot_label_every(size_t n, size_t most)
{
    static const size_t every[] = {1, 2, 7, 14};
    size_t k = 28;

    assert(most >= 1);
    for (size_t i = 0; i < sizeof every / sizeof *every; i++)
        if ((n + every[i] - 1) / every[i] <= most)
            return every[i];
    while ((n + k - 1) / k > most)
        k += 28;
    return k;
}

const char *
plot_text(int64_t thousandths, char out[PLOT_TEXT_MAX])
{
    int64_t whole = thousandths / 1000, rest = thousandths % 1000;
    int len = snprintf(out, PLOT_TEXT_MAX, "%s%" PRId64 ".%03" PRId64, thousandths < 0 ? "-" : "",
                       whole < 0 ? -whole : whole, rest < 0 ? -rest : rest);

    assert(len > 4 && len < PLOT_TEXT_MAX);
    while (out[len - 1] == '0')
        out[--len] = '\0';
    if (out[len - 1] == '.')
        out[--len] = '\0';
    return out;
}

int64_t
plot_percent(int64_t part, int64_t whole)
{
    assert(part >= 0 && part <= whole);
    return whole > 0 ? (int64_t)((long double)part * 100 / (long double)whole + 0.5L) : 0;
}
