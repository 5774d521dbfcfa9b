/* seal.c - links the ledgers' rows into one chain. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/pack.h"
#include "desk/seal_hash.h"

enum { AUDIT_COLUMNS = 9, CONSENT_COLUMNS = 14 };

const char *const seal_ledgers[LEDGERS] = {
    [LEDGER_AUDIT] = "audit",
    [LEDGER_CONSENT] = "consent_event",
};

static void
add_length(struct buf *b, uint64_t len)
{
    unsigned char bytes[8], *at = bytes;

    pack(&at, len, sizeof bytes);
    buf_add(b, bytes, sizeof bytes);
}

static void
add_bytes(struct buf *b, const char *bytes, size_t len)
{
    add_length(b, len);
    buf_add(b, bytes, len);
}

enum err
seal_hash(struct stmt *s, enum ledger ledger, int first, int64_t at,
          const unsigned char before[SECRET_HASH], struct buf *scratch,
          unsigned char out[SECRET_HASH])
{
    const int columns = ledger == LEDGER_AUDIT ? AUDIT_COLUMNS : CONSENT_COLUMNS;
    char sealed_at[24];

    buf_reset(scratch);
    buf_add(scratch, before, SECRET_HASH);
    add_bytes(scratch, seal_ledgers[ledger], strlen(seal_ledgers[ledger]));
    snprintf(sealed_at, sizeof sealed_at, "%lld", (long long)at);
    add_bytes(scratch, sealed_at, strlen(sealed_at));
    for (int i = first; i < first + columns; i++) {
        size_t len;
        const char *bytes = stmt_col_text(s, i, &len);

        if (stmt_col_null(s, i))
            add_length(scratch, UINT64_MAX);
        else
            add_bytes(scratch, bytes, len);
    }
    secret_digest(scratch->data, scratch->len, out);
    return scratch->err;
}

static enum err
read_head(const struct desk *d, unsigned char head[SECRET_HASH])
{
    struct stmt *s = stmt_open(d->db, SQL_seal_head);

    memset(head, 0, SECRET_HASH);
    if (stmt_row(s)) {
        size_t len;
        const char *bytes = stmt_col_text(s, COL_seal_head_hash, &len);

        assert(len == 0 || len == SECRET_HASH);
        memcpy(head, bytes, len);
    }
    return stmt_close(s);
}

static enum err
keep_seal(const struct desk *d, enum ledger ledger, int64_t row,
          const unsigned char hash[SECRET_HASH])
{
    struct stmt *s = stmt_open(d->db, SQL_seal_make);

    stmt_text(s, BIND_ledger, seal_ledgers[ledger]);
    stmt_int(s, BIND_row, row);
    stmt_blob(s, BIND_hash, hash, SECRET_HASH);
    stmt_int(s, BIND_at, d->now);
    return stmt_run(s);
}

/* Which statement gives a ledger's rows that wait, and where id and time stand in it. */
static const struct {
    enum sql waiting;
    int id, at;
} sources[LEDGERS] = {
    [LEDGER_AUDIT] = {SQL_seal_audit_waiting, COL_seal_audit_waiting_id,
                      COL_seal_audit_waiting_at},
    [LEDGER_CONSENT] = {SQL_seal_consent_waiting, COL_seal_consent_waiting_id,
                        COL_seal_consent_waiting_at},
};

/* A row that was written just now; those behind it wait for it. */
static bool
too_young(int64_t at, int64_t now)
{
    return at > now - SEAL_DELAY_SECONDS && at <= now + SEAL_DELAY_SECONDS;
}

static enum err
seal_ledger(const struct desk *d, enum ledger ledger, unsigned char head[SECRET_HASH],
            struct buf *scratch, bool *more)
{
    struct stmt *s = stmt_open(d->db, sources[ledger].waiting);
    enum err e = ERR_OK, closed;
    int count = 0;

    stmt_int(s, BIND_batch, SEAL_BATCH);
    while (e == ERR_OK && stmt_row(s)) {
        if (too_young(stmt_col_int(s, sources[ledger].at), d->now))
            break;
        e = seal_hash(s, ledger, sources[ledger].id, d->now, head, scratch, head);
        if (e == ERR_OK)
            e = keep_seal(d, ledger, stmt_col_int(s, sources[ledger].id), head);
        count++;
    }
    closed = stmt_close(s);
    *more = *more || count == SEAL_BATCH;
    return e != ERR_OK ? e : closed;
}

enum err
seal_some(const struct desk *d, bool *more)
{
    unsigned char head[SECRET_HASH];
    struct buf scratch = BUF_INIT;
    enum err e = read_head(d, head);

    *more = false;
    for (int ledger = 0; e == ERR_OK && ledger < LEDGERS; ledger++)
        e = seal_ledger(d, (enum ledger)ledger, head, &scratch, more);
    buf_free(&scratch);
    return e;
}
