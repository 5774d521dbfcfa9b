/*
 * ctl_list.h - the verbs of `helpctl list` that have a file of their own, and what they share.
 */
#ifndef HC_CTL_LIST_H
#define HC_CTL_LIST_H

#include "ctl.h"
#include "desk/lists.h"

int ctl_list_show(struct ctl *c);
int ctl_list_import(struct ctl *c);
int ctl_list_export(struct ctl *c);

/* The one list that a word names; false once the mistake is told. */
bool ctl_list_named(const char *word, enum list *out);

#endif
