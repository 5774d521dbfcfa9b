/*
 * capture.h - what a test makes the program write to standard error.
 */
#ifndef HC_CAPTURE_H
#define HC_CAPTURE_H

#include <assert.h>
#include <stdio.h>
#include <unistd.h>

static int capture_saved = -1;
static FILE *capture_file;

/* From here on standard error goes to a file. */
static inline void
capture_begin(void)
{
    capture_saved = dup(STDERR_FILENO);
    capture_file = tmpfile();
    assert(capture_saved >= 0 && capture_file != NULL);
    dup2(fileno(capture_file), STDERR_FILENO);
}

/* Puts standard error back; writes what was caught to out as a string, cut at size. */
static inline void
capture_end(char *out, size_t size)
{
    dup2(capture_saved, STDERR_FILENO);
    close(capture_saved);
    rewind(capture_file);
    out[fread(out, 1, size - 1, capture_file)] = '\0';
    fclose(capture_file);
}

#endif
