/* audit.c - the trail of what was done, and the values behind it. */
#include "desk/audit.h"

#include <assert.h>
#include <string.h>

#include "base/clock.h"

/*
 * BLAKE2b-256 over the salt and the digests of field and value: fixed lengths, so nothing runs
 * over.
 */
void
audit_value_commit(const struct audit_value *v, const unsigned char salt[AUDIT_SALT],
                   unsigned char out[SECRET_HASH])
{
    unsigned char all[AUDIT_SALT + 2 * SECRET_HASH];

    memcpy(all, salt, AUDIT_SALT);
    secret_digest(v->field, strlen(v->field), all + AUDIT_SALT);
    secret_digest(v->value, strlen(v->value), all + AUDIT_SALT + SECRET_HASH);
    secret_digest(all, sizeof all, out);
}

void
audit_values_seal(const struct audit_value *v, size_t n, struct audit_seal *seal)
{
    unsigned char all[AUDIT_VALUES_MAX * SECRET_HASH];
    size_t kept = 0;

    assert(n <= AUDIT_VALUES_MAX);
    secret_random(seal->salt, sizeof seal->salt);
    for (size_t i = 0; i < n; i++)
        if (v[i].value != NULL)
            audit_value_commit(&v[i], seal->salt[i], all + SECRET_HASH * kept++);
    secret_digest(all, SECRET_HASH * kept, seal->commitment);
}

static enum err
keep_one(const struct desk *d, enum ledger ledger, int64_t event, size_t position,
         const struct audit_value *v, const unsigned char *salt)
{
    struct stmt *s = stmt_open(d->db, SQL_audit_value_keep);
    bool network = strcmp(v->field, "network") == 0;
    unsigned char commitment[SECRET_HASH];

    audit_value_commit(v, salt, commitment);
    if (ledger == LEDGER_AUDIT) {
        stmt_int(s, BIND_audit, event);
        stmt_null(s, BIND_consent_event);
    } else {
        stmt_null(s, BIND_audit);
        stmt_int(s, BIND_consent_event, event);
    }
    stmt_int(s, BIND_position, (int64_t)position);
    stmt_text(s, BIND_field, v->field);
    stmt_text(s, BIND_value, v->value);
    stmt_blob(s, BIND_salt, salt, AUDIT_SALT);
    stmt_blob(s, BIND_commitment, commitment, sizeof commitment);
    if (network)
        stmt_int(s, BIND_keep_until, d->now + NETWORK_KEPT_DAYS * (int64_t)DAY_SECONDS);
    else
        stmt_null(s, BIND_keep_until);
    return stmt_run(s);
}

enum err
audit_values_keep(const struct desk *d, enum ledger ledger, int64_t event,
                  const struct audit_value *v, size_t n, const struct audit_seal *seal)
{
    enum err e = ERR_OK;

    assert(n <= AUDIT_VALUES_MAX && event > 0);
    for (size_t i = 0; e == ERR_OK && i < n; i++)
        if (v[i].value != NULL)
            e = keep_one(d, ledger, event, i, &v[i], seal->salt[i]);
    return e;
}

enum err
audit_record(const struct desk *d, const char *action, const char *subject, int64_t id,
             const char *detail, const struct audit_value *v, size_t n)
{
    struct stmt *s = stmt_open(d->db, SQL_audit_make);
    struct audit_seal seal;
    int64_t event;
    enum err e;

    audit_values_seal(v, n, &seal);
    stmt_int(s, BIND_at, d->now);
    stmt_text(s, BIND_actor, d->actor);
    stmt_text(s, BIND_channel, channel_name(d->channel));
    stmt_text(s, BIND_action, action);
    stmt_text(s, BIND_subject, subject);
    stmt_int(s, BIND_subject_id, id);
    stmt_text(s, BIND_detail, detail);
    stmt_blob(s, BIND_commitment, seal.commitment, sizeof seal.commitment);
    e = stmt_one_int(s, &event);
    return e == ERR_OK ? audit_values_keep(d, LEDGER_AUDIT, event, v, n, &seal) : e;
}
