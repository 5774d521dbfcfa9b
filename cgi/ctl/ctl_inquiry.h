/*
 * ctl_inquiry.h - the parts of helpctl inquiry, between its two files.
 */
#ifndef HC_CTL_INQUIRY_H
#define HC_CTL_INQUIRY_H

#include "ctl.h"
#include "desk/inquiry_desk.h"

/* helpctl inquiry list, show: what staff read. */
int ctl_inquiry_list(struct ctl *c);
int ctl_inquiry_show(struct ctl *c);

/* A reference as people say it, in its exact form; false once the mistake is told. */
bool ctl_reference(const char *text, char out[REFERENCE_MAX]);

/* Says why an act on an inquiry, or reading it, didn't come about. Returns CTL_FAILED. */
int ctl_inquiry_failed(const char *reference, enum err e);

#endif
