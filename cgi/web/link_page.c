#include "link_page.h"

#include <assert.h>

#include "base/clock.h"
#include "desk/lists.h"
#include "draw.h"

enum { SAID_MAX = 2, NEXT_MAX = 3, RETRY_SECONDS = 60 };

enum go { GO_NOWHERE, GO_NEWSLETTER, GO_OFFERS, GO_CLUB, GO_OPT_OUT, GO_PREFERENCES, GO_NEW_LINK };

static const struct {
    const char *href;
    enum word text;
} ways[] = {
    [GO_NEWSLETTER] = {"/newsletter", MSG_link_to_newsletter},
    [GO_OFFERS] = {"/offers", MSG_link_to_offers},
    [GO_CLUB] = {"/club", MSG_link_to_club},
    [GO_OPT_OUT] = {"/opt-out", MSG_link_to_optout},
    [GO_PREFERENCES] = {"/preferences", MSG_link_to_preferences},
    [GO_NEW_LINK] = {"/preferences", MSG_link_to_new_preferences},
};

#define SIGN_UP {GO_NEWSLETTER, GO_OFFERS, GO_CLUB}

static const struct look {
    int status;
    bool done; /* something was done: the seal */
    enum word title, lead;
    enum word said[SAID_MAX];
    enum word button;
    enum word not_you; /* under the button */
    enum go next[NEXT_MAX];
} looks[] = {
    [LINK_PAGE_LOST] = {404, false, MSG_link_lost_title, MSG_link_lost_lead,
                        .next = {GO_OPT_OUT, GO_NEW_LINK, GO_NEWSLETTER}},
    [LINK_PAGE_CONFIRM] = {200, false, MSG_confirm_title, MSG_confirm_lead,
                           .button = MSG_confirm_button, .not_you = MSG_link_not_you},
    [LINK_PAGE_CONFIRMED] = {200, true, MSG_confirmed_title, MSG_confirmed_lead,
                             {MSG_confirmed_leave}, .next = {GO_PREFERENCES}},
    [LINK_PAGE_CONFIRM_LEFT] = {200, false, MSG_confirm_left_title, MSG_confirm_left_lead,
                                .next = SIGN_UP},
    [LINK_PAGE_CONFIRM_ENDED] = {410, false, MSG_confirm_ended_title, MSG_confirm_ended_lead,
                                 .next = SIGN_UP},
    [LINK_PAGE_LEAVE] = {200, false, MSG_leave_title, MSG_leave_lead, .button = MSG_leave_button,
                         .not_you = MSG_leave_orders, .next = {GO_PREFERENCES}},
    [LINK_PAGE_LEFT] = {200, true, MSG_left_title, MSG_left_lead,
                        {MSG_left_receipt, MSG_left_underway}, .next = {GO_PREFERENCES}},
    [LINK_PAGE_LEFT_AGAIN] = {200, true, MSG_left_title, MSG_left_again_lead,
                              {MSG_left_underway}, .next = {GO_PREFERENCES, GO_NEWSLETTER}},
    [LINK_PAGE_UNDO] = {200, false, MSG_undo_title, MSG_undo_lead, .button = MSG_undo_button,
                        .not_you = MSG_link_not_you},
    [LINK_PAGE_UNDONE] = {200, true, MSG_undone_title, MSG_undone_lead, {MSG_confirmed_leave},
                          .next = {GO_PREFERENCES}},
    [LINK_PAGE_UNDO_LATE] = {200, false, MSG_undo_late_title, MSG_undo_late_lead, .next = SIGN_UP},
    [LINK_PAGE_UNDO_ENDED] = {410, false, MSG_undo_ended_title, MSG_undo_ended_lead,
                              .next = SIGN_UP},
    [LINK_PAGE_CHOOSE_ENDED] = {410, false, MSG_choose_ended_title, MSG_choose_ended_lead,
                                .next = {GO_NEW_LINK, GO_OPT_OUT}},
    [LINK_PAGE_CHANGE_OLD] = {200, false, MSG_change_title, MSG_change_old_lead,
                              .button = MSG_change_button, .not_you = MSG_link_not_you},
    [LINK_PAGE_CHANGE_NEW] = {200, false, MSG_change_title, MSG_change_new_lead,
                              .button = MSG_change_button, .not_you = MSG_link_not_you},
    [LINK_PAGE_CHANGE_HALF] = {200, true, MSG_change_half_title, MSG_change_half_lead,
                               .next = {GO_NOWHERE}},
    [LINK_PAGE_CHANGED] = {200, true, MSG_changed_title, MSG_changed_lead,
                           .next = {GO_PREFERENCES}},
    [LINK_PAGE_CHANGE_ENDED] = {410, false, MSG_change_ended_title, MSG_change_ended_lead,
                                .next = {GO_NEW_LINK}},
};
static_assert(sizeof looks / sizeof looks[0] == LINK_PAGE_COUNT_, "each page has a row");

bool
link_page_asks(enum link_page page)
{
    assert(page < LINK_PAGE_COUNT_);
    return looks[page].button != MSG_NONE;
}

enum word
link_list_word(unsigned lists)
{
    switch (lists) {
    case LIST_NEWSLETTER: return MSG_choice_newsletter;
    case LIST_BARGAINS: return MSG_choice_bargains;
    case LIST_CLUB: return MSG_choice_club;
    case LIST_OFFERS: return MSG_choice_offers;
    default: return MSG_choice_all;
    }
}

/* A sentence of the page, with what it names put in. */
static void
put(const struct call *c, const struct link_view *v, struct tpl_dict *d, enum tpl_key key,
    enum word id)
{
    struct buf text = BUF_INIT;
    char iso[CLOCK_DATE_MAX], date[CLOCK_DATE_MAX];
    clock_iso_date(v->opted_out_at, iso);
    clock_plain_date(iso, date);
    words_format(c->site->words, &text, id, "shop", c->site->settings->shop_name, "mail",
                 v->mail != NULL ? v->mail : "", "other", v->other != NULL ? v->other : "", "date",
                 date, NULL);
    tpl_text(d, key, buf_text(&text));
    buf_free(&text);
}

static void
draw_item(const struct site *s, unsigned list, struct tpl_dict *d)
{
    tpl_text(tpl_section(d, KEY_LISTED_ITEM), KEY_ITEM_TEXT,
             words_get(s->words, link_list_word(list)));
}

/* Whoever leaves all lists leaves those that are made later, too. */
static bool
about_all(const struct link_view *v)
{
    return v->lists == LIST_ALL && (v->page == LINK_PAGE_LEAVE || v->page == LINK_PAGE_LEFT ||
                                    v->page == LINK_PAGE_LEFT_AGAIN);
}

static void
draw_lists(const struct site *s, const struct link_view *v, struct tpl_dict *d)
{
    if (v->lists == 0)
        return;
    struct tpl_dict *listed = tpl_section(d, KEY_LISTED);
    if (about_all(v))
        draw_item(s, LIST_ALL, listed);
    for (unsigned one = 1; one < LIST_ALL && !about_all(v); one <<= 1)
        if (v->lists & one)
            draw_item(s, one, listed);
}

static void
draw_act(const struct call *c, unsigned lists, enum word button, bool quiet, struct tpl_dict *acts)
{
    char names[LISTS_TEXT] = "";
    struct tpl_dict *d = tpl_section(acts, KEY_ACT);
    if (lists != 0)
        lists_write(lists, names);
    tpl_text(d, KEY_ACTION, c->req->path);
    tpl_text(d, KEY_LISTS, names);
    tpl_text(d, KEY_SUBMIT_TEXT, words_get(c->site->words, button));
    if (quiet)
        tpl_show(d, KEY_QUIET);
}

/* The button, and whoever leaves one list may leave all. */
static void
draw_acts(const struct call *c, const struct link_view *v, struct tpl_dict *d)
{
    const struct look *l = &looks[v->page];
    if (l->button == MSG_NONE)
        return;
    struct tpl_dict *acts = tpl_section(d, KEY_ACTS);
    draw_act(c, v->lists, l->button, false, acts);
    if (v->page == LINK_PAGE_LEAVE && v->lists != LIST_ALL)
        draw_act(c, LIST_ALL, MSG_leave_all_button, true, acts);
    put(c, v, tpl_section(d, KEY_AFTERWARDS), KEY_SAID_TEXT, l->not_you);
}

static void
draw_body(const struct call *c, const struct link_view *v, struct tpl_dict *d)
{
    const struct look *l = &looks[v->page];
    const struct site *s = c->site;
    if (l->done)
        tpl_show(d, KEY_DONE);
    if (v->busy)
        put(c, v, tpl_section(d, KEY_NOTE), KEY_NOTE_TEXT, MSG_link_busy);
    put(c, v, d, KEY_LEAD, l->lead);
    draw_lists(s, v, d);
    if (v->opted_out_at != 0)
        put(c, v, tpl_section(d, KEY_SAID), KEY_SAID_TEXT, MSG_confirm_back);
    for (size_t i = 0; i < SAID_MAX && l->said[i] != MSG_NONE; i++)
        put(c, v, tpl_section(d, KEY_SAID), KEY_SAID_TEXT, l->said[i]);
    if (v->reference != NULL)
        tpl_text(tpl_section(d, KEY_REFERENCE_SHOWN), KEY_REFERENCE, v->reference);
    draw_acts(c, v, d);
    for (size_t i = 0; i < NEXT_MAX && l->next[i] != GO_NOWHERE; i++)
        draw_link(d, KEY_GO_ON, ways[l->next[i]].href, words_get(s->words, ways[l->next[i]].text));
}

void
link_page_draw(const struct call *c, const struct link_view *v)
{
    assert(v->page < LINK_PAGE_COUNT_);
    const struct look *l = &looks[v->page];
    const char *title = words_get(c->site->words, l->title);
    struct frame frame = {.title = title,
                          .summary = title,
                          .address = "/preferences",
                          .failed = v->busy,
                          .noindex = true};
    struct tpl_dict *d;
    frame_crumbs(&frame, c->site, NULL, title);
    struct tpl_dict *root = draw_frame(c->site, &frame, TPL_layout_link, &d);
    draw_body(c, v, d);
    c->res->status = v->busy ? 503 : l->status;
    c->res->cache = CACHE_NEVER;
    if (v->busy)
        c->res->retry_after = RETRY_SECONDS;
    draw_response(c, root, NULL);
}
