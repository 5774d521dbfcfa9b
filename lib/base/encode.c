#include <assert.h>
#include <string.h>

#include "base/secret.h"

static const char base32[] = "abcdefghijklmnopqrstuvwxyz234567";
static_assert(sizeof base32 == 32 + 1, "RFC 4648 section 6");

void
base32_encode(const unsigned char *bytes, size_t len, char *out)
{
    unsigned held = 0, bits = 0; /* bits not yet written */
    for (size_t i = 0; i < len; i++) {
        held = (held << 8 | bytes[i]) & 0xfff;
        for (bits += 8; bits >= 5; bits -= 5)
            *out++ = base32[held >> (bits - 5) & 31];
    }
    if (bits > 0)
        *out++ = base32[held << (5 - bits) & 31];
    *out = '\0';
}

/* What a letter or digit stands for, 0 to 31, or -1. */
static int
base32_value(char c)
{
    if (c >= 'a' && c <= 'z')
        return c - 'a';
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= '2' && c <= '7')
        return c - '2' + 26;
    return -1;
}

bool
base32_decode(const char *text, size_t len, unsigned char *out, size_t want)
{
    if (len != (want * 8 + 4) / 5)
        return false;
    unsigned held = 0, bits = 0;
    size_t made = 0;
    for (size_t i = 0; i < len; i++) {
        int value = base32_value(text[i]);
        if (value < 0)
            return false;
        held = (held << 5 | (unsigned)value) & 0xfff;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            out[made++] = (unsigned char)(held >> bits);
        }
    }
    assert(made == want && bits < 8);
    /* One text for each value: the bits left over are zero. */
    return (held & ((1u << bits) - 1)) == 0;
}

void
hex_encode(const unsigned char *bytes, size_t len, char *out)
{
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        *out++ = hex[bytes[i] >> 4];
        *out++ = hex[bytes[i] & 15];
    }
    *out = '\0';
}

static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static_assert(sizeof crockford == 32 + 1, "one digit for five bits");

/*
 * The digits as a polynomial at x in GF(32), x^5 + x^2 + 1. A whole reference gives 0. Every digit
 * has another weight, so one wrong digit, or two swapped anywhere, never does.
 */
static unsigned
checksum(const unsigned char *digit, size_t count)
{
    unsigned sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum <<= 1;
        if (sum & 32)
            sum ^= 0x25;
        sum ^= digit[i];
    }
    assert(sum < 32);
    return sum;
}

static void
reference_write(const unsigned char digit[REFERENCE_DIGITS], char *out)
{
    for (size_t i = 0; i < REFERENCE_DIGITS; i++) {
        if (i == REFERENCE_DIGITS / 2)
            *out++ = '-';
        *out++ = crockford[digit[i]];
    }
    *out = '\0';
}

void
reference_new(char *out)
{
    unsigned char digit[REFERENCE_DIGITS];
    secret_random(digit, sizeof digit);
    for (size_t i = 0; i < REFERENCE_DIGITS; i++)
        digit[i] &= 31;
    digit[REFERENCE_DIGITS - 1] = 0;
    digit[REFERENCE_DIGITS - 1] = (unsigned char)checksum(digit, REFERENCE_DIGITS);
    assert(checksum(digit, REFERENCE_DIGITS) == 0);
    reference_write(digit, out);
}

/* What a character read out or typed stands for, 0 to 31, or -1. */
static int
crockford_value(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    if (c == 'O')
        c = '0';
    if (c == 'I' || c == 'L')
        c = '1';
    const char *found = c != '\0' ? strchr(crockford, c) : NULL;
    return found != NULL ? (int)(found - crockford) : -1;
}

bool
reference_parse(const char *text, size_t len, char *out)
{
    unsigned char digit[REFERENCE_DIGITS];
    size_t count = 0;
    out[0] = '\0';
    for (size_t i = 0; i < len; i++) {
        if (text[i] == ' ' || text[i] == '-')
            continue;
        int value = crockford_value(text[i]);
        if (value < 0 || count == REFERENCE_DIGITS)
            return false;
        digit[count++] = (unsigned char)value;
    }
    if (count != REFERENCE_DIGITS || checksum(digit, count) != 0)
        return false;
    reference_write(digit, out);
    return true;
}
