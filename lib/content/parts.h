/*
 * parts.h - what the files of the catalogue share; nobody else includes it.
 *
 * Functions that check return ERR_INVALID once all mistakes are reported, or ERR_NOMEM.
 */
#ifndef HC_PARTS_H
#define HC_PARTS_H

#include <sys/stat.h>

#include "base/buf.h"
#include "content/catalogue.h"

/* The worse of two: ERR_OK, then ERR_INVALID (the work goes on), then all that ends it. */
enum err err_worse(enum err a, enum err b);

/* What became of a file; a link to a page that isn't shown says why. */
enum found_state { FOUND_SHOWN, FOUND_BROKEN, FOUND_DRAFT, FOUND_UNPUBLISHED };

/* A Markdown file and the address that its name gives it. */
struct found {
    enum page_kind kind;
    enum found_state state;
    char *address, *file, *path;
    int64_t modified;
};

struct found_list {
    struct found *found; /* sorted by address */
    size_t count;
};

/* walk.c: calls fn for each file below folder; rel is its path there. Stops at the first error. */
typedef enum err (*walk_fn)(void *ctx, const char *path, const char *rel, const struct stat *st);
enum err walk_folder(const char *folder, walk_fn fn, void *ctx);

/* scan.c: every page's file below templates; an address claimed by two files is a mistake. */
enum err scan_pages(const char *templates, struct found_list *list, struct report *rep);
void scan_free(struct found_list *list);

/*
 * source.c: takes a text as an editor may have left it (byte order mark, CRLF) and appends it to
 * the empty out: UTF-8, lines ended by a newline, no other control characters than tabs; what is
 * neither is reported with its line. source_read() takes a file; a missing one is ERR_NOTFOUND,
 * unreported.
 */
enum err source_clean(const char *path, const char *text, size_t len, struct buf *out,
                      struct report *rep);
enum err source_read(const char *path, struct buf *out, struct report *rep);

/* page.c: how the texts of one loading are read. */
struct reading {
    const struct catalogue_source *src;
    struct report *rep;
    struct buf *digests; /* gets the digest of each text, in order; or NULL */
    bool as_it_stands;   /* drafts and policies too, as their files say */
};

/*
 * Fills *p from a file that was found; f->state then says what became of it. Where it isn't
 * FOUND_SHOWN, and on error, *p holds nothing. Its links, sections and old addresses aren't looked
 * at. page_free() releases.
 */
enum err page_read(const struct reading *r, struct found *f, struct page *p);
void page_free(struct page *p);

/* Puts the settings into a text, then makes HTML of it; see markdown_render(). */
enum err reading_render(const struct reading *r, const char *path, unsigned first_line,
                        const char *text, size_t len, struct markdown *m);

/* Adds what a text amounts to. */
void reading_digest(const struct reading *r, const char *name, const char *text, size_t len);

/* sections.c; sections_check(): a page's sections are there. */
enum err sections_load(const char *path, const char *text, size_t len, struct catalogue *c,
                       struct report *rep);
enum err sections_check(const struct catalogue *c, const struct page *p, struct report *rep);
enum err sections_fill(struct catalogue *c, const char *path, struct report *rep);
void sections_free(struct catalogue *c);

/* faq.c: parts the body into answers. */
enum err faq_split(struct page *p, struct report *rep);
void faq_free(struct page *p);

/* redirect.c; redirects_check(): old addresses of a page that is not in c, or not as it stands. */
enum err redirects_make(struct catalogue *c, struct report *rep);
enum err redirects_check(const struct catalogue *c, const struct page *p, struct report *rep);
void redirects_free(struct catalogue *c);

/*
 * links.c: every link of a text, which path is named for. own: the page that it is, where that is
 * not the one of c; NULL otherwise.
 */
enum err links_check(const struct catalogue *c, const struct found_list *files,
                     const struct page *own, const char *path, const struct markdown *m,
                     struct report *rep);

#endif
