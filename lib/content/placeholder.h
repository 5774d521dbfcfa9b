/*
 * placeholder.h - settings in what editors write: {{SHOP_NAME}}.
 *
 * A name that isn't a setting is reported with file and line. Lines stay lines: a value's white
 * space is put in as spaces, so places in the result are places in the file.
 */
#ifndef HC_PLACEHOLDER_H
#define HC_PLACEHOLDER_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/* The value of a setting, or NULL where there's none; name has len bytes and no NUL behind. */
typedef const char *(*placeholder_fn)(const void *ctx, const char *name, unsigned long len);

/*
 * Puts the settings into len bytes of Markdown and appends the result to out. A value's punctuation
 * is escaped by backslashes (CommonMark 2.4), which holds in text, tables and link targets; not in
 * code, where the backslashes would show. A line that names an empty setting is left blank: so an
 * editor writes "Phone: {{PHONE}}" as a line of its own, in a list or a table as the last one.
 * first_line is the line of the first byte.
 * ERR_INVALID with rep filled, ERR_NOMEM.
 */
enum err placeholders_put(const char *file, unsigned first_line, const char *text, size_t len,
                          placeholder_fn fn, const void *ctx, struct buf *out, struct report *rep);

/* The same for plain text such as a title: values are put in as they are. */
enum err placeholders_plain(const char *file, unsigned first_line, const char *text, size_t len,
                            placeholder_fn fn, const void *ctx, struct buf *out,
                            struct report *rep);

#endif
