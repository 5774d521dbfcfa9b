/*
 * origin.h - whether a POST comes from our own pages (SECURITY 10).
 *
 * Sec-Fetch-Site decides where a browser sends it (W3C Fetch Metadata), else Origin against
 * base_url, else nothing is known and the form's signed nonce must do.
 */
#ifndef HC_ORIGIN_H
#define HC_ORIGIN_H

#include "http/request.h"

enum origin { ORIGIN_SAME, ORIGIN_CROSS, ORIGIN_UNKNOWN };

/*
 * base_url: scheme://host[:port] of the help center, perhaps with a path, which is ignored.
 * Sec-Fetch-Site: same-origin and none are SAME.
 */
enum origin origin_of(const struct request *r, const char *base_url);

/*
 * True if url begins with the origin (scheme, host, port) of base: for the link back to where the
 * visitor came from.
 */
bool url_same_origin(const char *url, const char *base);

#endif
