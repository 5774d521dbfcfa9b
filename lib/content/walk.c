/*
 * walk.c - files below a folder, and the number that tells whether they changed.
 */
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "content/parts.h"

enum { WALK_DEPTH = 8 }; /* folders within folders; a link that leads back up ends here */

struct walk {
    size_t root; /* bytes of the folder's own path with its slash */
    walk_fn fn;
    void *ctx;
};

static enum err walk_into(const struct walk *w, const char *folder, int depth);

static enum err
visit(const struct walk *w, const char *folder, const char *name, int depth)
{
    enum err err = ERR_OK;
    char *path = NULL;
    struct stat st;

    if (asprintf(&path, "%s/%s", folder, name) < 0)
        return ERR_NOMEM;
    if (stat(path, &st) != 0)
        err = errno == ENOENT ? ERR_OK : ERR_IO; /* gone while we look: an editor's own file */
    else if (S_ISDIR(st.st_mode))
        err = walk_into(w, path, depth + 1);
    else if (S_ISREG(st.st_mode))
        err = w->fn(w->ctx, path, path + w->root, &st);
    free(path);
    return err;
}

static enum err
walk_into(const struct walk *w, const char *folder, int depth)
{
    enum err err = ERR_OK;
    struct dirent *item;
    DIR *dir;

    if (depth > WALK_DEPTH)
        return ERR_OK;
    dir = opendir(folder);
    if (dir == NULL)
        return errno == ENOENT ? ERR_NOTFOUND : errno == ENOMEM ? ERR_NOMEM : ERR_IO;
    while (err == ERR_OK && (item = readdir(dir)) != NULL) {
        if (item->d_name[0] != '.')
            err = visit(w, folder, item->d_name, depth);
    }
    closedir(dir);
    return err;
}

enum err
walk_folder(const char *folder, walk_fn fn, void *ctx)
{
    assert(folder != NULL && fn != NULL);
    return walk_into(&(struct walk){strlen(folder) + 1, fn, ctx}, folder, 0);
}

/* FNV-1a, 64 bits: a change must show, nobody attacks it. */
static uint64_t
mix(uint64_t hash, const void *bytes, size_t len)
{
    for (const unsigned char *b = bytes; len > 0; len--, b++)
        hash = (hash ^ *b) * UINT64_C(0x100000001b3);
    return hash;
}

/* Files come in any order, so their hashes are added up. */
static enum err
sign_file(void *ctx, const char *path, const char *rel, const struct stat *st)
{
    uint64_t *sum = ctx, hash = UINT64_C(0xcbf29ce484222325);

    (void)path;
    hash = mix(hash, rel, strlen(rel) + 1);
    hash = mix(hash, &st->st_size, sizeof(st->st_size));
    hash = mix(hash, &st->st_mtim.tv_sec, sizeof(st->st_mtim.tv_sec));
    hash = mix(hash, &st->st_mtim.tv_nsec, sizeof(st->st_mtim.tv_nsec));
    hash = mix(hash, &st->st_ino, sizeof(st->st_ino));
    *sum += hash;
    return ERR_OK;
}

uint64_t
folder_signature(const char *folder)
{
    uint64_t sum = 0;

    walk_folder(folder, sign_file, &sum);
    return sum;
}
