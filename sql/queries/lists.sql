-- name: subscription_join
-- roles: writer staff mail
-- Changes nothing where the person is on the list, or has asked already.
INSERT INTO subscription (person_id, list, state, since, source, created_at)
VALUES (:person, :list, 'pending', :at, :source, :at)
ON CONFLICT (person_id, list) DO UPDATE
SET state = 'pending', since = excluded.since, source = excluded.source
WHERE subscription.state IN ('opted_out', 'bounced');

-- name: subscription_leave
-- roles: writer staff mail
-- :list NULL: every list.
UPDATE subscription SET state = 'opted_out', since = :at
WHERE person_id = :person AND state <> 'opted_out' AND list = coalesce(:list, list);

-- name: suppression_find
-- roles: writer staff mail
-- gives: id
SELECT id FROM suppression
WHERE address_hash = :address_hash AND coalesce(list, '') = coalesce(:list, '');
