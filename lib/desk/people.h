/*
 * people.h - the persons that the shop knows through the help center, by their canonical mail
 * address.
 */
#ifndef HC_PEOPLE_H
#define HC_PEOPLE_H

#include "desk/desk.h"

/* The person's id, or ERR_NOTFOUND. */
enum err person_find(const struct desk *d, const char *canonical, int64_t *id);

/* What is known of a person who wasn't erased. */
struct person {
    struct mail_address mail;
    char name[512]; /* "" for none */
    bool active;    /* not deactivated */
};

/* ERR_NOTFOUND: none of that id, or erased. Web role too. */
enum err person_look(struct db *db, int64_t id, struct person *out);

/*
 * Finds or makes. name may be NULL; it is kept only where the person is new or has none, since
 * nobody has proven yet who types it.
 */
enum err person_meet(const struct desk *d, const struct mail_address *mail, const char *name,
                     int64_t *id);

/*
 * Changes the name, which the person's own mailbox has proven; name NULL for none. Nothing is
 * recorded where it is the same already. ERR_NOTFOUND.
 */
enum err person_rename(const struct desk *d, int64_t person, const char *name);

struct postal {
    const char *address1, *address2, *city, *state, *zip, *country; /* NULL where not given */
};

/* Adds a postal address for a person, as said; an equal one is used again. *id gets its row. */
enum err address_book_add(const struct desk *d, int64_t person, const char *name,
                          const struct postal *p, int64_t *id);

#endif
