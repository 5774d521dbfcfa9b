-- A person's mail address changes.

-- name: change_look
-- roles: web writer staff mail
-- gives: person state email email_typed mixed_script reference old_confirmed_at new_confirmed_at old_email old_typed
SELECT c.person_id AS person, c.state, c.email, c.email_typed, c.mixed_script, c.reference,
       c.old_confirmed_at, c.new_confirmed_at, p.email AS old_email, p.email_typed AS old_typed
FROM address_change c JOIN person p ON p.id = c.person_id
WHERE c.id = :change;

-- name: change_make
-- roles: writer staff mail
-- gives: id
INSERT INTO address_change (person_id, email, email_typed, mixed_script, reference, created_at)
VALUES (:person, :email, :email_typed, :mixed_script, :reference, :at)
RETURNING id;

-- name: change_end_open
-- roles: writer staff mail
UPDATE address_change
SET state = 'ended', ended_at = :at, email = NULL, email_typed = NULL, mixed_script = 0
WHERE person_id = :person AND state = 'open';

-- name: change_note
-- roles: writer staff mail
-- One of the mailboxes has confirmed: the old one, or else the new one.
UPDATE address_change
SET old_confirmed_at = CASE WHEN :old <> 0 THEN coalesce(old_confirmed_at, :at)
                            ELSE old_confirmed_at END,
    new_confirmed_at = CASE WHEN :old = 0 THEN coalesce(new_confirmed_at, :at)
                            ELSE new_confirmed_at END
WHERE id = :change AND state = 'open';

-- name: change_person
-- roles: writer staff mail
UPDATE person
SET email = :email, email_typed = :email_typed, mixed_script = :mixed_script, updated_at = :at
WHERE id = :person AND state <> 'erased';

-- name: change_done
-- roles: writer staff mail
-- The address stands with the person from here on.
UPDATE address_change
SET state = 'done', ended_at = :at, email = NULL, email_typed = NULL, mixed_script = 0
WHERE id = :change AND state = 'open';

-- name: change_letters
-- roles: writer staff mail
UPDATE outbox SET token_id = NULL
WHERE state <> 'queued'
  AND token_id IN (SELECT id FROM token WHERE person_id = :person AND change_id IS NULL);

-- name: change_tokens
-- roles: writer staff mail
-- Links that went to the former mailbox. A letter that waits goes to the new one.
DELETE FROM token
WHERE person_id = :person AND change_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.token_id = token.id);
