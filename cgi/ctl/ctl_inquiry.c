/*
 * helpctl inquiry - what people asked for, offered, applied for and wrote, in the hands of staff:
 * answers go by mail, and every step is in the audit trail.
 */
#include "ctl_inquiry.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "http/url.h"

enum { ANSWER_BYTES = 4 * ANSWER_CHARS + 1 }; /* UTF-8's longest, and one more tells too long */

/* An act on one inquiry. */
struct handling {
    char reference[REFERENCE_MAX];
    struct buf text; /* of an answer */
    const char *who; /* of an assignment; NULL: nobody */
    bool again;
    struct inquiry_head was;
};

bool
ctl_reference(const char *text, char out[REFERENCE_MAX])
{
    if (reference_parse(text, strlen(text), out))
        return true;
    ctl_error("%s is no reference; one looks like H4K2-9MX9", text);
    return false;
}

int
ctl_inquiry_failed(const char *reference, enum err e)
{
    if (e == ERR_NOTFOUND)
        return ctl_error("there is no inquiry %s", reference);
    return ctl_error("%s: %s", reference, err_text(e));
}

/* What stood in the way of an act, by how the inquiry was. */
static int
refused(const struct handling *h, enum err e)
{
    char at[CTL_TIME_MAX];

    if (e == ERR_DENIED)
        return ctl_error("%s: the person was erased, and nobody is left to get an answer",
                         h->reference);
    if (e != ERR_CONFLICT)
        return ctl_inquiry_failed(h->reference, e);
    if (strcmp(h->was.state, "closed") == 0)
        return ctl_error("%s is closed; open it again with: helpctl inquiry reopen %s",
                         h->reference, h->reference);
    if (strcmp(h->was.state, "answered") == 0)
        return ctl_error("%s was answered on %s by %s; to send another answer, add --again",
                         h->reference, ctl_time(h->was.last_at, at), h->was.last_actor);
    return ctl_error("%s is open", h->reference);
}

/* ---- answer ---- */

/* Takes a byte order mark and empty lines at the end away; CR LF and CR become LF. */
static void
text_tidy(struct buf *b)
{
    size_t from = b->len >= 3 && memcmp(b->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0, to = 0;

    for (size_t i = from; i < b->len; i++)
        if (b->data[i] != '\r' || i + 1 == b->len || b->data[i + 1] != '\n')
            b->data[to++] = (char)(b->data[i] == '\r' ? '\n' : b->data[i]);
    while (to > 0 && strchr(" \t\n", b->data[to - 1]) != NULL)
        to--;
    b->len = to;
    if (b->data != NULL)
        b->data[to] = '\0';
}

/* Reads the answer from a file, or from standard input (file NULL). False once the mistake is
 * told. */
static bool
text_read(const char *file, struct buf *text)
{
    const char *name = file != NULL ? file : "standard input";
    enum err e = file != NULL ? buf_read_file(text, file, ANSWER_BYTES)
                              : buf_read_some(text, STDIN_FILENO, ANSWER_BYTES);

    if (e != ERR_OK && e != ERR_TOOBIG) {
        ctl_error("%s: %s", name, err_text(e));
        return false;
    }
    if (e == ERR_OK)
        text_tidy(text);
    if (e == ERR_OK && text->len == 0)
        ctl_error("%s: the answer is empty", name);
    else if (e == ERR_OK && text->len < ANSWER_BYTES && !text_valid(text->data, text->len, true))
        ctl_error("%s: the answer must be text in UTF-8, without control characters", name);
    else if (e == ERR_TOOBIG || text_chars(text->data, text->len) > ANSWER_CHARS)
        ctl_error("%s: the answer is longer than %d characters", name, ANSWER_CHARS);
    else
        return true;
    return false;
}

static enum err
act_answer(struct ctl_desk *d, void *arg)
{
    struct handling *h = arg;

    return inquiry_answer(&d->desk, h->reference, buf_text(&h->text), h->again, &h->was);
}

static int
inquiry_answered(struct ctl_desk *d, void *arg)
{
    struct handling *h = arg;
    enum err e = ctl_write(d, act_answer, h);

    if (e != ERR_OK)
        return refused(h, e);
    printf("%s is answered; the letter goes out as soon as mailout sends\n", h->reference);
    return CTL_DONE;
}

static int
verb_answer(struct ctl *c)
{
    const char *file = NULL;
    struct handling h = {.again = false};
    const struct ctl_option options[] = {
        {.name = "--text", .value = &file}, {.name = "--again", .flag = &h.again}, {.name = NULL}};
    int status = CTL_FAILED;

    if (!ctl_operands(c, options, 1))
        return CTL_USAGE;
    if (!ctl_reference(c->word[0], h.reference))
        return CTL_FAILED;
    if (file == NULL && isatty(STDIN_FILENO))
        fprintf(stderr, "Type the answer, and end it with Ctrl-D on a line of its own.\n");
    if (text_read(file, &h.text))
        status = ctl_at_desk(c, inquiry_answered, &h);
    buf_free(&h.text);
    return status;
}

/* ---- assign, close, reopen ---- */

static enum err
act_assign(struct ctl_desk *d, void *arg)
{
    struct handling *h = arg;

    return inquiry_assign(&d->desk, h->reference, h->who, &h->was);
}

static int
inquiry_assigned(struct ctl_desk *d, void *arg)
{
    struct handling *h = arg;
    enum err e = ctl_write(d, act_assign, h);

    if (e != ERR_OK)
        return refused(h, e);
    printf("%s is assigned to %s\n", h->reference, h->who != NULL ? h->who : "nobody");
    return CTL_DONE;
}

static int
verb_assign(struct ctl *c)
{
    struct handling h = {.who = NULL};
    bool nobody = false;
    const struct ctl_option options[] = {{.name = "--nobody", .flag = &nobody}, {.name = NULL}};

    if (!ctl_options(c, options))
        return CTL_USAGE;
    if (c->words != (nobody ? 1 : 2))
        return ctl_misuse("assign takes a reference, and a member of staff or --nobody");
    h.who = c->word[1]; /* NULL ends the words */
    if (h.who != NULL && h.who[0] == '\0')
        return ctl_misuse("the name is empty; to take an inquiry from somebody, use --nobody");
    if (!ctl_reference(c->word[0], h.reference) || !ctl_line("the name", h.who, ASSIGNED_CHARS))
        return CTL_FAILED;
    return ctl_at_desk(c, inquiry_assigned, &h);
}

/* An act that takes nothing but a reference. */
static int
by_reference(struct ctl *c, int (*act)(struct ctl_desk *d, void *arg))
{
    struct handling h = {.who = NULL};

    if (!ctl_operands(c, NULL, 1))
        return CTL_USAGE;
    return ctl_reference(c->word[0], h.reference) ? ctl_at_desk(c, act, &h) : CTL_FAILED;
}

static enum err
act_close(struct ctl_desk *d, void *arg)
{
    struct handling *h = arg;

    return inquiry_close(&d->desk, h->reference, &h->was);
}

static int
inquiry_closed(struct ctl_desk *d, void *arg)
{
    struct handling *h = arg;
    enum err e = ctl_write(d, act_close, h);

    if (e == ERR_CONFLICT)
        return ctl_error("%s is closed already", h->reference);
    if (e != ERR_OK)
        return refused(h, e);
    printf("%s is closed%s\n", h->reference, h->was.answers == 0 ? ", without an answer" : "");
    return CTL_DONE;
}

static int
verb_close(struct ctl *c)
{
    return by_reference(c, inquiry_closed);
}

static enum err
act_reopen(struct ctl_desk *d, void *arg)
{
    struct handling *h = arg;

    return inquiry_reopen(&d->desk, h->reference, &h->was);
}

static int
inquiry_reopened(struct ctl_desk *d, void *arg)
{
    struct handling *h = arg;
    enum err e = ctl_write(d, act_reopen, h);

    if (e != ERR_OK)
        return refused(h, e);
    printf("%s is open again\n", h->reference);
    return CTL_DONE;
}

static int
verb_reopen(struct ctl *c)
{
    return by_reference(c, inquiry_reopened);
}

int
ctl_inquiry(struct ctl *c)
{
    static const struct ctl_verb verbs[] = {{"list", ctl_inquiry_list},
                                            {"show", ctl_inquiry_show},
                                            {"answer", verb_answer},
                                            {"assign", verb_assign},
                                            {"close", verb_close},
                                            {"reopen", verb_reopen},
                                            {.name = NULL}};

    return ctl_verb(c, "inquiry", verbs);
}
