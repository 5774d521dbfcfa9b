-- name: submission_earlier
-- roles: writer staff mail
-- gives: reference resent
-- The same content by the same form that was shown, or else the same content lately.
SELECT reference, nonce = :nonce AS resent FROM submission
WHERE content = :content AND form = :form AND (at > :since OR nonce = :nonce)
ORDER BY resent DESC, id DESC
LIMIT 1;

-- name: submission_reference
-- roles: writer staff mail
-- gives: id
SELECT id FROM submission WHERE reference = :reference;

-- name: submission_record
-- roles: writer staff mail
-- One row for a reference, though several acts may belong to one form.
INSERT INTO submission (form, nonce, content, reference, at)
VALUES (:form, :nonce, :content, :reference, :at)
ON CONFLICT (reference) DO NOTHING;
