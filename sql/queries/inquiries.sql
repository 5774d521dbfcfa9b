-- Inquiries, what they say field by field, and the answers to them.

-- name: inquiry_make
-- roles: writer staff mail
-- gives: id
INSERT INTO inquiry (reference, kind, person_id, name, message, address_book_id, channel,
                     received_at)
VALUES (:reference, :kind, :person, :name, :message, :address, :channel, :at)
RETURNING id;

-- name: inquiry_detail_make
-- roles: writer staff mail
INSERT INTO inquiry_detail (inquiry_id, position, field, value)
VALUES (:inquiry, :position, :field, :value);

-- name: inquiry_head
-- roles: staff
-- gives: id kind state person email answers last_actor last_at
-- By reference; no email where the person was erased.
SELECT q.id, q.kind, q.state, q.person_id AS person, p.email,
       (SELECT count(*) FROM inquiry_answer a WHERE a.inquiry_id = q.id) AS answers,
       (SELECT a.actor FROM inquiry_answer a WHERE a.inquiry_id = q.id
        ORDER BY a.id DESC LIMIT 1) AS last_actor,
       (SELECT a.at FROM inquiry_answer a WHERE a.inquiry_id = q.id
        ORDER BY a.id DESC LIMIT 1) AS last_at
FROM inquiry q JOIN person p ON p.id = q.person_id
WHERE q.reference = :reference;

-- name: inquiry_set_state
-- roles: staff
-- ended_at: when it was answered last, or closed.
UPDATE inquiry
SET state = :state, ended_at = CASE :state WHEN 'open' THEN NULL ELSE :at END
WHERE id = :id;

-- name: inquiry_set_assigned
-- roles: staff
UPDATE inquiry SET assigned_to = :to WHERE id = :id;

-- name: inquiry_answer_make
-- roles: staff
-- gives: id
INSERT INTO inquiry_answer (inquiry_id, at, actor, text)
VALUES (:inquiry, :at, :actor, :text)
RETURNING id;

-- name: inquiry_list
-- roles: staff
-- gives: id reference kind state received_at email name assigned_to answers
-- A page of them, oldest first; a filter that is NULL lets all pass.
SELECT q.id, q.reference, q.kind, q.state, q.received_at, p.email, coalesce(q.name, p.name) AS name,
       q.assigned_to, (SELECT count(*) FROM inquiry_answer a WHERE a.inquiry_id = q.id) AS answers
FROM inquiry q JOIN person p ON p.id = q.person_id
WHERE q.id > :after
  AND (:kind IS NULL OR q.kind = :kind) AND (:state IS NULL OR q.state = :state)
ORDER BY q.id
LIMIT :most;

-- name: inquiry_whole
-- roles: staff
-- gives: reference kind state received_at channel email name assigned_to message address1 address2 city region zip country
SELECT q.reference, q.kind, q.state, q.received_at, q.channel, p.email_typed AS email,
       coalesce(q.name, p.name) AS name, q.assigned_to, q.message,
       a.address1, a.address2, a.city, a.state AS region, a.zip, a.country
FROM inquiry q
JOIN person p ON p.id = q.person_id
LEFT JOIN address_book a ON a.id = q.address_book_id
WHERE q.id = :id;

-- name: inquiry_details
-- roles: staff
-- gives: field value
SELECT field, value FROM inquiry_detail WHERE inquiry_id = :id ORDER BY position;

-- name: inquiry_answers
-- roles: staff
-- gives: at actor text letter
-- letter: what became of it, "back" where it came back; NULL once that is forgotten.
SELECT a.at, a.actor, a.text,
       (SELECT CASE WHEN EXISTS (SELECT 1 FROM bounce b
                                 WHERE b.outbox_id = o.id AND b.kind <> 'soft' AND b.source = 'mail')
                    THEN 'back' ELSE o.state END
        FROM outbox o WHERE o.answer_id = a.id) AS letter
FROM inquiry_answer a WHERE a.inquiry_id = :id ORDER BY a.id;

-- name: application_ended
-- roles: writer staff
-- gives: id person
-- One that ended long ago, and that no letter names.
SELECT q.id, q.person_id AS person FROM inquiry q
WHERE q.kind = 'job' AND q.ended_at < :before
  AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.inquiry_id = q.id)
ORDER BY q.ended_at
LIMIT 1;

-- name: application_values_forget
-- roles: writer staff
UPDATE audit_value SET value = NULL, salt = NULL
WHERE value IS NOT NULL
  AND audit_id IN (SELECT id FROM audit WHERE subject = 'inquiry' AND subject_id = :id);

-- name: application_details_forget
-- roles: writer staff
DELETE FROM inquiry_detail WHERE inquiry_id = :id;

-- name: application_answers_forget
-- roles: writer staff
DELETE FROM inquiry_answer WHERE inquiry_id = :id;

-- name: application_forget
-- roles: writer staff
DELETE FROM inquiry WHERE id = :id;
