/*
 * subject.h - what a subject says, by tables of phrases in the common languages.
 *
 * Subjects are decoded UTF-8. One thread at a time; no memory is kept.
 */
#ifndef HC_SUBJECT_H
#define HC_SUBJECT_H

#include <stdbool.h>

enum subject_kind {
    SUBJECT_OTHER,
    SUBJECT_AUTOREPLY, /* "Automatic reply: ..." */
    SUBJECT_CHALLENGE, /* prove that you are a person, or your mail is not delivered */
    SUBJECT_FAILED,    /* "Undelivered Mail Returned to Sender" */
    SUBJECT_PASSING,   /* "Delayed Mail", "Successful Mail Delivery Report" */
};

/* By how a subject begins, after any "Re:". */
enum subject_kind subject_kind(const char *subject);

/* The subject without "Re:" and the like, and marks as "[EXTERNAL]", before it; a place in it. */
const char *subject_bare(const char *subject);

#endif
