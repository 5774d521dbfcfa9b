-- The chain over the ledgers. Columns of a ledger stand in the table's order, id first.

-- name: seal_head
-- roles: writer staff mail
-- gives: hash
SELECT hash FROM seal WHERE id = (SELECT max(id) FROM seal);

-- name: seal_make
-- roles: writer staff mail
INSERT INTO seal (ledger, row_id, hash, at) VALUES (:ledger, :row, :hash, :at);

-- name: seal_audit_waiting
-- roles: writer staff mail
-- gives: id at actor channel action subject subject_id detail commitment
SELECT id, at, actor, channel, action, subject, subject_id, detail, commitment
FROM audit
WHERE id > coalesce((SELECT max(row_id) FROM seal WHERE ledger = 'audit'), 0)
ORDER BY id
LIMIT :batch;

-- name: seal_consent_waiting
-- roles: writer staff mail
-- gives: id at kind list person_id address_hash key_id channel page wording_id wording_hash policy_id reference commitment
SELECT id, at, kind, list, person_id, address_hash, key_id, channel, page, wording_id,
       wording_hash, policy_id, reference, commitment
FROM consent_event
WHERE id > coalesce((SELECT max(row_id) FROM seal WHERE ledger = 'consent_event'), 0)
ORDER BY id
LIMIT :batch;

-- name: seal_chain
-- roles: staff
-- gives: seal ledger row hash sealed_at a_id a_at actor a_channel action subject subject_id detail a_commitment c_id c_at kind list person_id address_hash key_id c_channel page wording_id wording_hash policy_id reference c_commitment
-- Each link with its row: of audit, or of consent_event; empty where the row is gone.
SELECT s.id AS seal, s.ledger, s.row_id AS row, s.hash, s.at AS sealed_at,
       a.id AS a_id, a.at AS a_at, a.actor, a.channel AS a_channel, a.action, a.subject,
       a.subject_id, a.detail, a.commitment AS a_commitment,
       e.id AS c_id, e.at AS c_at, e.kind, e.list, e.person_id, e.address_hash, e.key_id,
       e.channel AS c_channel, e.page, e.wording_id, e.wording_hash, e.policy_id, e.reference,
       e.commitment AS c_commitment
FROM seal s
LEFT JOIN audit a ON s.ledger = 'audit' AND a.id = s.row_id
LEFT JOIN consent_event e ON s.ledger = 'consent_event' AND e.id = s.row_id
ORDER BY s.id;

-- name: seal_left_out
-- roles: staff
-- gives: ledger row
-- A row before the last that is sealed, and not sealed itself.
SELECT 'audit' AS ledger, a.id AS row FROM audit a
WHERE a.id < (SELECT max(row_id) FROM seal WHERE ledger = 'audit')
  AND NOT EXISTS (SELECT 1 FROM seal s WHERE s.ledger = 'audit' AND s.row_id = a.id)
UNION ALL
SELECT 'consent_event', e.id FROM consent_event e
WHERE e.id < (SELECT max(row_id) FROM seal WHERE ledger = 'consent_event')
  AND NOT EXISTS (SELECT 1 FROM seal s WHERE s.ledger = 'consent_event' AND s.row_id = e.id)
LIMIT 1;

-- name: seal_waiting
-- roles: staff
-- gives: rows
SELECT (SELECT count(*) FROM audit
        WHERE id > coalesce((SELECT max(row_id) FROM seal WHERE ledger = 'audit'), 0))
     + (SELECT count(*) FROM consent_event
        WHERE id > coalesce((SELECT max(row_id) FROM seal WHERE ledger = 'consent_event'), 0))
       AS rows;

-- name: seal_audit_values
-- roles: staff
-- gives: id commitment value_id field value salt value_commitment
SELECT a.id, a.commitment, v.id AS value_id, v.field, v.value, v.salt,
       v.commitment AS value_commitment
FROM audit a LEFT JOIN audit_value v ON v.audit_id = a.id
ORDER BY a.id, v.position;

-- name: seal_consent_values
-- roles: staff
-- gives: id commitment value_id field value salt value_commitment
SELECT e.id, e.commitment, v.id AS value_id, v.field, v.value, v.salt,
       v.commitment AS value_commitment
FROM consent_event e LEFT JOIN audit_value v ON v.consent_event_id = e.id
ORDER BY e.id, v.position;

-- name: seal_versions
-- roles: staff
-- gives: id source hash
SELECT id, source, hash FROM page_version ORDER BY id;

-- name: seal_other_words
-- roles: staff
-- gives: id
-- An event that names other words than those it proves.
SELECT e.id
FROM consent_event e LEFT JOIN page_version v ON v.id = e.wording_id
WHERE e.wording_hash IS NOT NULL AND e.wording_hash IS DISTINCT FROM v.hash
LIMIT 1;
