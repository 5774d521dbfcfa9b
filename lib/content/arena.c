#include "content/arena.h"

#include <assert.h>
#include <setjmp.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct block {
    struct block *next;
    size_t size; /* bytes after the header */
    alignas(max_align_t) unsigned char bytes[];
};

/*
 * cmark's allocator functions take no context: the work of a thread is found here. Not automatic
 * storage, so that it's well defined after longjmp() (C17 7.13.2.1).
 */
static _Thread_local struct {
    struct block *blocks;
    jmp_buf failed;
    bool running;
} arena;

static void *
take(size_t count, size_t size)
{
    struct block *b = NULL;

    assert(arena.running);
    if (size == 0 || count <= (SIZE_MAX - sizeof(*b)) / size)
        b = calloc(1, sizeof(*b) + count * size);
    if (b == NULL)
        longjmp(arena.failed, 1);
    b->size = count * size;
    b->next = arena.blocks;
    arena.blocks = b;
    return b->bytes;
}

/* The old block stays until the end: a page is small, and a list that can be unlinked is not. */
static void *
take_more(void *old, size_t size)
{
    void *bytes = take(1, size);

    if (old != NULL) {
        const struct block *b =
            (const void *)((const unsigned char *)old - offsetof(struct block, bytes));

        memcpy(bytes, old, b->size < size ? b->size : size);
    }
    return bytes;
}

static void
leave(void *bytes)
{
    (void)bytes;
}

cmark_mem *
arena_mem(void)
{
    static cmark_mem mem = {take, take_more, leave};

    assert(arena.running);
    return &mem;
}

static void
release(void)
{
    while (arena.blocks != NULL) {
        struct block *next = arena.blocks->next;

        free(arena.blocks);
        arena.blocks = next;
    }
    arena.running = false;
}

enum err
arena_run(void (*work)(void *ctx), void *ctx)
{
    assert(!arena.running && arena.blocks == NULL);
    arena.running = true;
    if (setjmp(arena.failed) != 0) {
        release();
        return ERR_NOMEM;
    }
    work(ctx);
    release();
    return ERR_OK;
}
