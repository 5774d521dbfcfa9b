/*
 * policies.h - versions of what people were shown: published policies, and the wording of forms.
 *
 * A policy's row of page_version is made by publishing only, and holds the file's whole source with
 * its settings put in (content/edition.h); rows of earlier releases name their settings still.
 * Going back to an earlier text is a new version. A form's row is made when the web program loads,
 * holds the words of the form (so that a consent can be shown with what it was given to), and is
 * unique by page and hash. Rows are never changed or removed.
 */
#ifndef HC_POLICIES_H
#define HC_POLICIES_H

#include <stdbool.h>

#include "desk/desk.h"

struct policy_version {
    int64_t id;
    int64_t version; /* 1, 2, 3 ... within the page */
    char *source;    /* malloc'd, the caller's */
};

/* The newest published version of a page, or ERR_NOTFOUND. */
enum err policy_current(struct db *db, const char *page, struct policy_version *out);
/* Its page_version.id only; 0 if never published. */
enum err policy_current_id(struct db *db, const char *page, int64_t *id);
/* The newest page_version.id of any policy, 0 for none: changes when something was published. */
enum err policy_stamp(struct db *db, int64_t *stamp);

/* The source of one version (malloc'd, the caller's), or ERR_NOTFOUND. */
enum err policy_source(struct db *db, const char *page, int64_t version, char **source);

/* What is published. */
struct policy_text {
    const char *page, *title;
    const char *effective; /* ISO date or NULL */
    const char *source;    /* settings put in */
    bool compared; /* with the version before, and these are the words that came and went */
    int64_t words_added, words_removed;
};

/*
 * Publishes a text if it differs from the current one; *version gets the number, *fresh whether it
 * is new. Writes an audit row where it is new.
 */
enum err policy_publish(const struct desk *d, const struct policy_text *t, int64_t *version,
                        bool *fresh);

/* The row of a form's wording, made if it isn't there; *id gets it. */
enum err wording_keep(const struct desk *d, const char *page, const char *title, const char *words,
                      int64_t *id);

#endif
