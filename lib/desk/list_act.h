/*
 * list_act.h - what the acts of lists.h share. Inside lists.c, list_join.c, list_leave.c and
 * list_choose.c only.
 */
#ifndef HC_LIST_ACT_H
#define HC_LIST_ACT_H

#include "desk/lists.h"
#include "desk/outbox.h"

/* The lists' bits and names. */
struct list_row {
    enum list bit;
    const char *name;
};
enum { LIST_ROWS = 4 };
extern const struct list_row list_rows[LIST_ROWS];

/* What is being done, and by whom; strings are the caller's. */
struct act {
    const struct desk *d;
    const char *kind; /* consent_event.kind */
    int64_t person;   /* 0: not known */
    struct address_hash address;
    const char *email;              /* as typed; NULL: a stranger's */
    const char *name, *reason;      /* or NULL */
    const char *source, *source_at; /* of an import, or NULL */
    const char *reference;
};

/*
 * Whether there is something to do: a repeat that changes something after all is an act of its own,
 * with a reference of its own.
 */
enum err act_begin(const struct desk *d, bool changed, struct submission *s, bool *go);

/* One event of the ledger; list NULL for all. */
enum err act_record(const struct act *a, const char *list);

/* A statement that changes subscriptions, with :person, :list (NULL for all) and :at bound. */
struct stmt *act_open(const struct act *a, enum sql id, const char *list);
/* Runs it; true in *changed if it changed something, which is left alone otherwise. */
enum err act_run(const struct act *a, struct stmt *s, bool *changed);

/* subscription_join or subscription_enter, with where it came from. */
enum err act_subscribe(const struct act *a, enum sql id, const char *list, bool *changed);

/* What goes with a subscription that became active: its suppression is lifted; one event. */
enum err act_enter(const struct act *a, const char *canonical, const char *list);

/* A letter about lists; link holds purpose and lists of its token, or is NULL. */
enum err act_letter(const struct act *a, enum letter letter, unsigned lists,
                    const struct token *link);

#endif
