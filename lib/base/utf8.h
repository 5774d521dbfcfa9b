/*
 * utf8.h - one character at a time out of UTF-8.
 */
#ifndef HC_UTF8_H
#define HC_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reads the first character of len bytes (at least 1) into *c; returns how many bytes it takes, or
 * 0 if they don't begin with a well-formed one (RFC 3629: no surrogates, no overlong forms, nothing
 * past U+10FFFF).
 */
size_t utf8_read(const char *text, size_t len, uint32_t *c);

/* True for C0 and C1 controls and DEL. */
bool utf8_is_control(uint32_t c);

/* True for white space of any script and for line ends (Unicode's White_Space). */
bool utf8_is_space(uint32_t c);

#endif
