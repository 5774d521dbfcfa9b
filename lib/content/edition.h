/*
 * edition.h - a page's whole source, as it is published: its settings put in, so that it stays as
 * it was when a setting changes; and read again later, whatever has become of the rules.
 */
#ifndef HC_EDITION_H
#define HC_EDITION_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "content/lines.h"
#include "content/placeholder.h"

/*
 * Appends a page's file to out with its settings put in, head and body, made clean (UTF-8, LF).
 * What comes of it is a page of the same meaning without settings. file is named in the report.
 * ERR_INVALID with rep: the head is wrong before or after, an unknown setting, or a setting whose
 * value holds "{{". ERR_NOMEM.
 */
enum err edition_fill(const char *file, const char *text, size_t len, placeholder_fn fn,
                      const void *ctx, struct buf *out, struct report *rep);

/*
 * Appends the body of a source that was published, without its head. Settings are put in where it
 * still names some (rows of releases that kept them so); one that isn't there any more stays as it
 * was written. ERR_NOMEM.
 */
enum err edition_body(const char *source, placeholder_fn fn, const void *ctx, struct buf *out);

/* Appends the summary of such a source as plain words; nothing where it has none. ERR_NOMEM. */
enum err edition_summary(const char *source, placeholder_fn fn, const void *ctx, struct buf *out);

/*
 * What readers see of such a source, as lines: its title and summary, then the body. ERR_NOMEM;
 * *out then holds nothing.
 */
enum err edition_lines(const char *source, placeholder_fn fn, const void *ctx, struct lines *out);

#endif
