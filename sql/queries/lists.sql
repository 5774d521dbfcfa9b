-- How persons stand to the lists.

-- name: subscription_look
-- roles: web writer staff mail
-- gives: list state
SELECT list, state FROM subscription WHERE person_id = :person;

-- name: subscription_join
-- roles: writer staff mail
-- Changes nothing where the person is on the list, or has asked already.
INSERT INTO subscription (person_id, list, state, since, source, created_at)
VALUES (:person, :list, 'pending', :at, :source, :at)
ON CONFLICT (person_id, list) DO UPDATE
SET state = 'pending', since = excluded.since, source = excluded.source
WHERE subscription.state IN ('opted_out', 'bounced');

-- name: subscription_wait
-- roles: writer staff mail
-- All that waits has as long as the letter's link, which confirms all of it.
UPDATE subscription SET since = :at WHERE person_id = :person AND state = 'pending';

-- name: subscription_confirm
-- roles: writer staff mail
-- What was left meanwhile stays left.
UPDATE subscription SET state = 'active', since = :at
WHERE person_id = :person AND list = :list AND state IN ('pending', 'bounced');

-- name: subscription_enter
-- roles: writer staff mail
-- Active at once: by the person's own mailbox, or by an import.
INSERT INTO subscription (person_id, list, state, since, source, created_at)
VALUES (:person, :list, 'active', :at, :source, :at)
ON CONFLICT (person_id, list) DO UPDATE
SET state = 'active', since = excluded.since, source = excluded.source
WHERE subscription.state <> 'active';

-- name: subscription_leave
-- roles: writer staff mail
-- :list NULL: every list.
UPDATE subscription SET state = 'opted_out', since = :at
WHERE person_id = :person AND state <> 'opted_out' AND list = coalesce(:list, list);

-- name: subscription_undo
-- roles: writer staff mail
-- Only what that very opt-out ended, and was not left anew since, by those merged into the person
-- neither. What somebody asked for meanwhile hinders nobody: pending since then.
UPDATE subscription SET state = 'active', since = :at
WHERE person_id = :person AND list = :list AND state IN ('opted_out', 'pending')
  AND :reference = (SELECT e.reference FROM consent_event e
                    WHERE e.person_id IN (SELECT id FROM person WHERE id = :person
                                          UNION ALL
                                          SELECT id FROM person WHERE merged_into = :person)
                      AND e.kind = 'leave' AND coalesce(e.list, :list) = :list
                    ORDER BY e.id DESC LIMIT 1);
