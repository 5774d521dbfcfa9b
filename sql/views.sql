-- What staff query: times as text in UTC, plain names. Laid anew by every migration run; a view
-- that goes away keeps its DROP line.

DROP VIEW IF EXISTS v_subscribers;
CREATE VIEW v_subscribers (email, name, list, state, since, source) AS
SELECT p.email, p.name, s.list, s.state,
       strftime('%Y-%m-%d %H:%M', s.since, 'unixepoch'), s.source
FROM subscription s JOIN person p ON p.id = s.person_id;

-- Opt-outs in force. list is 'all' where it covers every list, later ones too. email is empty where
-- the address was not known: only its keyed hash is kept.
DROP VIEW IF EXISTS v_optouts;
CREATE VIEW v_optouts (email, list, channel, at) AS
SELECT p.email, coalesce(x.list, 'all'), x.channel,
       strftime('%Y-%m-%d %H:%M', x.at, 'unixepoch')
FROM suppression x LEFT JOIN person p ON p.id = x.person_id;

-- days_left counts whole days to the deadline, below 0 past it; empty once a request has ended.
DROP VIEW IF EXISTS v_requests;
CREATE VIEW v_requests (reference, kind, state, email, received_at, due_at, days_left,
                        assigned_to) AS
SELECT reference, kind, state, email,
       strftime('%Y-%m-%d %H:%M', received_at, 'unixepoch'),
       strftime('%Y-%m-%d %H:%M', due_at, 'unixepoch'),
       CASE WHEN state IN ('fulfilled', 'partially_fulfilled', 'denied', 'withdrawn',
                           'expired_unverified', 'merged') THEN NULL
            WHEN due_at >= unixepoch() THEN (due_at - unixepoch()) / 86400
            ELSE -1 - (unixepoch() - due_at) / 86400 END,
       assigned_to
FROM request;

DROP VIEW IF EXISTS v_request_changes;
CREATE VIEW v_request_changes (reference, field, old_value, new_value, applied_at) AS
SELECT r.reference, c.field, c.old_value, c.new_value,
       strftime('%Y-%m-%d %H:%M', c.applied_at, 'unixepoch')
FROM request_change c JOIN request r ON r.id = c.request_id;

DROP VIEW IF EXISTS v_inquiries;
CREATE VIEW v_inquiries (reference, kind, state, email, name, address1, address2, city, region, zip,
                         country, message, received_at, assigned_to) AS
SELECT q.reference, q.kind, q.state, p.email, coalesce(q.name, p.name),
       a.address1, a.address2, a.city, a.state, a.zip, a.country, q.message,
       strftime('%Y-%m-%d %H:%M', q.received_at, 'unixepoch'), q.assigned_to
FROM inquiry q
JOIN person p ON p.id = q.person_id
LEFT JOIN address_book a ON a.id = q.address_book_id;

DROP VIEW IF EXISTS v_requests_served;
CREATE VIEW v_requests_served (day, requests) AS
SELECT day, sum(requests) FROM request_count GROUP BY day;

-- The ledger of consent. words and policy say which page and which version of it was seen;
-- words_hash proves them against page_version. network goes after 90 days.
DROP VIEW IF EXISTS v_consent;
CREATE VIEW v_consent (at, email, list, event, channel, page, network, reference, words, words_hash,
                       policy) AS
SELECT strftime('%Y-%m-%d %H:%M', e.at, 'unixepoch'), p.email, coalesce(e.list, 'all'), e.kind,
       e.channel, e.page,
       (SELECT v.value FROM audit_value v
        WHERE v.consent_event_id = e.id AND v.field = 'network'),
       e.reference,
       w.page || ' version ' || w.version, lower(hex(e.wording_hash)),
       y.page || ' version ' || y.version
FROM consent_event e
LEFT JOIN person p ON p.id = e.person_id
LEFT JOIN page_version w ON w.id = e.wording_id
LEFT JOIN page_version y ON y.id = e.policy_id;

-- Who did what. details holds the values that are still kept, as field=value.
DROP VIEW IF EXISTS v_audit;
CREATE VIEW v_audit (id, at, actor, channel, action, subject, subject_id, detail, details) AS
SELECT a.id, strftime('%Y-%m-%d %H:%M', a.at, 'unixepoch'), a.actor, a.channel, a.action, a.subject,
       a.subject_id, a.detail,
       (SELECT group_concat(v.field || '=' || coalesce(v.value, '(erased)'), ', ')
        FROM audit_value v WHERE v.audit_id = a.id)
FROM audit a;
