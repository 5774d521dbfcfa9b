/*
 * letter_fixture.h - a shop, its key and a row of the outbox for each letter, always the same.
 */
#ifndef HC_LETTER_FIXTURE_H
#define HC_LETTER_FIXTURE_H

#include <fcntl.h>
#include <unistd.h>

#include "base/clock.h"
#include "desk/lists.h"
#include "post/letter.h"

enum { LETTER_AT = 1777816800, LETTER_KEY = 1 }; /* 2026-05-03 10:00 in New York */

/* Base32 of 32 bytes each. */
#define KEY_ONE "1 aebagbafaydqqcikbmga2dqpcaireeyuculbogazdinryhi6d4qa\n"
#define KEY_TWO "2 eaqcaibaeaqcaibaeaqcaibaeaqcaibaeaqcaibaeaqcaibaeaqa\n"

static inline struct settings
letter_settings(const char *templates)
{
    return (struct settings){
        .base_url = "https://help.alphaimports.example",
        .store_url = "https://www.alphaimports.example",
        .shop_name = "Alpha Imports",
        .legal_name = "Alpha Imports NY Inc.",
        .postal_address = "Alpha Imports NY Inc., New York, NY, USA",
        .phone = "",
        .support_mail = "support@alphaimports.example",
        .info_mail = "info@alphaimports.example",
        .mail_from = "help@alphaimports.example",
        .time_zone = "America/New_York",
        .brand_color = "#0b5a5e",
        .brand_ink = "#ffffff",
        .templates = templates,
        .leave_mail = "leave@alphaimports.example",
        .bounce_mail = "bounce@alphaimports.example",
        .digest_mail = "owner@alphaimports.example",
    };
}

/* Writes a key file that owner alone may read. False if it can't. */
static inline bool
letter_key_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool whole = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

    if (fd >= 0)
        close(fd);
    return whole;
}

/* What differs from letter to letter. */
static const struct {
    enum purpose purpose; /* PURPOSE_COUNT_: no token */
    const char *lists, *kind;
} letter_rows[LETTER_COUNT_] = {
    [LETTER_CONFIRM] = {PURPOSE_CONFIRM, "newsletter", ""},
    [LETTER_ALREADY] = {PURPOSE_COUNT_, "newsletter bargains", ""},
    [LETTER_WELCOME] = {PURPOSE_COUNT_, "newsletter bargains club", ""},
    [LETTER_LEFT] = {PURPOSE_UNDO, "all", ""},
    [LETTER_PREFERENCES] = {PURPOSE_PREFERENCES, "", ""},
    [LETTER_REQUEST] = {PURPOSE_COUNT_, "", "correct"},
    [LETTER_INQUIRY] = {PURPOSE_COUNT_, "", "catalog"},
    [LETTER_ANSWER] = {PURPOSE_COUNT_, "", "advice"},
    [LETTER_CHANGE_OLD] = {PURPOSE_CHANGE_OLD, "", ""},
    [LETTER_CHANGE_NEW] = {PURPOSE_CHANGE_NEW, "", ""},
    [LETTER_CHANGED] = {PURPOSE_COUNT_, "", ""},
    [LETTER_DIGEST] = {PURPOSE_COUNT_, "", ""},
    [LETTER_TEST] = {PURPOSE_COUNT_, "", ""},
};

/* How many days its link lasts. */
static inline int64_t
letter_days(enum letter l)
{
    return l == LETTER_CONFIRM ? CONFIRM_DAYS : l == LETTER_LEFT ? UNDO_DAYS : 3;
}

/* What staff wrote; a literal, so outbox_item_clear() is not for it. */
static inline char *
letter_answer_text(void)
{
    static char text[] =
        "Dear Jane,\n\nthank you for asking. We took the stone out of its paper and looked at it in "
        "daylight: the colour is a medium, slightly violet blue, and it is eye clean.\n"
        "Two others are close:\n- AB-1207, 6.1 mm\n- AB-1311, 6.0 mm & a little darker\n\n\n"
        "Kind regards\nMaria <the gemmologist>\n";

    return text;
}

static inline struct outbox_item
letter_row(enum letter l)
{
    struct outbox_item i = {
        .id = 1 + (int64_t)l,
        .key_id = LETTER_KEY,
        .leave_key = LETTER_KEY,
        .attempts = 1,
        .created_at = LETTER_AT,
        .letter = l,
        .person = 7,
        .to = "Jane.Doe@example.com",
        .canonical = "jane.doe@example.com",
        .name = "Jane Doe",
        .has_token = letter_rows[l].purpose != PURPOSE_COUNT_,
        .reference = "H4K2-9MXT",
        .day = "2026-05-02",
        .new_email = "jane@new.example",
        .due_at = LETTER_AT + 31 * (int64_t)DAY_SECONDS,
        .answer = l == LETTER_ANSWER ? letter_answer_text() : NULL,
    };

    memset(i.random, 0x40 + (int)l, sizeof i.random);
    snprintf(i.lists, sizeof i.lists, "%s", letter_rows[l].lists);
    snprintf(i.request_kind, sizeof i.request_kind, "%s", letter_rows[l].kind);
    if (i.has_token) {
        i.token = (struct token){.id = 3,
                                 .purpose = letter_rows[l].purpose,
                                 .key_id = LETTER_KEY,
                                 .person = 7,
                                 .created_at = LETTER_AT,
                                 .ends_at = LETTER_AT + letter_days(l) * DAY_SECONDS};
        memset(i.token.random, 0x60 + (int)l, sizeof i.token.random);
    }
    return i;
}

/* A day at the shop; the strings are literals, so digest_free() is not for it. */
static inline struct digest
letter_digest(void)
{
    static const struct {
        int minutes;
        const char *email, *list, *event, *channel, *reason;
    } rows[] = {
        {9, "jane.doe@example.com", "newsletter", "confirm", "link", NULL},
        {72, "li.wei@example.net", "bargains", "confirm", "link", NULL},
        {75, "li.wei@example.net", "club", "confirm", "link", NULL},
        {320, "sam@example.org", "all", "leave", "mail", NULL},
        {333, "a.rather.long.address.of.somebody@subdomain.of.a.company.example", "newsletter",
         "leave", "one-click", NULL},
        {410, "kim@example.com", "bargains", "leave", "web",
         "Too many mails, and none with pearls."},
        {544, NULL, "all", "leave", "link", NULL},
        {610, "old@example.com", "newsletter", "bounce", "program", NULL},
        {722, "kim@example.com", "bargains", "undo", "link", NULL},
    };
    struct digest g = {.count = sizeof rows / sizeof *rows,
                       .joined = 3,
                       .left = 4,
                       .bounced = 1,
                       .lapsed = 2,
                       .missed = 12,
                       .flagged = 1,
                       .active = 48211};

    for (size_t i = 0; i < g.count; i++)
        g.line[i] = (struct digest_line){.at = LETTER_AT - DAY_SECONDS + rows[i].minutes * 60,
                                         .email = (char *)(uintptr_t)rows[i].email,
                                         .list = (char *)(uintptr_t)rows[i].list,
                                         .event = (char *)(uintptr_t)rows[i].event,
                                         .channel = (char *)(uintptr_t)rows[i].channel,
                                         .reason = (char *)(uintptr_t)rows[i].reason};
    return g;
}

#endif
