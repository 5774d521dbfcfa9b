-- Letters that could not be delivered.

-- name: bounce_letter
-- roles: staff mail
-- gives: id person
SELECT id, person_id AS person FROM outbox WHERE random = :random;

-- name: bounce_reader
-- roles: writer staff mail
-- gives: person email email_typed created_at
-- Whose present address it went to. A letter to an address that isn't confirmed yet, to that of a
-- request, or to one that has been changed since, says nothing about the person's own.
SELECT p.id AS person, p.email, p.email_typed, o.created_at
FROM outbox o
LEFT JOIN person p
  ON p.id = o.person_id AND p.email IS NOT NULL AND o.letter NOT IN ('change-new', 'request')
 AND NOT EXISTS (SELECT 1 FROM address_change c
                 WHERE c.person_id = p.id AND c.state = 'done' AND c.ended_at > o.created_at)
WHERE o.id = :outbox;

-- name: bounce_keep
-- roles: writer staff mail
INSERT INTO bounce (outbox_id, person_id, at, kind, status, source)
VALUES (:outbox, :person, :at, :kind, :status, :source)
ON CONFLICT (outbox_id, kind, source) DO NOTHING;

-- name: bounce_end_next
-- roles: writer staff mail
-- gives: list
-- One subscription that ends. A hard bounce ends those that are older than its letter; soft ones
-- those that they came back for on :days different days since :since. What came before a new
-- sign-up or a change of address counts no more.
UPDATE subscription SET state = 'bounced', since = :at
WHERE id = (
    SELECT s.id FROM subscription s
    WHERE s.person_id = :person AND s.state IN ('pending', 'active')
      AND ((:hard <> 0 AND s.since <= :sent_at)
           OR (SELECT count(DISTINCT b.at / 86400) FROM bounce b
               WHERE b.person_id = :person AND b.kind = 'soft' AND b.at > :since
                 AND b.at >= s.since
                 AND NOT EXISTS (SELECT 1 FROM address_change c
                                 WHERE c.person_id = :person AND c.state = 'done'
                                   AND c.ended_at > b.at)) >= :days)
    ORDER BY s.id
    LIMIT 1)
RETURNING list;
