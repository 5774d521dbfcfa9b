#include "base/script.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

enum script {
    COMMON = 0, /* goes with every script: digits, hyphen, combining marks */
    LATIN = 1 << 0,
    GREEK = 1 << 1,
    CYRILLIC = 1 << 2,
    ARMENIAN = 1 << 3,
    HEBREW = 1 << 4,
    ARABIC = 1 << 5,
    INDIC = 1 << 6,
    THAI_LAO = 1 << 7,
    GEORGIAN = 1 << 8,
    CHEROKEE = 1 << 9,
    EAST_ASIAN = 1 << 10,
    OTHER = 1 << 11,
};

/* In order. What lies between the ranges is OTHER. */
static const struct {
    uint32_t first, last;
    unsigned script;
} ranges[] = {
    {0x0000, 0x0040, COMMON},     {0x0041, 0x005a, LATIN},      {0x005b, 0x0060, COMMON},
    {0x0061, 0x007a, LATIN},      {0x007b, 0x00a9, COMMON},     {0x00aa, 0x00aa, LATIN},
    {0x00ab, 0x00b9, COMMON},     {0x00ba, 0x00ba, LATIN},      {0x00bb, 0x00bf, COMMON},
    {0x00c0, 0x02b8, LATIN},      {0x02b9, 0x036f, COMMON},     {0x0370, 0x03ff, GREEK},
    {0x0400, 0x052f, CYRILLIC},   {0x0531, 0x058f, ARMENIAN},   {0x0591, 0x05f4, HEBREW},
    {0x0600, 0x06ff, ARABIC},     {0x0750, 0x077f, ARABIC},     {0x08a0, 0x08ff, ARABIC},
    {0x0900, 0x0dff, INDIC},      {0x0e00, 0x0eff, THAI_LAO},   {0x10a0, 0x10ff, GEORGIAN},
    {0x1100, 0x11ff, EAST_ASIAN}, {0x13a0, 0x13ff, CHEROKEE},   {0x1c80, 0x1c8f, CYRILLIC},
    {0x1d00, 0x1dbf, LATIN},      {0x1dc0, 0x1dff, COMMON},     {0x1e00, 0x1eff, LATIN},
    {0x1f00, 0x1fff, GREEK},      {0x2000, 0x20ff, COMMON},     {0x2c60, 0x2c7f, LATIN},
    {0x2d00, 0x2d2f, GEORGIAN},   {0x2de0, 0x2dff, CYRILLIC},   {0x2e80, 0x2fdf, EAST_ASIAN},
    {0x3005, 0x3007, EAST_ASIAN}, {0x3021, 0x312f, EAST_ASIAN}, {0x3130, 0x318f, EAST_ASIAN},
    {0x31a0, 0x31ff, EAST_ASIAN}, {0x3400, 0x9fff, EAST_ASIAN}, {0xa640, 0xa69f, CYRILLIC},
    {0xa720, 0xa7ff, LATIN},      {0xab30, 0xab6f, LATIN},      {0xab70, 0xabbf, CHEROKEE},
    {0xac00, 0xd7ff, EAST_ASIAN}, {0xf900, 0xfaff, EAST_ASIAN}, {0x20000, 0x3ffff, EAST_ASIAN},
};

static unsigned
script_of(uint32_t c)
{
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        assert(ranges[i].first <= ranges[i].last);
        if (c < ranges[i].first)
            return OTHER;
        if (c <= ranges[i].last)
            return ranges[i].script;
    }
    return OTHER;
}

/* True if the scripts seen in one label are more than people write together. */
static bool
mixed(unsigned seen)
{
    if (seen == (LATIN | EAST_ASIAN))
        return false;
    return (seen & (seen - 1)) != 0;
}

bool
script_mixed(const char *domain)
{
    unsigned seen = 0;
    size_t len = strlen(domain), used;
    for (uint32_t c; len > 0; domain += used, len -= used) {
        used = utf8_read(domain, len, &c);
        if (used == 0)
            return true;
        if (c == '.' && mixed(seen))
            return true;
        seen = c == '.' ? 0 : seen | script_of(c);
    }
    return mixed(seen);
}
