/*
 * carrier.h - whose tracking number it is: told by its form and its check digit, without asking
 * anybody.
 *
 * Rules: UPS 1Z (sum over letters and digits, modulo 10), USPS Publication 199 (IMpb, modulo 10
 * with weights 3 and 1), UPU S10 (modulo 11), FedEx (12 digits: weights 3 1 7, modulo 11; 15
 * digits: modulo 10), DHL Express (modulo 7), Canada Post (modulo 10), OnTrac (as UPS). Piece
 * numbers of DHL carry no check digit that is known. Pure; any thread. Strings are constants.
 */
#ifndef HC_CARRIER_H
#define HC_CARRIER_H

#include <stddef.h>

enum {
    TRACKING_MAX = 40,  /* bytes of a number with its NUL; the longest has 34 characters */
    TRACKING_CARRIERS = 4,
    TRACKING_URL_MAX = 160,
};

struct carrier {
    const char *name; /* as the carrier writes itself */
    const char *url;  /* where the number goes at the end */
};

enum tracking_verdict {
    TRACKING_FOUND,
    TRACKING_MISTYPED, /* the form of these carriers, but no check digit fits */
    TRACKING_UNKNOWN,  /* no form that is known */
};

struct tracking {
    char number[TRACKING_MAX];  /* as typed without spaces and hyphens, in capitals */
    struct {
        const struct carrier *carrier;
        const char *number; /* within number: a label's code may hold more than what is tracked */
    } match[TRACKING_CARRIERS];
    size_t matches; /* more than one where the form doesn't tell; 0 for TRACKING_UNKNOWN */
};

/*
 * Reads what somebody typed (UTF-8). Spaces, hyphens, dots and small letters are forgiven. out
 * must not be moved: its matches point into it.
 */
enum tracking_verdict tracking_read(const char *typed, struct tracking *out);

/*
 * The carrier's page for a match, https. A number holds letters A-Z and digits only, so nothing in
 * it needs percent-encoding. out holds TRACKING_URL_MAX bytes.
 */
void tracking_url(const struct tracking *t, size_t match, char *out);

#endif
