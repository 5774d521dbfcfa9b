/*
 * catalogue.h - all pages of the help center, read from templates/, with what follows from them:
 * addresses, redirects, navigation.
 *
 * Made once by catalogue_load(), never changed afterwards, so any thread may read it; the owner
 * frees it when nobody reads any more. Pages, strings and arrays belong to it.
 *
 *     templates/help/NAME.md       /help/NAME.html  (index.md: /help.html)
 *     templates/faq/NAME.md        /faq/NAME        (index.md: /faq)  each ## question is an answer
 *     templates/forms/NAME.md      /NAME            (my-data/correct.md: /my-data/correct)
 *     templates/words/en/sections  blocks of "section: id", "title:", "summary:", "footer: 1" to 5,
 *                                  "hub: /address"
 *     templates/layout/notices.md  the notices below each page; no head
 *
 * Names are a-z, 0-9 and hyphens; hidden files and other endings are passed over.
 */
#ifndef HC_CATALOGUE_H
#define HC_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "content/head.h"
#include "content/markdown.h"

enum page_kind { PAGE_HELP, PAGE_FAQ, PAGE_FORM };

/* A file that is shown to nobody. */
struct unshown {
    char *address, *file; /* as in struct page */
    bool draft;           /* else a policy that was never published */
};

/* One question of a FAQ page. */
struct answer {
    const char *id; /* the heading's slug; not the answer's own */
    const char *question;
    char *html; /* what stands below the heading */
    char *text;
};

/*
 * Of a FAQ page with answers, body.html and body.text are the introduction alone; body.heading and
 * body.link are the whole page's, and the offsets in body.heading mean nothing any more.
 */
struct page {
    enum page_kind kind;
    char *address; /* "/help/return-policy.html" */
    char *file;    /* "help/return-policy.md", below templates/ */
    char *path;    /* the file as it was opened, for messages */
    struct head head;
    struct markdown body;
    struct answer *answer; /* PAGE_FAQ but its index */
    size_t answer_count;
    bool policy;        /* head.effective is given: shown as published */
    int64_t version;    /* of a policy: which; 0 otherwise */
    int64_t version_id; /* page_version.id of a policy, 0 otherwise */
    int64_t modified;   /* the file's time, Unix seconds; for where the head has no `updated` */
    unsigned char digest[32]; /* over all that is shown of it */
};

/* A place where a page is linked in a section: its own place, and its extra ones. */
struct entry {
    const struct page *page;
    const char *text;
    int order;
    bool extra; /* by a `link:` line: shown in footer columns only */
};

struct section {
    char *id, *title, *summary;
    int footer;          /* column 1-5, 0 for none */
    char *hub;           /* address of the page that opens the section, or NULL */
    unsigned line;       /* of its first line in the file */
    struct entry *entry; /* by order, then by text */
    size_t entry_count;
};

enum { FOOTER_COLUMNS = 5 };

struct catalogue {
    struct page *page; /* sorted by address, drafts left out */
    size_t page_count;
    struct unshown *unshown; /* sorted by address */
    size_t unshown_count;
    struct section *section; /* in the file's order */
    size_t section_count;
    struct redirect *redirect; /* see catalogue_redirect() */
    size_t redirect_count;
    struct markdown notices;
    unsigned char digest[32]; /* over the files read: equal digests and settings, equal pages */
};

/*
 * The published text of a policy. found false: never published, so the page isn't shown. source is
 * the whole file as it was published, head and all; malloc'd and handed over.
 */
struct published {
    bool found;
    char *source;
    int64_t version, version_id;
};

/* Where pages come from, beside the folder. */
struct catalogue_source {
    const char *templates;    /* the folder */
    const char *www;          /* where images/ is; NULL: images aren't looked at */
    const char *anchor_label; /* see markdown_render() */
    placeholder_fn placeholder;
    const void *placeholder_ctx;
    /* Asked for each policy; NULL: policies are as the files say (for checks and tests). */
    enum err (*policy)(void *ctx, const char *address, struct published *out);
    void *policy_ctx;
};

/*
 * Reads and checks everything: heads, Markdown, sections, addresses that two claim, links. A link
 * must lead to a page or redirect, to an anchor that is there, to what the program itself answers
 * (/static/, /sitemap.xml), or out by http, https, mailto or tel. Every mistake is reported, then
 * ERR_INVALID; ERR_NOMEM, ERR_IO and what policy() returns end it at once. *out is untouched on
 * error. A draft's mistakes are nobody's but its editor's: see preview.h.
 */
enum err catalogue_load(const struct catalogue_source *src, struct catalogue **out,
                        struct report *rep);
void catalogue_free(struct catalogue *c);

/* The page at an address, or NULL. */
const struct page *catalogue_page(const struct catalogue *c, const char *address);

/*
 * Where an old address leads: tried with its query ("/faq.php?cID=2", further parameters ignored),
 * then by its path alone. query may be NULL. NULL if it is no old address.
 */
const char *catalogue_redirect(const struct catalogue *c, const char *path, const char *query);

const struct section *catalogue_section(const struct catalogue *c, const char *id);

/*
 * A number that changes whenever a file below folder is added, removed or changed: names, sizes and
 * times; contents aren't read. Hidden files don't count. 0 if there's no such folder.
 */
uint64_t folder_signature(const char *folder);

#endif
