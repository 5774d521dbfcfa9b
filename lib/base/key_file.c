/* key_file.c - the key file as it is written: made, and given one key more. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/secret.h"

/* Writes all bytes to a new file of mode 0600 that has reached the disk when it returns. */
static enum err
write_new(const char *path, const char *text, size_t len)
{
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno == EEXIST ? ERR_CONFLICT : ERR_IO;
    bool ok = write(fd, text, len) == (ssize_t)len && fsync(fd) == 0;
    ok = close(fd) == 0 && ok;
    if (!ok)
        unlink(path);
    return ok ? ERR_OK : ERR_IO;
}

/* A line of the key file with a new key. */
static void
line_new(int64_t id, struct buf *out)
{
    unsigned char master[SECRET_HASH];
    char text[SECRET_TEXT];
    secret_random(master, sizeof master);
    base32_encode(master, sizeof master, text);
    buf_fmt(out, "%lld %s\n", (long long)id, text);
    sodium_memzero(master, sizeof master);
    sodium_memzero(text, sizeof text);
}

enum err
keys_create(const char *path)
{
    struct buf line = BUF_INIT;
    line_new(1, &line);
    enum err e = line.err == ERR_OK ? write_new(path, line.data, line.len) : line.err;
    buf_wipe(&line);
    return e;
}

/* The lock of whoever replaces a key file: on the file itself, and gone with it. */
static enum err
rotation_begin(const char *path, int *fd, struct stat *st)
{
    struct stat now;
    *fd = open(path, O_RDONLY | O_CLOEXEC);
    if (*fd < 0)
        return errno == EACCES ? ERR_DENIED : ERR_IO;
    if (flock(*fd, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? ERR_BUSY : ERR_IO;
    if (fstat(*fd, st) != 0 || stat(path, &now) != 0)
        return ERR_IO;
    return st->st_ino == now.st_ino ? ERR_OK : ERR_BUSY;
}

/* The folder's entry has reached the disk too. */
static bool
folder_sync(const char *path)
{
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') - path + 1), path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return ok;
}

/* Puts text in the place of path, once it reads as a key file whose newest key is id. */
static enum err
file_replace(const char *path, const struct stat *st, const struct buf *text, int64_t id,
             struct report *rep)
{
    char fresh[PATH_MAX + 8];
    struct keys *k = NULL;
    snprintf(fresh, sizeof fresh, "%s.new", path);
    unlink(fresh); /* of a run that was cut off */
    enum err e = write_new(fresh, text->data, text->len);
    if (e == ERR_OK && chown(fresh, st->st_uid, st->st_gid) != 0)
        e = ERR_DENIED;
    if (e == ERR_OK && chmod(fresh, st->st_mode & (mode_t)07777) != 0)
        e = ERR_IO;
    if (e == ERR_OK)
        e = keys_load(fresh, &k, rep);
    assert(e != ERR_OK || keys_newest(k) == id);
    if (e == ERR_OK && (rename(fresh, path) != 0 || !folder_sync(path)))
        e = ERR_IO;
    if (e != ERR_OK)
        unlink(fresh);
    keys_free(k);
    return e;
}

enum err
keys_rotate(const char *path, int64_t *id, struct report *rep)
{
    char real[PATH_MAX]; /* a link to the file stays a link */
    struct keys *k = NULL;
    struct buf text = BUF_INIT;
    struct stat st;
    int fd = -1;
    /* Where the path leads nowhere, keys_load() says so. */
    enum err e = realpath(path, real) != NULL ? rotation_begin(real, &fd, &st) : ERR_OK;
    if (e == ERR_OK)
        e = keys_load(path, &k, rep);
    if (e == ERR_OK)
        e = fd >= 0 ? buf_read_file(&text, real, KEY_FILE_MAX) : ERR_IO;
    if (e != ERR_OK)
        goto out;
    *id = 0;
    for (size_t i = 0; i < keys_count(k); i++)
        *id = keys_id(k, i) > *id ? keys_id(k, i) : *id;
    ++*id;
    if (text.data[text.len - 1] != '\n')
        buf_char(&text, '\n');
    line_new(*id, &text);
    e = text.err != ERR_OK ? text.err : file_replace(real, &st, &text, *id, rep);
out:
    if (fd >= 0)
        close(fd);
    buf_wipe(&text);
    keys_free(k);
    return e;
}
