/*
 * body.h - the text of a mail: out of HTML, and what its sender typed without what is quoted.
 *
 * Good enough to look for words in; nothing here is shown to anybody. Any thread.
 */
#ifndef HC_BODY_H
#define HC_BODY_H

#include "base/buf.h"

/*
 * Appends the text of HTML: elements end lines where browsers end them, styles and scripts are left
 * out, quoted mails begin with the line of "-----Original Message-----". len bytes, UTF-8.
 */
void body_from_html(const char *html, size_t len, struct buf *out);

/*
 * Appends the lines above the first sign of a quoted mail or of a signature ("-- "), without those
 * that begin with ">". text is NUL-terminated.
 */
void body_own(const char *text, struct buf *out);

#endif
