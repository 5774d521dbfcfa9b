/* option_rule.c - what makes the value of a setting good, and the words for what doesn't. */
#include "base/option_rule.h"

#include <assert.h>
#include <grp.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/clock.h"

enum { TAGGED_USER_MAX = 7 }; /* before the + of leave+TOKEN, whose token has 56 characters */

#define CONTRAST_MIN 4.5 /* WCAG 2.2, 1.4.3 */

/* Tells why and returns false, so that a check can return it. */
static bool
because(char *why, size_t size, const char *text)
{
    snprintf(why, size, "%s", text);
    return false;
}

/* "host", "host:port", "[::1]:port", of at least one character. Returns where it ends. */
static const char *
authority_end(const char *text)
{
    static const char host[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-";
    size_t len = text[0] == '[' ? strcspn(text, "]/") + 1 : strspn(text, host);
    if (len == 0 || (text[0] == '[' && text[len - 1] != ']'))
        return NULL;
    const char *end = text + len;
    if (*end != ':')
        return end;
    size_t digits = strspn(end + 1, "0123456789");
    long port = digits >= 1 && digits <= 5 ? strtol(end + 1, NULL, 10) : 0;
    return port >= 1 && port <= 65535 ? end + 1 + digits : NULL;
}

/* http or https, a host, perhaps a port and a path of RFC 3986's characters; no query. */
static bool
url_valid(const char *url)
{
    static const char path[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                               "-._~!$&'()*+,;=:@%/";
    const char *rest = NULL;
    if (strncmp(url, "https://", 8) == 0)
        rest = authority_end(url + 8);
    else if (strncmp(url, "http://", 7) == 0)
        rest = authority_end(url + 7);
    return rest != NULL && (*rest == '\0' || *rest == '/') && strspn(rest, path) == strlen(rest);
}

bool
rule_url(const struct settings *s, const char *value, char *why, size_t size)
{
    (void)s;
    return url_valid(value) ||
           because(why, size, "must be an address like https://www.example.com, without ? and #");
}

bool
rule_base_url(const struct settings *s, const char *value, char *why, size_t size)
{
    (void)s;
    return (url_valid(value) && value[strlen(value) - 1] != '/') ||
           because(why, size,
                   "must be an address like https://help.example.com, no slash at its end");
}

bool
rule_mail(const struct settings *s, const char *value, char *why, size_t size)
{
    struct mail_address mail;
    (void)s;
    return mail_address_parse(value, strlen(value), &mail) ||
           because(why, size, "must be a mail address like help@example.com");
}

/* A part of "user+token@domain" can be at most 64 bytes long (RFC 5321 4.5.3.1.1). */
bool
rule_tagged_mail(const struct settings *s, const char *value, char *why, size_t size)
{
    if (value[0] == '\0')
        return true;
    if (!rule_mail(s, value, why, size))
        return false;
    size_t user = strcspn(value, "@");
    return (user <= TAGGED_USER_MAX && memchr(value, '+', user) == NULL) ||
           because(why, size, "must have at most 7 characters before the @, and no +");
}

bool
rule_mail_or_none(const struct settings *s, const char *value, char *why, size_t size)
{
    return value[0] == '\0' || rule_mail(s, value, why, size);
}

bool
rule_host(const struct settings *s, const char *value, char *why, size_t size)
{
    (void)s;
    const char *end = value[0] != '\0' ? authority_end(value) : value;
    return (end != NULL && *end == '\0' && (value[0] == '[' || strchr(value, ':') == NULL)) ||
           because(why, size, "must be a host like mail.example.com, without a port");
}

bool
rule_security(const struct settings *s, const char *value, char *why, size_t size)
{
    (void)s;
    return strcmp(value, "starttls") == 0 || strcmp(value, "tls") == 0 ||
           strcmp(value, "none") == 0 ||
           because(why, size, "must be starttls, tls or none");
}

bool
rule_zone(const struct settings *s, const char *value, char *why, size_t size)
{
    (void)s;
    return clock_zone_exists(value) ||
           because(why, size, "must be a time zone of /usr/share/zoneinfo, like America/New_York");
}

bool
rule_date(const struct settings *s, const char *value, char *why, size_t size)
{
    (void)s;
    return clock_iso_valid(value) || because(why, size, "must be a date like 2004-05-15");
}

bool
rule_group(const struct settings *s, const char *value, char *why, size_t size)
{
    (void)s;
    return value[0] == '\0' || getgrnam(value) != NULL ||
           because(why, size, "must be a group of this machine, like www-data");
}

bool
rule_networks(const struct settings *s, const char *value, char *why, size_t size)
{
    (void)s;
    return networks_valid(value) ||
           because(why, size, "must be a list of networks like \"10.0.0.0/8 ::1\", spaces between");
}

/* Reads "#rrggbb" into red, green and blue from 0 to 1. */
static bool
color_read(const char *text, double rgb[3])
{
    if (strlen(text) != 7 || text[0] != '#' || strspn(text + 1, "0123456789abcdefABCDEF") != 6)
        return false;
    long value = strtol(text + 1, NULL, 16);
    for (int i = 0; i < 3; i++)
        rgb[i] = (double)(value >> (16 - 8 * i) & 0xff) / 255.0;
    return true;
}

/* WCAG 2.2, "relative luminance". */
static double
luminance(const double rgb[3])
{
    static const double weight[3] = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double linear = rgb[i] <= 0.04045 ? rgb[i] / 12.92 : pow((rgb[i] + 0.055) / 1.055, 2.4);
        sum += weight[i] * linear;
    }
    return sum;
}

/* WCAG 2.2, "contrast ratio": 1 to 21. */
static double
contrast(const double a[3], const double b[3])
{
    double x = luminance(a), y = luminance(b);
    double ratio = x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
    assert(ratio >= 1.0 && ratio < 21.01);
    return ratio;
}

bool
rule_color(const struct settings *s, const char *value, char *why, size_t size)
{
    double rgb[3];
    (void)s;
    return color_read(value, rgb) || because(why, size, "must be a colour like #0b5a5e");
}

bool
rule_ink(const struct settings *s, const char *value, char *why, size_t size)
{
    double ink[3], paper[3];
    if (!color_read(value, ink))
        return because(why, size, "must be a colour like #ffffff");
    if (!color_read(s->brand_color, paper))
        return true; /* that is brand_color's mistake */
    double ratio = contrast(ink, paper);
    if (ratio >= CONTRAST_MIN)
        return true;
    /* Cut, not rounded: 4.499 must not be told as 4.50. */
    snprintf(why, size, "has a contrast of %.2f:1 on brand_color, needs 4.5:1; take a %s ink",
             floor(ratio * 100) / 100, luminance(paper) > 0.179 ? "darker" : "lighter");
    return false;
}
