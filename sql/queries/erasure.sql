-- A person is forgotten. Rows of those who were merged into the person are the person's, too.

-- name: erase_look
-- roles: writer staff mail
-- gives: state requests
SELECT state, (SELECT count(*) FROM request r WHERE r.person_id = p.id) AS requests
FROM person p
WHERE p.id = :person;

-- name: erase_consent_values
-- roles: writer staff mail
UPDATE audit_value SET value = NULL, salt = NULL
WHERE value IS NOT NULL
  AND consent_event_id IN (
      SELECT e.id FROM consent_event e
      WHERE e.person_id IN (SELECT id FROM person WHERE id = :person
                            UNION ALL SELECT id FROM person WHERE merged_into = :person));

-- name: erase_audit_values
-- roles: writer staff mail
-- Of a request the row itself is the proof of what was asked; the trail needn't hold it twice.
UPDATE audit_value SET value = NULL, salt = NULL
WHERE value IS NOT NULL
  AND audit_id IN (
      SELECT a.id FROM audit a
      WHERE a.subject = 'person'
        AND a.subject_id IN (SELECT id FROM person WHERE id = :person
                             UNION ALL SELECT id FROM person WHERE merged_into = :person)
      UNION ALL
      SELECT a.id FROM consent_event e
      JOIN audit a ON a.subject = 'consent_event' AND a.subject_id = e.id
      WHERE e.person_id IN (SELECT id FROM person WHERE id = :person
                            UNION ALL SELECT id FROM person WHERE merged_into = :person)
      UNION ALL
      SELECT a.id FROM request r
      JOIN audit a ON a.subject = 'request' AND a.subject_id = r.id
      WHERE r.person_id = :person
      UNION ALL
      SELECT a.id FROM inquiry q
      JOIN audit a ON a.subject = 'inquiry' AND a.subject_id = q.id
      WHERE q.person_id = :person
      UNION ALL
      SELECT a.id FROM address_change c
      JOIN audit a ON a.subject = 'address_change' AND a.subject_id = c.id
      WHERE c.person_id = :person);

-- name: erase_letters
-- roles: writer staff mail
-- Those that wait. A letter about a request goes to the request's own address.
UPDATE outbox SET state = 'dropped', ended_at = :at, leased_by = NULL, leased_until = NULL
WHERE person_id = :person AND state = 'queued' AND letter <> 'request';

-- name: erase_letter_links
-- roles: writer staff mail
UPDATE outbox SET token_id = NULL
WHERE token_id IN (SELECT id FROM token WHERE person_id = :person);

-- name: erase_tokens
-- roles: writer staff mail
DELETE FROM token WHERE person_id = :person;

-- name: erase_changes
-- roles: writer staff mail
UPDATE address_change
SET email = NULL, email_typed = NULL, mixed_script = 0, ended_at = coalesce(ended_at, :at),
    state = CASE state WHEN 'open' THEN 'ended' ELSE state END
WHERE person_id = :person;

-- name: erase_inquiries
-- roles: writer staff mail
-- Nobody is left to get the answer.
UPDATE inquiry
SET name = NULL, message = NULL, address_book_id = NULL,
    state = CASE state WHEN 'open' THEN 'closed' ELSE state END
WHERE person_id = :person;

-- name: erase_inquiry_details
-- roles: writer staff mail
UPDATE inquiry_detail SET value = NULL
WHERE inquiry_id IN (SELECT id FROM inquiry WHERE person_id = :person);

-- name: erase_inquiry_answers
-- roles: writer staff mail
UPDATE inquiry_answer SET text = NULL
WHERE inquiry_id IN (SELECT id FROM inquiry WHERE person_id = :person);

-- name: erase_addresses
-- roles: writer staff mail
DELETE FROM address_book WHERE person_id = :person;

-- name: erase_subscriptions
-- roles: writer staff mail
DELETE FROM subscription WHERE person_id = :person;

-- name: erase_mails
-- roles: writer staff mail
UPDATE mail_in SET message_id = NULL WHERE person_id = :person;

-- name: erase_person
-- roles: writer staff mail
UPDATE person
SET email = NULL, email_typed = NULL, mixed_script = 0, name = NULL, state = 'erased',
    updated_at = :at
WHERE id = :person;
