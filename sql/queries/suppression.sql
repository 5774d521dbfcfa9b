-- Addresses that get no mail of a list, or of any (list NULL), by keyed hash.

-- name: suppression_look
-- roles: web writer staff mail
-- gives: one every lifted
-- What is in force for a list and for all, since when, and when the list's own was lifted.
SELECT max(CASE WHEN list = :list AND lifted_at IS NULL THEN at END) AS one,
       max(CASE WHEN list IS NULL AND lifted_at IS NULL THEN at END) AS every,
       max(CASE WHEN list = :list THEN lifted_at END) AS lifted
FROM suppression
WHERE address_hash = :address_hash;

-- name: suppression_lay
-- roles: writer staff mail
-- Channel and reference stay those of the opt-out that laid it: an undo lifts what it laid, and no
-- more.
INSERT INTO suppression (address_hash, key_id, list, person_id, channel, reference, at)
VALUES (:address_hash, :key_id, :list, :person, :channel, :reference, :at)
ON CONFLICT (address_hash, coalesce(list, '')) DO UPDATE
SET person_id = coalesce(excluded.person_id, suppression.person_id),
    channel = CASE WHEN suppression.lifted_at IS NULL THEN suppression.channel
                   ELSE excluded.channel END,
    reference = CASE WHEN suppression.lifted_at IS NULL THEN suppression.reference
                     ELSE excluded.reference END,
    at = excluded.at, lifted_at = NULL;

-- name: suppression_lay_again
-- roles: writer staff mail
-- With a row for all lists, those of single lists come into force that were lifted.
UPDATE suppression
SET channel = :channel, reference = :reference, at = :at, lifted_at = NULL
WHERE address_hash = :address_hash AND list IS NOT NULL AND lifted_at IS NOT NULL;

-- name: suppression_lift
-- roles: writer staff mail
-- :reference NULL: whichever opt-out laid it.
UPDATE suppression SET lifted_at = CASE WHEN at > :at THEN at ELSE :at END
WHERE address_hash = :address_hash AND coalesce(list, '') = coalesce(:list, '')
  AND lifted_at IS NULL AND reference = coalesce(:reference, reference);

-- name: suppression_except
-- roles: writer staff mail
-- The list's exception to the row of all lists. Never before that row, though the clock went back.
INSERT INTO suppression (address_hash, key_id, list, person_id, channel, reference, at, lifted_at)
SELECT address_hash, key_id, :list, person_id, channel, reference, at,
       CASE WHEN at > :at THEN at ELSE :at END
FROM suppression
WHERE address_hash = :address_hash AND list IS NULL AND lifted_at IS NULL
ON CONFLICT (address_hash, coalesce(list, '')) DO UPDATE SET lifted_at = excluded.lifted_at;

-- name: suppression_carry
-- roles: writer staff mail
-- What is in force for one address, for another; of two, since the later.
INSERT INTO suppression (address_hash, key_id, list, person_id, channel, reference, at)
SELECT :address_hash, :key_id, list, :person, channel, reference, at
FROM suppression
WHERE address_hash = :earlier AND lifted_at IS NULL
ON CONFLICT (address_hash, coalesce(list, '')) DO UPDATE
SET person_id = excluded.person_id, channel = excluded.channel,
    reference = CASE WHEN suppression.lifted_at IS NULL THEN suppression.reference
                     ELSE excluded.reference END,
    at = excluded.at, lifted_at = NULL
WHERE suppression.lifted_at IS NOT NULL OR suppression.at < excluded.at;

-- name: suppression_carry_lifted
-- roles: writer staff mail
-- And the exceptions.
INSERT INTO suppression (address_hash, key_id, list, person_id, channel, reference, at, lifted_at)
SELECT :address_hash, :key_id, list, :person, channel, reference, at, lifted_at
FROM suppression
WHERE address_hash = :earlier AND list IS NOT NULL AND lifted_at IS NOT NULL
ON CONFLICT (address_hash, coalesce(list, '')) DO UPDATE SET lifted_at = excluded.lifted_at
WHERE suppression.lifted_at IS NOT NULL;
