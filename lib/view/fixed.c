#include "view/fixed.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"

enum {
    MARKER_RANDOM = 16, /* bytes */
    MARKER_LEN = 2 + 26 + 1, /* "hc", base32 of the random bytes, a letter for the slot */
    ETAG_BYTES = 24, /* of the digest: enough that no two pages share it */
};

static char marker[SLOT_KINDS_][MARKER_LEN + 1];

static void
make_markers(void)
{
    unsigned char bytes[MARKER_RANDOM];
    char text[MARKER_LEN];

    secret_random(bytes, sizeof(bytes));
    base32_encode(bytes, sizeof(bytes), text);
    for (int s = 0; s < SLOT_KINDS_; s++) {
        memcpy(marker[s], "hc", 2);
        memcpy(marker[s] + 2, text, MARKER_LEN - 3);
        marker[s][MARKER_LEN - 1] = (char)('a' + s);
    }
    assert(strlen(marker[0]) == MARKER_LEN);
}

const char *
fixed_marker(enum slot s)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    assert(s < SLOT_KINDS_);
    pthread_once(&once, make_markers);
    return marker[s];
}

/* The slot whose marker stands at text (of MARKER_LEN bytes at least); SLOT_KINDS_ if none. */
static enum slot
slot_at(const char *text)
{
    int s = text[MARKER_LEN - 1] - 'a';

    return s >= 0 && s < SLOT_KINDS_ ? (enum slot)s : SLOT_KINDS_;
}

/* Copies html into out without its markers, noting where they stood. */
static enum err
cut_at_markers(const char *html, size_t len, struct fixed *out)
{
    const char *first = fixed_marker(SLOT_DATE);
    size_t at = 0;

    while (at < len) {
        const char *next = memmem(html + at, len - at, first, MARKER_LEN - 1);
        size_t end = next != NULL ? (size_t)(next - html) : len;
        enum slot slot = SLOT_KINDS_;

        memcpy(out->text + out->len, html + at, end - at);
        out->len += end - at;
        at = end + MARKER_LEN;
        if (next == NULL)
            break;
        if (end + MARKER_LEN <= len)
            slot = slot_at(next);
        if (slot == SLOT_KINDS_ || out->cuts == FIXED_CUTS_MAX)
            return ERR_BUG;
        out->cut[out->cuts++] = (struct fixed_cut){out->len, slot};
    }
    return ERR_OK;
}

static enum err
make_etag(struct fixed *f)
{
    struct buf all = BUF_INIT;
    unsigned char digest[SECRET_HASH];
    enum err err;

    for (size_t i = 0; i < f->cuts; i++)
        buf_fmt(&all, "%d@%zu ", (int)f->cut[i].slot, f->cut[i].at);
    buf_add(&all, f->text, f->len);
    err = all.err;
    if (err == ERR_OK) {
        secret_digest(all.data, all.len, digest);
        base32_encode(digest, ETAG_BYTES, f->etag);
    }
    buf_free(&all);
    return err;
}

enum err
fixed_cut(const char *html, size_t len, struct fixed *out)
{
    enum err err;

    assert(html != NULL && out != NULL);
    *out = (struct fixed){.text = malloc(len + 1)};
    if (out->text == NULL)
        return ERR_NOMEM;
    err = cut_at_markers(html, len, out);
    out->text[out->len] = '\0';
    if (err == ERR_OK)
        err = make_etag(out);
    if (err != ERR_OK)
        fixed_free(out);
    return err;
}

void
fixed_free(struct fixed *f)
{
    free(f->text);
    *f = (struct fixed){0};
}

void
fixed_write(const struct fixed *f, const struct slots *s, struct buf *out)
{
    size_t at = 0;

    for (size_t i = 0; i < f->cuts; i++) {
        assert(f->cut[i].at >= at && f->cut[i].at <= f->len);
        buf_add(out, f->text + at, f->cut[i].at - at);
        buf_str(out, s->value[f->cut[i].slot]);
        at = f->cut[i].at;
    }
    buf_add(out, f->text + at, f->len - at);
}
