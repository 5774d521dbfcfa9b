/*
 * prepare.h - a template's text, checked and with its words put in, before ctemplate compiles it.
 *
 * ctemplate takes an unknown name for an empty one and tells a broken section without its line, so
 * both are looked for here. Shop owners edit templates: what is wrong is reported with file and
 * line.
 */
#ifndef HC_PREPARE_H
#define HC_PREPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "view/tpl_ids.h"
#include "view/words.h"

/*
 * Appends len bytes of a template to out with each [[id]] replaced by its escaped sentence. Refused
 * (ERR_INVALID, rep says where): no AUTOESCAPE line at the top, an unknown [[id]] or variable,
 * :none on a variable that isn't trusted, sections that aren't closed in order. ERR_NOMEM.
 */
enum err tpl_prepare(const char *path, const char *text, size_t len, const struct words *w,
                     struct buf *out, struct report *rep);

/* True for a name that the shipped templates write with :none: for tpl_trusted_html() alone. */
bool tpl_key_trusted(enum tpl_key key);

#endif
