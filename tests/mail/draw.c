/*
 * draw FOLDER TEMPLATES - every letter as NAME.html, NAME.txt and NAME.eml, for a browser and for
 * people to look at. The rows are those of the unit tests, with two states more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/letter_fixture.h"
#include "mail/compose.h"

static bool
leave_file(const char *folder, const char *name, const char *ending, const struct buf *text)
{
    char path[4096];
    FILE *file;
    bool whole;

    snprintf(path, sizeof path, "%s/%s.%s", folder, name, ending);
    file = fopen(path, "wb");
    if (file == NULL)
        return false;
    whole = fwrite(buf_text(text), 1, text->len, file) == text->len;
    return fclose(file) == 0 && whole;
}

static bool
draw(const struct letter_room *r, const struct outbox_item *i, const struct digest *g,
     const char *folder, const char *name)
{
    struct drawn_letter l;
    struct buf mail = BUF_INIT;
    bool whole = letter_draw(r, i, g, &l) == ERR_OK && letter_mail(r, &l, &mail) == ERR_OK &&
                 leave_file(folder, name, "html", &l.html) &&
                 leave_file(folder, name, "txt", &l.text) && leave_file(folder, name, "eml", &mail);

    buf_free(&mail);
    drawn_letter_free(&l);
    return whole;
}

static bool
draw_all(const struct letter_room *r, const char *folder)
{
    struct digest full = letter_digest(), quiet = {.active = 48211};
    struct outbox_item i;
    bool whole = true;

    for (enum letter l = 0; l < LETTER_COUNT_ && whole; l++) {
        i = letter_row(l);
        whole = draw(r, &i, l == LETTER_DIGEST ? &full : NULL, folder, letter_name(l));
    }
    i = letter_row(LETTER_CONFIRM);
    i.opted_out_at = LETTER_AT;
    whole = whole && draw(r, &i, NULL, folder, "confirm-opted-out");
    i = letter_row(LETTER_DIGEST);
    return whole && draw(r, &i, &quiet, folder, "digest-quiet");
}

int
main(int argc, char **argv)
{
    struct settings s = letter_settings(argc > 2 ? argv[2] : "templates");
    struct report rep = {0};
    struct keys *keys = NULL;
    struct letter_room room = {0};
    char path[4096];
    bool whole;

    if (argc < 2) {
        fputs("usage: draw FOLDER [TEMPLATES]\n", stderr);
        return 2;
    }
    mail_setup();
    snprintf(path, sizeof path, "%s/letter.key", argv[1]);
    whole = secret_init() == ERR_OK && clock_zone_set(s.time_zone) &&
            letter_key_file(path, KEY_ONE) && keys_load(path, &keys, &rep) == ERR_OK &&
            letter_room_open(&s, keys, &room, &rep) == ERR_OK && draw_all(&room, argv[1]);
    unlink(path);
    letter_room_close(&room);
    keys_free(keys);
    report_log(&rep);
    report_free(&rep);
    return whole ? 0 : 1;
}
