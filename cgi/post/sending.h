/*
 * sending.h - what mailout does with due letters: lease some, send each, settle each at once.
 *
 * One thread. A letter that the server has taken is settled whatever it costs in patience, since it
 * would be sent twice otherwise; a kill in between repeats that one letter at most.
 */
#ifndef HC_SENDING_H
#define HC_SENDING_H

#include "deliver.h"
#include "desk/desk.h"

/* What letters are made and sent with; made anew where the settings are read again. */
struct office {
    struct settings *settings;
    struct keys *keys;
    struct letter_room room;
    struct deliver *deliver;
};

/*
 * Reads settings, keys and templates of conf, and gets ready to send. ERR_INVALID and the like: rep
 * says what is wrong. office_close() always.
 */
enum err office_open(const char *conf, struct office *out, struct report *rep);
void office_close(struct office *o);

/* What became of letters. */
struct outcome {
    int64_t sent, deferred, failed, dropped;
};

struct sending {
    struct db *db; /* ROLE_MAIL */
    struct office *office;
    int64_t slot;
    bool (*interrupted)(void);               /* asked between letters */
    bool (*ending)(void);                    /* asked while the database takes nothing */
    void (*progress)(const struct outcome *t); /* told after each letter, or NULL */
    struct smtp_result down;                 /* of the letter that met a server which is down */
};

/* The desk that mailout sits at, now. */
struct desk sending_desk(const struct sending *s);

enum pass_end {
    PASS_DONE,        /* nothing is due any more */
    PASS_INTERRUPTED, /* as interrupted() wanted; what was leased is free again */
    PASS_DOWN,        /* the server, or mail_dir, takes nothing: see `down`; likewise */
    PASS_STORE,       /* the database fails: *e says how */
};

/* Sends what is due, and adds to t. */
enum pass_end sending_pass(struct sending *s, struct outcome *t, enum err *e);

#endif
