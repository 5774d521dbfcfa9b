/*
 * history_draw.h - the pages of history.c, and what they share. Inside cgi/web/history*.c only.
 */
#ifndef HC_HISTORY_DRAW_H
#define HC_HISTORY_DRAW_H

#include "draw.h"
#include "history.h"

/* The first day for which any version of the page holds. */
const char *editions_first(struct editions all);

/* All versions, newest first. typed: NULL, or a day before the first of them, or what is no day;
 * that is said, and it stands in the field again. */
void history_draw_list(const struct call *c, struct editions all, const char *typed);

/* The text of one version; on: the day that was asked for, or NULL. */
void history_draw_version(const struct call *c, struct editions all, const struct edition *e,
                          const char *on);

/* What a version changed against the one before. */
void history_draw_changes(const struct call *c, const struct edition *before,
                          const struct edition *e);

/* The frame of a page about an edition, and what it points to. about_close() releases. */
struct about {
    struct frame frame;
    struct buf title, summary;
    char list[HISTORY_HREF_MAX], self[HISTORY_HREF_MAX + 16];
};

/* Fills title, summary and addresses; more ("" or "/changes") ends the page's own. */
void about_open(struct about *a, const struct call *c, const struct edition *e, enum word title,
                enum word summary, const char *more);
/* Breadcrumbs from the help center over the policy and its versions to the page itself, whose crumb
 * is here; NULL: it is the list of versions. */
void about_crumbs(struct about *a, const struct site *s, const struct edition *e, const char *here);
void about_close(struct about *a);

/* The page that a version is of: as it is now, or where it moved to; NULL if it is gone. */
const struct page *about_page(const struct site *s, const struct edition *e);
/* FORCE, PUBLISHED and PUBLISHED_ISO of a version. */
void about_standing(const struct call *c, struct tpl_dict *d, const struct edition *e);
/* A sentence with {version} put in, as a link of the list GO_ON. */
void about_way(const struct site *s, struct tpl_dict *d, const char *href, enum word id,
               int64_t version);
/* "Words added: 12. Words removed: 3." Nothing where a number is -1. */
void about_words(const struct site *s, int64_t added, int64_t removed, struct buf *out);

#endif
