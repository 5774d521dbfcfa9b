-- Mail, both ways: letters that wait to be sent, links that act, addresses that change, what came
-- in; and the chain over the ledgers.

-- consent_event and audit_value are made anew, since a CHECK can't be changed in place: the ledger
-- now knows the preference page and the program itself as channels. The views over them go first
-- (views.sql lays them again).
DROP VIEW IF EXISTS v_consent;
DROP VIEW IF EXISTS v_audit;

CREATE TABLE consent_event_2 (
    id           INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('join', 'confirm', 'leave', 'undo', 'bounce',
                                               'lapse', 'import', 'change', 'object')),
    list         TEXT REFERENCES list (name),
    person_id    INTEGER REFERENCES person (id),
    address_hash BLOB NOT NULL CHECK (length(address_hash) = 32),
    key_id       INTEGER NOT NULL,
    channel      TEXT NOT NULL CHECK (channel IN ('web', 'mail', 'link', 'one-click', 'preferences',
                                                  'phone', 'post', 'staff', 'import', 'program')),
    page         TEXT,
    wording_id   INTEGER REFERENCES page_version (id),
    wording_hash BLOB,
    policy_id    INTEGER REFERENCES page_version (id),
    reference    TEXT NOT NULL,
    commitment   BLOB NOT NULL CHECK (length(commitment) = 32),
    CHECK ((wording_id IS NULL) = (wording_hash IS NULL))
) STRICT;
INSERT INTO consent_event_2 SELECT * FROM consent_event;

CREATE TABLE audit_value_2 (
    id               INTEGER PRIMARY KEY,
    audit_id         INTEGER REFERENCES audit (id),
    consent_event_id INTEGER REFERENCES consent_event_2 (id),
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
INSERT INTO audit_value_2 SELECT * FROM audit_value;

DROP TABLE audit_value;
DROP TABLE consent_event;
ALTER TABLE consent_event_2 RENAME TO consent_event;
ALTER TABLE audit_value_2 RENAME TO audit_value;

CREATE INDEX consent_event_person ON consent_event (person_id);
CREATE INDEX consent_event_address ON consent_event (address_hash);
CREATE INDEX consent_event_at ON consent_event (at);
CREATE INDEX audit_value_end ON audit_value (keep_until)
    WHERE keep_until IS NOT NULL AND value IS NOT NULL;

CREATE TRIGGER consent_event_no_update BEFORE UPDATE ON consent_event
BEGIN SELECT raise(ABORT, 'consent_event is append-only'); END;
CREATE TRIGGER consent_event_no_delete BEFORE DELETE ON consent_event
BEGIN SELECT raise(ABORT, 'consent_event is append-only'); END;
CREATE TRIGGER consent_event_no_replace BEFORE INSERT ON consent_event
WHEN EXISTS (SELECT 1 FROM consent_event WHERE id = new.id)
BEGIN SELECT raise(ABORT, 'consent_event is append-only'); END;

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

-- A suppression is lifted, not removed, by a newly confirmed sign-up. A row of a single list that
-- is lifted later than the row of all lists was laid is an exception to that one.
ALTER TABLE suppression ADD COLUMN lifted_at INTEGER;

-- A person whose address another person took on (both mailboxes confirmed it) is that person now.
ALTER TABLE person ADD COLUMN merged_into INTEGER REFERENCES person (id);
CREATE INDEX person_merged ON person (merged_into) WHERE merged_into IS NOT NULL;

-- Sign-ups that nobody has confirmed yet, by age.
CREATE INDEX subscription_pending ON subscription (since) WHERE state = 'pending';
-- Nobody could confirm one before: those that wait don't lapse before they could.
UPDATE subscription SET since = unixepoch() WHERE state = 'pending';

-- What was sent is told from what is sent again for a while only: it goes after 30 days.
CREATE INDEX submission_at ON submission (at);

-- A person's new address, which stands here until both mailboxes have confirmed it, or it ended.
CREATE TABLE address_change (
    id               INTEGER PRIMARY KEY,
    person_id        INTEGER NOT NULL REFERENCES person (id),
    email            TEXT,
    email_typed      TEXT,
    mixed_script     INTEGER NOT NULL DEFAULT 0 CHECK (mixed_script IN (0, 1)),
    state            TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'ended')),
    reference        TEXT NOT NULL UNIQUE,
    old_confirmed_at INTEGER,
    new_confirmed_at INTEGER,
    created_at       INTEGER NOT NULL,
    ended_at         INTEGER,
    CHECK ((email IS NULL) = (email_typed IS NULL)),
    CHECK ((state = 'open') = (ended_at IS NULL))
) STRICT;
CREATE INDEX address_change_person ON address_change (person_id);
CREATE INDEX address_change_open ON address_change (created_at) WHERE state = 'open';

-- Links in letters that act. What the link holds is a keyed hash over purpose, key and `random`: it
-- is made again whenever it is needed, and stands nowhere. lists: names with spaces between, 'all'
-- for every list; what an undo brings back.
CREATE TABLE token (
    id         INTEGER PRIMARY KEY,
    random     BLOB NOT NULL UNIQUE CHECK (length(random) = 16),
    purpose    TEXT NOT NULL CHECK (purpose IN ('confirm', 'undo', 'preferences', 'change-old',
                                                'change-new')),
    key_id     INTEGER NOT NULL,
    person_id  INTEGER NOT NULL REFERENCES person (id),
    change_id  INTEGER REFERENCES address_change (id),
    lists      TEXT,
    reference  TEXT,
    created_at INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL CHECK (ends_at > created_at),
    used_at    INTEGER,
    CHECK ((change_id IS NOT NULL) = (purpose IN ('change-old', 'change-new')))
) STRICT;
CREATE INDEX token_person ON token (person_id);
CREATE INDEX token_change ON token (change_id);
CREATE INDEX token_end ON token (ends_at);

-- Letters, from the transaction that causes one to its end: the template's name and what it is
-- about; never an address, a text or a link. random makes the Message-ID and the address for
-- bounces. status: the server's last answer as "451 4.3.0", never its text.
CREATE TABLE outbox (
    id           INTEGER PRIMARY KEY,
    random       BLOB NOT NULL UNIQUE CHECK (length(random) = 16),
    key_id       INTEGER NOT NULL,
    letter       TEXT NOT NULL CHECK (letter IN ('confirm', 'already', 'welcome', 'left',
                                                 'preferences', 'request', 'inquiry', 'change-old',
                                                 'change-new', 'changed', 'digest', 'test')),
    person_id    INTEGER REFERENCES person (id),
    request_id   INTEGER REFERENCES request (id),
    inquiry_id   INTEGER REFERENCES inquiry (id),
    change_id    INTEGER REFERENCES address_change (id),
    token_id     INTEGER REFERENCES token (id),
    lists        TEXT,
    reference    TEXT,
    day          TEXT,
    state        TEXT NOT NULL DEFAULT 'queued'
                 CHECK (state IN ('queued', 'sent', 'failed', 'dropped')),
    created_at   INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    leased_by    INTEGER,
    leased_until INTEGER,
    ended_at     INTEGER,
    status       TEXT,
    CHECK ((state = 'queued') = (ended_at IS NULL)),
    CHECK ((leased_by IS NULL) = (leased_until IS NULL))
) STRICT;
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE state = 'queued';
CREATE INDEX outbox_leased ON outbox (leased_by) WHERE leased_by IS NOT NULL;
CREATE INDEX outbox_person ON outbox (person_id);
CREATE INDEX outbox_request ON outbox (request_id);
CREATE INDEX outbox_inquiry ON outbox (inquiry_id);
CREATE INDEX outbox_change ON outbox (change_id);
CREATE INDEX outbox_token ON outbox (token_id);
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE ended_at IS NOT NULL;

-- How many letters strangers could cause, by scope and hour (Unix seconds / 3600): against list
-- bombing. key is a keyed hash of the address, network or domain; empty for all.
CREATE TABLE letter_quota (
    scope   TEXT NOT NULL,
    key     BLOB NOT NULL,
    hour    INTEGER NOT NULL,
    letters INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (scope, key, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX letter_quota_hour ON letter_quota (hour);

-- Mails that came in, each once: a keyed hash tells them apart. message_id helps staff to find a
-- mail in their own mailbox, and goes after 90 days. Their text is never kept.
CREATE TABLE mail_in (
    id         INTEGER PRIMARY KEY,
    digest     BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    kind       TEXT NOT NULL CHECK (kind IN ('optout', 'bounce', 'autoreply', 'request', 'person')),
    at         INTEGER NOT NULL,
    acted      INTEGER NOT NULL CHECK (acted IN (0, 1)),
    person_id  INTEGER REFERENCES person (id),
    outbox_id  INTEGER REFERENCES outbox (id),
    reference  TEXT,
    message_id TEXT
) STRICT;
CREATE INDEX mail_in_at ON mail_in (at);
CREATE INDEX mail_in_person ON mail_in (person_id);
CREATE INDEX mail_in_outbox ON mail_in (outbox_id);

-- Letters that could not be delivered. soft: full, away, later; policy: refused as spam or by rule,
-- which says nothing about the address.
CREATE TABLE bounce (
    id        INTEGER PRIMARY KEY,
    outbox_id INTEGER NOT NULL REFERENCES outbox (id),
    person_id INTEGER REFERENCES person (id),
    at        INTEGER NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('hard', 'soft', 'policy')),
    status    TEXT,
    source    TEXT NOT NULL CHECK (source IN ('smtp', 'mail')),
    UNIQUE (outbox_id, kind, source)
) STRICT;
CREATE INDEX bounce_person ON bounce (person_id, at);
CREATE INDEX bounce_at ON bounce (at);

-- The chain over the ledgers: hash covers the row and the hash before it, so no row can be changed,
-- removed or put in between without every later hash being wrong.
CREATE TABLE seal (
    id     INTEGER PRIMARY KEY,
    ledger TEXT NOT NULL CHECK (ledger IN ('audit', 'consent_event')),
    row_id INTEGER NOT NULL,
    hash   BLOB NOT NULL CHECK (length(hash) = 32),
    at     INTEGER NOT NULL,
    UNIQUE (ledger, row_id)
) STRICT;
CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal
BEGIN SELECT raise(ABORT, 'seal is append-only'); END;
CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal
BEGIN SELECT raise(ABORT, 'seal is append-only'); END;
CREATE TRIGGER seal_no_replace BEFORE INSERT ON seal
WHEN EXISTS (SELECT 1 FROM seal WHERE id = new.id OR (ledger = new.ledger AND row_id = new.row_id))
BEGIN SELECT raise(ABORT, 'seal is append-only'); END;

PRAGMA user_version = 2;
