#include "intake.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/token.h"
#include "desk/bounces.h"
#include "desk/lists.h"
#include "desk/mail_in.h"
#include "desk/people.h"
#include "desk/setup.h"

enum { MESSAGE_ID_TEXT = 26 }; /* base32 of SECRET_ID bytes, which our Message-IDs begin with */

/* A mail on its way through a transaction. */
struct visit {
    struct desk desk;
    const struct inbound *mail;
    struct mail_in row; /* what is written down */
    struct submission submission;
};

/* ---- opt-outs ---- */

/* Who leaves what, as a form's content is known by: the same again within a day is a repeat. */
static enum err
content_set(struct visit *v, const struct leaving *l)
{
    struct buf b = BUF_INIT;
    buf_fmt(&b, "mail %u ", l->lists);
    if (l->mail != NULL)
        buf_str(&b, l->mail->canonical);
    else
        buf_add(&b, l->hash->bytes, sizeof l->hash->bytes);
    enum err e = b.err;
    if (e == ERR_OK)
        e = submission_content(v->desk.keys, b.data, b.len, &v->submission);
    buf_free(&b);
    return e;
}

static enum err
leave(struct visit *v, const struct leaving *l)
{
    struct submission *s = &v->submission;
    assert(l->lists != 0 && (l->mail != NULL) != (l->hash != NULL));
    s->form = "mail";
    memcpy(s->nonce, v->row.digest, sizeof s->nonce);
    enum err e = content_set(v, l);
    if (e == ERR_OK)
        e = submission_begin(&v->desk, s);
    if (e == ERR_OK)
        e = lists_leave(&v->desk, l, s);
    v->row.acted = e == ERR_OK;
    v->row.reference = e == ERR_OK ? s->reference : NULL;
    return e;
}

/* Who has the sender's address, or else had it before another one. ERR_NOTFOUND. */
static enum err
sender_find(struct visit *v)
{
    const char *canonical = v->mail->from.canonical;
    const struct keys *k = v->desk.keys;
    enum err e = person_find(&v->desk, canonical, &v->row.person);
    for (size_t i = 0; e == ERR_NOTFOUND && i < keys_count(k); i++) {
        struct address_hash hash = {.key_id = keys_id(k, i)}, whole;
        if (!keys_hash(k, hash.key_id, PURPOSE_ADDRESS, canonical, strlen(canonical), hash.bytes))
            return ERR_BUG;
        e = address_hash_person(&v->desk, &hash, SECRET_HASH, &whole, &v->row.person);
        if (e == ERR_OK && v->row.person == 0)
            e = ERR_NOTFOUND;
    }
    return e;
}

/*
 * By the sender's address, which anybody can write: so only for one who is on a list, was, or has
 * asked to be, and the receipt can undo it. Who has left everything already has what they ask for.
 */
static enum err
act_remove(struct visit *v)
{
    const struct leaving l = {.lists = LIST_ALL, .mail = &v->mail->from};
    struct lists_state state = {0};
    int64_t since = 0;
    if (v->mail->no_answer || v->mail->from.canonical[0] == '\0')
        return ERR_OK;
    enum err e = sender_find(v);
    if (e == ERR_OK)
        e = lists_look(v->desk.db, v->row.person, &state);
    if (e == ERR_OK)
        e = suppressed(&v->desk, v->mail->from.canonical, NULL, &since);
    if (e != ERR_OK)
        return e == ERR_NOTFOUND ? ERR_OK : e;
    v->row.acted = state.opted_out != 0;
    bool stays = (state.active | state.pending | state.bounced) != 0;
    return stays || (state.opted_out != 0 && since == 0) ? leave(v, &l) : ERR_OK;
}

/* By the tag, whoever sends it. One that was spoilt on its way is still a wish to leave. */
static enum err
act_leave(struct visit *v)
{
    const char *tag = v->mail->leave_tag;
    struct leave_token t;
    if (!leave_tag_read(v->desk.keys, tag, strlen(tag), &t))
        return act_remove(v);
    struct address_hash hash = {.key_id = t.key}, whole;
    memcpy(hash.bytes, t.hash, sizeof hash.bytes);
    const struct leaving l = {.lists = t.lists, .hash = &hash};
    enum err e = address_hash_person(&v->desk, &hash, LEAVE_PREFIX, &whole, &v->row.person);
    if (e == ERR_OK)
        e = leave(v, &l);
    return e == ERR_NOTFOUND ? act_remove(v) : e;
}

/* ---- bounces ---- */

/* The letter whose Message-ID came back. Nobody signed that: it only counts for the address that
 * the letter went to. */
static enum err
letter_by_message_id(struct visit *v)
{
    const char *id = v->mail->bounce_message_id;
    unsigned char random[SECRET_ID];
    struct person person;
    if (strcspn(id, "@") != MESSAGE_ID_TEXT ||
        !base32_decode(id, MESSAGE_ID_TEXT, random, sizeof random))
        return ERR_NOTFOUND;
    enum err e = bounce_letter(&v->desk, random, &v->row.outbox, &v->row.person);
    if (e == ERR_OK && v->row.person == 0)
        e = ERR_NOTFOUND;
    if (e == ERR_OK)
        e = person_look(v->desk.db, v->row.person, &person);
    if (e == ERR_OK && strcmp(person.mail.canonical, v->mail->bounce_to.canonical) != 0)
        e = ERR_NOTFOUND;
    return e;
}

static enum err
letter_find(struct visit *v)
{
    const char *tag = v->mail->bounce_tag;
    unsigned char random[SECRET_ID];
    if (tag[0] == '\0')
        return letter_by_message_id(v);
    if (!bounce_tag_read(v->desk.keys, tag, strlen(tag), random))
        return ERR_NOTFOUND;
    return bounce_letter(&v->desk, random, &v->row.outbox, &v->row.person);
}

/* "550 5.1.1", or what there is of it; NULL for nothing. */
static const char *
status_text(const struct inbound *mail, char *out, size_t size)
{
    const char *gap = mail->code != 0 && mail->status[0] != '\0' ? " " : "";
    char code[16] = "";
    if (mail->code != 0)
        snprintf(code, sizeof code, "%d", mail->code);
    snprintf(out, size, "%s%s%s", code, gap, mail->status);
    return out[0] != '\0' ? out : NULL;
}

/* Of a mail that isn't one of our letters, or no longer known, nothing but the row is kept. */
static enum err
act_bounce(struct visit *v)
{
    char text[40];
    bool ended;
    enum err e = letter_find(v);
    if (e == ERR_NOTFOUND) {
        v->row.person = v->row.outbox = 0;
        return ERR_OK;
    }
    if (e != ERR_OK)
        return e;
    enum bounce_kind kind = bounce_judge(v->mail->status, v->mail->code, v->mail->text);
    e = bounce_record(&v->desk, v->row.outbox, kind, status_text(v->mail, text, sizeof text),
                      "mail", &ended);
    v->row.acted = e == ERR_OK;
    return e;
}

/* ---- each mail ---- */

/* Only whom it says it is from, if known: staff see it, and it is forgotten with the person. */
static enum err
act_note(struct visit *v)
{
    if (v->mail->from.canonical[0] == '\0')
        return ERR_OK;
    enum err e = person_find(&v->desk, v->mail->from.canonical, &v->row.person);
    return e == ERR_NOTFOUND ? ERR_OK : e;
}

/* What a kind is written down as, and what is done. */
static const struct {
    enum mail_kind row;
    enum err (*act)(struct visit *v);
} kinds[] = {
    [INBOUND_LEAVE] = {MAIL_OPTOUT, act_leave},
    [INBOUND_REMOVE] = {MAIL_OPTOUT, act_remove},
    [INBOUND_BOUNCE] = {MAIL_BOUNCE, act_bounce},
    [INBOUND_DELAYED] = {MAIL_AUTOREPLY, act_note},
    [INBOUND_AUTOREPLY] = {MAIL_AUTOREPLY, act_note},
    [INBOUND_REQUEST] = {MAIL_REQUEST, act_note},
    [INBOUND_PERSON] = {MAIL_PERSON, act_note},
};
static_assert(sizeof kinds / sizeof *kinds == INBOUND_KINDS_, "a row for each kind");

/* Adds a text and where it ends. */
static void
add_text(struct buf *b, const char *text)
{
    buf_add(b, text, strlen(text) + 1);
}

/*
 * What tells a mail from others: its Message-ID with its sender, and where it came to, since one
 * mail may be for support and for leave+. Without a Message-ID all its bytes.
 */
static enum err
mail_name(const struct inbound *mail, const char *bytes, size_t len, const struct envelope *env,
          struct buf *out)
{
    const char *to = env->recipient != NULL ? env->recipient : "";
    add_text(out, mail->message_id);
    add_text(out, mail->from.canonical);
    buf_add(out, to, strcspn(to, "+@"));
    buf_char(out, '\0');
    add_text(out, mail->leave_tag);
    add_text(out, mail->bounce_tag);
    if (mail->message_id[0] == '\0')
        buf_add(out, bytes, len);
    return out->err;
}

/* Whether it was handled before, under any key; row.digest gets the newest key's. */
static enum err
look_back(struct visit *v, const struct buf *name, bool *seen)
{
    const struct keys *k = v->desk.keys;
    enum err e = ERR_OK;
    *seen = false;
    for (size_t i = keys_count(k); e == ERR_OK && !*seen && i > 0; i--) {
        if (!keys_hash(k, keys_id(k, i - 1), PURPOSE_MAIL_IN, name->data, name->len, v->row.digest))
            return ERR_BUG;
        e = mail_in_seen(&v->desk, v->row.digest, seen);
    }
    return e;
}

/* In a transaction. */
static enum err
handle(struct visit *v, const struct buf *name)
{
    bool seen;
    enum err e = look_back(v, name, &seen);
    if (e != ERR_OK || seen)
        return e;
    e = kinds[v->mail->kind].act(v);
    return e == ERR_OK ? mail_in_record(&v->desk, &v->row) : e;
}

static void
handled_log(const struct visit *v, enum err e)
{
    if (e == ERR_OK)
        log_event(LOG_INFO, "mail_in", "kind", inbound_kind_name(v->mail->kind), "acted",
                  v->row.acted ? "yes" : "no", "reference", v->row.reference, NULL);
    else
        log_event(LOG_ERROR, "mail_in_failed", "why", err_text(e), NULL);
}

static enum err
transact(const struct intake *in, struct visit *v, const struct buf *name)
{
    enum err e = db_write_begin(in->db);
    if (e != ERR_OK)
        return e;
    if ((e = handle(v, name)) == ERR_OK)
        e = db_commit(in->db);
    else
        db_rollback(in->db);
    return e == ERR_CONFLICT ? ERR_OK : e; /* it came twice at once: the other has handled it */
}

enum err
intake_mail(const struct intake *in, const char *mail, size_t len, const struct envelope *env)
{
    const struct inbound_self self = {.leave_mail = in->settings->leave_mail,
                                      .bounce_mail = in->settings->bounce_mail};
    struct visit v = {.desk = {.db = in->db,
                               .keys = in->keys,
                               .now = clock_now(),
                               .channel = CHANNEL_MAIL,
                               .actor = "visitor",
                               .limits = &in->limits}};
    struct inbound read;
    struct buf name = BUF_INIT;
    enum err e = inbound_read(mail, len, env, &self, &read);
    v.mail = &read;
    if (e == ERR_OK)
        e = mail_name(&read, mail, len, env, &name);
    if (e == ERR_OK) {
        v.row.kind = kinds[read.kind].row;
        v.row.message_id = read.message_id[0] != '\0' ? read.message_id : NULL;
        e = transact(in, &v, &name);
    }
    handled_log(&v, e);
    buf_free(&name);
    return e;
}

/* ---- start and end ---- */

enum err
intake_open(const char *conf, struct intake *out, struct report *rep)
{
    memset(out, 0, sizeof *out);
    enum err e = setup(conf, &out->settings, &out->keys, rep);
    if (e != ERR_OK)
        return e;
    out->limits = quota_limits_of(out->settings);
    return db_open(out->settings->database, ROLE_MAIL, &out->db, rep);
}

void
intake_close(struct intake *in)
{
    db_close(in->db);
    keys_free(in->keys);
    settings_free(in->settings);
    memset(in, 0, sizeof *in);
}
