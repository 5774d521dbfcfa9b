/*
 * pack.h - unsigned numbers as bytes, big-endian, and back. Both move *at behind what they wrote or
 * read; the caller has `bytes` bytes (1 to 8) there. Any thread.
 */
#ifndef HC_PACK_H
#define HC_PACK_H

#include <stddef.h>
#include <stdint.h>

/* The low bits of value; what does not fit is cut off. */
static inline void
pack(unsigned char **at, uint64_t value, size_t bytes)
{
    for (size_t i = bytes; i > 0; i--) {
        (*at)[i - 1] = (unsigned char)value;
        value >>= 8;
    }
    *at += bytes;
}

static inline uint64_t
unpack(const unsigned char **at, size_t bytes)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; i++)
        value = value << 8 | (*at)[i];
    *at += bytes;
    return value;
}

#endif
