/*
 * multipart.h - a form as multipart/form-data (RFC 7578): plain fields, no files.
 *
 * Needed where others choose the encoding: mail services POST an unsubscribe either way (RFC 8058
 * 3.2). Strict: CR LF, no preamble, no encoding but the identity, text/plain alone. Any thread.
 */
#ifndef HC_MULTIPART_H
#define HC_MULTIPART_H

#include "http/url.h"

enum { MULTIPART_BOUNDARY = 70 + 1 }; /* RFC 2046 5.1.1, with its NUL */

/* The boundary that a Content-Type names; "" and false where it has none that is allowed. */
bool multipart_boundary(const char *content_type, char out[MULTIPART_BOUNDARY]);

/*
 * Reads a body of len bytes. ERR_INVALID: not of that form, with a file, bad UTF-8, controls, or
 * boundary "". ERR_TOOBIG past LIMIT_PARAMS or LIMIT_PARAM_NAME, ERR_NOMEM. params_free() it.
 */
enum err multipart_parse(struct params *p, const char *boundary, const char *body, size_t len);

#endif
