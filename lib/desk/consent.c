/* consent.c - one event of the ledger with its values, and who a hash is. */
#include "desk/consent.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/token.h"
#include "desk/audit.h"

enum { VALUES = 6 };

static enum err
make_event(const struct desk *d, const struct consent *c, const struct audit_seal *seal,
           int64_t *event)
{
    struct stmt *s = stmt_open(d->db, SQL_consent_record);

    stmt_int(s, BIND_at, d->now);
    stmt_text(s, BIND_kind, c->kind);
    stmt_text(s, BIND_list, c->list);
    stmt_id(s, BIND_person, c->person);
    stmt_blob(s, BIND_address_hash, c->address->bytes, sizeof c->address->bytes);
    stmt_int(s, BIND_key_id, c->address->key_id);
    stmt_text(s, BIND_channel, channel_name(d->channel));
    stmt_text(s, BIND_page, d->page);
    stmt_id(s, BIND_wording, d->wording);
    stmt_id(s, BIND_policy, d->policy);
    stmt_text(s, BIND_reference, c->reference);
    stmt_blob(s, BIND_commitment, seal->commitment, sizeof seal->commitment);
    return stmt_one_int(s, event);
}

enum err
consent_record(const struct desk *d, const struct consent *c)
{
    const struct audit_value values[VALUES] = {
        {"email", c->email},     {"name", c->name},     {"reason", c->reason},
        {"network", d->network}, {"source", c->source}, {"source_at", c->source_at},
    };
    struct audit_seal seal;
    int64_t event = 0;
    char action[32];
    enum err e;

    assert(c->kind != NULL && c->address != NULL && c->reference != NULL);
    audit_values_seal(values, VALUES, &seal);
    e = make_event(d, c, &seal, &event);
    if (e == ERR_OK)
        e = audit_values_keep(d, LEDGER_CONSENT, event, values, VALUES, &seal);
    snprintf(action, sizeof action, "list.%s", c->kind);
    if (e == ERR_OK)
        e = audit_record(d, action, "consent_event", event, c->list != NULL ? c->list : "all", NULL,
                         0);
    return e;
}

enum err
address_hash_of(const struct desk *d, const char *canonical, struct address_hash *out)
{
    return address_hash_under(d, keys_newest(d->keys), canonical, out);
}

enum err
address_hash_under(const struct desk *d, int64_t key, const char *canonical,
                   struct address_hash *out)
{
    assert(canonical[0] != '\0');
    out->key_id = key;
    return keys_hash(d->keys, key, PURPOSE_ADDRESS, canonical, strlen(canonical), out->bytes)
               ? ERR_OK
               : ERR_BUG;
}

enum err
address_hash_person(const struct desk *d, const struct address_hash *h, size_t prefix,
                    struct address_hash *whole, int64_t *person)
{
    struct stmt *s = stmt_open(d->db, SQL_consent_by_hash);
    unsigned char last[SECRET_HASH];
    bool found;

    assert(prefix == LEAVE_PREFIX || prefix == SECRET_HASH);
    memcpy(last, h->bytes, prefix);
    memset(last + prefix, 0xff, sizeof last - prefix);
    *whole = *h;
    stmt_int(s, BIND_key_id, h->key_id);
    stmt_blob(s, BIND_first, h->bytes, sizeof h->bytes);
    stmt_blob(s, BIND_last, last, sizeof last);
    if ((found = stmt_row(s))) {
        size_t len;
        const char *bytes = stmt_col_text(s, COL_consent_by_hash_address_hash, &len);

        assert(len == 0 || len == sizeof whole->bytes);
        memcpy(whole->bytes, bytes, len);
        *person = stmt_col_int(s, COL_consent_by_hash_person);
    }
    return stmt_close_found(s, found);
}

enum err
address_hash_next(const struct desk *d, const struct address_hash *h, int64_t *person)
{
    struct stmt *s = stmt_open(d->db, SQL_consent_by_hash_next);

    stmt_int(s, BIND_key_id, h->key_id);
    stmt_blob(s, BIND_address_hash, h->bytes, sizeof h->bytes);
    stmt_int(s, BIND_after, *person);
    return stmt_one_int(s, person);
}
