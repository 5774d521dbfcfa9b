/* history_draw.c - what the pages about versions share, and the list of all. */
#include "history_draw.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "pages.h"

/* What is said of a version, by how it stands. */
static const struct {
    enum word sentence, badge;
} standing[] = {
    [FORCE_NEVER] = {MSG_versions_never, MSG_versions_badge_never},
    [FORCE_PAST] = {MSG_versions_past, MSG_NONE},
    [FORCE_NOW] = {MSG_versions_now, MSG_versions_badge_now},
    [FORCE_COMING] = {MSG_versions_coming, MSG_versions_badge_coming},
};

static const char *
today(const struct call *c, char out[CLOCK_DATE_MAX])
{
    clock_iso_date(c->now, out);
    return out;
}

const char *
editions_first(struct editions all)
{
    assert(all.count > 0);
    const char *first = all.edition[0].from;
    for (size_t i = 1; i < all.count; i++)
        if (strcmp(all.edition[i].from, first) < 0)
            first = all.edition[i].from;
    return first;
}

void
history_force(const struct site *s, const struct edition *e, const char *day, struct buf *out)
{
    char from[CLOCK_DATE_MAX], last[CLOCK_DATE_MAX] = "", to[CLOCK_DATE_MAX] = "";
    int64_t end;
    clock_plain_date(e->from, from);
    if (e->until[0] != '\0' && clock_day_begin(e->until, &end)) {
        clock_iso_date(end - 1, last);
        clock_plain_date(last, to);
    }
    enum force force = edition_force(e, day);
    if (force == FORCE_NOW && to[0] != '\0')
        force = FORCE_PAST; /* its end is known already: both days are said */
    words_format(s->words, out, standing[force].sentence, "from", from, "to", to, NULL);
}

void
about_standing(const struct call *c, struct tpl_dict *d, const struct edition *e)
{
    char day[CLOCK_DATE_MAX], iso[CLOCK_DATE_MAX], date[CLOCK_DATE_MAX];
    struct buf force = BUF_INIT;
    history_force(c->site, e, today(c, day), &force);
    tpl_text(d, KEY_FORCE, buf_text(&force));
    clock_iso_date(e->at, iso);
    clock_plain_date(iso, date);
    tpl_text(d, KEY_PUBLISHED, date);
    tpl_text(d, KEY_PUBLISHED_ISO, iso);
    buf_free(&force);
}

void
about_way(const struct site *s, struct tpl_dict *d, const char *href, enum word id, int64_t version)
{
    struct buf text = BUF_INIT;
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)version);
    words_format(s->words, &text, id, "version", number, NULL);
    draw_link(d, KEY_GO_ON, href, buf_text(&text));
    buf_free(&text);
}

const struct page *
about_page(const struct site *s, const struct edition *e)
{
    const struct page *p = catalogue_page(s->pages, e->page);
    const char *moved = p == NULL ? catalogue_redirect(s->pages, e->page, "") : NULL;
    return moved != NULL ? catalogue_page(s->pages, moved) : p;
}

void
about_crumbs(struct about *a, const struct site *s, const struct edition *e, const char *here)
{
    struct frame *f = &a->frame;
    const struct page *now = about_page(s, e);
    const char *all = words_get(s->words, MSG_versions_crumb);
    f->crumb[f->crumbs++] = (struct crumb){words_get(s->words, MSG_crumb_home), "/help.html"};
    if (now != NULL)
        f->crumb[f->crumbs++] = (struct crumb){now->head.name, now->address};
    f->crumb[f->crumbs++] = (struct crumb){all, here != NULL ? a->list : NULL};
    if (here != NULL)
        f->crumb[f->crumbs++] = (struct crumb){here, NULL};
    assert(f->crumbs <= CRUMBS_MAX);
}

void
about_open(struct about *a, const struct call *c, const struct edition *e, enum word title,
           enum word summary, const char *more)
{
    const struct words *w = c->site->words;
    char number[24], day[CLOCK_DATE_MAX], iso[CLOCK_DATE_MAX], date[CLOCK_DATE_MAX];
    char own[HISTORY_HREF_MAX];
    struct buf force = BUF_INIT;
    *a = (struct about){0};
    snprintf(number, sizeof number, "%lld", (long long)e->version);
    clock_iso_date(e->at, iso);
    clock_plain_date(iso, date);
    history_force(c->site, e, today(c, day), &force);
    words_format(w, &a->title, title, "title", e->title, "version", number, NULL);
    words_format(w, &a->summary, summary, "version", number, "published", date, "force",
                 buf_text(&force), NULL);
    history_href(e->page, 0, a->list);
    history_href(e->page, e->version, own);
    snprintf(a->self, sizeof a->self, "%s%s", own, more);
    a->frame = (struct frame){.title = buf_text(&a->title),
                              .summary = buf_text(&a->summary),
                              .address = a->self,
                              .noindex = true};
    buf_free(&force);
}

void
about_close(struct about *a)
{
    buf_free(&a->title);
    buf_free(&a->summary);
}

void
about_words(const struct site *s, int64_t added, int64_t removed, struct buf *out)
{
    char plus[24], minus[24];
    if (added < 0 || removed < 0)
        return;
    snprintf(plus, sizeof plus, "%lld", (long long)added);
    snprintf(minus, sizeof minus, "%lld", (long long)removed);
    words_format(s->words, out, MSG_versions_words, "added", plus, "removed", minus, NULL);
}

static void
draw_edition(const struct call *c, struct tpl_dict *d, const struct edition *e, bool first)
{
    struct tpl_dict *one = tpl_section(d, KEY_EDITION);
    char href[HISTORY_HREF_MAX], changes[HISTORY_HREF_MAX + 16], day[CLOCK_DATE_MAX];
    struct buf words = BUF_INIT;
    history_href(e->page, e->version, href);
    tpl_text(one, KEY_EDITION_HREF, href);
    tpl_int(one, KEY_VERSION, e->version);
    about_standing(c, one, e);
    enum word badge = standing[edition_force(e, today(c, day))].badge;
    if (badge != MSG_NONE)
        tpl_text(tpl_section(one, KEY_BADGE), KEY_BADGE_TEXT, words_get(c->site->words, badge));
    about_words(c->site, e->words_added, e->words_removed, &words);
    if (words.len > 0)
        tpl_text(tpl_section(one, KEY_WORDS), KEY_WORDS_TEXT, buf_text(&words));
    if (first) {
        tpl_show(one, KEY_FIRST);
    } else {
        struct tpl_dict *more = tpl_section(one, KEY_CHANGES);
        snprintf(changes, sizeof changes, "%s/changes", href);
        tpl_text(more, KEY_CHANGES_HREF, changes);
        tpl_int(more, KEY_CHANGES_VERSION, e->version);
    }
    buf_free(&words);
}

/* The page shows what is published, though its day may be still to come: said where it is so. */
static void
draw_early(const struct call *c, struct tpl_dict *d, struct editions all)
{
    const struct edition *newest = &all.edition[all.count - 1];
    char day[CLOCK_DATE_MAX], from[CLOCK_DATE_MAX], version[24], before[24];
    const struct edition *now = edition_on(all, today(c, day));
    struct buf text = BUF_INIT;
    if (now == NULL || edition_force(newest, day) != FORCE_COMING)
        return;
    clock_plain_date(newest->from, from);
    snprintf(version, sizeof version, "%lld", (long long)newest->version);
    snprintf(before, sizeof before, "%lld", (long long)now->version);
    words_format(c->site->words, &text, MSG_versions_shown_early, "version", version, "from", from,
                 "before", before, NULL);
    tpl_text(tpl_section(d, KEY_EARLY), KEY_EARLY_TEXT, buf_text(&text));
    buf_free(&text);
}

/* A field for a day: the browser's own, but a plain one where that could not hold what was typed.
 */
static void
draw_field(struct tpl_dict *d, struct editions all, const char *typed, bool failed)
{
    struct tpl_dict *field = tpl_section(d, failed ? KEY_ON_AGAIN : KEY_ON_DAY);
    tpl_text(field, KEY_ON_VALUE, typed);
    tpl_text(field, KEY_ON_FIRST, editions_first(all));
}

/* Why there is no text to show: a day before the first version, or what is no day. */
static void
draw_why(const struct site *s, struct tpl_dict *d, struct editions all, const char *typed,
         bool failed)
{
    char date[CLOCK_DATE_MAX], from[CLOCK_DATE_MAX];
    struct buf why = BUF_INIT;
    if (!failed) {
        clock_plain_date(typed, date);
        clock_plain_date(editions_first(all), from);
        words_format(s->words, &why, MSG_versions_on_before, "date", date, "from", from, NULL);
        tpl_text(tpl_section(d, KEY_ON_BEFORE), KEY_ON_BEFORE_TEXT, buf_text(&why));
    } else {
        words_format(s->words, &why, typed[0] == '\0' ? MSG_versions_on_none : MSG_versions_on_bad,
                     "typed", typed, NULL);
        tpl_text(tpl_section(d, KEY_ON_ERROR), KEY_ON_ERROR_TEXT, buf_text(&why));
    }
    buf_free(&why);
}

/* The page of all versions. */
static struct tpl_dict *
draw_list(const struct call *c, struct about *a, struct editions all, const char *typed)
{
    struct tpl_dict *inner;
    struct tpl_dict *root = draw_frame(c->site, &a->frame, TPL_layout_versions, &inner);
    tpl_text(inner, KEY_ACTION, a->list);
    draw_early(c, inner, all);
    draw_field(inner, all, typed != NULL ? typed : "", a->frame.failed);
    if (typed != NULL)
        draw_why(c->site, inner, all, typed, a->frame.failed);
    for (size_t i = all.count; i-- > 0;)
        draw_edition(c, inner, &all.edition[i], i == 0);
    return root;
}

void
history_draw_list(const struct call *c, struct editions all, const char *typed)
{
    const struct edition *newest = &all.edition[all.count - 1];
    bool failed = typed != NULL && !clock_iso_valid(typed);
    struct about a;
    about_open(&a, c, newest, MSG_versions_title, MSG_versions_summary, "");
    a.frame.address = a.list;
    /* a page that is gone is for nobody to find, though its versions stay */
    a.frame.noindex = typed != NULL || catalogue_page(c->site->pages, newest->page) == NULL;
    a.frame.failed = failed;
    about_crumbs(&a, c->site, newest, NULL);
    struct tpl_dict *root = draw_list(c, &a, all, typed);
    if (failed) {
        c->res->status = 422;
        c->res->cache = CACHE_NEVER;
        draw_response(c, root, NULL);
    } else {
        pages_answer_drawn(c, root);
    }
    about_close(&a);
}
