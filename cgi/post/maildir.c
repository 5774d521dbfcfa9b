#include "maildir.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

enum {
    STEM_MAX = NAME_MAX - 16, /* bytes of a mail's name that are kept before a number and flags */
    SAME_NAMES = 1000,
};

/* Opens a plain file below a folder; -1, and *e is ERR_OK for what is to be passed over. */
static int
file_open(int folder, const char *name, enum err *e)
{
    struct stat st;
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    *e = fd >= 0 || errno == ENOENT || errno == ELOOP ? ERR_OK : ERR_IO;
    if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))) {
        close(fd);
        fd = -1;
    }
    return fd;
}

/*
 * "new/NAME" to "cur/NAME:2,S", without flags that it has already. Another mail may have that name,
 * which is never replaced: "cur/NAME_1:2,S" and so on. No link is made on the way: the file may be
 * another user's. errno tells why it failed.
 */
static bool
move_seen(int new, int cur, const char *name)
{
    char to[NAME_MAX + 1];
    size_t len = strcspn(name, ":");
    assert(name[0] != '.' && strchr(name, '/') == NULL);
    errno = EEXIST;
    for (int i = 0; errno == EEXIST && i < SAME_NAMES; i++) {
        char number[16] = "";
        if (i > 0)
            snprintf(number, sizeof number, "_%d", i);
        snprintf(to, sizeof to, "%.*s%s:2,S", (int)(len < STEM_MAX ? len : STEM_MAX), name, number);
        if (renameat2(new, name, cur, to, RENAME_NOREPLACE) == 0)
            return true;
    }
    return errno == ENOENT;
}

static enum err
one(int new, int cur, const char *name, size_t max,
    enum err (*take)(void *arg, const char *mail, size_t len), void *arg)
{
    struct buf mail = BUF_INIT;
    enum err e;
    int fd = file_open(new, name, &e);
    if (fd < 0)
        return e;
    e = buf_read_some(&mail, fd, max);
    close(fd);
    assert(mail.len <= max);
    if (e == ERR_OK)
        e = take(arg, buf_text(&mail), mail.len);
    if (e == ERR_OK && !move_seen(new, cur, name))
        e = ERR_IO;
    buf_free(&mail);
    return e;
}

static int
folder_open(int at, const char *name)
{
    return openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

enum err
maildir_each(const char *dir, size_t max, enum err (*take)(void *arg, const char *mail, size_t len),
             void *arg)
{
    enum err e = ERR_NOTFOUND;
    int top = folder_open(AT_FDCWD, dir);
    int new = top >= 0 ? folder_open(top, "new") : -1,
        cur = top >= 0 ? folder_open(top, "cur") : -1;
    DIR *list = new >= 0 && cur >= 0 ? fdopendir(dup(new)) : NULL;
    if (list == NULL)
        goto out;
    e = ERR_OK;
    for (struct dirent *entry; e != ERR_BUSY && e != ERR_FULL && (entry = readdir(list)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        enum err last = one(new, cur, entry->d_name, max, take, arg);
        e = last != ERR_OK ? last : e;
    }
out:
    if (list != NULL)
        closedir(list);
    if (cur >= 0)
        close(cur);
    if (new >= 0)
        close(new);
    if (top >= 0)
        close(top);
    return e;
}
