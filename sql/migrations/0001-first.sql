-- The first schema. Times are Unix seconds, UTC; days are ISO dates in the shop's zone; hashes are
-- raw bytes. What a person typed stands in person, address_book, request, inquiry and audit_value
-- only, so that an erasure knows where to look.

-- Facts about this database itself, not the shop's settings (those are in helpcenter.conf).
CREATE TABLE setting (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;

INSERT INTO setting (name, value) VALUES ('database_id', lower(hex(randomblob(16))));

-- Somebody known by a mail address. An erased person keeps the row, since the ledger names its id,
-- but nothing that tells who it was.
CREATE TABLE person (
    id           INTEGER PRIMARY KEY,
    email        TEXT UNIQUE,
    email_typed  TEXT,
    mixed_script INTEGER NOT NULL DEFAULT 0 CHECK (mixed_script IN (0, 1)),
    name         TEXT,
    state        TEXT NOT NULL DEFAULT 'active'
                 CHECK (state IN ('active', 'deactivated', 'erased')),
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    CHECK ((state = 'erased') = (email IS NULL)),
    CHECK ((email IS NULL) = (email_typed IS NULL))
) STRICT;

-- Postal addresses, as people gave them.
CREATE TABLE address_book (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES person (id),
    name       TEXT,
    address1   TEXT,
    address2   TEXT,
    city       TEXT,
    state      TEXT,
    zip        TEXT,
    country    TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX address_book_person ON address_book (person_id);

-- The mailing lists.
CREATE TABLE list (
    name     TEXT PRIMARY KEY NOT NULL,
    title    TEXT NOT NULL,
    position INTEGER NOT NULL UNIQUE
) STRICT;

INSERT INTO list (name, title, position) VALUES
    ('newsletter', 'Newsletter', 1),
    ('bargains', 'Bargains', 2),
    ('club', 'Club', 3),
    ('special-offers', 'Special offers', 4);

-- How a person stands to a list now. The way there is told by consent_event.
CREATE TABLE subscription (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES person (id),
    list       TEXT NOT NULL REFERENCES list (name),
    state      TEXT NOT NULL CHECK (state IN ('pending', 'active', 'opted_out', 'bounced')),
    since      INTEGER NOT NULL,
    source     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (person_id, list)
) STRICT;
CREATE INDEX subscription_list ON subscription (list, state);

-- Every version of a policy that was published, and of the words of a form that people were shown.
-- A policy may go back to an earlier text: that is a new version. The words of a form are kept
-- once.
CREATE TABLE page_version (
    id        INTEGER PRIMARY KEY,
    kind      TEXT NOT NULL CHECK (kind IN ('policy', 'wording')),
    page      TEXT NOT NULL,
    version   INTEGER NOT NULL CHECK (version >= 1),
    title     TEXT NOT NULL,
    effective TEXT,
    source    TEXT NOT NULL,
    hash      BLOB NOT NULL CHECK (length(hash) = 32),
    at        INTEGER NOT NULL,
    UNIQUE (kind, page, version)
) STRICT;
CREATE UNIQUE INDEX page_version_wording ON page_version (page, hash) WHERE kind = 'wording';

-- The ledger of consent: who asked for what, when, how, from which page, in view of which words and
-- which policy. list is empty for all lists; person_id is empty where the address was not known.
CREATE TABLE consent_event (
    id           INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('join', 'confirm', 'leave', 'undo', 'bounce',
                                               'lapse', 'import', 'change', 'object')),
    list         TEXT REFERENCES list (name),
    person_id    INTEGER REFERENCES person (id),
    address_hash BLOB NOT NULL CHECK (length(address_hash) = 32),
    key_id       INTEGER NOT NULL,
    channel      TEXT NOT NULL CHECK (channel IN ('web', 'mail', 'link', 'one-click', 'phone',
                                                  'post', 'staff', 'import')),
    page         TEXT,
    wording_id   INTEGER REFERENCES page_version (id),
    wording_hash BLOB,
    policy_id    INTEGER REFERENCES page_version (id),
    reference    TEXT NOT NULL,
    commitment   BLOB NOT NULL CHECK (length(commitment) = 32),
    CHECK ((wording_id IS NULL) = (wording_hash IS NULL))
) STRICT;
CREATE INDEX consent_event_person ON consent_event (person_id);
CREATE INDEX consent_event_address ON consent_event (address_hash);
CREATE INDEX consent_event_at ON consent_event (at);

-- Addresses that get no mail of a list, or of any where list is empty: a keyed hash, which holds
-- after the person was erased. key_id names the key it was made with.
CREATE TABLE suppression (
    id           INTEGER PRIMARY KEY,
    address_hash BLOB NOT NULL CHECK (length(address_hash) = 32),
    key_id       INTEGER NOT NULL,
    list         TEXT REFERENCES list (name),
    person_id    INTEGER REFERENCES person (id),
    channel      TEXT NOT NULL,
    reference    TEXT NOT NULL,
    at           INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX suppression_address ON suppression (address_hash, coalesce(list, ''));
CREATE INDEX suppression_person ON suppression (person_id);

-- What was sent by which form, so that a double click makes one row. content is a keyed hash.
CREATE TABLE submission (
    id        INTEGER PRIMARY KEY,
    form      TEXT NOT NULL,
    nonce     BLOB NOT NULL CHECK (length(nonce) = 16),
    content   BLOB NOT NULL CHECK (length(content) = 32),
    reference TEXT NOT NULL UNIQUE,
    at        INTEGER NOT NULL
) STRICT;
CREATE INDEX submission_content ON submission (content);

-- Requests about a person's own data. The answer goes to email; the person is found by old_email
-- where that is given. person_id is empty where nobody of that address is known.
CREATE TABLE request (
    id          INTEGER PRIMARY KEY,
    reference   TEXT NOT NULL UNIQUE,
    kind        TEXT NOT NULL CHECK (kind IN ('correct', 'update', 'delete', 'deactivate',
                                              'reactivate', 'access', 'export', 'object',
                                              'restrict', 'opt_out')),
    state       TEXT NOT NULL DEFAULT 'received'
                CHECK (state IN ('received', 'awaiting_verification', 'verified', 'in_review',
                                 'needs_info', 'approved', 'cooling_off', 'executing', 'fulfilled',
                                 'partially_fulfilled', 'on_hold', 'exec_failed', 'denied',
                                 'withdrawn', 'expired_unverified', 'merged')),
    person_id   INTEGER REFERENCES person (id),
    email       TEXT,
    email_typed TEXT,
    old_email   TEXT,
    name        TEXT,
    message     TEXT,
    channel     TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    due_at      INTEGER NOT NULL CHECK (due_at > received_at),
    state_at    INTEGER NOT NULL,
    assigned_to TEXT
) STRICT;
CREATE INDEX request_due ON request (state, due_at);
CREATE INDEX request_person ON request (person_id);
CREATE INDEX request_email ON request (email);

-- What a request asks to change, by field: from the old value to the new.
CREATE TABLE request_change (
    id         INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES request (id),
    field      TEXT NOT NULL,
    old_value  TEXT,
    new_value  TEXT,
    applied_at INTEGER,
    UNIQUE (request_id, field)
) STRICT;

-- What people ask for that is not about their data.
CREATE TABLE inquiry (
    id              INTEGER PRIMARY KEY,
    reference       TEXT NOT NULL UNIQUE,
    kind            TEXT NOT NULL CHECK (kind IN ('catalog', 'advice', 'sell', 'job', 'message')),
    state           TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'closed')),
    person_id       INTEGER NOT NULL REFERENCES person (id),
    name            TEXT,
    message         TEXT,
    address_book_id INTEGER REFERENCES address_book (id),
    channel         TEXT NOT NULL,
    received_at     INTEGER NOT NULL,
    assigned_to     TEXT
) STRICT;
CREATE INDEX inquiry_state ON inquiry (state, received_at);
CREATE INDEX inquiry_person ON inquiry (person_id);
CREATE INDEX inquiry_address ON inquiry (address_book_id);

-- Pages served, by day of the shop's zone and by node (the machine that counted).
CREATE TABLE request_count (
    day      TEXT NOT NULL,
    node     TEXT NOT NULL,
    requests INTEGER NOT NULL CHECK (requests >= 0),
    PRIMARY KEY (day, node)
) STRICT;

-- How far each slot of a counter file was folded into request_count. generation names the file.
CREATE TABLE counter_slot (
    generation TEXT NOT NULL,
    slot       INTEGER NOT NULL,
    folded     INTEGER NOT NULL CHECK (folded >= 0),
    PRIMARY KEY (generation, slot)
) STRICT;

-- Who did what to which row. Opaque ids and fixed words only; the values are in audit_value.
CREATE TABLE audit (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    actor      TEXT NOT NULL,
    channel    TEXT NOT NULL,
    action     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    detail     TEXT,
    commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT;
CREATE INDEX audit_subject ON audit (subject, subject_id);
CREATE INDEX audit_at ON audit (at);

-- The personal values behind an event of audit or consent_event. An erasure blanks value and salt:
-- the commitment stays, and tells nothing without the salt. keep_until: blanked by then.
CREATE TABLE audit_value (
    id               INTEGER PRIMARY KEY,
    audit_id         INTEGER REFERENCES audit (id),
    consent_event_id INTEGER REFERENCES consent_event (id),
    position         INTEGER NOT NULL,
    field            TEXT NOT NULL,
    value            TEXT,
    salt             BLOB,
    commitment       BLOB NOT NULL CHECK (length(commitment) = 32),
    keep_until       INTEGER,
    CHECK ((audit_id IS NULL) <> (consent_event_id IS NULL)),
    CHECK ((value IS NULL) = (salt IS NULL)),
    UNIQUE (audit_id, position),
    UNIQUE (consent_event_id, position)
) STRICT;
CREATE INDEX audit_value_end ON audit_value (keep_until)
    WHERE keep_until IS NOT NULL AND value IS NOT NULL;

-- Append-only. The insert triggers stop INSERT OR REPLACE, which deletes without a delete trigger.
CREATE TRIGGER consent_event_no_update BEFORE UPDATE ON consent_event
BEGIN SELECT raise(ABORT, 'consent_event is append-only'); END;
CREATE TRIGGER consent_event_no_delete BEFORE DELETE ON consent_event
BEGIN SELECT raise(ABORT, 'consent_event is append-only'); END;
CREATE TRIGGER consent_event_no_replace BEFORE INSERT ON consent_event
WHEN EXISTS (SELECT 1 FROM consent_event WHERE id = new.id)
BEGIN SELECT raise(ABORT, 'consent_event is append-only'); END;

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = new.id)
BEGIN SELECT raise(ABORT, 'audit is append-only'); END;

CREATE TRIGGER page_version_no_update BEFORE UPDATE ON page_version
BEGIN SELECT raise(ABORT, 'page_version is append-only'); END;
CREATE TRIGGER page_version_no_delete BEFORE DELETE ON page_version
BEGIN SELECT raise(ABORT, 'page_version is append-only'); END;
CREATE TRIGGER page_version_no_replace BEFORE INSERT ON page_version
WHEN EXISTS (SELECT 1 FROM page_version
             WHERE id = new.id
                OR (kind = new.kind AND page = new.page AND version = new.version)
                OR (kind = 'wording' AND new.kind = 'wording' AND page = new.page
                    AND hash = new.hash))
BEGIN SELECT raise(ABORT, 'page_version is append-only'); END;

CREATE TRIGGER audit_value_blank_only BEFORE UPDATE ON audit_value
WHEN new.value IS NOT NULL OR new.salt IS NOT NULL
  OR new.id <> old.id OR new.field <> old.field OR new.position <> old.position
  OR new.audit_id IS NOT old.audit_id OR new.consent_event_id IS NOT old.consent_event_id
  OR new.commitment <> old.commitment OR new.keep_until IS NOT old.keep_until
BEGIN SELECT raise(ABORT, 'audit_value may only be blanked'); END;
CREATE TRIGGER audit_value_no_delete BEFORE DELETE ON audit_value
BEGIN SELECT raise(ABORT, 'audit_value may only be blanked'); END;
CREATE TRIGGER audit_value_no_replace BEFORE INSERT ON audit_value
WHEN EXISTS (SELECT 1 FROM audit_value
             WHERE id = new.id
                OR (audit_id = new.audit_id AND position = new.position)
                OR (consent_event_id = new.consent_event_id AND position = new.position))
BEGIN SELECT raise(ABORT, 'audit_value may only be blanked'); END;

-- "HCTR". The program refuses a database with another mark, or another version.
PRAGMA application_id = 0x48435452;
PRAGMA user_version = 1;
