/* carrier.c - tracking numbers told apart. */
#include "desk/carrier.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"

enum { S10_CHARS = 13 };

static const struct carrier ups = {"UPS", "https://www.ups.com/track?tracknum="};
static const struct carrier usps = {"USPS",
                                    "https://tools.usps.com/go/TrackConfirmAction?tLabels="};
static const struct carrier fedex = {"FedEx", "https://www.fedex.com/fedextrack/?trknbr="};
static const struct carrier dhl_express = {
    "DHL Express", "https://www.dhl.com/global-en/home/tracking.html?tracking-id="};
static const struct carrier dhl_ecommerce = {
    "DHL eCommerce", "https://webtrack.dhlecs.com/orders?trackingNumber="};
static const struct carrier ontrac = {"OnTrac", "https://www.ontrac.com/tracking/?number="};
static const struct carrier canada_post = {
    "Canada Post", "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor="};

/* Posts whose numbers are known by the country at their end; the others' are shown by USPS. */
static const struct post {
    char country[3];
    struct carrier carrier;
} posts[] = {
    {"AU", {"Australia Post", "https://auspost.com.au/mypost/track/#/details/"}},
    {"DE", {"Deutsche Post DHL",
            "https://www.dhl.de/en/privatkunden/dhl-sendungsverfolgung.html?piececode="}},
    {"FR", {"La Poste", "https://www.laposte.fr/outils/suivre-vos-envois?code="}},
    {"GB", {"Royal Mail", "https://www.royalmail.com/track-your-item#/tracking-results/"}},
    {"JP", {"Japan Post",
            "https://trackings.post.japanpost.jp/services/srv/search/direct?locale=en"
            "&reqCodeNo1="}},
    {"NZ", {"NZ Post", "https://www.nzpost.co.nz/tools/tracking?trackid="}},
};

/* ---- check digits: each gets the number from where its row says ---- */

typedef bool checker(const char *number, size_t len);

static unsigned
digit(char c)
{
    assert(c >= '0' && c <= '9');
    return (unsigned)(c - '0');
}

/* Weights 3 and 1 from the right, the digit beside the last one 3; what is before the number adds
 * `before` (USPS Publication 199; also GS1's). */
static bool
modulo_10(const char *number, size_t len, unsigned before)
{
    unsigned sum = before;

    for (size_t i = 0; i + 1 < len; i++)
        sum += digit(number[i]) * ((len - i) % 2 == 0 ? 3 : 1);
    return (10 - sum % 10) % 10 == digit(number[len - 1]);
}

static bool
check_3_1(const char *number, size_t len)
{
    return modulo_10(number, len, 0);
}

/* Older certified mail: its digit was reckoned with the 91 that its label leaves out, or without.
 */
static bool
check_certified(const char *number, size_t len)
{
    return modulo_10(number, len, 0) || modulo_10(number, len, 9 * 3 + 1);
}

/* FedEx's parcels for the post: reckoned with the 92 that its label leaves out. */
static bool
check_for_post(const char *number, size_t len)
{
    return modulo_10(number, len, 9 * 3 + 2);
}

/* Weights 3 1 7 again and again, modulo 11, where ten stands as 0. */
static bool
check_3_1_7(const char *number, size_t len)
{
    static const unsigned weight[] = {3, 1, 7};
    unsigned sum = 0;

    for (size_t i = 0; i + 1 < len; i++)
        sum += digit(number[i]) * weight[i % 3];
    return sum % 11 % 10 == digit(number[len - 1]);
}

static bool
check_7(const char *number, size_t len)
{
    unsigned rest = 0;

    for (size_t i = 0; i + 1 < len; i++)
        rest = (rest * 10 + digit(number[i])) % 7;
    return rest == digit(number[len - 1]);
}

/* Letters stand for 2, 3 ... 9, 0, 1, 2 ...; every second one counts twice. */
static bool
check_letters(const char *number, size_t len)
{
    unsigned sum = 0;

    for (size_t i = 0; i + 1 < len; i++) {
        char c = number[i];
        unsigned value = c >= 'A' ? (unsigned)(c - 'A' + 2) % 10 : digit(c);

        sum += value * (i % 2 == 0 ? 1 : 2);
    }
    return number[len - 1] <= '9' && (10 - sum % 10) % 10 == digit(number[len - 1]);
}

/* The 1Z itself is not reckoned in. */
static bool
check_1z(const char *number, size_t len)
{
    return check_letters(number + 2, len - 2);
}

/* UPU S10-12: eight digits between two letters and the check digit, a country at the end. */
static bool
check_s10(const char *number, size_t len)
{
    static const unsigned weight[] = {8, 6, 4, 2, 3, 5, 9, 7};
    unsigned sum = 0, check;

    assert(len == S10_CHARS);
    (void)len;
    for (size_t i = 0; i < sizeof weight / sizeof *weight; i++)
        sum += digit(number[2 + i]) * weight[i];
    check = 11 - sum % 11;
    check = check == 10 ? 0 : check == 11 ? 5 : check;
    return check == digit(number[10]);
}

static bool
check_none(const char *number, size_t len)
{
    (void)number, (void)len;
    return true;
}

/* ---- forms ---- */

/*
 * # a digit, % 1 to 5, @ a letter, * either; a + at the end: more digits. `from`: where the number
 * begins that is checked and tracked; the rest is for the sorting machine.
 */
static const struct form {
    const char *pattern;
    size_t from;
    const struct carrier *carrier; /* NULL: by the country at the end */
    checker *check;
} forms[] = {
    {"1Z****************", 0, &ups, check_1z},
    {"9%####################", 0, &usps, check_3_1},
    {"9%########################", 0, &usps, check_3_1},
    {"420#####9%####################", 8, &usps, check_3_1},
    {"420#####9%########################", 8, &usps, check_3_1},
    {"420#########9%####################", 12, &usps, check_3_1},
    {"0###################", 0, &usps, check_3_1},
    {"1###################", 0, &usps, check_3_1},
    {"2###################", 0, &usps, check_3_1},
    {"7###################", 0, &usps, check_certified},
    {"8###################", 0, &usps, check_3_1},
    {"@@#########@@", 0, NULL, check_s10},
    {"############", 0, &fedex, check_3_1_7},
    {"###############", 0, &fedex, check_3_1},
    {"61##################", 0, &fedex, check_for_post},
    {"92612#################", 0, &fedex, check_3_1},
    {"96####################", 7, &fedex, check_3_1},
    {"96################################", 22, &fedex, check_3_1_7},
    {"100###############################", 22, &fedex, check_3_1_7},
    {"##########", 0, &dhl_express, check_7},
    {"JJD########+", 0, &dhl_express, check_none},
    {"JVGL########+", 0, &dhl_express, check_none},
    {"GM################+", 0, &dhl_ecommerce, check_none},
    {"################", 0, &canada_post, check_3_1},
    {"C##############", 0, &ontrac, check_letters},
    {"D##############", 0, &ontrac, check_letters},
};

static bool
is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Whether a character is of the kind that stands in the pattern. */
static bool
is_kind(char kind, char c)
{
    switch (kind) {
    case '#': return ascii_is_digit(c);
    case '%': return c >= '1' && c <= '5';
    case '@': return is_letter(c);
    case '*': return ascii_is_digit(c) || is_letter(c);
    default: return kind == c;
    }
}

static bool
fits(const char *pattern, const char *number)
{
    for (; *pattern != '\0' && *pattern != '+'; pattern++, number++)
        if (*number == '\0' || !is_kind(*pattern, *number))
            return false;
    while (*pattern == '+' && ascii_is_digit(*number))
        number++;
    return *number == '\0';
}

static const struct carrier *
post_of(const char *number)
{
    const char *country = number + S10_CHARS - 2;

    if (strcmp(country, "CA") == 0)
        return &canada_post;
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++)
        if (strcmp(posts[i].country, country) == 0)
            return &posts[i].carrier;
    return &usps;
}

/* Takes out what people put between the characters; false if it can be no number. */
static bool
clean(const char *typed, char number[TRACKING_MAX])
{
    size_t len = strlen(typed), n = 0, used;

    for (uint32_t c; len > 0; typed += used, len -= used) {
        used = utf8_read(typed, len, &c);
        if (used == 0 || n == TRACKING_MAX - 1)
            return false;
        if (utf8_is_space(c) || c == '-' || c == '.' || (c >= 0x2010 && c <= 0x2015))
            continue;
        if (c >= 'a' && c <= 'z')
            c -= 'a' - 'A';
        if (c > 'Z' || !(ascii_is_digit((char)c) || is_letter((char)c)))
            return false;
        number[n++] = (char)c;
    }
    number[n] = '\0';
    return strspn(number, "0") < n; /* noughts alone pass most checks, and name nothing */
}

/* Each carrier once: a label's code may be read in two ways. */
static void
match_add(struct tracking *t, const struct form *f)
{
    const struct carrier *carrier = f->carrier != NULL ? f->carrier : post_of(t->number);

    for (size_t i = 0; i < t->matches; i++)
        if (t->match[i].carrier == carrier)
            return;
    assert(t->matches < TRACKING_CARRIERS);
    t->match[t->matches].carrier = carrier;
    t->match[t->matches].number = t->number + f->from;
    t->matches++;
}

/* Adds the carriers of all forms that fit, and whose check digits are right or wrong. */
static void
match_all(struct tracking *t, bool right)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const struct form *f = &forms[i];
        const char *number = t->number + f->from;

        if (fits(f->pattern, t->number) && f->check(number, strlen(number)) == right)
            match_add(t, f);
    }
}

enum tracking_verdict
tracking_read(const char *typed, struct tracking *out)
{
    assert(typed != NULL);
    out->matches = 0;
    if (!clean(typed, out->number))
        return TRACKING_UNKNOWN;
    match_all(out, true);
    if (out->matches > 0)
        return TRACKING_FOUND;
    match_all(out, false);
    return out->matches > 0 ? TRACKING_MISTYPED : TRACKING_UNKNOWN;
}

void
tracking_url(const struct tracking *t, size_t match, char *out)
{
    assert(match < t->matches);
    int len = snprintf(out, TRACKING_URL_MAX, "%s%s", t->match[match].carrier->url,
                       t->match[match].number);
    assert(len > 0 && len < TRACKING_URL_MAX);
    (void)len;
}
