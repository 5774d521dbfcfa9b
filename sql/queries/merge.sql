-- Two persons turn out to be one: what belongs to :other belongs to :person.

-- name: merge_subscriptions_better
-- roles: writer staff mail
-- Where both know a list: an opt-out wins, then active, then pending.
UPDATE subscription AS s SET state = o.state, since = o.since, source = o.source
FROM subscription o
WHERE s.person_id = :person AND o.person_id = :other AND o.list = s.list
  AND CASE o.state WHEN 'opted_out' THEN 1 WHEN 'active' THEN 2 WHEN 'pending' THEN 3 ELSE 4 END
    < CASE s.state WHEN 'opted_out' THEN 1 WHEN 'active' THEN 2 WHEN 'pending' THEN 3 ELSE 4 END;

-- name: merge_subscriptions_drop
-- roles: writer staff mail
DELETE FROM subscription
WHERE person_id = :other
  AND list IN (SELECT list FROM subscription WHERE person_id = :person);

-- name: merge_subscriptions
-- roles: writer staff mail
UPDATE subscription SET person_id = :person WHERE person_id = :other;

-- name: merge_addresses
-- roles: writer staff mail
UPDATE address_book SET person_id = :person WHERE person_id = :other;

-- name: merge_requests
-- roles: writer staff mail
UPDATE request SET person_id = :person WHERE person_id = :other;

-- name: merge_inquiries
-- roles: writer staff mail
UPDATE inquiry SET person_id = :person WHERE person_id = :other;

-- name: merge_changes
-- roles: writer staff mail
-- An open one of the other ends: its address is changing already.
UPDATE address_change
SET person_id = :person, email = NULL, email_typed = NULL, mixed_script = 0,
    ended_at = coalesce(ended_at, :at),
    state = CASE state WHEN 'open' THEN 'ended' ELSE state END
WHERE person_id = :other;

-- name: merge_tokens
-- roles: writer staff mail
UPDATE token SET person_id = :person WHERE person_id = :other;

-- name: merge_letters
-- roles: writer staff mail
UPDATE outbox SET person_id = :person WHERE person_id = :other;

-- name: merge_mails
-- roles: writer staff mail
UPDATE mail_in SET person_id = :person WHERE person_id = :other;

-- name: merge_bounces
-- roles: writer staff mail
UPDATE bounce SET person_id = :person WHERE person_id = :other;

-- name: merge_suppressions
-- roles: writer staff mail
UPDATE suppression SET person_id = :person WHERE person_id = :other;

-- name: merge_name
-- roles: writer staff mail
UPDATE person SET name = (SELECT o.name FROM person o WHERE o.id = :other)
WHERE id = :person AND name IS NULL;

-- name: merge_earlier
-- roles: writer staff mail
-- Those who were merged into the other before.
UPDATE person SET merged_into = :person WHERE merged_into = :other;

-- name: merge_person
-- roles: writer staff mail
UPDATE person
SET email = NULL, email_typed = NULL, mixed_script = 0, name = NULL, state = 'erased',
    merged_into = :person, updated_at = :at
WHERE id = :other;
