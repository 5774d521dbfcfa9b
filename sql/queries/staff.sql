-- What helpctl shows of lists, people and keys.

-- name: staff_standing
-- roles: staff
-- gives: list state since source
-- A person's row for every list there is; state is empty where there is none.
SELECT l.name AS list, s.state, s.since, s.source
FROM list l
LEFT JOIN subscription s ON s.list = l.name AND s.person_id = :person
ORDER BY l.position;

-- name: staff_events
-- roles: staff
-- gives: id at kind list channel page reference
-- Of a person and those merged into it, and of a hash from when nobody knew whose it was.
SELECT id, at, kind, coalesce(list, 'all') AS list, channel, page, reference
FROM consent_event
WHERE person_id IN (SELECT id FROM person WHERE id = :person
                    UNION ALL SELECT id FROM person WHERE merged_into = :person)
   OR address_hash = :address_hash
ORDER BY id DESC
LIMIT :most;

-- name: staff_counts
-- roles: staff
-- gives: list pending active opted_out bounced
SELECT l.name AS list,
       (SELECT count(*) FROM subscription WHERE list = l.name AND state = 'pending') AS pending,
       (SELECT count(*) FROM subscription WHERE list = l.name AND state = 'active') AS active,
       (SELECT count(*) FROM subscription WHERE list = l.name AND state = 'opted_out') AS opted_out,
       (SELECT count(*) FROM subscription WHERE list = l.name AND state = 'bounced') AS bounced
FROM list l
ORDER BY l.position;

-- name: staff_members
-- roles: staff
-- gives: id email name since source
-- A page of a list's members, in the order of their rows.
SELECT s.id, p.email_typed AS email, p.name, s.since, s.source
FROM subscription s JOIN person p ON p.id = s.person_id
WHERE s.list = :list AND s.state = :state AND s.id > :after AND p.email_typed IS NOT NULL
ORDER BY s.id
LIMIT :most;

-- name: staff_traces
-- roles: staff
-- gives: subscriptions addresses inquiries changes tokens letters events requests
-- What is kept about a person.
SELECT (SELECT count(*) FROM subscription WHERE person_id = :person) AS subscriptions,
       (SELECT count(*) FROM address_book WHERE person_id = :person) AS addresses,
       (SELECT count(*) FROM inquiry WHERE person_id = :person) AS inquiries,
       (SELECT count(*) FROM address_change WHERE person_id = :person) AS changes,
       (SELECT count(*) FROM token WHERE person_id = :person) AS tokens,
       (SELECT count(*) FROM outbox WHERE person_id = :person AND state = 'queued') AS letters,
       (SELECT count(*) FROM consent_event WHERE person_id = :person) AS events,
       (SELECT count(*) FROM request WHERE person_id = :person) AS requests;

-- name: staff_keys
-- roles: staff
-- gives: key_id optouts events links
-- How many rows name each key.
SELECT key_id, sum(optouts) AS optouts, sum(events) AS events, sum(links) AS links
FROM (SELECT key_id, count(*) AS optouts, 0 AS events, 0 AS links FROM suppression GROUP BY key_id
      UNION ALL
      SELECT key_id, 0, count(*), 0 FROM consent_event GROUP BY key_id
      UNION ALL
      SELECT key_id, 0, 0, count(*) FROM token GROUP BY key_id) AS rows
GROUP BY key_id
ORDER BY key_id;
