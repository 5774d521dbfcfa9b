/*
 * replay.c - runs a fuzz target over every file of the folders given: for compilers without
 * libFuzzer, and for CI.
 */
#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MAX = 1024 * 1024 };

/* Runs one file; 1 if it ran, 0 for what is no file, -1 if it can't be read. */
static int
replay_file(const char *path)
{
    struct buf b = BUF_INIT;
    struct stat st;
    if (stat(path, &st) != 0)
        return -1;
    if (!S_ISREG(st.st_mode))
        return 0;
    enum err e = buf_read_file(&b, path, INPUT_MAX);
    if (e == ERR_OK)
        LLVMFuzzerTestOneInput((const uint8_t *)buf_text(&b), b.len);
    buf_free(&b);
    return e == ERR_OK ? 1 : -1;
}

/* Runs each file of a folder; how many, or -1. */
static int
replay_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    int count = 0;
    if (dir == NULL)
        return -1;
    for (struct dirent *entry; count >= 0 && (entry = readdir(dir)) != NULL;) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        int ran = replay_file(path);
        count = ran < 0 ? -1 : count + ran;
    }
    closedir(dir);
    return count;
}

int
main(int argc, char **argv)
{
    int total = 0;
    for (int i = 1; i < argc; i++) {
        int count = replay_folder(argv[i]);
        if (count < 0) {
            fprintf(stderr, "%s: can't be read\n", argv[i]);
            return 1;
        }
        total += count;
    }
    printf("%d inputs\n", total);
    return total > 0 ? 0 : 1;
}
