/* letter.c - the table of letters, and what goes on the envelope. */
#include "letter.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/address.h"
#include "base/clock.h"
#include "desk/lists.h"
#include "letter_fill.h"
#include "mail/compose.h"

enum { PATH_BYTES = 4096, TEXT_COLUMNS = 72 };

enum trait {
    NAMES_LISTS = 1, /* says which lists it is about */
    CAN_LEAVE = 2,   /* has a link to leave those, and the headers for it */
    PROVEN = 4,      /* goes to a mailbox that has confirmed: its name may stand in the To line */
    TO_SHOP = 8,     /* goes to the shop's own people, who have no preferences */
    BY_HAND = 16,    /* a person wrote it: no mail of a program's (RFC 3834 5.1) */
};

/* Where the button leads; those before BUTTON_STORE end with the row's token. */
enum button { BUTTON_NONE, BUTTON_CONFIRM, BUTTON_UNDO, BUTTON_PREFERENCES, BUTTON_STORE };

#define FILES(id) TPL_letters_##id, TPL_letters_##id##_text
#define SAYS(id)  MSG_letter_##id##_subject, MSG_letter_##id##_preview, MSG_letter_##id##_why

static const struct kind {
    enum tpl_file html, text;
    enum word subject, preview, why, button;
    enum button leads;
    enum purpose purpose; /* that the row's token must have */
    unsigned traits;
} kinds[] = {
    [LETTER_CONFIRM] = {FILES(confirm), SAYS(confirm), MSG_letter_confirm_button, BUTTON_CONFIRM,
                        PURPOSE_CONFIRM, NAMES_LISTS},
    [LETTER_ALREADY] = {FILES(already), SAYS(already), MSG_NONE, BUTTON_NONE, PURPOSE_COUNT_,
                        NAMES_LISTS | CAN_LEAVE},
    [LETTER_WELCOME] = {FILES(welcome), SAYS(welcome), MSG_letter_welcome_button, BUTTON_STORE,
                        PURPOSE_COUNT_, NAMES_LISTS | CAN_LEAVE | PROVEN},
    [LETTER_LEFT] = {FILES(left), SAYS(left), MSG_letter_left_button, BUTTON_UNDO, PURPOSE_UNDO,
                     NAMES_LISTS | PROVEN},
    [LETTER_PREFERENCES] = {FILES(preferences), SAYS(preferences), MSG_letter_preferences_button,
                            BUTTON_PREFERENCES, PURPOSE_PREFERENCES, 0},
    [LETTER_REQUEST] = {FILES(request), SAYS(request), MSG_NONE, BUTTON_NONE, PURPOSE_COUNT_, 0},
    [LETTER_INQUIRY] = {FILES(inquiry), SAYS(inquiry), MSG_NONE, BUTTON_NONE, PURPOSE_COUNT_, 0},
    [LETTER_ANSWER] = {FILES(answer), SAYS(answer), MSG_NONE, BUTTON_NONE, PURPOSE_COUNT_, BY_HAND},
    [LETTER_CHANGE_OLD] = {FILES(change_old), SAYS(change_old), MSG_letter_change_old_button,
                           BUTTON_CONFIRM, PURPOSE_CHANGE_OLD, PROVEN},
    [LETTER_CHANGE_NEW] = {FILES(change_new), SAYS(change_new), MSG_letter_change_new_button,
                           BUTTON_CONFIRM, PURPOSE_CHANGE_NEW, 0},
    [LETTER_CHANGED] = {FILES(changed), SAYS(changed), MSG_NONE, BUTTON_NONE, PURPOSE_COUNT_,
                        PROVEN},
    [LETTER_DIGEST] = {FILES(digest), SAYS(digest), MSG_NONE, BUTTON_NONE, PURPOSE_COUNT_, TO_SHOP},
    [LETTER_TEST] = {FILES(test), SAYS(test), MSG_NONE, BUTTON_NONE, PURPOSE_COUNT_, TO_SHOP},
};
static_assert(sizeof kinds / sizeof *kinds == LETTER_COUNT_, "a row for each letter");

static const char *const link_path[] = {[BUTTON_CONFIRM] = "/confirm/",
                                        [BUTTON_UNDO] = "/undo/",
                                        [BUTTON_PREFERENCES] = "/preferences/"};

/* A letter on its way from row to mail. */
struct drawing {
    const struct letter_room *room;
    const struct outbox_item *item;
    const struct digest *digest;
    const struct kind *kind;
    char from[MAIL_MAX + 1]; /* mail_from as servers take it */
    unsigned lists;
    char link[LETTER_LINK_MAX];
    struct drawn_letter *out;
};

enum err
letter_room_open(const struct settings *s, const struct keys *k, struct letter_room *out,
                 struct report *rep)
{
    char folder[PATH_BYTES];
    enum err e;

    assert(s != NULL && k != NULL);
    *out = (struct letter_room){.settings = s, .keys = k};
    snprintf(folder, sizeof folder, "%s/words/en", s->templates);
    e = words_load(folder, &out->words, rep);
    if (e == ERR_OK)
        e = tpl_load(s->templates, out->words, &out->tpl, rep);
    return e;
}

void
letter_room_close(struct letter_room *r)
{
    tpl_free(r->tpl);
    words_free(r->words);
    *r = (struct letter_room){0};
}

static const char *
domain_of(const char *wire)
{
    const char *at = strchr(wire, '@');

    assert(at != NULL);
    return at + 1;
}

static enum err
address(struct drawing *g)
{
    const struct outbox_item *i = g->item;
    const char *to = i->letter == LETTER_DIGEST ? g->room->settings->digest_mail : i->to;

    if (to[0] == '\0')
        return ERR_NOTFOUND;
    if (!mail_address_wire(g->room->settings->mail_from, g->from) ||
        !mail_address_wire(to, g->out->to))
        return ERR_BUG;
    if (g->kind->traits & PROVEN)
        snprintf(g->out->to_name, sizeof g->out->to_name, "%s", i->name);
    return ERR_OK;
}

/* An address of ours with a tag, as servers take it; "" where the setting is. */
static enum err
tagged(const char *setting, const char *tag, char *out)
{
    char wire[MAIL_MAX + 1];

    out[0] = '\0';
    if (setting[0] == '\0')
        return ERR_OK;
    return mail_address_wire(setting, wire) && tagged_address(wire, tag, out) ? ERR_OK : ERR_BUG;
}

/* Message-ID and return address come from the row's random id, so each attempt has the same. */
static enum err
envelope(struct drawing *g)
{
    const struct outbox_item *i = g->item;
    struct drawn_letter *out = g->out;
    char id[(SECRET_ID * 8 + 4) / 5 + 1], tag[BOUNCE_TAG_TEXT];
    enum err e;

    base32_encode(i->random, SECRET_ID, id);
    snprintf(out->message_id, MESSAGE_ID_MAX, "%s@%s", id, domain_of(g->from));
    out->date = i->created_at;
    if (!bounce_tag_write(g->room->keys, i->key_id, i->random, tag))
        return ERR_DENIED;
    e = tagged(g->room->settings->bounce_mail, tag, out->return_address);
    if (out->return_address[0] == '\0')
        snprintf(out->return_address, RETURN_ADDRESS_MAX, "%s", g->from);
    return e;
}

/* What the button leads to. */
static enum err
button_link(struct drawing *g)
{
    const struct token *t = &g->item->token;
    const struct settings *s = g->room->settings;
    char token[TOKEN_TEXT];

    if (g->kind->leads == BUTTON_NONE)
        return ERR_OK;
    if (g->kind->leads == BUTTON_STORE) {
        snprintf(g->link, sizeof g->link, "%s", s->store_url);
        return ERR_OK;
    }
    if (!g->item->has_token)
        return ERR_NOTFOUND;
    if (t->purpose != g->kind->purpose)
        return ERR_BUG;
    if (!token_write(g->room->keys, t->key_id, t->purpose, t->random, token))
        return ERR_DENIED;
    snprintf(g->link, sizeof g->link, "%s%s%s", s->base_url, link_path[g->kind->leads], token);
    return ERR_OK;
}

/* The lists that the letter names; a row that names none that there is can't be right. */
static enum err
named_lists(struct drawing *g)
{
    if (!(g->kind->traits & NAMES_LISTS))
        return ERR_OK;
    g->lists = lists_read(g->item->lists);
    return g->lists != 0 ? ERR_OK : ERR_BUG;
}

/* A link to leave works as long as its key is kept. */
static enum err
leave_links(struct drawing *g)
{
    const struct settings *s = g->room->settings;
    const char *canonical = g->item->canonical;
    struct leave_token t = {.lists = g->lists, .key = g->item->leave_key};
    char text[LEAVE_TEXT], tag[LEAVE_TAG_TEXT];

    if (!(g->kind->traits & CAN_LEAVE))
        return ERR_OK;
    if (!keys_hash(g->room->keys, t.key, PURPOSE_ADDRESS, canonical, strlen(canonical), t.hash) ||
        !leave_write(g->room->keys, &t, text) || !leave_tag_write(g->room->keys, &t, tag))
        return ERR_DENIED;
    snprintf(g->out->leave_url, LETTER_LINK_MAX, "%s/leave/%s", s->base_url, text);
    if ((g->lists & (g->lists - 1)) == 0)
        snprintf(g->out->list_id, sizeof g->out->list_id, "%s.%s", list_name(g->lists),
                 domain_of(g->from));
    return tagged(s->leave_mail, tag, g->out->leave_mail);
}

static void
subject(struct drawing *g)
{
    const struct words *w = g->room->words;
    char joined[24] = "", left[24] = "", day[CLOCK_DATE_MAX] = "";
    struct buf lists = BUF_INIT;

    letter_lists(w, g->lists, &lists);
    if (g->digest != NULL) {
        snprintf(joined, sizeof joined, "%lld", (long long)g->digest->joined);
        snprintf(left, sizeof left, "%lld", (long long)g->digest->left);
        clock_plain_date(g->item->day, day);
    }
    words_format(w, &g->out->subject, g->kind->subject, "shop", g->room->settings->shop_name,
                 "lists", buf_text(&lists), "reference", g->item->reference, "day", day, "joined",
                 joined, "left", left, NULL);
    buf_free(&lists);
}

/* Expands a letter inside its frame: both as HTML, or both as text. */
static enum err
expand(const struct drawing *g, bool text, struct buf *out)
{
    const struct letter_facts facts = {
        .room = g->room,
        .item = g->item,
        .digest = g->digest,
        .lists = g->lists,
        .subject = buf_text(&g->out->subject),
        .preview = g->kind->preview,
        .why = g->kind->why,
        .button = g->kind->button,
        .link = g->link,
        .leave_url = g->out->leave_url,
        .preferences = !(g->kind->traits & TO_SHOP),
        .columns = text ? TEXT_COLUMNS : 0,
    };
    struct tpl_dict *frame = tpl_dict_new(), *letter;
    enum err e;

    letter = tpl_include(frame, KEY_MAIN, text ? g->kind->text : g->kind->html);
    if (g->kind->button != MSG_NONE)
        tpl_include(letter, KEY_BUTTON, text ? TPL_letters_button_text : TPL_letters_button);
    letter_fill(frame, letter, &facts);
    e = tpl_expand(g->room->tpl, text ? TPL_letters_frame_text : TPL_letters_frame, frame, out);
    tpl_dict_free(frame);
    return e;
}

enum err
letter_draw(const struct letter_room *r, const struct outbox_item *i, const struct digest *digest,
            struct drawn_letter *out)
{
    struct drawing g = {.room = r, .item = i, .digest = digest, .out = out};
    enum err e = ERR_OK;

    assert(i->letter < LETTER_COUNT_);
    *out = (struct drawn_letter){0};
    if ((i->letter == LETTER_DIGEST) != (digest != NULL) ||
        (i->letter == LETTER_ANSWER) != (i->answer != NULL))
        return ERR_BUG;
    g.kind = &kinds[i->letter];
    out->automatic = !(g.kind->traits & BY_HAND);
    enum err (*const steps[])(struct drawing *) = {address, envelope, named_lists, button_link,
                                                   leave_links};
    for (size_t n = 0; n < sizeof steps / sizeof *steps && e == ERR_OK; n++)
        e = steps[n](&g);
    if (e != ERR_OK)
        return e;
    subject(&g);
    e = out->subject.err;
    if (e == ERR_OK)
        e = expand(&g, true, &out->text);
    if (e == ERR_OK)
        e = expand(&g, false, &out->html);
    return e;
}

void
drawn_letter_free(struct drawn_letter *l)
{
    buf_free(&l->subject);
    buf_free(&l->text);
    buf_free(&l->html);
}

/* What a header leaves out is NULL to compose.h. */
static const char *
or_null(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

enum err
letter_mail(const struct letter_room *r, const struct drawn_letter *l, struct buf *out)
{
    const struct letter_parts mail = {
        .from = r->settings->mail_from,
        .from_name = r->settings->shop_name,
        .reply_to = r->settings->support_mail,
        .to = l->to,
        .to_name = or_null(l->to_name),
        .subject = buf_text(&l->subject),
        .text = buf_text(&l->text),
        .html = or_null(buf_text(&l->html)),
        .message_id = l->message_id,
        .date = l->date,
        .leave_url = or_null(l->leave_url),
        .leave_mail = or_null(l->leave_mail),
        .list_id = or_null(l->list_id),
        .automatic = l->automatic,
    };

    return letter_compose(&mail, out);
}
