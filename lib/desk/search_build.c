/* search_build.c - fills the index from the catalogue, and lays it down for many readers. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "desk/search_part.h"

struct building {
    struct search_index *s;
    struct db *db;
    const struct catalogue *pages;
    size_t room;
};

/* What is added: copied, NULL as "". */
struct adding {
    const char *address, *title;
    struct hit_place place[HIT_PLACES]; /* those without a title are left out */
    enum hit_kind kind;
    const char *field[FIELDS_];
};

static char *
copy_of(const char *text, enum err *e)
{
    char *copy = text != NULL ? strdup(text) : NULL;

    if (text != NULL && copy == NULL)
        *e = ERR_NOMEM;
    return copy;
}

static enum err
keep_info(struct building *b, const struct adding *a)
{
    enum err e = ERR_OK;
    struct entry_info *one = &b->s->entry[b->s->count];

    assert(b->s->count < b->room);
    *one = (struct entry_info){
        .address = copy_of(a->address, &e),
        .title = copy_of(a->title, &e),
        .kind = a->kind,
    };
    for (size_t i = 0; i < HIT_PLACES; i++) {
        if (a->place[i].title == NULL)
            continue;
        one->place[one->places].title = copy_of(a->place[i].title, &e);
        one->place[one->places++].address = copy_of(a->place[i].address, &e);
    }
    b->s->count++;
    return e;
}

static enum err
add_words(struct building *b, const struct adding *a)
{
    struct entry_info *one = &b->s->entry[b->s->count - 1];
    enum err e = ERR_OK;

    vocabulary_next(b->s->words);
    for (int i = 0; e == ERR_OK && i < FIELDS_; i++)
        e = vocabulary_add(b->s->words, b->db, a->field[i], &one->words[i]);
    return e;
}

/*
 * Each block of a text ends with a newline. In a snippet all stands in one line, so a block that
 * ends without a stop, such as a heading or a row, is parted from the next by a dot.
 */
static void
one_line(const char *text, struct buf *out)
{
    while (*text != '\0') {
        size_t len = strcspn(text, "\n");
        bool ended = len > 0 && strchr(".:;?!", text[len - 1]) != NULL;

        buf_add(out, text, len);
        text += len + (text[len] == '\n');
        if (*text != '\0')
            buf_str(out, ended ? " " : " · ");
    }
}

static enum err
add_row(struct building *b, const struct adding *a)
{
    struct stmt *s = stmt_open(b->db, SQL_search_add);
    struct buf body = BUF_INIT;
    enum err e;

    one_line(a->field[FIELD_BODY], &body);
    stmt_int(s, BIND_id, (int64_t)b->s->count);
    stmt_text(s, BIND_title, a->field[FIELD_TITLE]);
    stmt_text(s, BIND_keywords, a->field[FIELD_KEYWORDS]);
    stmt_text(s, BIND_summary, a->field[FIELD_SUMMARY]);
    stmt_text(s, BIND_body, buf_text(&body));
    e = stmt_run(s);
    if (e == ERR_OK)
        e = body.err;
    buf_free(&body);
    return e;
}

static enum err
add(struct building *b, const struct adding *a)
{
    enum err e = keep_info(b, a);

    if (e == ERR_OK)
        e = add_words(b, a);
    return e == ERR_OK ? add_row(b, a) : e;
}

static enum err
add_answer(struct building *b, const struct page *p, struct hit_place section,
           const struct answer *a)
{
    struct buf address = BUF_INIT;
    enum err e;

    buf_fmt(&address, "%s#%s", p->address, a->id);
    e = address.err;
    if (e == ERR_OK)
        e = add(b, &(struct adding){.address = buf_text(&address), .title = a->question,
                                    .place = {section, {p->head.title, p->address}},
                                    .kind = HIT_QUESTION,
                                    .field = {a->question, "", "", a->text}});
    buf_free(&address);
    return e;
}

static enum hit_kind
kind_of(const struct page *p)
{
    return p->policy ? HIT_POLICY : p->kind == PAGE_FORM ? HIT_FORM : HIT_HELP;
}

/* A page with answers is found by its head; its text is found answer by answer. */
static enum err
add_page(struct building *b, const struct page *p)
{
    const struct section *in = catalogue_section(b->pages, p->head.section);
    const char *body = p->answer_count == 0 ? p->body.text : "";
    const struct hit_place section = {in != NULL ? in->title : NULL, in != NULL ? in->hub : NULL};
    bool own_hub = section.address != NULL && strcmp(section.address, p->address) == 0;
    enum err e = add(b, &(struct adding){
        .address = p->address, .title = p->head.title, .kind = kind_of(p),
        .place = {own_hub ? (struct hit_place){NULL, NULL} : section},
        .field = {p->head.title, p->head.keywords, p->head.summary, body}});

    for (size_t i = 0; e == ERR_OK && i < p->answer_count; i++)
        e = add_answer(b, p, section, &p->answer[i]);
    return e;
}

static enum err
add_extra(struct building *b, const struct search_extra *x)
{
    return add(b, &(struct adding){.address = x->address, .title = x->title,
                                   .place = {{x->path, NULL}},
                                   .kind = HIT_DELIVERY,
                                   .field = {x->title, x->keywords, x->summary, ""}});
}

static enum err
fill(struct building *b, const struct search_source *src)
{
    const struct catalogue *c = src->pages;
    enum err e;

    b->room = c->page_count + src->extra_count;
    for (size_t i = 0; i < c->page_count; i++)
        b->room += c->page[i].answer_count;
    b->s->entry = calloc(b->room + 1, sizeof *b->s->entry);
    if (b->s->entry == NULL)
        return ERR_NOMEM;
    e = stmt_run(stmt_open(b->db, SQL_search_begin));
    for (size_t i = 0; e == ERR_OK && i < c->page_count; i++)
        e = add_page(b, &c->page[i]);
    for (size_t i = 0; e == ERR_OK && i < src->extra_count; i++)
        e = add_extra(b, &src->extra[i]);
    return e == ERR_OK ? db_commit(b->db) : e;
}

/* What synonyms say is spelt rightly, too, and may be what a misspelt word was meant to be. */
static enum err
add_synonyms(struct building *b)
{
    const struct synonyms *set = b->s->synonyms;
    enum err e = ERR_OK;
    unsigned words = 0;

    vocabulary_next(b->s->words);
    for (size_t i = 0; i < set->count; i++)
        for (size_t k = 0; e == ERR_OK && k < set->group[i].count; k++)
            e = vocabulary_add(b->s->words, b->db, set->group[i].phrase[k].text, &words);
    return e;
}

static void
work_out_means(struct search_index *s)
{
    for (int field = 0; field < FIELDS_; field++) {
        double sum = 0;

        for (size_t i = 0; i < s->count; i++)
            sum += s->entry[i].words[field];
        s->mean[field] = s->count > 0 && sum > 0 ? sum / (double)s->count : 1;
    }
}

static enum err
build(struct building *b, const struct search_source *src, struct report *rep)
{
    enum err e = db_open(NULL, ROLE_MEMORY, &b->db, NULL);

    if (e == ERR_OK)
        e = vocabulary_new(&b->s->words);
    if (e == ERR_OK)
        e = synonyms_load(src->synonyms, b->db, &b->s->synonyms, rep);
    for (size_t i = 0; e == ERR_OK && i < b->s->synonyms->ignored_count; i++)
        e = vocabulary_ignore(b->s->words, b->s->synonyms->ignored[i]);
    if (e == ERR_OK)
        e = fill(b, src);
    if (e == ERR_OK)
        e = add_synonyms(b);
    if (e == ERR_OK)
        e = vocabulary_seal(b->s->words);
    if (e == ERR_OK)
        e = fts_image_make(b->db, &b->s->image);
    db_close(b->db);
    work_out_means(b->s);
    return e;
}

enum err
search_build(const struct search_source *src, struct search_index **out, struct report *rep)
{
    struct search_index *s = calloc(1, sizeof *s);
    struct building b = {.s = s, .pages = src->pages};
    enum err e;

    if (s == NULL)
        return ERR_NOMEM;
    pthread_mutex_init(&s->lock, NULL);
    e = build(&b, src, rep);
    if (e == ERR_OK)
        *out = s;
    else
        search_free(s);
    return e;
}

void
search_free(struct search_index *s)
{
    if (s == NULL)
        return;
    while (s->idle_count > 0)
        db_close(s->idle[--s->idle_count]);
    fts_image_free(s->image);
    synonyms_free(s->synonyms);
    vocabulary_free(s->words);
    for (size_t i = 0; i < s->count; i++) {
        free(s->entry[i].address);
        free(s->entry[i].title);
        for (size_t k = 0; k < HIT_PLACES; k++) {
            free(s->entry[i].place[k].title);
            free(s->entry[i].place[k].address);
        }
    }
    free(s->entry);
    pthread_mutex_destroy(&s->lock);
    free(s);
}
