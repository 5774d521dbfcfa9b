/*
 * preview.h - one page as its file stands now, for whoever edits it: a draft, a policy that isn't
 * published yet, any page while another file's mistake keeps the last good state up.
 *
 * A link to a preview names the page by an id, since a link of one length tells least. Any thread.
 */
#ifndef HC_PREVIEW_H
#define HC_PREVIEW_H

#include "content/catalogue.h"

enum { PREVIEW_ID = 16 }; /* bytes */

/* The id of an address. */
void preview_id(const char *address, unsigned char id[PREVIEW_ID]);

/*
 * The address of the page that people mean by name: the address itself ("/help/returns.html"), the
 * file ("help/returns.md"), or the file's name alone ("returns"). *address is malloc'd.
 * ERR_NOTFOUND; ERR_CONFLICT: two files have that name; ERR_NOMEM, ERR_IO.
 */
enum err preview_find(const char *templates, const char *name, char **address);

/*
 * Reads and checks the file of that id as catalogue_load() would, against the pages of c: it may
 * link to drafts, whose anchors aren't looked at. What src->policy says isn't asked. On ERR_OK *out
 * is the caller's (preview_free()). ERR_NOTFOUND: no such file; ERR_INVALID with rep filled, where
 * *out is NULL; ERR_NOMEM, ERR_IO.
 */
enum err preview_load(const struct catalogue_source *src, const struct catalogue *c,
                      const unsigned char id[PREVIEW_ID], struct page **out, struct report *rep);
void preview_free(struct page *p);

/* True if visitors are shown exactly this. */
bool preview_is_public(const struct catalogue *c, const struct page *p);

#endif
