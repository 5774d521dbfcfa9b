#include "report_page.h"

#include <string.h>

#include "base/secret.h"
#include "chart_draw.h"
#include "report_text.h"
#include "web/site.h"

enum { CSP_HASH_MAX = 64 };

/* ---- the numbers ---- */

static void
table_head(struct drawing *g)
{
    tpl_text(g->dict, KEY_COLUMN, words_get(g->words, g->chart->column));
    for (size_t k = 0; k < g->chart->parts; k++) {
        draw_part_name(g, tpl_section(g->dict, KEY_NUMBER_HEAD), k);
        draw_number(tpl_section(g->dict, KEY_NUMBER_SUM), KEY_NUMBER_TEXT, g->figure->total[k]);
    }
    if (g->chart->notes) {
        tpl_show(g->dict, KEY_NOTE_HEAD);
        tpl_show(g->dict, KEY_NOTE_SUM);
    }
}

static void
table_draw(struct drawing *g)
{
    table_head(g);
    for (size_t i = 0; i < g->figure->rows; i++) {
        const struct figure_row *from = &g->figure->row[i];
        struct tpl_dict *row = tpl_section(g->dict, KEY_TABLE_ROW);

        draw_row_label(g, row, i);
        for (size_t k = 0; k < g->chart->parts; k++)
            draw_number(tpl_section(row, KEY_NUMBER), KEY_NUMBER_TEXT, from->value[k]);
        if (g->chart->notes)
            tpl_text(tpl_section(row, KEY_NOTE), KEY_ROW_NOTE, from->note);
    }
}

/* "And 12 more, 34 together." */
static void
rest_draw(struct drawing *g)
{
    struct buf text = BUF_INIT;

    if (chart_rest(g->words, g->figure, &text))
        draw_text(g, tpl_section(g->dict, KEY_REST), KEY_REST_TEXT, &text);
}

/* ---- the page ---- */

static void
legend_draw(struct drawing *g, struct tpl_dict *drawn)
{
    struct tpl_dict *legend;

    if (g->chart->parts == 1)
        return;
    legend = tpl_section(drawn, KEY_LEGEND);
    for (size_t k = 0; k < g->chart->parts; k++) {
        struct tpl_dict *part = tpl_section(legend, KEY_PART);

        draw_part_class(g, part, k);
        draw_part_name(g, part, k);
    }
}

static enum err
figure_draw(struct drawing *g, const struct figures *all, size_t i)
{
    struct buf title = BUF_INIT, says = BUF_INIT, id = BUF_INIT;

    chart_title(g->words, g->figure, &title);
    chart_says(g->words, all, g->figure, &says);
    buf_fmt(&id, "figure-%zu", i + 1);
    draw_text(g, g->dict, KEY_FIGURE_ID, &id);
    draw_text(g, g->dict, KEY_FIGURE_TITLE, &title);
    draw_text(g, g->dict, KEY_FIGURE_SAYS, &says);
    tpl_text(g->dict, KEY_FIGURE_ABOUT, words_get(g->words, g->chart->about));
    if (!chart_empty(g->figure)) {
        g->dict = tpl_section(g->dict, KEY_FIGURE_DRAWN);
        legend_draw(g, g->dict);
        chart_draw(g);
        table_draw(g);
        rest_draw(g);
    }
    return g->err;
}

/* The style with its hash, which is all that the content policy allows. */
static enum err
style_draw(const struct settings *s, const struct tpl_set *tpl, struct tpl_dict *root)
{
    char brand[BRAND_STYLE_MAX], hash[CSP_HASH_MAX];
    struct buf style = BUF_INIT, source = BUF_INIT;
    enum err e;

    site_brand_style(s, brand);
    buf_str(&style, brand);
    buf_char(&style, '\n');
    e = tpl_expand(tpl, TPL_report_sheet, root, &style);
    if (e == ERR_OK)
        e = style.err;
    if (e == ERR_OK) {
        secret_csp_hash(style.data, style.len, hash);
        buf_fmt(&source, "sha256-%s", hash);
        tpl_text(root, KEY_STYLE_HASH, buf_text(&source));
        tpl_trusted_html(root, KEY_BRAND_STYLE, style.data, style.len);
        e = source.err;
    }
    buf_free(&source);
    buf_free(&style);
    return e;
}

static enum err
frame_draw(const struct settings *s, const struct words *w, const struct figures *figures,
           struct tpl_dict *root)
{
    char from[CLOCK_DATE_MAX], to[CLOCK_DATE_MAX], today[CLOCK_DATE_MAX];
    struct buf made = BUF_INIT;
    enum err e;

    report_made(s, w, figures, &made);
    clock_plain_date(figures->from, from);
    clock_plain_date(figures->to, to);
    clock_iso_date(figures->at, today);
    tpl_text(root, KEY_LANG, "en");
    tpl_text(root, KEY_SHOP_NAME, s->shop_name);
    tpl_text(root, KEY_FROM, from);
    tpl_text(root, KEY_TO, to);
    tpl_text(root, KEY_MADE, buf_text(&made));
    if (strcmp(figures->to, today) == 0)
        tpl_show(root, KEY_TODAY);
    e = made.err;
    buf_free(&made);
    return e;
}

enum err
report_page(const struct settings *s, const struct words *w, const struct tpl_set *tpl,
            const struct figures *figures, struct buf *out)
{
    struct tpl_dict *root = tpl_dict_new();
    enum err e = style_draw(s, tpl, root);

    if (e == ERR_OK)
        e = frame_draw(s, w, figures, root);
    for (size_t i = 0; e == ERR_OK && i < figures->count; i++) {
        struct drawing g = {.words = w,
                            .figure = &figures->figure[i],
                            .chart = chart_of(&figures->figure[i]),
                            .dict = tpl_include(root, KEY_FIGURE, TPL_report_figure)};

        e = figure_draw(&g, figures, i);
    }
    if (e == ERR_OK)
        e = tpl_expand(tpl, TPL_report_page, root, out);
    tpl_dict_free(root);
    return e;
}
