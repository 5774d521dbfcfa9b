/* ctl_policy.h - what the commands about policies share. Inside ctl/ only. */
#ifndef HC_CTL_POLICY_H
#define HC_CTL_POLICY_H

#include "content/catalogue.h"
#include "content/lines.h"
#include "ctl.h"

/* A session with the policies: the pages as the files say, and the desk. */
struct policies {
    const struct settings *settings;
    struct catalogue *pages;
    struct ctl_desk desk;
};

/* The policy that people mean: by its address, or by its file's name alone ("privacy-policy").
 * NULL once it is told that there is none. */
const struct page *policy_find(const struct policies *p, const char *name);

/* settings_placeholder() for what takes a context. */
const char *policy_setting(const void *settings, const char *name, unsigned long len);

/*
 * The verbs of ctl_history.c: what was published when, what changed from one version to the next,
 * and the text in force on a day. operand[0] names the page, by a policy's address or file, or by
 * the address of one that is gone; operand[1] is NULL where it was left out. Exit status.
 */
int policy_history(struct policies *p, const char *const operand[2]);
int policy_diff(struct policies *p, const char *const operand[2]);
int policy_as_of(struct policies *p, const char *const operand[2]);

#endif
