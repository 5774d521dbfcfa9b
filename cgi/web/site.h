/*
 * site.h - all that visitors are shown, made once from templates/ and the published policies:
 * words, templates, pages, their fixed parts, delivery dates, the search index. A site never
 * changes; a change of content makes a new one, which is swapped in whole, and a broken one is
 * reported while the old one stays. Any thread may read; references are counted.
 */
#ifndef HC_SITE_H
#define HC_SITE_H

#include <stdatomic.h>

#include "base/settings.h"
#include "content/catalogue.h"
#include "content/related.h"
#include "desk/delivery.h"
#include "desk/history.h"
#include "desk/search.h"
#include "forms.h"
#include "store/db.h"
#include "store/writer.h"
#include "view/fixed.h"
#include "view/tpl.h"
#include "view/words.h"

enum { ASSET_HREF_MAX = 64, BRAND_STYLE_MAX = 96 };

struct site {
    const struct settings *settings;
    struct words *words;
    struct tpl_set *tpl;
    struct catalogue *pages;
    struct delivery *delivery; /* empty where no methods are set up */
    struct related *related; /* which pages stand at a page's end */
    struct search_index *search;
    struct history history;          /* of the policies; empty for checks */
    struct fixed *fixed;             /* beside pages->page: each page, ready but for its slots */
    char style_href[ASSET_HREF_MAX]; /* with the file's digest, so that it may be kept for ever */
    char icon_href[ASSET_HREF_MAX];
    char suggest_href[ASSET_HREF_MAX]; /* the script of suggestions; "" where they are off */
    char brand_style[BRAND_STYLE_MAX];
    int64_t wording[FORM_COUNT_]; /* page_version.id of each form's words; 0: not kept (checks) */
    int64_t policy;               /* page_version.id of the privacy policy in force, 0 for none */
    atomic_int refs;
};

/*
 * Makes a site. db (any role) tells the published policies; NULL: policies as their files say, for
 * checks. writer keeps the forms' wording; NULL: not kept. Every mistake goes to rep with file and
 * line. ERR_INVALID, ERR_NOMEM, or the store's. The caller gets one reference.
 */
enum err site_load(const struct settings *settings, struct db *db, struct writer *writer,
                   struct site **out, struct report *rep);

/* Where a site's pages come from; db NULL: policies as their files say. */
struct catalogue_source site_source(const struct site *s, struct db *db);

struct site *site_ref(struct site *s);
void site_unref(struct site *s);

/* The style of the shop's colours, as it stands in every page; for the CSP hash. out holds
 * BRAND_STYLE_MAX bytes. */
void site_brand_style(const struct settings *settings, char *out);

/* The fixed parts of a page of this site's catalogue. */
const struct fixed *site_fixed(const struct site *s, const struct page *p);

#endif
