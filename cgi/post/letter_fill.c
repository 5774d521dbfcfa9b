#include "letter_fill.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "desk/lists.h"
#include "letter_answer.h"

/* A list as it stands in a sentence; LIST_ALL comes first, since it holds the others' bits. */
static const struct {
    unsigned bits;
    enum word word;
} list_words[] = {
    {LIST_ALL, MSG_letter_list_all},           {LIST_NEWSLETTER, MSG_letter_list_newsletter},
    {LIST_BARGAINS, MSG_letter_list_bargains}, {LIST_CLUB, MSG_letter_list_club},
    {LIST_OFFERS, MSG_letter_list_offers},
};

/* What a name of the database is called; the last row, without a name, stands for all others. */
struct named {
    const char *name;
    enum word word;
};

static const struct named request_words[] = {
    {"correct", MSG_letter_request_correct}, {"update", MSG_letter_request_update},
    {"delete", MSG_letter_request_delete},   {"deactivate", MSG_letter_request_deactivate},
    {NULL, MSG_letter_request_other},
};

/* What was sent, and how soon an answer comes. */
static const struct named inquiry_words[] = {
    {"catalog", MSG_letter_inquiry_catalog}, {"advice", MSG_letter_inquiry_advice},
    {"sell", MSG_letter_inquiry_sell},       {"job", MSG_letter_inquiry_job},
    {"message", MSG_letter_inquiry_message}, {NULL, MSG_letter_inquiry_other},
};

static const struct named soon_words[] = {
    {"catalog", MSG_letter_soon_catalog}, {"advice", MSG_letter_soon_advice},
    {"sell", MSG_letter_soon_sell},       {"job", MSG_letter_soon_job},
    {"message", MSG_letter_soon_message}, {NULL, MSG_letter_soon_other},
};

static const struct named event_words[] = {
    {"confirm", MSG_digest_confirm}, {"leave", MSG_digest_leave}, {"undo", MSG_digest_undo},
    {"bounce", MSG_digest_bounce},   {"lapse", MSG_digest_lapse}, {"import", MSG_digest_import},
    {"change", MSG_digest_change},   {NULL, MSG_digest_other},
};

static const struct named channel_words[] = {
    {"web", MSG_digest_by_web},
    {"mail", MSG_digest_by_mail},
    {"link", MSG_digest_by_link},
    {"one-click", MSG_digest_by_one_click},
    {"preferences", MSG_digest_by_preferences},
    {"phone", MSG_digest_by_phone},
    {"post", MSG_digest_by_post},
    {"staff", MSG_digest_by_staff},
    {"import", MSG_digest_by_import},
    {NULL, MSG_digest_by_program},
};

static enum word
word_for(const struct named *row, const char *name)
{
    while (row->name != NULL && (name == NULL || strcmp(row->name, name) != 0))
        row++;
    return row->word;
}

/* The words of the lists, in the table's order. */
static size_t
list_names(const struct words *w, unsigned lists,
           const char *name[sizeof list_words / sizeof *list_words])
{
    size_t count = 0;

    for (size_t i = 0; i < sizeof list_words / sizeof *list_words && lists != 0; i++) {
        if ((lists & list_words[i].bits) != list_words[i].bits)
            continue;
        name[count++] = words_get(w, list_words[i].word);
        lists &= ~list_words[i].bits;
    }
    return count;
}

void
letter_lists(const struct words *w, unsigned lists, struct buf *out)
{
    const char *name[sizeof list_words / sizeof *list_words];
    size_t count = list_names(w, lists, name);

    for (size_t i = 0; i < count; i++) {
        if (i > 0 && i + 1 < count)
            buf_str(out, ", ");
        else if (i > 0)
            buf_fmt(out, " %s ", words_get(w, MSG_letter_list_and));
        buf_str(out, name[i]);
    }
}

static void
fill_lists(struct tpl_dict *letter, const struct words *w, unsigned lists)
{
    const char *name[sizeof list_words / sizeof *list_words];
    size_t count = list_names(w, lists, name);

    for (size_t i = 0; i < count; i++)
        tpl_text(tpl_section(letter, KEY_LIST), KEY_LIST_NAME, name[i]);
}

static void
fill_date(struct tpl_dict *d, enum tpl_key key, int64_t at)
{
    char iso[CLOCK_DATE_MAX], date[CLOCK_DATE_MAX];

    clock_iso_date(at, iso);
    clock_plain_date(iso, date);
    tpl_text(d, key, date);
}

/* Shows one of two sections. */
static void
fill_choice(struct tpl_dict *d, bool yes, enum tpl_key if_yes, enum tpl_key if_no)
{
    tpl_show(d, yes ? if_yes : if_no);
}

/* Post has the company's name on it already where the address begins so. */
static bool
names_company(const struct settings *s)
{
    return strncmp(s->postal_address, s->legal_name, strlen(s->legal_name)) == 0;
}

static void
fill_frame(struct tpl_dict *d, const struct letter_facts *f)
{
    const struct settings *s = f->room->settings;
    char preferences[LETTER_LINK_MAX];

    snprintf(preferences, sizeof preferences, "%s/preferences", s->base_url);
    tpl_text(d, KEY_SUBJECT, f->subject);
    tpl_text(d, KEY_PREVIEW, words_get(f->room->words, f->preview));
    tpl_text(d, KEY_WHY, words_get(f->room->words, f->why));
    tpl_text(d, KEY_SHOP_NAME, s->shop_name);
    tpl_text(d, KEY_BRAND_COLOR, s->brand_color);
    tpl_text(d, KEY_BRAND_INK, s->brand_ink);
    tpl_text(d, KEY_LEGAL_NAME, s->legal_name);
    if (!names_company(s))
        tpl_show(d, KEY_LEGAL);
    tpl_text(d, KEY_POSTAL_ADDRESS, s->postal_address);
    tpl_text(d, KEY_PREFERENCES_LINK, preferences);
    if (f->preferences)
        tpl_show(d, KEY_PREFERENCES);
    tpl_text(d, KEY_LEAVE_LINK, f->leave_url);
    if (f->leave_url[0] != '\0')
        tpl_show(d, KEY_LEAVE);
    tpl_text(d, KEY_LINK, f->link);
    tpl_text(d, KEY_BUTTON_TEXT, words_get(f->room->words, f->button));
}

/* The row's own values; each stands in those letters alone whose template asks for it. */
static void
fill_row(struct tpl_dict *d, const struct letter_facts *f)
{
    const struct outbox_item *i = f->item;
    const struct words *w = f->room->words;

    tpl_text(d, KEY_REFERENCE, i->reference);
    if (i->reference[0] != '\0')
        tpl_show(d, KEY_REFERENCED);
    if (i->has_token)
        fill_date(d, KEY_END_DATE, i->token.ends_at);
    if (i->opted_out_at != 0) {
        fill_date(d, KEY_OPTED_OUT_DATE, i->opted_out_at);
        tpl_show(d, KEY_OPTED_OUT);
    }
    if (i->letter == LETTER_REQUEST)
        tpl_text(d, KEY_WHAT, words_get(w, word_for(request_words, i->request_kind)));
    if (i->letter == LETTER_INQUIRY || i->letter == LETTER_ANSWER)
        tpl_text(d, KEY_WHAT, words_get(w, word_for(inquiry_words, i->request_kind)));
    tpl_text(d, KEY_SOON, words_get(w, word_for(soon_words, i->request_kind)));
    fill_choice(d, strcmp(i->request_kind, "catalog") == 0, KEY_CATALOG, KEY_NO_CATALOG);
    fill_choice(d, i->due_at != 0, KEY_DUE, KEY_NO_DUE);
    if (i->due_at != 0)
        fill_date(d, KEY_DUE_DATE, i->due_at);
    if (i->letter == LETTER_CHANGE_OLD)
        tpl_text(d, KEY_NEW_EMAIL, i->new_email);
}

static void
fill_event(struct tpl_dict *d, const struct words *w, const struct digest_line *e)
{
    struct buf text = BUF_INIT, list = BUF_INIT;
    char time[CLOCK_DATE_MAX];

    clock_plain_time(e->at, time);
    letter_lists(w, e->list != NULL ? lists_read(e->list) : 0, &list);
    words_format(w, &text, word_for(event_words, e->event), "list", buf_text(&list), "channel",
                 words_get(w, word_for(channel_words, e->channel)), NULL);
    tpl_text(d, KEY_EVENT_TIME, time);
    tpl_text(d, KEY_EVENT_EMAIL, e->email != NULL ? e->email : words_get(w, MSG_digest_nobody));
    tpl_text(d, KEY_EVENT_TEXT, buf_text(&text));
    if (e->reason != NULL && e->reason[0] != '\0')
        tpl_text(tpl_section(d, KEY_EVENT_REASON), KEY_REASON, e->reason);
    buf_free(&list);
    buf_free(&text);
}

/* A figure that is seldom there shows only when it is. */
static void
fill_seldom(struct tpl_dict *d, enum tpl_key section, enum tpl_key key, int64_t n)
{
    tpl_int(d, key, n);
    if (n != 0)
        tpl_show(d, section);
}

static void
fill_digest(struct tpl_dict *d, const struct words *w, const char *day, const struct digest *g)
{
    char date[CLOCK_DATE_MAX];
    struct tpl_dict *events;

    clock_plain_date(day, date);
    tpl_text(d, KEY_DAY, date);
    tpl_int(d, KEY_JOINED, g->joined);
    tpl_int(d, KEY_LEFT, g->left);
    tpl_int(d, KEY_BOUNCED, g->bounced);
    tpl_int(d, KEY_LAPSED, g->lapsed);
    tpl_int(d, KEY_ACTIVE, g->active);
    fill_seldom(d, KEY_HAS_HELD, KEY_HELD, g->held);
    fill_seldom(d, KEY_HAS_FLAGGED, KEY_FLAGGED, g->flagged);
    fill_seldom(d, KEY_HAS_UNKNOWN, KEY_UNKNOWN, g->unknown);
    fill_seldom(d, KEY_EVENTS_MORE, KEY_MORE_COUNT, g->missed);
    if (g->count == 0) {
        tpl_show(d, KEY_QUIET);
        return;
    }
    events = tpl_section(d, KEY_EVENTS);
    for (size_t i = 0; i < g->count; i++)
        fill_event(tpl_section(events, KEY_EVENT), w, &g->line[i]);
}

void
letter_fill(struct tpl_dict *frame, struct tpl_dict *letter, const struct letter_facts *f)
{
    assert(f->subject != NULL && f->link != NULL && f->leave_url != NULL);
    assert((f->digest != NULL) == (f->item->letter == LETTER_DIGEST));
    fill_frame(frame, f);
    fill_row(frame, f);
    fill_lists(letter, f->room->words, f->lists);
    if (f->item->answer != NULL)
        letter_answer(letter, f->item->answer, f->columns);
    if (f->digest != NULL)
        fill_digest(letter, f->room->words, f->item->day, f->digest);
}
