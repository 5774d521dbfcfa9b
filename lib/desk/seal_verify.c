/* seal_verify.c - the proof of the chain, and of the values behind its rows. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "desk/seal_hash.h"

/* A walk through the chain: what comes before the link that is looked at. */
struct walk {
    struct seal_report *out;
    struct buf scratch;
    unsigned char head[SECRET_HASH];
    int64_t seal, last[LEDGERS]; /* ids of the link before, and of the rows before */
    const char *expected;        /* NULL: none, or found */
};

/* Notes the first row that doesn't prove. */
static enum err
wrong(struct seal_report *out, const char *table, int64_t id, const char *what)
{
    snprintf(out->wrong, sizeof out->wrong, "%s %lld: %s", table, (long long)id, what);
    return ERR_CORRUPT;
}

/* Whether a column holds exactly that hash. */
static bool
column_is(struct stmt *s, int col, const unsigned char hash[SECRET_HASH])
{
    size_t len;
    const char *bytes = stmt_col_text(s, col, &len);

    return len == SECRET_HASH && memcmp(bytes, hash, len) == 0;
}

static bool
ledger_read(const char *name, enum ledger *out)
{
    for (int i = 0; i < LEDGERS; i++)
        if (strcmp(seal_ledgers[i], name) == 0) {
            *out = (enum ledger)i;
            return true;
        }
    return false;
}

/* Where the columns of each ledger begin. */
static const int first_columns[LEDGERS] = {
    [LEDGER_AUDIT] = COL_seal_chain_a_id,
    [LEDGER_CONSENT] = COL_seal_chain_c_id,
};

/* One link: its place, its row, its hash. */
static enum err
check_link(struct walk *w, struct stmt *s)
{
    int64_t id = stmt_col_int(s, COL_seal_chain_seal), row = stmt_col_int(s, COL_seal_chain_row);
    enum ledger ledger = LEDGER_AUDIT;
    enum err e;

    if (id != w->seal + 1)
        return wrong(w->out, "seal", w->seal + 1, "the link is missing");
    if (!ledger_read(stmt_col_text(s, COL_seal_chain_ledger, NULL), &ledger))
        return wrong(w->out, "seal", id, "it names no ledger");
    if (stmt_col_null(s, first_columns[ledger]))
        return wrong(w->out, seal_ledgers[ledger], row, "the row is gone");
    if (row <= w->last[ledger])
        return wrong(w->out, seal_ledgers[ledger], row, "it is not sealed in its order");
    e = seal_hash(s, ledger, first_columns[ledger], stmt_col_int(s, COL_seal_chain_sealed_at),
                  w->head, &w->scratch, w->head);
    if (e == ERR_OK && !column_is(s, COL_seal_chain_hash, w->head))
        return wrong(w->out, seal_ledgers[ledger], row, "the row or its seal was changed");
    w->seal = id;
    w->last[ledger] = row;
    w->out->sealed++;
    return e;
}

/* The head so far as text; what was noted earlier is met on the way. */
static void
note_head(struct walk *w)
{
    hex_encode(w->head, sizeof w->head, w->out->head);
    if (w->expected != NULL && strcasecmp(w->expected, w->out->head) == 0)
        w->expected = NULL;
}

static enum err
check_chain(struct db *db, const char *expected, struct seal_report *out)
{
    struct walk w = {.out = out, .scratch = BUF_INIT, .expected = expected};
    struct stmt *s = stmt_open(db, SQL_seal_chain);
    enum err e = ERR_OK, closed;

    note_head(&w);
    while (e == ERR_OK && stmt_row(s)) {
        e = check_link(&w, s);
        if (e == ERR_OK)
            note_head(&w);
    }
    closed = stmt_close(s);
    buf_free(&w.scratch);
    if (e == ERR_OK && closed == ERR_OK && w.expected != NULL) {
        snprintf(out->wrong, sizeof out->wrong, "the head that was noted is not in the chain");
        return ERR_CORRUPT;
    }
    return e != ERR_OK ? e : closed;
}

static enum err
check_left_out(struct db *db, struct seal_report *out)
{
    struct stmt *s = stmt_open(db, SQL_seal_left_out);
    enum err e = ERR_OK, closed;

    if (stmt_row(s))
        e = wrong(out, stmt_col_text(s, COL_seal_left_out_ledger, NULL),
                  stmt_col_int(s, COL_seal_left_out_row), "it was put in later");
    closed = stmt_close(s);
    return closed != ERR_OK ? closed : e;
}

/* The two statements that give events with their values have the same columns. */
struct value_source {
    enum sql sql;
    int id, commitment, value_id, field, value, salt, value_commitment;
};

static const struct value_source value_sources[LEDGERS] = {
    [LEDGER_AUDIT] = {SQL_seal_audit_values, COL_seal_audit_values_id,
                      COL_seal_audit_values_commitment, COL_seal_audit_values_value_id,
                      COL_seal_audit_values_field, COL_seal_audit_values_value,
                      COL_seal_audit_values_salt, COL_seal_audit_values_value_commitment},
    [LEDGER_CONSENT] = {SQL_seal_consent_values, COL_seal_consent_values_id,
                        COL_seal_consent_values_commitment, COL_seal_consent_values_value_id,
                        COL_seal_consent_values_field, COL_seal_consent_values_value,
                        COL_seal_consent_values_salt, COL_seal_consent_values_value_commitment},
};

/* An event whose values are gathered. */
struct event {
    int64_t id; /* 0: none yet */
    unsigned char commitment[SECRET_HASH];
    unsigned char values[AUDIT_VALUES_MAX * SECRET_HASH]; /* the commitments in order */
    size_t count;
};

/* All values of an event are there: do they make up what it committed to? */
static enum err
end_event(const struct event *event, enum ledger ledger, struct seal_report *out)
{
    unsigned char digest[SECRET_HASH];

    if (event->id == 0)
        return ERR_OK;
    assert(event->count <= AUDIT_VALUES_MAX);
    secret_digest(event->values, SECRET_HASH * event->count, digest);
    if (memcmp(digest, event->commitment, SECRET_HASH) != 0)
        return wrong(out, seal_ledgers[ledger], event->id,
                     "its values are not those it committed to");
    return ERR_OK;
}

/* Copies a hash out of a column; false if it is none. */
static bool
take_hash(struct stmt *s, int col, unsigned char out[SECRET_HASH])
{
    size_t len;
    const char *bytes = stmt_col_text(s, col, &len);

    if (len == SECRET_HASH)
        memcpy(out, bytes, len);
    return len == SECRET_HASH;
}

/* Whether a value that is kept is the one that its commitment was made of. */
static bool
value_proves(struct stmt *s, const struct value_source *from,
             const unsigned char commitment[SECRET_HASH])
{
    unsigned char digest[SECRET_HASH];
    struct audit_value v = {stmt_col_text(s, from->field, NULL),
                            stmt_col_text(s, from->value, NULL)};
    size_t len;
    const char *salt = stmt_col_text(s, from->salt, &len);

    if (len != AUDIT_SALT)
        return false;
    audit_value_commit(&v, (const unsigned char *)salt, digest);
    return memcmp(digest, commitment, SECRET_HASH) == 0;
}

/* The row's value, if it has one, joins its event. */
static enum err
take_value(struct stmt *s, const struct value_source *from, struct event *event,
           struct seal_report *out)
{
    unsigned char *commitment = event->values + SECRET_HASH * event->count;
    int64_t id = stmt_col_int(s, from->value_id);

    if (id == 0)
        return ERR_OK;
    if (event->count == AUDIT_VALUES_MAX || !take_hash(s, from->value_commitment, commitment))
        return wrong(out, "audit_value", id, "it can't belong to its event");
    event->count++;
    if (stmt_col_null(s, from->value)) {
        out->blanked++;
        return ERR_OK;
    }
    if (!value_proves(s, from, commitment))
        return wrong(out, "audit_value", id, "the value was changed");
    out->values++;
    return ERR_OK;
}

static enum err
check_values(struct db *db, enum ledger ledger, struct seal_report *out)
{
    const struct value_source *from = &value_sources[ledger];
    struct stmt *s = stmt_open(db, from->sql);
    struct event event = {0};
    enum err e = ERR_OK, closed;

    while (e == ERR_OK && stmt_row(s)) {
        int64_t id = stmt_col_int(s, from->id);

        if (id != event.id) {
            e = end_event(&event, ledger, out);
            event.id = id;
            event.count = 0;
            if (e == ERR_OK && !take_hash(s, from->commitment, event.commitment))
                e = wrong(out, seal_ledgers[ledger], id, "it has no commitment");
        }
        if (e == ERR_OK)
            e = take_value(s, from, &event, out);
    }
    closed = stmt_close(s);
    if (e == ERR_OK && closed == ERR_OK)
        e = end_event(&event, ledger, out);
    return e != ERR_OK ? e : closed;
}

/* The texts that people were shown are those whose hash was noted. */
static enum err
check_versions(struct db *db, struct seal_report *out)
{
    struct stmt *s = stmt_open(db, SQL_seal_versions);
    enum err e = ERR_OK, closed;

    while (e == ERR_OK && stmt_row(s)) {
        unsigned char digest[SECRET_HASH];
        size_t len;
        const char *source = stmt_col_text(s, COL_seal_versions_source, &len);

        secret_digest(source, len, digest);
        if (!column_is(s, COL_seal_versions_hash, digest))
            e = wrong(out, "page_version", stmt_col_int(s, COL_seal_versions_id),
                      "the text was changed");
    }
    closed = stmt_close(s);
    return e != ERR_OK ? e : closed;
}

/* And events name those that they prove. */
static enum err
check_words(struct db *db, struct seal_report *out)
{
    int64_t id = 0;
    enum err e = stmt_one_int(stmt_open(db, SQL_seal_other_words), &id);

    if (e != ERR_OK)
        return e == ERR_NOTFOUND ? ERR_OK : e;
    return wrong(out, seal_ledgers[LEDGER_CONSENT], id, "its words are not those it was given on");
}

enum err
seal_verify(struct db *db, const char *expected, struct seal_report *out)
{
    enum err e = db_read_begin(db);

    *out = (struct seal_report){0};
    if (e != ERR_OK)
        return e;
    e = stmt_one_int(stmt_open(db, SQL_seal_waiting), &out->waiting);
    if (e == ERR_OK)
        e = check_chain(db, expected, out);
    if (e == ERR_OK)
        e = check_left_out(db, out);
    for (int ledger = 0; e == ERR_OK && ledger < LEDGERS; ledger++)
        e = check_values(db, (enum ledger)ledger, out);
    if (e == ERR_OK)
        e = check_versions(db, out);
    if (e == ERR_OK)
        e = check_words(db, out);
    db_read_end(db);
    return e;
}
