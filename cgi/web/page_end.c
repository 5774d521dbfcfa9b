#include "page_end.h"

#include <assert.h>
#include <string.h>

#include "content/related.h"
#include "draw.h"

bool
page_end_fits(const struct page *p)
{
    static const char *const overviews[] = {"/help.html", "/help/sitemap.html", "/faq"};
    for (size_t i = 0; i < sizeof overviews / sizeof overviews[0]; i++)
        if (strcmp(p->address, overviews[i]) == 0)
            return false;
    return p->kind != PAGE_FORM;
}

void
page_end_related(const struct site *s, const struct page *p, struct tpl_dict *d)
{
    const struct page *const *near = NULL;
    size_t count = related_of(s->related, p, &near);
    struct tpl_dict *related = count > 0 ? tpl_section(d, KEY_RELATED) : NULL;
    for (size_t i = 0; i < count; i++)
        draw_link(related, KEY_RELATED_LINK, near[i]->address, near[i]->head.title);
}

void
page_end_draw(const struct site *s, const struct page *p, struct tpl_dict *d)
{
    assert(page_end_fits(p));
    /* a preview is none of the catalogue's pages: there is nothing to vote on, or related, yet */
    if (catalogue_page(s->pages, p->address) != p)
        return;
    struct tpl_dict *end = tpl_include(d, KEY_PAGE_END, TPL_layout_page_end);
    tpl_text(end, KEY_PAGE, p->address);
    page_end_related(s, p, end);
}
