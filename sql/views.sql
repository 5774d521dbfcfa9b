-- What staff query: times as text in UTC, plain names. Laid anew by every migration run; a view
-- that goes away keeps its DROP line.

DROP VIEW IF EXISTS v_subscribers;
CREATE VIEW v_subscribers (email, name, list, state, since, source) AS
SELECT p.email, p.name, s.list, s.state,
       strftime('%Y-%m-%d %H:%M', s.since, 'unixepoch'), s.source
FROM subscription s JOIN person p ON p.id = s.person_id;

-- Opt-outs in force. list is 'all' where it covers every list, later ones too, but for those that
-- were confirmed after it. email is empty where the address was not known: only its keyed hash is
-- kept.
DROP VIEW IF EXISTS v_optouts;
CREATE VIEW v_optouts (email, list, channel, at) AS
SELECT p.email, coalesce(x.list, 'all'), x.channel,
       strftime('%Y-%m-%d %H:%M', x.at, 'unixepoch')
FROM suppression x LEFT JOIN person p ON p.id = x.person_id
WHERE x.lifted_at IS NULL;

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

-- What people ask for or send that isn't about their data. answered_at is when the last of the
-- answers was written; deleted_on: the day on which an application that has ended is deleted.
DROP VIEW IF EXISTS v_inquiries;
CREATE VIEW v_inquiries (reference, kind, state, email, name, address1, address2, city, region, zip,
                         country, message, received_at, assigned_to, answered_at, answers, deleted_on) AS
SELECT q.reference, q.kind, q.state, p.email, coalesce(q.name, p.name),
       a.address1, a.address2, a.city, a.state, a.zip, a.country, q.message,
       strftime('%Y-%m-%d %H:%M', q.received_at, 'unixepoch'), q.assigned_to,
       (SELECT strftime('%Y-%m-%d %H:%M', max(w.at), 'unixepoch') FROM inquiry_answer w
        WHERE w.inquiry_id = q.id),
       (SELECT count(*) FROM inquiry_answer w WHERE w.inquiry_id = q.id),
       CASE q.kind WHEN 'job' THEN date(q.ended_at + 182 * 86400, 'unixepoch') END
FROM inquiry q
JOIN person p ON p.id = q.person_id
LEFT JOIN address_book a ON a.id = q.address_book_id;

-- The fields of an inquiry in the form's order, but for name, address and message; a choice by its
-- short name.
DROP VIEW IF EXISTS v_inquiry_details;
CREATE VIEW v_inquiry_details (reference, field, value) AS
SELECT q.reference, d.field, d.value
FROM inquiry_detail d JOIN inquiry q ON q.id = d.inquiry_id
ORDER BY d.inquiry_id, d.position;

DROP VIEW IF EXISTS v_inquiry_answers;
CREATE VIEW v_inquiry_answers (reference, at, actor, text) AS
SELECT q.reference, strftime('%Y-%m-%d %H:%M', w.at, 'unixepoch'), w.actor, w.text
FROM inquiry_answer w JOIN inquiry q ON q.id = w.inquiry_id
ORDER BY w.id;

DROP VIEW IF EXISTS v_requests_served;
CREATE VIEW v_requests_served (day, requests) AS
SELECT day, sum(requests) FROM request_count GROUP BY day;

-- The ledger of consent. words and policy say which page and which version of it was seen;
-- words_hash proves them against page_version. network goes after 90 days; it, name, reason and
-- source are empty where none was given, or the person was erased. source is an import's. Where two
-- persons turned out to be one, email is that one's.
DROP VIEW IF EXISTS v_consent;
CREATE VIEW v_consent (at, email, list, event, channel, page, network, reference, words, words_hash,
                       policy, name, reason, source) AS
SELECT strftime('%Y-%m-%d %H:%M', e.at, 'unixepoch'), p.email, coalesce(e.list, 'all'), e.kind,
       e.channel, e.page,
       (SELECT v.value FROM audit_value v
        WHERE v.consent_event_id = e.id AND v.field = 'network'),
       e.reference,
       w.page || ' version ' || w.version, lower(hex(e.wording_hash)),
       y.page || ' version ' || y.version,
       (SELECT v.value FROM audit_value v WHERE v.consent_event_id = e.id AND v.field = 'name'),
       (SELECT v.value FROM audit_value v WHERE v.consent_event_id = e.id AND v.field = 'reason'),
       (SELECT v.value FROM audit_value v WHERE v.consent_event_id = e.id AND v.field = 'source')
FROM consent_event e
LEFT JOIN person m ON m.id = e.person_id
LEFT JOIN person p ON p.id = coalesce(m.merged_into, m.id)
LEFT JOIN page_version w ON w.id = e.wording_id
LEFT JOIN page_version y ON y.id = e.policy_id;

-- Who came and went, when, how and why; the newest last. Sign-ups that wait to be confirmed are in
-- v_consent only.
DROP VIEW IF EXISTS v_list_changes;
CREATE VIEW v_list_changes (at, email, list, event, channel, reason) AS
SELECT strftime('%Y-%m-%d %H:%M', e.at, 'unixepoch'), p.email, coalesce(e.list, 'all'), e.kind,
       e.channel,
       (SELECT v.value FROM audit_value v WHERE v.consent_event_id = e.id AND v.field = 'reason')
FROM consent_event e
LEFT JOIN person m ON m.id = e.person_id
LEFT JOIN person p ON p.id = coalesce(m.merged_into, m.id)
WHERE e.kind <> 'join'
ORDER BY e.id;

-- Letters. state: queued, sent, failed, or dropped since nobody was left to get it. due_at is when a
-- queued one is tried next; status is the server's last answer.
DROP VIEW IF EXISTS v_outbox;
CREATE VIEW v_outbox (id, letter, email, state, created_at, due_at, attempts, status) AS
SELECT o.id, o.letter,
       CASE o.letter WHEN 'request' THEN r.email WHEN 'change-new' THEN c.email ELSE p.email END,
       o.state, strftime('%Y-%m-%d %H:%M', o.created_at, 'unixepoch'),
       strftime('%Y-%m-%d %H:%M', o.due_at, 'unixepoch'), o.attempts, o.status
FROM outbox o
LEFT JOIN person p ON p.id = o.person_id
LEFT JOIN request r ON r.id = o.request_id
LEFT JOIN address_change c ON c.id = o.change_id;

-- Mails that came in. acted is 1 where something was done. message_id finds a mail in the mailbox of
-- support, and goes after 90 days.
DROP VIEW IF EXISTS v_mail_in;
CREATE VIEW v_mail_in (at, kind, acted, email, reference, message_id) AS
SELECT strftime('%Y-%m-%d %H:%M', m.at, 'unixepoch'), m.kind, m.acted, p.email, m.reference,
       m.message_id
FROM mail_in m LEFT JOIN person p ON p.id = m.person_id;

-- Letters that came back. kind: hard (the address is dead), soft (full, or away), policy (refused by
-- rule or as spam). source: smtp (refused at once) or mail (told later).
DROP VIEW IF EXISTS v_bounces;
CREATE VIEW v_bounces (at, email, kind, status, source) AS
SELECT strftime('%Y-%m-%d %H:%M', b.at, 'unixepoch'), p.email, b.kind, b.status, b.source
FROM bounce b LEFT JOIN person p ON p.id = b.person_id;

-- Letters that were not sent since a cap was used up: of the address itself (signup, link, receipt,
-- left), of a network, of a domain, or in total.
DROP VIEW IF EXISTS v_letters_held;
CREATE VIEW v_letters_held (day, scope, letters) AS
SELECT strftime('%Y-%m-%d', last_at, 'unixepoch') AS day, CAST(key AS TEXT) AS cap, sum(letters)
FROM letter_quota
WHERE scope = 'held'
GROUP BY day, cap;

-- Who did what. details holds the values that are still kept, as field=value.
DROP VIEW IF EXISTS v_audit;
CREATE VIEW v_audit (id, at, actor, channel, action, subject, subject_id, detail, details) AS
SELECT a.id, strftime('%Y-%m-%d %H:%M', a.at, 'unixepoch'), a.actor, a.channel, a.action, a.subject,
       a.subject_id, a.detail,
       (SELECT group_concat(v.field || '=' || coalesce(v.value, '(erased)'), ', ')
        FROM audit_value v WHERE v.audit_id = a.id)
FROM audit a;

-- How often each page was read on a day of the shop's zone; kept for 400 days.
DROP VIEW IF EXISTS v_pages_read;
CREATE VIEW v_pages_read (day, page, reads) AS
SELECT day, page, reads FROM page_read;

-- What people searched for and did not find, and the addresses that led nowhere with the page that
-- was nearest when they were asked for last; both of the last 90 days.
DROP VIEW IF EXISTS v_searches_missed;
CREATE VIEW v_searches_missed (words, searches, last_day) AS
SELECT words, sum(searches), max(day) FROM search_miss GROUP BY words;

DROP VIEW IF EXISTS v_not_found;
CREATE VIEW v_not_found (address, requests, suggestion, last_day) AS
SELECT n.address, sum(n.requests),
       (SELECT l.suggestion FROM not_found l WHERE l.address = n.address
        ORDER BY l.day DESC LIMIT 1),
       max(n.day)
FROM not_found n GROUP BY n.address;

-- Votes by page; share is how many of a hundred found it helpful.
DROP VIEW IF EXISTS v_feedback;
CREATE VIEW v_feedback (page, helpful, not_helpful, share, last_at) AS
SELECT page, sum(helpful), sum(1 - helpful), CAST(round(100.0 * sum(helpful) / count(*)) AS INTEGER),
       strftime('%Y-%m-%d %H:%M', max(at), 'unixepoch')
FROM page_feedback GROUP BY page;

-- Why a page did not help, in people's own words where they gave any; of several from one network
-- on one day a bar stands between them.
DROP VIEW IF EXISTS v_feedback_messages;
CREATE VIEW v_feedback_messages (at, page, reason, message) AS
SELECT strftime('%Y-%m-%d %H:%M', at, 'unixepoch'), page, reason, message
FROM page_feedback WHERE reason IS NOT NULL OR message IS NOT NULL;
