/*
 * address.h - mail addresses and network addresses, as types.
 *
 * What people type is kept; what is compared is the canonical form: the domain in lower case and as
 * A-labels (libidn2, RFC 5891), the local part in lower case. Limits: RFC 5321 4.5.3.1 (local part
 * 64, whole 254 as used in a path). Quoted local parts, local parts outside ASCII (SMTPUTF8) and
 * address literals are refused. Any thread; the structs own no memory.
 */
#ifndef HC_ADDRESS_H
#define HC_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

enum { MAIL_MAX = 254, MAIL_LOCAL_MAX = 64, NETWORK_MAX = 64 };

struct mail_address {
    char typed[MAIL_MAX + 1];     /* as typed, white space around it removed */
    char canonical[MAIL_MAX + 1]; /* for matching */
    bool mixed_script; /* a domain label mixes scripts: staff see the A-label (SECURITY 4) */
};

/*
 * Parses text of len bytes (UTF-8). False if it is not an address this program takes; *out is then
 * zeroed.
 */
bool mail_address_parse(const char *text, size_t len, struct mail_address *out);

/*
 * The address as mail servers take it: the local part as typed, the domain as A-labels. out holds
 * MAIL_MAX + 1 bytes; false, and "", if text is no address.
 */
bool mail_address_wire(const char *text, char *out);

/*
 * The network of a client address: IPv4 cut to /24, IPv6 to /48, e.g. "192.0.2.0/24",
 * "2001:db8:1::/48"; IPv4-mapped IPv6 counts as IPv4; "unknown" for anything else. out holds
 * NETWORK_MAX bytes.
 */
void network_of(const char *client, char *out);

/*
 * True if client lies in one of the space-separated networks ("10.0.0.0/8 ::1 127.0.0.1"). An item
 * that can't be read ends the list: settings are checked by networks_valid().
 */
bool network_listed(const char *client, const char *networks);

/* True if each item of networks can be read; for checking settings. */
bool networks_valid(const char *networks);

#endif
