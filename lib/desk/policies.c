/* policies.c - versions of what people were shown. */
#include "desk/policies.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "desk/audit.h"

enum err
policy_current(struct db *db, const char *page, struct policy_version *out)
{
    struct stmt *s = stmt_open(db, SQL_policy_current);
    struct policy_version v = {0};
    enum err e;

    stmt_text(s, BIND_page, page);
    if (stmt_row(s)) {
        v.id = stmt_col_int(s, COL_policy_current_id);
        v.version = stmt_col_int(s, COL_policy_current_version);
        v.source = strdup(stmt_col_text(s, COL_policy_current_source, NULL));
    }
    e = stmt_close(s);
    if (e == ERR_OK && v.id == 0)
        e = ERR_NOTFOUND;
    else if (e == ERR_OK && v.source == NULL)
        e = ERR_NOMEM;
    if (e != ERR_OK) {
        free(v.source);
        return e;
    }
    *out = v;
    return ERR_OK;
}

enum err
policy_source(struct db *db, const char *page, int64_t version, char **source)
{
    struct stmt *s = stmt_open(db, SQL_policy_source);
    bool found;
    enum err e;

    assert(page != NULL && source != NULL);
    *source = NULL;
    stmt_text(s, BIND_page, page);
    stmt_int(s, BIND_version, version);
    found = stmt_row(s);
    if (found)
        *source = strdup(stmt_col_text(s, COL_policy_source_source, NULL));
    e = stmt_close_found(s, found);
    if (e == ERR_OK && *source == NULL)
        e = ERR_NOMEM;
    if (e != ERR_OK) {
        free(*source);
        *source = NULL;
    }
    return e;
}

enum err
policy_current_id(struct db *db, const char *page, int64_t *id)
{
    struct stmt *s = stmt_open(db, SQL_policy_current_id);
    enum err e;

    *id = 0;
    stmt_text(s, BIND_page, page);
    e = stmt_one_int(s, id);
    return e == ERR_NOTFOUND ? ERR_OK : e;
}

enum err
policy_stamp(struct db *db, int64_t *stamp)
{
    return stmt_one_int(stmt_open(db, SQL_policy_stamp), stamp);
}

/* The version now in force (0: none), and whether it has this hash. */
static enum err
look_newest(const struct desk *d, const char *page, const unsigned char hash[SECRET_HASH],
            int64_t *version, bool *same)
{
    struct stmt *s = stmt_open(d->db, SQL_policy_newest);

    *version = 0;
    *same = false;
    stmt_text(s, BIND_page, page);
    if (stmt_row(s)) {
        size_t len;
        const char *bytes = stmt_col_text(s, COL_policy_newest_hash, &len);

        *same = len == SECRET_HASH && memcmp(bytes, hash, len) == 0;
        *version = stmt_col_int(s, COL_policy_newest_version);
    }
    return stmt_close(s);
}

/* A row to be made. */
struct version {
    const char *kind;
    struct policy_text text;
    unsigned char hash[SECRET_HASH];
};

static enum err
make_version(const struct desk *d, const struct version *v, int64_t *id)
{
    struct stmt *s = stmt_open(d->db, SQL_page_version_make);

    stmt_text(s, BIND_kind, v->kind);
    stmt_text(s, BIND_page, v->text.page);
    stmt_text(s, BIND_title, v->text.title);
    stmt_text(s, BIND_effective, v->text.effective);
    stmt_text(s, BIND_source, v->text.source);
    stmt_blob(s, BIND_hash, v->hash, sizeof v->hash);
    stmt_int(s, BIND_at, d->now);
    if (v->text.compared) {
        stmt_int(s, BIND_words_added, v->text.words_added);
        stmt_int(s, BIND_words_removed, v->text.words_removed);
    } else {
        stmt_null(s, BIND_words_added);
        stmt_null(s, BIND_words_removed);
    }
    return stmt_one_int(s, id);
}

enum err
policy_publish(const struct desk *d, const struct policy_text *t, int64_t *version, bool *fresh)
{
    struct version v = {.kind = "policy", .text = *t};
    int64_t id = 0;
    bool same;
    enum err e;

    assert(t->page != NULL && t->title != NULL && t->source != NULL);
    secret_digest(t->source, strlen(t->source), v.hash);
    e = look_newest(d, t->page, v.hash, version, &same);
    *fresh = e == ERR_OK && !same;
    if (!*fresh)
        return e;
    *version += 1;
    e = make_version(d, &v, &id);
    if (e == ERR_OK)
        e = audit_record(d, "policy.publish", "page_version", id, t->page, NULL, 0);
    return e;
}

enum err
wording_keep(const struct desk *d, const char *page, const char *title, const char *words,
             int64_t *id)
{
    struct version v = {.kind = "wording", .text = {.page = page, .title = title, .source = words}};
    struct stmt *s = stmt_open(d->db, SQL_wording_find);
    enum err e;

    assert(page != NULL && title != NULL && words != NULL);
    secret_digest(words, strlen(words), v.hash);
    stmt_text(s, BIND_page, page);
    stmt_blob(s, BIND_hash, v.hash, sizeof v.hash);
    e = stmt_one_int(s, id);
    return e == ERR_NOTFOUND ? make_version(d, &v, id) : e;
}
