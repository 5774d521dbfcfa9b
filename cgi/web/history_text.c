/* history_text.c - the text of one version, and what it changed. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "content/diff.h"
#include "content/edition.h"
#include "desk/policies.h"
#include "history_draw.h"
#include "pages.h"

/* ---- one version ---- */

static const char *
placeholder(const void *ctx, const char *name, unsigned long len)
{
    return settings_placeholder(ctx, name, len);
}

/* The source of a version, as lines. */
static enum err
read_lines(const struct call *c, const struct edition *e, struct lines *out)
{
    char *source = NULL;
    enum err err = policy_source(c->seat->db, e->page, e->version, &source);
    *out = (struct lines){0};
    if (err == ERR_OK)
        err = edition_lines(source, placeholder, c->site->settings, out);
    free(source);
    return err;
}

static void
draw_line(struct tpl_dict *d, enum tpl_key section, const struct line *l)
{
    struct tpl_dict *one = tpl_section(d, section);
    tpl_textn(tpl_section(one, l->kind == LINE_HEADING ? KEY_LINE_HEADING : KEY_LINE_OTHER),
              KEY_LINE_TEXT, l->text, l->len);
}

/* A text that today's rules refuse is still shown, line by line. */
static enum err
draw_plain(const char *body, size_t len, struct tpl_dict *d)
{
    struct lines lines;
    enum err e = lines_read(body, len, &lines);
    struct tpl_dict *plain = e == ERR_OK ? tpl_section(d, KEY_PLAIN) : NULL;
    for (size_t i = 0; i < lines.count; i++)
        draw_line(plain, KEY_PLAIN_LINE, &lines.line[i]);
    lines_free(&lines);
    return e;
}

/* The summary that stood above the text. */
static enum err
draw_summary(const struct call *c, const char *source, struct tpl_dict *d)
{
    struct buf summary = BUF_INIT;
    enum err e = edition_summary(source, placeholder, c->site->settings, &summary);
    if (e == ERR_OK && summary.len > 0)
        tpl_text(tpl_section(d, KEY_SUMMARY_THEN), KEY_LEAD, buf_text(&summary));
    buf_free(&summary);
    return e;
}

static enum err
draw_text(const struct call *c, const struct edition *e, struct tpl_dict *d)
{
    char *source = NULL;
    struct buf body = BUF_INIT;
    struct markdown m = {0};
    struct report ignored = {0};
    enum err err = policy_source(c->seat->db, e->page, e->version, &source);
    if (err == ERR_OK)
        err = draw_summary(c, source, d);
    if (err == ERR_OK)
        err = edition_body(source, placeholder, c->site->settings, &body);
    if (err == ERR_OK) {
        err = markdown_render("", 1, buf_text(&body), body.len,
                              words_get(c->site->words, MSG_anchor_label), NULL, &m, &ignored);
        if (err == ERR_OK)
            tpl_trusted_html(tpl_section(d, KEY_RENDERED), KEY_BODY, m.html, m.html_len);
        else if (err == ERR_INVALID)
            err = draw_plain(buf_text(&body), body.len, d);
    }
    markdown_free(&m);
    report_free(&ignored);
    buf_free(&body);
    free(source);
    return err;
}

static void
draw_ways(const struct call *c, struct tpl_dict *d, struct editions all, const struct edition *e)
{
    const struct site *s = c->site;
    const struct page *now = about_page(s, e);
    const struct edition *before = edition_at(all, e->version - 1);
    const struct edition *after = edition_at(all, e->version + 1);
    char href[HISTORY_HREF_MAX], changes[HISTORY_HREF_MAX + 16];
    if (now != NULL)
        about_way(s, d, now->address, MSG_version_current, 0);
    if (before != NULL) {
        history_href(e->page, e->version, href);
        snprintf(changes, sizeof changes, "%s/changes", href);
        about_way(s, d, changes, MSG_versions_changes, 0);
        history_href(e->page, before->version, href);
        about_way(s, d, href, MSG_version_before, before->version);
    }
    if (after != NULL) {
        history_href(e->page, after->version, href);
        about_way(s, d, href, MSG_version_after, after->version);
    }
    history_href(e->page, 0, href);
    about_way(s, d, href, MSG_version_all, 0);
}

static void
draw_as_of(const struct call *c, struct tpl_dict *d, const char *on)
{
    char date[CLOCK_DATE_MAX];
    struct buf text = BUF_INIT;
    clock_plain_date(on, date);
    words_format(c->site->words, &text, MSG_version_as_of, "date", date, NULL);
    tpl_text(tpl_section(d, KEY_AS_OF), KEY_AS_OF_TEXT, buf_text(&text));
    buf_free(&text);
}

void
history_draw_version(const struct call *c, struct editions all, const struct edition *e,
                     const char *on)
{
    struct about a;
    struct tpl_dict *inner;
    char number[24];
    struct buf here = BUF_INIT;
    about_open(&a, c, e, MSG_version_title, MSG_version_summary, "");
    snprintf(number, sizeof number, "%lld", (long long)e->version);
    buf_fmt(&here, "%s %s", words_get(c->site->words, MSG_versions_one), number);
    about_crumbs(&a, c->site, e, buf_text(&here));
    struct tpl_dict *root = draw_frame(c->site, &a.frame, TPL_layout_version, &inner);
    if (on != NULL)
        draw_as_of(c, inner, on);
    about_standing(c, inner, e);
    draw_ways(c, inner, all, e);
    enum err err = draw_text(c, e, inner);
    if (err == ERR_OK) {
        pages_answer_drawn(c, root);
    } else {
        tpl_dict_free(root);
        draw_error(c, err);
    }
    buf_free(&here);
    about_close(&a);
}

/* ---- what changed ---- */

static void
draw_part(struct tpl_dict *d, enum tpl_key side, const char *text, size_t len)
{
    tpl_textn(tpl_section(tpl_section(d, KEY_PART), side), KEY_PART_TEXT, text, len);
}

static void
draw_parts(struct tpl_dict *d, const struct diff *diff, const struct diff_block *b)
{
    static const enum tpl_key keys[] = {
        [DIFF_BOTH] = KEY_PART_BOTH, [DIFF_OLD] = KEY_PART_OLD, [DIFF_NEW] = KEY_PART_NEW};
    for (size_t i = b->part; i < b->part + b->parts; i++) {
        const struct diff_part *p = &diff->part[i];
        bool space = p->side != DIFF_BOTH && p->text[0] == ' '; /* it looks odd when marked */
        if (space)
            draw_part(d, KEY_PART_BOTH, " ", 1);
        draw_part(d, keys[p->side], p->text + space, p->len - space);
    }
}

static void
draw_block(struct tpl_dict *d, const struct diff *diff, const struct diff_block *b)
{
    struct tpl_dict *run = tpl_section(d, KEY_RUN);
    struct tpl_dict *line =
        tpl_section(run, b->kind == LINE_HEADING ? KEY_RUN_HEADING : KEY_RUN_LINE);
    if (b->kind == LINE_ITEM)
        tpl_show(line, KEY_LINE_ITEM);
    draw_parts(line, diff, b);
}

static bool
unchanged(const struct diff_block *b)
{
    return b->side == DIFF_BOTH && !b->reworded;
}

/* The lines [i, end) folded into one. */
static void
draw_folded(const struct site *s, struct tpl_dict *d, const struct diff *diff, size_t i, size_t end)
{
    char number[24];
    struct buf text = BUF_INIT;
    if (i == end)
        return;
    struct tpl_dict *folded = tpl_section(tpl_section(d, KEY_RUN), KEY_RUN_FOLDED);
    snprintf(number, sizeof number, "%zu", end - i);
    words_format(s->words, &text, end - i == 1 ? MSG_diff_same_one : MSG_diff_same, "count", number,
                 NULL);
    tpl_text(folded, KEY_RUN_TEXT, buf_text(&text));
    for (; i < end; i++) {
        const struct diff_part *p = &diff->part[diff->block[i].part];
        const struct line l = {diff->block[i].kind, p->text, p->len};
        if (diff->block[i].parts > 0)
            draw_line(folded, KEY_FOLDED_LINE, &l);
    }
    buf_free(&text);
}

/* A run without changes; the heading that changes follow below stays in sight. Its end. */
static size_t
draw_unchanged(const struct site *s, struct tpl_dict *d, const struct diff *diff, size_t i)
{
    size_t end = i, heading = SIZE_MAX;
    for (; end < diff->block_count && unchanged(&diff->block[end]); end++)
        if (diff->block[end].kind == LINE_HEADING)
            heading = end;
    if (heading == SIZE_MAX || end == diff->block_count) {
        draw_folded(s, d, diff, i, end);
    } else {
        draw_folded(s, d, diff, i, heading);
        draw_block(d, diff, &diff->block[heading]);
        draw_folded(s, d, diff, heading + 1, end);
    }
    return end;
}

static void
draw_diff(const struct call *c, struct tpl_dict *d, const struct diff *diff)
{
    struct buf words = BUF_INIT;
    bool any = false;
    about_words(c->site, diff->words_added, diff->words_removed, &words);
    tpl_text(d, KEY_WORDS_TEXT, buf_text(&words));
    for (size_t i = 0; i < diff->block_count;) {
        if (unchanged(&diff->block[i])) {
            i = draw_unchanged(c->site, d, diff, i);
        } else {
            draw_block(d, diff, &diff->block[i++]);
            any = true;
        }
    }
    if (!any)
        tpl_show(d, KEY_NO_CHANGES);
    buf_free(&words);
}

/* Ways on: the whole text, the changes of the versions around, all versions. */
static void
draw_change_ways(const struct call *c, struct tpl_dict *d, const struct edition *before,
                 const struct edition *e)
{
    char href[HISTORY_HREF_MAX];
    history_href(e->page, e->version, href);
    about_way(c->site, d, href, MSG_diff_whole, e->version);
    history_href(e->page, before->version, href);
    about_way(c->site, d, href, MSG_diff_whole, before->version);
    history_href(e->page, 0, href);
    about_way(c->site, d, href, MSG_version_all, 0);
}

void
history_draw_changes(const struct call *c, const struct edition *before, const struct edition *e)
{
    struct about a;
    struct lines from = {0}, to = {0};
    struct diff diff = {0};
    struct tpl_dict *root = NULL, *inner;
    about_open(&a, c, e, MSG_diff_title, MSG_diff_summary, "/changes");
    about_crumbs(&a, c->site, e, words_get(c->site->words, MSG_diff_crumb));
    enum err err = read_lines(c, before, &from);
    if (err == ERR_OK)
        err = read_lines(c, e, &to);
    if (err == ERR_OK)
        err = diff_make(&from, &to, &diff);
    if (err == ERR_OK) {
        root = draw_frame(c->site, &a.frame, TPL_layout_version_changes, &inner);
        about_standing(c, inner, e);
        draw_change_ways(c, inner, before, e);
        draw_diff(c, inner, &diff);
        pages_answer_drawn(c, root);
    } else {
        draw_error(c, err);
    }
    diff_free(&diff);
    lines_free(&to);
    lines_free(&from);
    about_close(&a);
}
