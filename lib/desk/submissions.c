/* submissions.c - what was sent by which form, once. */
#include "desk/submissions.h"

#include <assert.h>
#include <stdio.h>

#include "base/log.h"

enum { REFERENCE_TRIES = 8 };

enum err
submission_content(const struct keys *k, const void *bytes, size_t len, struct submission *s)
{
    assert(len > 0);
    return keys_hash(k, keys_newest(k), PURPOSE_CONTENT, bytes, len, s->content) ? ERR_OK : ERR_BUG;
}

static enum err
find_earlier(const struct desk *d, struct submission *s)
{
    struct stmt *q = stmt_open(d->db, SQL_submission_earlier);

    s->repeat = s->resent = false;
    stmt_blob(q, BIND_content, s->content, sizeof s->content);
    stmt_text(q, BIND_form, s->form);
    stmt_int(q, BIND_since, d->now - SUBMISSION_SAME_HOURS * (int64_t)3600);
    stmt_blob(q, BIND_nonce, s->nonce, sizeof s->nonce);
    if (stmt_row(q)) {
        const char *text = stmt_col_text(q, COL_submission_earlier_reference, NULL);

        s->repeat = true;
        s->resent = stmt_col_int(q, COL_submission_earlier_resent) != 0;
        snprintf(s->reference, sizeof s->reference, "%s", text);
    }
    return stmt_close(q);
}

enum err
submission_renew(const struct desk *d, struct submission *s)
{
    s->repeat = false;
    for (int i = 0; i < REFERENCE_TRIES; i++) {
        struct stmt *q = stmt_open(d->db, SQL_submission_reference);
        int64_t taken;
        enum err e;

        reference_new(s->reference);
        stmt_text(q, BIND_reference, s->reference);
        e = stmt_one_int(q, &taken);
        if (e != ERR_OK)
            return e == ERR_NOTFOUND ? ERR_OK : e;
    }
    /* One in 2^35 is taken by chance; several in a row are a broken source of randomness. */
    log_event(LOG_ERROR, "reference_taken", (char *)NULL);
    return ERR_BUG;
}

enum err
submission_begin(const struct desk *d, struct submission *s)
{
    enum err e = find_earlier(d, s);

    return e == ERR_OK && !s->repeat ? submission_renew(d, s) : e;
}

enum err
submission_end(const struct desk *d, const struct submission *s)
{
    struct stmt *q = stmt_open(d->db, SQL_submission_record);

    assert(s->reference[0] != '\0');
    stmt_text(q, BIND_form, s->form);
    stmt_blob(q, BIND_nonce, s->nonce, sizeof s->nonce);
    stmt_blob(q, BIND_content, s->content, sizeof s->content);
    stmt_text(q, BIND_reference, s->reference);
    stmt_int(q, BIND_at, d->now);
    return stmt_run(q);
}
