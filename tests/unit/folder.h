/*
 * folder.h - a folder of a test's own, with what reads whole folders is tested; and reports to look
 * into.
 */
#ifndef HC_FOLDER_H
#define HC_FOLDER_H

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/limits.h"
#include "unit.h"

/* Where the shipped templates are: tests run in the source folder, or are told of it. */
static inline const char *
folder_shipped(void)
{
    static char path[4096];
    const char *top = getenv("TOP");

    snprintf(path, sizeof path, "%s/templates", top != NULL ? top : ".");
    return path;
}

/* Makes a new folder; the name lies in a static buffer that the next call overwrites. */
static inline const char *
folder_new(void)
{
    static char path[4096];
    const char *parent = getenv("TMPDIR");

    snprintf(path, sizeof path, "%s/unit.XXXXXX", parent != NULL ? parent : "/tmp");
    assert_non_null(mkdtemp(path));
    return path;
}

/* Writes a file below the folder, with the folders it needs. */
static inline void
folder_write(const char *folder, const char *name, const char *text, size_t len)
{
    char path[4096];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    for (char *slash = strchr(path + strlen(folder) + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

/* Copies one file from folder to folder. */
static inline void
folder_copy(const char *from, const char *to, const char *name)
{
    struct buf text = BUF_INIT;
    char path[4096];

    snprintf(path, sizeof path, "%s/%s", from, name);
    assert_int_equal(buf_read_file(&text, path, LIMIT_PAGE_FILE), ERR_OK);
    folder_write(to, name, buf_text(&text), text.len);
    buf_free(&text);
}

static inline int
folder_unlink(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

static inline void
folder_remove(const char *folder)
{
    assert_int_equal(nftw(folder, folder_unlink, 16, FTW_DEPTH | FTW_PHYS), 0);
}

/* True if a line of the report holds text. */
static inline bool
reported(const struct report *rep, const char *text)
{
    for (size_t i = 0; i < rep->count; i++) {
        if (strstr(rep->line[i], text) != NULL)
            return true;
    }
    return false;
}

/* The report's first line, for messages. */
static inline const char *
first_line(const struct report *rep)
{
    return rep->count > 0 ? rep->line[0] : "(nothing reported)";
}

#endif
