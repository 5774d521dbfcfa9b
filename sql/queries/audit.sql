-- name: audit_make
-- roles: writer staff mail
-- gives: id
INSERT INTO audit (at, actor, channel, action, subject, subject_id, detail, commitment)
VALUES (:at, :actor, :channel, :action, :subject, :subject_id, :detail, :commitment)
RETURNING id;

-- name: audit_value_keep
-- roles: writer staff mail
INSERT INTO audit_value (audit_id, consent_event_id, position, field, value, salt, commitment,
                         keep_until)
VALUES (:audit, :consent_event, :position, :field, :value, :salt, :commitment, :keep_until);
