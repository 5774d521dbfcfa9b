/*
 * codes.h - reply codes (RFC 5321 4.2) and enhanced statuses (RFC 3463) in what mail servers write.
 *
 * Any thread.
 */
#ifndef HC_CODES_H
#define HC_CODES_H

#include <stdbool.h>
#include <stddef.h>

enum { STATUS_MAX = 16 };

/* The best that was found in the lines so far. Zero-initialise. */
struct codes {
    int code;                /* 550, or 0 */
    char status[STATUS_MAX]; /* "5.1.1", or "" */
    const char *line;        /* where the line that holds it begins; NULL while there is none */
};

/*
 * Looks through a line of len bytes, which is followed by a NUL or a line end. True once there is
 * nothing better to find: a code of a refusal with its status. Years, prices, house numbers and
 * network addresses are no codes: one stands at a line's beginning, or with words of mail servers.
 */
bool codes_find(const char *line, size_t len, struct codes *c);

/* The status that text begins with; false and "" if there is none. */
bool status_read(const char *text, char out[STATUS_MAX]);

#endif
