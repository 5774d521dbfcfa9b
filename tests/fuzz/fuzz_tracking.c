/*
 * fuzz_tracking.c - any bytes as a tracking number. What is found has an address of letters and
 * digits alone behind the carrier's own; what was read reads the same again.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "desk/carrier.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_again(const struct tracking *t, enum tracking_verdict verdict)
{
    struct tracking again;
    enum tracking_verdict same = tracking_read(t->number, &again);
    assert(same == verdict && again.matches == t->matches);
    (void)same, (void)verdict;
}

static void
look(const struct tracking *t, size_t match)
{
    static const char plain[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    char url[TRACKING_URL_MAX];
    const char *number = t->match[match].number;
    tracking_url(t, match, url);
    assert(strncmp(url, "https://", 8) == 0);
    assert(number >= t->number && number < t->number + strlen(t->number));
    assert(strspn(number, plain) == strlen(number));
    (void)number, (void)plain;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tracking t;
    char *text = malloc(size + 1);
    if (text == NULL)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    enum tracking_verdict verdict = tracking_read(text, &t);
    assert((verdict == TRACKING_UNKNOWN) == (t.matches == 0));
    for (size_t i = 0; i < t.matches; i++)
        look(&t, i);
    if (t.matches > 0)
        read_again(&t, verdict);
    free(text);
    return 0;
}
