/* search_typed.c - quotations are told apart first, then the index's own tokenizer finds words. */
#include "desk/search_typed.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "store/fts.h"

struct piece {
    struct typed *t;
    struct db *db;
    size_t from; /* in the text */
    unsigned quote;
};

static enum err
take_word(void *ctx, const char *word, size_t len, size_t from, size_t to)
{
    const struct piece *p = ctx;
    struct typed_word *w = &p->t->word[p->t->count];

    if (p->t->count == TYPED_WORDS)
        return ERR_OK;
    *w = (struct typed_word){.from = p->from + from, .to = p->from + to, .quote = p->quote};
    memcpy(w->plain, word, len < WORD_BYTES ? len : WORD_BYTES - 1); /* the rest is zero */
    p->t->count++;
    return fts_stem(p->db, w->plain, w->stem, sizeof w->stem);
}

/* The next quotation mark at or after from, or the end; *len is its length in bytes, 0 at the end.
 */
static size_t
next_mark(const char *text, size_t from, size_t *len)
{
    size_t end = strlen(text);

    while (from < end) {
        uint32_t c = 0;
        size_t n = utf8_read(text + from, end - from, &c);

        *len = n;
        if (c == '"' || c == 0xab || c == 0xbb || (c >= 0x201c && c <= 0x201f))
            return from;
        from += n > 0 ? n : 1;
    }
    *len = 0;
    return end;
}

enum err
typed_read(struct db *db, const char *text, struct typed *out)
{
    struct piece p = {.t = out, .db = db};
    unsigned quotes = 0;
    bool more = true;
    enum err e = ERR_OK;

    *out = (struct typed){.text = text};
    while (e == ERR_OK && more) {
        size_t len, after, end = next_mark(text, p.from, &len);

        e = fts_words(db, FTS_PLAIN, text + p.from, end - p.from, take_word, &p);
        more = len > 0;
        p.from = end + len;
        next_mark(text, p.from, &after);
        p.quote = p.quote == 0 && after > 0 ? ++quotes : 0;
    }
    assert(out->count <= TYPED_WORDS);
    return e;
}

void
typed_correct(const struct typed *t, const char *const better[TYPED_WORDS], struct buf *out)
{
    size_t at = 0;

    for (size_t i = 0; i < t->count; i++) {
        if (better[i] == NULL)
            continue;
        assert(t->word[i].from >= at);
        buf_add(out, t->text + at, t->word[i].from - at);
        buf_str(out, better[i]);
        at = t->word[i].to;
    }
    buf_str(out, t->text + at);
}
