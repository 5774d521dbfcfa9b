-- Mails that came in.

-- name: mail_in_find
-- roles: staff mail
-- gives: id
SELECT id FROM mail_in WHERE digest = :digest;

-- name: mail_in_record
-- roles: staff mail
INSERT INTO mail_in (digest, kind, at, acted, person_id, outbox_id, reference, message_id)
VALUES (:digest, :kind, :at, :acted, :person, :outbox, :reference, :message_id);
