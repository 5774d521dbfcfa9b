#include "base/utf8.h"

#include <assert.h>

/* By lead byte: its mask, its value, the length, and the least character that needs so many bytes.
 */
static const struct {
    unsigned char mask, lead, len;
    uint32_t least;
} forms[] = {
    {0x80, 0x00, 1, 0},
    {0xe0, 0xc0, 2, 0x80},
    {0xf0, 0xe0, 3, 0x800},
    {0xf8, 0xf0, 4, 0x10000},
};

size_t
utf8_read(const char *text, size_t len, uint32_t *c)
{
    const unsigned char *byte = (const unsigned char *)text;
    assert(len > 0);
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
        if ((byte[0] & forms[f].mask) != forms[f].lead)
            continue;
        if (len < forms[f].len)
            return 0;
        uint32_t value = byte[0] & (unsigned char)~forms[f].mask;
        for (size_t i = 1; i < forms[f].len; i++) {
            if ((byte[i] & 0xc0) != 0x80)
                return 0;
            value = value << 6 | (byte[i] & 0x3f);
        }
        bool surrogate = value >= 0xd800 && value <= 0xdfff;
        if (value < forms[f].least || value > 0x10ffff || surrogate)
            return 0;
        *c = value;
        return forms[f].len;
    }
    return 0;
}

bool
utf8_is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

bool
utf8_is_space(uint32_t c)
{
    return (c >= 0x09 && c <= 0x0d) || c == ' ' || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
           c == 0x205f || c == 0x3000;
}
