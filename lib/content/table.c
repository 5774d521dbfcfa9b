#include "content/table.h"

#include <assert.h>
#include <string.h>

#include "base/html.h"

/*
 * Puts in what cmark's tables lack: header cells say what they head, and alignment is a class,
 * since HTML has no align any more. cmark escapes < and " in every text, so what is replaced is its
 * own.
 */
static void
add_cells(struct buf *out, const char *html)
{
    static const struct {
        const char *from, *to;
    } swap[] = {
        {"<th>", "<th scope=\"col\">"},
        {"<th align=\"", "<th scope=\"col\" class=\"to-"},
        {"<td align=\"", "<td class=\"to-"},
    };
    enum { SWAPS = sizeof(swap) / sizeof(swap[0]) };

    while (*html != '\0') {
        size_t i = 0;

        while (i < SWAPS && strncmp(html, swap[i].from, strlen(swap[i].from)) != 0)
            i++;
        if (i < SWAPS) {
            buf_str(out, swap[i].to);
            html += strlen(swap[i].from);
        } else {
            buf_char(out, *html++);
        }
    }
}

void
table_add(struct buf *out, const char *name, const char *html)
{
    assert(name != NULL && strncmp(html, "<table", 6) == 0);
    html_open(out, "section", "class", "table", "tabindex", "0", "aria-label", name, NULL);
    buf_char(out, '\n');
    add_cells(out, html);
    html_close(out, "section");
    buf_char(out, '\n');
}
