/*
 * helpctl inquiry list, show - inquiries as tables for people, and as CSV or JSON for programs.
 */
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "ctl_inquiry.h"
#include "desk/inquiries.h"
#include "rows.h"
#include "view/jsonld.h"

static const char *const states[] = {"open", "answered", "closed", "any"};
enum { STATES = sizeof states / sizeof *states };

/* The columns of the list, named as those of v_inquiries. */
enum { REFERENCE, KIND, STATE, RECEIVED, EMAIL, NAME, ASSIGNED, ANSWERS, COLUMNS };
static const char *const columns[COLUMNS] = {
    [REFERENCE] = "reference",  [KIND] = "kind",       [STATE] = "state",
    [RECEIVED] = "received_at", [EMAIL] = "email",     [NAME] = "name",
    [ASSIGNED] = "assigned_to", [ANSWERS] = "answers",
};

struct listing {
    const char *kind, *state; /* NULL: all */
    bool csv, json;
    size_t count;
};

/* ---- list ---- */

static const char *
or_dash(const char *text)
{
    return text[0] != '\0' ? text : "-";
}

static void
table_print(const char *const cell[COLUMNS])
{
    printf("%-9s  %-8s %-9s %-16s  %-12s  %s", cell[REFERENCE], cell[KIND], cell[STATE],
           cell[RECEIVED], or_dash(cell[ASSIGNED]), or_dash(cell[EMAIL]));
    printf(cell[NAME][0] != '\0' ? " (%s)\n" : "%s\n", cell[NAME]);
}

/* A row as a JSON object; what isn't known is null, and how many answers there are a number. */
static void
json_print(const char *const cell[COLUMNS], bool first)
{
    struct buf b = BUF_INIT;

    buf_str(&b, first ? "[" : ",\n ");
    for (size_t i = 0; i < COLUMNS; i++) {
        buf_str(&b, i == 0 ? "{" : ", ");
        json_string(&b, columns[i]);
        buf_str(&b, ": ");
        if (i == ANSWERS || cell[i][0] == '\0')
            buf_str(&b, cell[i][0] == '\0' ? "null" : cell[i]);
        else
            json_string(&b, cell[i]);
    }
    printf("%s}", buf_text(&b));
    buf_free(&b);
}

static void
line_print(void *ctx, const struct inquiry_line *l)
{
    struct listing *x = ctx;
    char received[CTL_TIME_MAX], answers[24];
    const char *const cell[COLUMNS] = {l->reference, l->kind, l->state,       received,
                                       l->email,     l->name, l->assigned_to, answers};

    ctl_time(l->received_at, received);
    snprintf(answers, sizeof answers, "%lld", (long long)l->answers);
    if (x->csv)
        rows_write(stdout, cell, COLUMNS);
    else if (x->json)
        json_print(cell, x->count == 0);
    else
        table_print(cell);
    x->count++;
}

static void
list_begin(const struct listing *x)
{
    if (x->csv)
        rows_write(stdout, columns, COLUMNS);
    else if (!x->json)
        printf("%-9s  %-8s %-9s %-16s  %-12s  %s\n", "reference", "kind", "state", "received",
               "assigned", "from");
}

static void
list_end(const struct listing *x)
{
    if (x->json)
        puts(x->count == 0 ? "[]" : "]");
    else if (!x->csv && x->count == 0)
        puts("-");
}

static int
inquiries_list(struct ctl_desk *d, void *arg)
{
    struct listing *x = arg;
    int64_t after = 0;
    size_t n = INQUIRIES_PAGE;
    enum err e = ERR_OK;

    list_begin(x);
    while (e == ERR_OK && n == INQUIRIES_PAGE && !ferror(stdout))
        e = inquiry_list(d->db, x->kind, x->state, &after, line_print, x, &n);
    if (e != ERR_OK)
        return ctl_error("the inquiries can't be listed: %s", err_text(e));
    list_end(x);
    if (fflush(stdout) != 0 || ferror(stdout))
        return ctl_error("standard output: %s", strerror(errno));
    return CTL_DONE;
}

static bool
kind_known(const char *kind)
{
    for (enum inquiry_kind k = 0; kind != NULL && k < INQUIRY_KINDS_; k++)
        if (strcmp(inquiry_kind_name(k), kind) == 0)
            return true;
    return kind == NULL;
}

static bool
state_known(const char *state)
{
    for (size_t i = 0; i < STATES; i++)
        if (strcmp(states[i], state) == 0)
            return true;
    return false;
}

int
ctl_inquiry_list(struct ctl *c)
{
    struct listing x = {.state = "open"};
    const struct ctl_option options[] = {{.name = "--kind", .value = &x.kind},
                                         {.name = "--state", .value = &x.state},
                                         {.name = "--csv", .flag = &x.csv},
                                         {.name = "--json", .flag = &x.json},
                                         {.name = NULL}};

    if (!ctl_operands(c, options, 0))
        return CTL_USAGE;
    if (x.csv && x.json)
        return ctl_misuse("list takes one of --csv and --json");
    if (!kind_known(x.kind))
        return ctl_misuse("a kind is one of catalog, advice, sell, job and message");
    if (!state_known(x.state))
        return ctl_misuse("a state is one of open, answered, closed and any");
    if (strcmp(x.state, "any") == 0)
        x.state = NULL;
    return ctl_at_desk(c, inquiries_list, &x);
}

/* ---- show ---- */

/* An answer may not have reached anybody. */
static const char *
letter_said(const char *letter)
{
    static const struct {
        const char *letter, *said;
    } ends[] = {
        {"queued", " (the letter waits to be sent)"},
        {"failed", " (the letter was refused, and reached nobody)"},
        {"dropped", " (the letter was not sent)"},
        {"back", " (the letter came back)"},
    };

    for (size_t i = 0; letter != NULL && i < sizeof ends / sizeof *ends; i++)
        if (strcmp(ends[i].letter, letter) == 0)
            return ends[i].said;
    return "";
}

static void
piece_print(void *ctx, const struct inquiry_piece *p)
{
    char at[CTL_TIME_MAX];

    (void)ctx;
    if (p->part == INQUIRY_ANSWERED) {
        printf("\nanswered on %s by %s%s:\n", ctl_time(p->at, at), p->field,
               letter_said(p->letter));
        ctl_quote(p->value[0] != '\0' ? p->value : "(erased)");
    } else if (p->at != 0) {
        printf("%-18s %s\n", p->field, ctl_time(p->at, at));
    } else if (strcmp(p->field, "message") == 0 || strchr(p->value, '\n') != NULL) {
        printf("%s\n", p->field);
        ctl_quote(p->value);
    } else {
        printf("%-18s %s\n", p->field, p->value);
    }
}

static int
inquiry_show(struct ctl_desk *d, void *arg)
{
    const char *reference = arg;
    struct inquiry_head head;
    enum err e = db_read_begin(d->db);

    assert(reference[0] != '\0');
    if (e != ERR_OK)
        return ctl_inquiry_failed(reference, e);
    e = inquiry_find(&d->desk, reference, &head);
    if (e == ERR_OK)
        e = inquiry_read(d->db, head.id, piece_print, NULL);
    db_read_end(d->db);
    return e == ERR_OK ? CTL_DONE : ctl_inquiry_failed(reference, e);
}

int
ctl_inquiry_show(struct ctl *c)
{
    char reference[REFERENCE_MAX];

    if (!ctl_operands(c, NULL, 1))
        return CTL_USAGE;
    return ctl_reference(c->word[0], reference) ? ctl_at_desk(c, inquiry_show, reference)
                                                : CTL_FAILED;
}
