-- What ends by itself as time goes by, in batches.

-- name: lapse_next
-- roles: writer staff
-- gives: id person list earlier email email_typed
-- A sign-up that was not confirmed in time; earlier: what the ledger says it was before. Or one whose
-- letter came back, of somebody who never proved a mailbox, before the bounce itself is forgotten.
SELECT s.id, s.person_id AS person, s.list,
       (SELECT CASE e.kind WHEN 'leave' THEN 'opted_out' WHEN 'bounce' THEN 'bounced' END
        FROM consent_event e
        WHERE e.person_id IN (SELECT id FROM person WHERE id = s.person_id
                              UNION ALL SELECT id FROM person WHERE merged_into = s.person_id)
          AND coalesce(e.list, s.list) = s.list
          AND e.kind IN ('confirm', 'undo', 'import', 'leave', 'bounce')
        ORDER BY e.id DESC LIMIT 1) AS earlier,
       p.email, p.email_typed
FROM subscription s JOIN person p ON p.id = s.person_id
WHERE s.state = 'pending' AND s.since < :before
UNION ALL
SELECT s.id, s.person_id, s.list, NULL, p.email, p.email_typed
FROM subscription s JOIN person p ON p.id = s.person_id
WHERE s.person_id IN (SELECT person_id FROM bounce WHERE at < :bounced_before)
  AND s.state = 'bounced'
  AND NOT EXISTS (SELECT 1 FROM consent_event e
                  WHERE e.person_id = p.id AND e.kind IN ('confirm', 'undo', 'import', 'change'))
LIMIT 1;

-- name: lapse_remove
-- roles: writer staff
DELETE FROM subscription WHERE id = :id;

-- name: lapse_restore
-- roles: writer staff
UPDATE subscription SET state = :state, since = :at WHERE id = :id;

-- name: lapse_stranger
-- roles: writer staff
-- gives: id
-- The person, if nothing else is known, and no mailbox was ever proven: the ledger's values of a
-- consent that was given are kept.
SELECT p.id FROM person p
WHERE p.id = :person AND p.state <> 'erased'
  AND NOT EXISTS (SELECT 1 FROM subscription s WHERE s.person_id = p.id)
  AND NOT EXISTS (SELECT 1 FROM request r WHERE r.person_id = p.id)
  AND NOT EXISTS (SELECT 1 FROM inquiry q WHERE q.person_id = p.id)
  AND NOT EXISTS (SELECT 1 FROM address_book a WHERE a.person_id = p.id)
  AND NOT EXISTS (SELECT 1 FROM address_change c WHERE c.person_id = p.id)
  AND NOT EXISTS (SELECT 1 FROM person m WHERE m.merged_into = p.id)
  AND NOT EXISTS (SELECT 1 FROM consent_event e
                  WHERE e.person_id = p.id
                    AND e.kind IN ('confirm', 'undo', 'import', 'leave', 'change', 'object'));

-- name: upkeep_networks
-- roles: writer staff
UPDATE audit_value SET value = NULL, salt = NULL
WHERE id IN (SELECT id FROM audit_value
             WHERE keep_until IS NOT NULL AND value IS NOT NULL AND keep_until < :before
             ORDER BY keep_until LIMIT :batch);

-- name: upkeep_changes
-- roles: writer staff
UPDATE address_change
SET state = 'ended', ended_at = :at, email = NULL, email_typed = NULL, mixed_script = 0
WHERE id IN (SELECT id FROM address_change
             WHERE state = 'open' AND created_at < :before
             ORDER BY created_at LIMIT :batch);

-- name: upkeep_token_links
-- roles: writer staff
UPDATE outbox SET token_id = NULL
WHERE token_id IN (SELECT id FROM token WHERE ends_at < :before
                   ORDER BY ends_at, id LIMIT :batch);

-- name: upkeep_tokens
-- roles: writer staff
DELETE FROM token
WHERE id IN (SELECT id FROM token WHERE ends_at < :before ORDER BY ends_at, id LIMIT :batch);

-- name: upkeep_submissions
-- roles: writer staff
DELETE FROM submission WHERE id IN (SELECT id FROM submission WHERE at < :before
                                    ORDER BY at LIMIT :batch);

-- name: upkeep_quotas
-- roles: writer staff
DELETE FROM letter_quota
WHERE (scope, key, hour) IN (SELECT scope, key, hour FROM letter_quota
                             WHERE hour < :before / 3600 ORDER BY hour LIMIT :batch);

-- name: upkeep_mails
-- roles: writer staff
DELETE FROM mail_in
WHERE id IN (SELECT id FROM mail_in WHERE at < :before ORDER BY at LIMIT :batch);

-- name: upkeep_bounces
-- roles: writer staff
DELETE FROM bounce
WHERE id IN (SELECT id FROM bounce WHERE at < :before ORDER BY at LIMIT :batch);

-- name: upkeep_letters
-- roles: writer staff
-- Not while a bounce or a mail still names it.
DELETE FROM outbox
WHERE id IN (SELECT o.id FROM outbox o
             WHERE o.ended_at IS NOT NULL AND o.ended_at < :before
               AND NOT EXISTS (SELECT 1 FROM bounce b WHERE b.outbox_id = o.id)
               AND NOT EXISTS (SELECT 1 FROM mail_in m WHERE m.outbox_id = o.id)
             ORDER BY o.ended_at LIMIT :batch);

-- name: upkeep_voters
-- roles: writer staff
-- Whose vote it was serves the day it was given.
UPDATE page_feedback SET voter = NULL
WHERE id IN (SELECT id FROM page_feedback WHERE voter IS NOT NULL AND day < :day
             ORDER BY day LIMIT :batch);

-- name: upkeep_feedback
-- roles: writer staff
DELETE FROM page_feedback
WHERE id IN (SELECT id FROM page_feedback WHERE day < :day ORDER BY day LIMIT :batch);

-- name: upkeep_reads
-- roles: writer staff
DELETE FROM page_read
WHERE (day, page) IN (SELECT day, page FROM page_read WHERE day < :day ORDER BY day LIMIT :batch);

-- name: upkeep_searches
-- roles: writer staff
DELETE FROM search_day
WHERE day IN (SELECT day FROM search_day WHERE day < :day ORDER BY day LIMIT :batch);

-- name: upkeep_misses
-- roles: writer staff
DELETE FROM search_miss
WHERE (day, words) IN (SELECT day, words FROM search_miss WHERE day < :day
                       ORDER BY day LIMIT :batch);

-- name: upkeep_lost
-- roles: writer staff
DELETE FROM not_found
WHERE (day, address) IN (SELECT day, address FROM not_found WHERE day < :day
                         ORDER BY day LIMIT :batch);
