/*
 * fuzz_search.c - what is typed into the search: any bytes are words, a quotation or nothing, and what is searched for is an
 * expression that FTS5 takes.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "desk/search.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct search_index *
small_index(void)
{
    static struct page pages[] = {
        {.kind = PAGE_HELP, .address = "/help/return-policy.html",
         .head = {.title = "Return policy", .summary = "How to send a stone back.", .keywords = "refund money", .section = "help"},
         .body = {.text = "You may return what you bought within thirty days.\n"}},
        {.kind = PAGE_FORM, .address = "/contact",
         .head = {.title = "Contact us", .summary = "Écrivez-nous, пишите нам.", .keywords = "phone", .section = "help"},
         .body = {.text = "The colour of our door is green.\n"}},
    };
    static struct section sections[] = {{.id = "help", .title = "Help"}};
    static const struct catalogue catalogue = {.page = pages, .page_count = 2, .section = sections, .section_count = 1};
    struct search_index *s = NULL;
    struct report rep = {0};

    if (search_build(&(struct search_source){.pages = &catalogue}, &s, &rep) != ERR_OK)
        abort();
    return s;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct search_index *index;
    char *typed = malloc(size + 1);
    struct hits h;

    if (index == NULL)
        index = small_index();
    memcpy(typed, data, size);
    typed[size] = '\0';
    if (search_run(index, &(struct search_ask){.typed = typed, .kind = HIT_ANY, .max = 10}, &h) != ERR_OK)
        abort();
    for (size_t i = 0; i < h.count; i++)
        assert(h.hit[i].snippet != NULL && h.hit[i].address[0] == '/');
    assert(h.count <= h.total && (h.corrected == NULL || h.total > 0));
    hits_free(&h);
    if (search_near(index, typed, 5, &h) != ERR_OK)
        abort();
    hits_free(&h);
    free(typed);
    return 0;
}
