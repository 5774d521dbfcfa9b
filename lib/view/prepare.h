/*
 * prepare.h - a template's text, checked and with its words put in, before ctemplate compiles it.
 *
 * There are two kinds, told apart by name. NAME.tpl makes HTML: ctemplate escapes each value for
 * its place, and lines without content go. NAME.text.tpl makes plain text, for which ctemplate
 * knows no context: each value is made one line here, words go in as they are, and line ends stay
 * as they are written, but for lines that hold only sections, includes or comments: those leave
 * nothing.
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

/* What ctemplate calls the modifier that makes a value one line; added to each value of a text. */
#define TPL_ONE_LINE "x-one-line"

/* True for the path of a plain text's template. */
bool tpl_is_text(const char *path);

/*
 * Appends len bytes of a template to out with each [[id]] replaced by its sentence, escaped in
 * HTML. Refused (ERR_INVALID, rep says where): a first line that isn't the one of its kind, an
 * unknown
 * [[id]] or variable, :none on a variable that isn't trusted, sections that aren't closed in order;
 * in a text any modifier or pragma, and values that are HTML. ERR_NOMEM.
 */
enum err tpl_prepare(const char *path, const char *text, size_t len, const struct words *w,
                     struct buf *out, struct report *rep);

/* True for a name that the shipped templates write with :none: for tpl_trusted_html() alone. */
bool tpl_key_trusted(enum tpl_key key);

#endif
