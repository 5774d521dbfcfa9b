/*
 * helpctl policy history, diff and as-of - what was published when, in words that a terminal shows.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/clock.h"
#include "content/diff.h"
#include "content/edition.h"
#include "ctl_policy.h"
#include "desk/history.h"
#include "desk/policies.h"

/* The versions of the page that people mean; a page that is gone is named by its address. False
 * once the mistake is told. h is to be freed in any case. */
static bool
editions_open(const struct policies *p, const char *name, struct history *h, struct editions *out)
{
    const struct page *page;
    enum err e = history_load(p->desk.db, h);

    *out = (struct editions){0};
    if (e != ERR_OK) {
        ctl_error("the versions can't be read: %s", err_text(e));
        return false;
    }
    *out = history_of(h, name);
    if (out->count > 0)
        return true;
    page = policy_find(p, name);
    if (page == NULL)
        return false;
    *out = history_of(h, page->address);
    if (out->count == 0)
        ctl_error("%s was never published; do so with: helpctl policy publish %s", page->address,
                  name);
    return out->count > 0;
}

/* "2026-05-03 to 2027-01-31", the day before `until`. */
static void
print_force(FILE *out, const struct edition *e)
{
    char last[CLOCK_DATE_MAX] = "";
    int64_t end;

    if (edition_force(e, e->from) == FORCE_NEVER) {
        fputs("never in force", out);
        return;
    }
    if (e->until[0] != '\0' && clock_day_begin(e->until, &end))
        clock_iso_date(end - 1, last);
    fprintf(out, "%s to %s", e->from, last[0] != '\0' ? last : "...");
}

int
policy_history(struct policies *p, const char *const operand[2])
{
    struct history h = {0};
    struct editions all;
    bool found = editions_open(p, operand[0], &h, &all);

    if (found)
        printf("%7s  %-16s  %13s  %s\n", "version", "published", "words", "in force");
    for (size_t i = 0; found && i < all.count; i++) {
        const struct edition *e = &all.edition[i];
        char at[CTL_TIME_MAX], words[48] = "-";

        if (e->words_added >= 0 && e->words_removed >= 0)
            snprintf(words, sizeof words, "+%lld -%lld", (long long)e->words_added,
                     (long long)e->words_removed);
        printf("%7lld  %-16s  %13s  ", (long long)e->version, ctl_time(e->at, at), words);
        print_force(stdout, e);
        putchar('\n');
    }
    history_free(&h);
    return found ? CTL_DONE : CTL_FAILED;
}

/* How the words of one side are marked, as wdiff(1) does. */
static const struct {
    const char *begin, *end;
} marks[] = {[DIFF_BOTH] = {"", ""}, [DIFF_OLD] = {"[-", "-]"}, [DIFF_NEW] = {"{+", "+}"}};

static const char *const bullets[] = {[LINE_TEXT] = "",
                                      [LINE_HEADING] = "## ",
                                      [LINE_ITEM] = "- ",
                                      [LINE_ROW] = "",
                                      [LINE_CODE] = ""};

/* A run of lines without changes is told by its length, but for the heading that changes follow. */
static size_t
print_same(const struct diff *d, size_t i)
{
    size_t end = i, heading = SIZE_MAX, lines;

    for (; end < d->block_count && d->block[end].side == DIFF_BOTH && !d->block[end].reworded;
         end++)
        if (d->block[end].kind == LINE_HEADING)
            heading = end;
    lines = end - i;
    printf("... %zu %s\n\n", lines, lines == 1 ? "line" : "lines");
    if (heading != SIZE_MAX && end < d->block_count) {
        const struct diff_part *part = &d->part[d->block[heading].part];

        printf("%s%.*s\n\n", bullets[LINE_HEADING], (int)part->len, part->text);
    }
    return end;
}

static void
print_diff(const struct diff *d)
{
    for (size_t i = 0; i < d->block_count;) {
        const struct diff_block *b = &d->block[i];

        if (b->side == DIFF_BOTH && !b->reworded) {
            i = print_same(d, i);
            continue;
        }
        fputs(bullets[b->kind], stdout);
        for (size_t n = b->part; n < b->part + b->parts; n++) {
            const struct diff_part *part = &d->part[n];

            printf("%s%.*s%s", marks[part->side].begin, (int)part->len, part->text,
                   marks[part->side].end);
        }
        fputs("\n\n", stdout);
        i++;
    }
}

static enum err
version_lines(const struct policies *p, const struct edition *e, struct lines *out)
{
    char *source = NULL;
    enum err err = policy_source(p->desk.db, e->page, e->version, &source);

    if (err == ERR_OK)
        err = edition_lines(source, policy_setting, p->settings, out);
    free(source);
    return err;
}

/* Compares a version with the one before. */
static int
show_diff(const struct policies *p, const struct edition *before, const struct edition *e)
{
    struct lines from = {0}, to = {0};
    struct diff diff = {0};
    enum err err = version_lines(p, before, &from);

    if (err == ERR_OK)
        err = version_lines(p, e, &to);
    if (err == ERR_OK)
        err = diff_make(&from, &to, &diff);
    if (err == ERR_OK) {
        printf("%s: version %lld against %lld, %lld words added, %lld removed\n\n", e->page,
               (long long)e->version, (long long)before->version, (long long)diff.words_added,
               (long long)diff.words_removed);
        print_diff(&diff);
    } else {
        ctl_error("%s: %s", e->page, err_text(err));
    }
    diff_free(&diff);
    lines_free(&to);
    lines_free(&from);
    return err == ERR_OK ? CTL_DONE : CTL_FAILED;
}

int
policy_diff(struct policies *p, const char *const operand[2])
{
    struct history h = {0};
    struct editions all;
    int status = CTL_FAILED;

    if (editions_open(p, operand[0], &h, &all)) {
        int64_t last = all.edition[all.count - 1].version;
        int64_t n = operand[1] != NULL ? ascii_number(operand[1], INT32_MAX) : last;
        const struct edition *e = edition_at(all, n), *before = edition_at(all, n - 1);

        if (e != NULL && before != NULL)
            status = show_diff(p, before, e);
        else if (e != NULL)
            ctl_error("version %lld of %s is the first: nothing came before it", (long long)n,
                      e->page);
        else
            ctl_error("%s has no version %s; see: helpctl policy history %s", all.edition[0].page,
                      operand[1], operand[0]);
    }
    history_free(&h);
    return status;
}

static int
show_version(const struct policies *p, const struct edition *e)
{
    char *source = NULL;
    enum err err = policy_source(p->desk.db, e->page, e->version, &source);

    if (err != ERR_OK)
        return ctl_error("%s: %s", e->page, err_text(err));
    fprintf(stderr, "%s version %lld, ", e->page, (long long)e->version);
    print_force(stderr, e);
    fputc('\n', stderr);
    fputs(source, stdout);
    free(source);
    return CTL_DONE;
}

int
policy_as_of(struct policies *p, const char *const operand[2])
{
    struct history h = {0};
    struct editions all;
    int status = CTL_FAILED;

    assert(operand[1] != NULL);
    if (!clock_iso_valid(operand[1]))
        return ctl_error("%s is no day; write it as 2026-05-03", operand[1]);
    if (editions_open(p, operand[0], &h, &all)) {
        const struct edition *e = edition_on(all, operand[1]);

        status = e != NULL ? show_version(p, e)
                           : ctl_error("no version of %s was in force on %s", all.edition[0].page,
                                       operand[1]);
    }
    history_free(&h);
    return status;
}
