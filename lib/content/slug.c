#include "content/slug.h"

#include <assert.h>
#include <string.h>

#include "base/ascii.h"

void
slug_of(const char *text, char *out)
{
    size_t n = 0;

    for (; *text != '\0' && n < SLUG_MAX - 4; text++) {
        if (ascii_is_letter(*text) || ascii_is_digit(*text))
            out[n++] = ascii_lower(*text);
        else if (n > 0 && out[n - 1] != '-')
            out[n++] = '-';
    }
    while (n > 0 && out[n - 1] == '-')
        n--;
    out[n] = '\0';
    if (n == 0)
        memcpy(out, "section", sizeof("section"));
    assert(strlen(out) <= SLUG_MAX - 4);
}
