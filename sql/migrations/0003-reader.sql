-- The reader's side: votes and counts of what is read, searched and missed; delivery dates;
-- inquiries with details and answers.

-- Was this helpful. voter is a keyed hash of network and day, so that one vote for a page, network
-- and day counts (the last one); it is blanked when the day is over. Behind one network may be
-- several people: reason and messages stay when the vote changes, further messages are added.
CREATE TABLE page_feedback (
    id      INTEGER PRIMARY KEY,
    day     TEXT NOT NULL,
    page    TEXT NOT NULL,
    voter   BLOB,
    helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
    reason  TEXT CHECK (reason IN ('missing', 'unclear', 'wrong', 'other')),
    message TEXT,
    at      INTEGER NOT NULL,
    UNIQUE (page, day, voter)
) STRICT;
CREATE INDEX page_feedback_day ON page_feedback (day);
CREATE INDEX page_feedback_voter ON page_feedback (day) WHERE voter IS NOT NULL;

-- Counts by day of the shop's zone, folded from memory each second or so.
CREATE TABLE page_read (
    day   TEXT NOT NULL,
    page  TEXT NOT NULL,
    reads INTEGER NOT NULL CHECK (reads >= 0),
    PRIMARY KEY (day, page)
) STRICT, WITHOUT ROWID;
CREATE TABLE search_day (
    day      TEXT PRIMARY KEY NOT NULL,
    searches INTEGER NOT NULL CHECK (searches >= 0)
) STRICT, WITHOUT ROWID;
-- What was searched for and not found, words in lower case.
CREATE TABLE search_miss (
    day      TEXT NOT NULL,
    words    TEXT NOT NULL,
    searches INTEGER NOT NULL CHECK (searches >= 0),
    PRIMARY KEY (day, words)
) STRICT, WITHOUT ROWID;
-- Addresses that lead nowhere, without their queries, and the nearest page.
CREATE TABLE not_found (
    day        TEXT NOT NULL,
    address    TEXT NOT NULL,
    suggestion TEXT,
    requests   INTEGER NOT NULL CHECK (requests >= 0),
    PRIMARY KEY (day, address)
) STRICT, WITHOUT ROWID;

-- How parcels travel. Loaded from a file by `helpctl delivery load`. cutoff is a time of the shop's
-- zone: what is ordered on a working day before it counts as of that day. handling: working days
-- until a parcel leaves; days: the carrier's, after the day on which it leaves.
CREATE TABLE shipping_method (
    name         TEXT PRIMARY KEY NOT NULL,
    title        TEXT NOT NULL,
    summary      TEXT NOT NULL,
    position     INTEGER NOT NULL UNIQUE,
    cutoff       TEXT NOT NULL CHECK (cutoff BETWEEN '00:00' AND '23:59' AND length(cutoff) = 5),
    handling_min INTEGER NOT NULL CHECK (handling_min >= 0),
    handling_max INTEGER NOT NULL CHECK (handling_max >= handling_min),
    saturday     INTEGER NOT NULL DEFAULT 0 CHECK (saturday IN (0, 1)),
    sunday       INTEGER NOT NULL DEFAULT 0 CHECK (sunday IN (0, 1))
) STRICT;
-- Where they go; calendar names the holidays that hold there.
CREATE TABLE shipping_zone (
    name     TEXT PRIMARY KEY NOT NULL,
    title    TEXT NOT NULL,
    position INTEGER NOT NULL UNIQUE,
    calendar TEXT NOT NULL
) STRICT;
CREATE TABLE shipping_time (
    zone     TEXT NOT NULL REFERENCES shipping_zone (name),
    method   TEXT NOT NULL REFERENCES shipping_method (name),
    days_min INTEGER NOT NULL CHECK (days_min >= 0),
    days_max INTEGER NOT NULL CHECK (days_max >= days_min),
    PRIMARY KEY (zone, method)
) STRICT;
CREATE INDEX shipping_time_method ON shipping_time (method);
-- Days on which nothing leaves (calendar 'shop') or arrives (a zone's).
CREATE TABLE holiday (
    calendar TEXT NOT NULL,
    day      TEXT NOT NULL,
    title    TEXT NOT NULL,
    PRIMARY KEY (calendar, day)
) STRICT;

-- What an inquiry says field by field ("quantity", "sizes"), and the answers to it.
CREATE TABLE inquiry_detail (
    id         INTEGER PRIMARY KEY,
    inquiry_id INTEGER NOT NULL REFERENCES inquiry (id),
    position   INTEGER NOT NULL,
    field      TEXT NOT NULL,
    value      TEXT,
    UNIQUE (inquiry_id, field)
) STRICT;
CREATE TABLE inquiry_answer (
    id         INTEGER PRIMARY KEY,
    inquiry_id INTEGER NOT NULL REFERENCES inquiry (id),
    at         INTEGER NOT NULL,
    actor      TEXT NOT NULL,
    text       TEXT
) STRICT;
CREATE INDEX inquiry_answer_inquiry ON inquiry_answer (inquiry_id);

-- When it was answered last, or closed; applications are forgotten six months later.
ALTER TABLE inquiry ADD COLUMN ended_at INTEGER;
CREATE INDEX inquiry_ended ON inquiry (ended_at) WHERE kind = 'job' AND ended_at IS NOT NULL;

-- outbox is made anew: its letters are the program's own list, so no CHECK repeats it; and a letter
-- may carry an answer. mail_in and bounce name its rows, so they are made anew with it. The views
-- over them go first (views.sql lays them again).
DROP VIEW IF EXISTS v_outbox;
DROP VIEW IF EXISTS v_inquiries;
DROP VIEW IF EXISTS v_mail_in;
DROP VIEW IF EXISTS v_bounces;
CREATE TABLE outbox_2 (
    id           INTEGER PRIMARY KEY,
    random       BLOB NOT NULL UNIQUE CHECK (length(random) = 16),
    key_id       INTEGER NOT NULL,
    letter       TEXT NOT NULL,
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
    answer_id    INTEGER REFERENCES inquiry_answer (id),
    CHECK ((state = 'queued') = (ended_at IS NULL)),
    CHECK ((leased_by IS NULL) = (leased_until IS NULL))
) STRICT;
INSERT INTO outbox_2 SELECT *, NULL FROM outbox;
CREATE TABLE mail_in_2 (
    id         INTEGER PRIMARY KEY,
    digest     BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    kind       TEXT NOT NULL CHECK (kind IN ('optout', 'bounce', 'autoreply', 'request', 'person')),
    at         INTEGER NOT NULL,
    acted      INTEGER NOT NULL CHECK (acted IN (0, 1)),
    person_id  INTEGER REFERENCES person (id),
    outbox_id  INTEGER REFERENCES outbox_2 (id),
    reference  TEXT,
    message_id TEXT
) STRICT;
INSERT INTO mail_in_2 SELECT * FROM mail_in;
CREATE TABLE bounce_2 (
    id        INTEGER PRIMARY KEY,
    outbox_id INTEGER NOT NULL REFERENCES outbox_2 (id),
    person_id INTEGER REFERENCES person (id),
    at        INTEGER NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('hard', 'soft', 'policy')),
    status    TEXT,
    source    TEXT NOT NULL CHECK (source IN ('smtp', 'mail')),
    UNIQUE (outbox_id, kind, source)
) STRICT;
INSERT INTO bounce_2 SELECT * FROM bounce;
DROP TABLE bounce;
DROP TABLE mail_in;
DROP TABLE outbox;
ALTER TABLE outbox_2 RENAME TO outbox;
ALTER TABLE mail_in_2 RENAME TO mail_in;
ALTER TABLE bounce_2 RENAME TO bounce;
CREATE INDEX mail_in_at ON mail_in (at);
CREATE INDEX mail_in_person ON mail_in (person_id);
CREATE INDEX mail_in_outbox ON mail_in (outbox_id);
CREATE INDEX bounce_person ON bounce (person_id, at);
CREATE INDEX bounce_at ON bounce (at);
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE state = 'queued';
CREATE INDEX outbox_leased ON outbox (leased_by) WHERE leased_by IS NOT NULL;
CREATE INDEX outbox_person ON outbox (person_id);
CREATE INDEX outbox_request ON outbox (request_id);
CREATE INDEX outbox_inquiry ON outbox (inquiry_id);
CREATE INDEX outbox_change ON outbox (change_id);
CREATE INDEX outbox_token ON outbox (token_id);
CREATE INDEX outbox_answer ON outbox (answer_id);
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE ended_at IS NOT NULL;

-- What a policy's version changed against the one before, in words; NULL for its first one, and
-- where a release before this one published it.
ALTER TABLE page_version ADD COLUMN words_added INTEGER CHECK (words_added >= 0);
ALTER TABLE page_version ADD COLUMN words_removed INTEGER CHECK (words_removed >= 0);

PRAGMA user_version = 3;
