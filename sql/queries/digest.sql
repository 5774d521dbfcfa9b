-- The owner's daily digest. A sign-up is told once it is confirmed, or lapses.

-- name: digest_counts
-- roles: writer staff mail
-- gives: joined gone bounced lapsed events
SELECT count(*) FILTER (WHERE kind IN ('confirm', 'undo', 'import')) AS joined,
       count(*) FILTER (WHERE kind = 'leave') AS gone,
       count(*) FILTER (WHERE kind = 'bounce') AS bounced,
       count(*) FILTER (WHERE kind = 'lapse') AS lapsed,
       count(*) AS events
FROM consent_event
WHERE at >= :from AND at < :to
  AND kind IN ('confirm', 'leave', 'undo', 'bounce', 'lapse', 'import', 'change');

-- name: digest_rest
-- roles: writer staff mail
-- gives: held flagged unknown active
SELECT (SELECT coalesce(sum(letters), 0) FROM letter_quota
        WHERE scope = 'held' AND hour >= :from / 3600 AND hour < :to / 3600) AS held,
       (SELECT count(*) FROM mail_in
        WHERE at >= :from AND at < :to AND kind = 'request') AS flagged,
       (SELECT count(*) FROM mail_in
        WHERE at >= :from AND at < :to AND kind = 'optout' AND acted = 0) AS unknown,
       (SELECT count(*) FROM subscription WHERE state = 'active') AS active;

-- name: digest_lines
-- roles: staff mail
-- gives: at email list event channel reason
SELECT e.at, p.email_typed AS email, coalesce(e.list, 'all') AS list, e.kind AS event, e.channel,
       (SELECT v.value FROM audit_value v
        WHERE v.consent_event_id = e.id AND v.field = 'reason') AS reason
FROM consent_event e
LEFT JOIN person m ON m.id = e.person_id
LEFT JOIN person p ON p.id = coalesce(m.merged_into, m.id)
WHERE e.at >= :from AND e.at < :to
  AND e.kind IN ('confirm', 'leave', 'undo', 'bounce', 'lapse', 'import', 'change')
ORDER BY e.kind = 'import', e.at, e.id
LIMIT :most;
