/*
 * tpl.h - ctemplate behind a plain C face. The only C++ of the house stands in tpl.cc; nothing is
 * thrown across.
 *
 * A struct tpl_set is all of templates/layout, forms and letters, compiled, with words put in for
 * [[id]]: HTML and plain texts (prepare.h says how they differ). It never changes once loaded, so
 * any thread may expand from it. A dictionary is one worker's, built, expanded and freed on one
 * thread; children belong to their root. Values are copied. Keys and files are enums generated from
 * the templates (KEY_TITLE, TPL_layout_page), so a misspelt one does not compile (string keys take
 * a process-wide lock besides).
 */
#ifndef HC_TPL_H
#define HC_TPL_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "view/tpl_ids.h" /* generated: enum tpl_key { KEY_... }, enum tpl_file { TPL_... } */
#include "view/words.h"

#ifdef __cplusplus
extern "C" {
#endif

struct tpl_set;
struct tpl_dict;

/*
 * Loads every file of the enum below folder. ERR_INVALID with rep (file, and line where it can be
 * told): missing or broken, without the first line of its kind, an unknown [[id]], a variable that
 * there's no key for, :none on one that isn't trusted. ERR_NOMEM. w is needed during the call only.
 */
enum err tpl_load(const char *folder, const struct words *w, struct tpl_set **out,
                  struct report *rep);
void tpl_free(struct tpl_set *s);

/*
 * A new root dictionary; tpl_dict_free() releases it with its children. NULL without memory; every
 * function below takes NULL and does nothing, and tpl_expand() then tells ERR_NOMEM.
 */
struct tpl_dict *tpl_dict_new(void);
void tpl_dict_free(struct tpl_dict *d);

/*
 * Plain text, escaped by the template for the place where it stands; in a text it becomes one line.
 * NULL is "".
 */
void tpl_text(struct tpl_dict *d, enum tpl_key key, const char *text);
void tpl_textn(struct tpl_dict *d, enum tpl_key key, const char *text, size_t len);
void tpl_int(struct tpl_dict *d, enum tpl_key key, int64_t n);

/*
 * HTML that the program itself made (rendered Markdown, an expanded template, a slot's marker).
 * Never for what came from outside. The template says :none; the keys it says so of take nothing
 * else.
 */
void tpl_trusted_html(struct tpl_dict *d, enum tpl_key key, const char *html, size_t len);

/* Shows the section once more; values for it go into the dictionary returned. */
struct tpl_dict *tpl_section(struct tpl_dict *d, enum tpl_key key);
/* Shows a section that has no values of its own. */
void tpl_show(struct tpl_dict *d, enum tpl_key key);
/*
 * Includes a template of the same kind at {{>KEY}}. It sees the values of its own dictionary and
 * those of the root, not those of others between; sections that tpl_show() shows on the root are
 * shown in it too.
 */
struct tpl_dict *tpl_include(struct tpl_dict *d, enum tpl_key key, enum tpl_file file);

/*
 * Appends the expansion. ERR_NOMEM if a value or the expansion found no memory; ERR_BUG if the set
 * lacks an included file.
 */
enum err tpl_expand(const struct tpl_set *s, enum tpl_file file, struct tpl_dict *d,
                    struct buf *out);

#ifdef __cplusplus
}
#endif

#endif
