/*
 * report_text.h - the report as text for a terminal: tables of the same figures.
 */
#ifndef HC_REPORT_TEXT_H
#define HC_REPORT_TEXT_H

#include "base/buf.h"
#include "base/settings.h"
#include "desk/figures.h"
#include "view/words.h"

/*
 * Appends the tables. What strangers typed is shown with '?' for each control character, character
 * that turns the direction of text, or byte that isn't UTF-8. Errors stay in out.
 */
void report_text(const struct settings *s, const struct words *w, const struct figures *figures,
                 struct buf *out);
/* Appends text, made harmless in that way. */
void report_plain(const char *text, struct buf *out);

/* Appends "Made on 3 May 2026 at 10:00 (America/New_York)." */
void report_made(const struct settings *s, const struct words *w, const struct figures *figures,
                 struct buf *out);

#endif
