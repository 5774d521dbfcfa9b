/*
 * scan.c - from a file's name to a page's address.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "content/parts.h"

/* A folder of pages: NAME.md becomes before + NAME + after; index.md has an address of its own. */
static const struct shelf {
    enum page_kind kind;
    const char *folder, *before, *after, *index;
} shelves[] = {
    {PAGE_HELP, "help", "/help/", ".html", "/help.html"},
    {PAGE_FAQ, "faq", "/faq/", "", "/faq"},
    {PAGE_FORM, "forms", "/", "", NULL},
};

struct scan {
    const struct shelf *shelf;
    struct found_list *list;
    struct report *rep;
    enum err err; /* of what doesn't stop the walk */
};

static bool
ends_in_md(const char *name)
{
    size_t len = strlen(name);

    return len > 3 && strcmp(name + len - 3, ".md") == 0;
}

/* name has len bytes: words of a-z, 0-9 and hyphens, parted by single slashes. */
static bool
name_valid(const char *name, size_t len)
{
    if (len == 0 || strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-/") < len)
        return false;
    return name[0] != '/' && name[len - 1] != '/' && memmem(name, len, "//", 2) == NULL;
}

static char *
address_of(const struct shelf *s, const char *name, size_t len)
{
    char *address = NULL;

    if (s->index != NULL && len == 5 && memcmp(name, "index", 5) == 0)
        return strdup(s->index);
    if (asprintf(&address, "%s%.*s%s", s->before, (int)len, name, s->after) < 0)
        return NULL;
    return address;
}

static void
found_free(struct found *f)
{
    free(f->address);
    free(f->file);
    free(f->path);
}

/* Adds a file to the list, which grows at powers of two. */
static enum err
add(struct found_list *list, struct found f)
{
    if (f.address == NULL || f.file == NULL || f.path == NULL)
        goto nomem;
    if ((list->count & (list->count - 1)) == 0) {
        size_t room = list->count == 0 ? 1 : list->count * 2;
        struct found *more = reallocarray(list->found, room, sizeof(*more));

        if (more == NULL)
            goto nomem;
        list->found = more;
    }
    list->found[list->count++] = f;
    return ERR_OK;
nomem:
    found_free(&f);
    return ERR_NOMEM;
}

static enum err
take_file(void *ctx, const char *path, const char *rel, const struct stat *st)
{
    struct scan *s = ctx;
    size_t name = strlen(rel) - 3;
    char *file = NULL;

    if (!ends_in_md(rel))
        return ERR_OK;
    if (!name_valid(rel, name)) {
        report_add(s->rep, path, 0, "the name becomes an address: use a-z, 0-9 and hyphens");
        s->err = ERR_INVALID;
        return ERR_OK;
    }
    if (s->list->count == LIMIT_PAGES) {
        report_add(s->rep, path, 0, "more than %d pages", LIMIT_PAGES);
        return ERR_INVALID;
    }
    if (asprintf(&file, "%s/%s", s->shelf->folder, rel) < 0)
        file = NULL;
    return add(s->list, (struct found){
        .kind = s->shelf->kind,
        .state = FOUND_BROKEN,
        .address = address_of(s->shelf, rel, name),
        .file = file,
        .path = strdup(path),
        .modified = st->st_mtim.tv_sec,
    });
}

static enum err
scan_shelf(const char *templates, struct scan *s)
{
    char *folder = NULL;
    enum err err;

    if (asprintf(&folder, "%s/%s", templates, s->shelf->folder) < 0)
        return ERR_NOMEM;
    err = walk_folder(folder, take_file, s);
    if (err == ERR_NOTFOUND || err == ERR_IO) {
        report_add(s->rep, folder, 0, "the folder can't be read");
        err = ERR_INVALID;
    }
    free(folder);
    return err_worse(s->err, err);
}

static int
by_address(const void *a, const void *b)
{
    return strcmp(((const struct found *)a)->address, ((const struct found *)b)->address);
}

enum err
scan_pages(const char *templates, struct found_list *list, struct report *rep)
{
    enum err err = ERR_OK;

    assert(templates != NULL && list->count == 0);
    for (size_t i = 0; i < sizeof(shelves) / sizeof(shelves[0]); i++) {
        struct scan s = {.shelf = &shelves[i], .list = list, .rep = rep};

        err = err_worse(err, scan_shelf(templates, &s));
    }
    if (list->count > 0)
        qsort(list->found, list->count, sizeof(*list->found), by_address);
    for (size_t i = 1; i < list->count; i++) {
        if (strcmp(list->found[i].address, list->found[i - 1].address) == 0) {
            report_add(rep, list->found[i].path, 0, "%s is the address of %s already",
                       list->found[i].address, list->found[i - 1].path);
            err = err_worse(err, ERR_INVALID);
        }
    }
    return err;
}

void
scan_free(struct found_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        found_free(&list->found[i]);
    free(list->found);
    *list = (struct found_list){0};
}
