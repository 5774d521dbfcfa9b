#include "content/slug.h"

#include <assert.h>
#include <string.h>

void
slug_of(const char *text, char *out)
{
    size_t n = 0;

    for (; *text != '\0' && n < SLUG_MAX - 4; text++) {
        unsigned char c = (unsigned char)*text;

        if (c >= 'A' && c <= 'Z')
            c = (unsigned char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[n++] = (char)c;
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
