#include "page_end.h"

#include <assert.h>
#include <string.h>

#include "content/related.h"
#include "draw.h"

bool
page_end_leads_to(const struct page *p)
{
    static const char *const known[] = {"/help.html", "/help/sitemap.html", "/faq", "/search",
                                        "/contact"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(p->address, known[i]) == 0)
            return false;
    return true;
}

bool
page_end_fits(const struct page *p)
{
    return p->kind != PAGE_FORM && page_end_leads_to(p);
}

void
page_end_related(const struct site *s, const struct page *p, struct tpl_dict *d)
{
    /* a preview isn't the catalogue's: it has what the page has that is shown instead */
    const struct page *shown = catalogue_page(s->pages, p->address);
    const struct page *const *near = NULL;
    size_t count = shown != NULL ? related_of(s->related, shown, &near) : 0;
    struct tpl_dict *related = count > 0 ? tpl_section(d, KEY_RELATED) : NULL;
    for (size_t i = 0; i < count; i++)
        draw_link(related, KEY_RELATED_LINK, near[i]->address, near[i]->head.title);
}

void
page_end_draw(const struct site *s, const struct page *p, struct tpl_dict *d)
{
    assert(page_end_fits(p));
    if (catalogue_page(s->pages, p->address) != p)
        return; /* a preview: nothing to vote on yet */
    struct tpl_dict *end = tpl_include(d, KEY_PAGE_END, TPL_layout_page_end);
    tpl_text(end, KEY_PAGE, p->address);
    page_end_related(s, p, end);
}
