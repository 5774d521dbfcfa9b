/*
 * option_rule.h - what makes the value of a setting good, beyond its kind and range: a column of
 * option.c's table.
 *
 * Each is an option_rule: true if value is good; otherwise why says what a good one is, in English,
 * cut at size bytes. s is only read for the values of other settings.
 */
#ifndef HC_OPTION_RULE_H
#define HC_OPTION_RULE_H

#include "base/settings.h"

typedef bool option_rule(const struct settings *s, const char *value, char *why, size_t size);

option_rule rule_url;          /* An address of the web, http or https, without a query. */
option_rule rule_base_url;     /* The same without a slash at its end. */
option_rule rule_mail;         /* A mail address. */
option_rule rule_mail_or_none; /* A mail address, or nothing. */
option_rule rule_tagged_mail;  /* likewise, with room for "+TOKEN" (RFC 5321 4.5.3.1.1) */
option_rule rule_host;         /* A host without a port, or nothing. */
option_rule rule_security;     /* starttls, tls or none. */
option_rule rule_zone;         /* A time zone of this machine. */
option_rule rule_date;         /* An ISO date. */
option_rule rule_group;        /* A group of this machine, or nothing. */
option_rule rule_networks;     /* Networks with spaces between, or nothing. */
option_rule rule_color;        /* #rrggbb. */
option_rule rule_ink;          /* The same, in contrast to s->brand_color (WCAG 2.2, 1.4.3). */

#endif
