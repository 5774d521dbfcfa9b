/*
 * faq.c - a FAQ page's body as questions and answers.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "content/parts.h"
#include "content/slug.h"

static const struct heading *
next_question(const struct markdown *m, size_t *at)
{
    while (*at < m->heading_count) {
        const struct heading *h = &m->heading[(*at)++];

        if (h->level == 2)
            return h;
    }
    return NULL;
}

/* An id with a number behind it: another question has the same words. */
static bool
is_repeated(const struct heading *h)
{
    char slug[SLUG_MAX];

    slug_of(h->text, slug);
    return strcmp(slug, h->id) != 0;
}

static enum err
add_answer(struct page *p, const struct heading *h, const struct heading *next, struct report *rep)
{
    const struct markdown *m = &p->body;
    size_t html_end = next != NULL ? next->html_at : m->html_len;
    size_t text_end = next != NULL ? next->text_at : strlen(m->text);
    struct answer *a = &p->answer[p->answer_count];

    assert(h->html_end <= html_end && h->text_end <= text_end);
    *a = (struct answer){
        .id = h->id,
        .question = h->text,
        .html = strndup(m->html + h->html_end, html_end - h->html_end),
        .text = strndup(m->text + h->text_end, text_end - h->text_end),
    };
    p->answer_count++;
    if (a->html == NULL || a->text == NULL)
        return ERR_NOMEM;
    if (is_repeated(h)) {
        report_add(rep, p->path, h->line, "the question \"%s\" is there twice", h->text);
        return ERR_INVALID;
    }
    if (a->text[0] == '\0') {
        report_add(rep, p->path, h->line, "the question \"%s\" has no answer", h->text);
        return ERR_INVALID;
    }
    return ERR_OK;
}

/* What stands before the first question stays in the body. */
static void
cut_introduction(struct markdown *m, const struct heading *first)
{
    m->html_len = first->html_at;
    m->html[first->html_at] = '\0';
    m->text[first->text_at] = '\0';
}

enum err
faq_split(struct page *p, struct report *rep)
{
    enum err err = ERR_OK;
    size_t at = 0;
    const struct heading *h = next_question(&p->body, &at), *first = h;

    if (h == NULL) {
        report_add(rep, p->path, p->head.body_line, "no question: a line \"## ...?\"");
        return ERR_INVALID;
    }
    p->answer = calloc(p->body.heading_count, sizeof(*p->answer));
    if (p->answer == NULL)
        return ERR_NOMEM;
    while (h != NULL) {
        const struct heading *next = next_question(&p->body, &at);

        err = err_worse(err, add_answer(p, h, next, rep));
        h = next;
    }
    cut_introduction(&p->body, first);
    assert(p->answer_count <= p->body.heading_count);
    return err;
}

void
faq_free(struct page *p)
{
    for (size_t i = 0; i < p->answer_count; i++) {
        free(p->answer[i].html);
        free(p->answer[i].text);
    }
    free(p->answer);
    p->answer = NULL;
    p->answer_count = 0;
}
