-- The ledger of consent.

-- name: consent_record
-- roles: writer staff mail
-- gives: id
-- The words' hash is copied, so that the event proves them by itself. Versions that are not here,
-- since a backup was put back after the form was shown, are left out: nobody's opt-out is refused.
INSERT INTO consent_event (at, kind, list, person_id, address_hash, key_id, channel, page,
                           wording_id, wording_hash, policy_id, reference, commitment)
VALUES (:at, :kind, :list, :person, :address_hash, :key_id, :channel, :page,
        (SELECT id FROM page_version WHERE id = :wording),
        (SELECT hash FROM page_version WHERE id = :wording),
        (SELECT id FROM page_version WHERE id = :policy), :reference, :commitment)
RETURNING id;

-- name: consent_by_hash
-- roles: web writer staff mail
-- gives: address_hash person
-- The newest event of a hash, or of one that begins alike. Who was erased is nobody; who was merged
-- into another is that one.
SELECT e.address_hash, p.id AS person
FROM consent_event e
LEFT JOIN person m ON m.id = e.person_id
LEFT JOIN person p ON p.id = coalesce(m.merged_into, m.id) AND p.state <> 'erased'
WHERE e.address_hash BETWEEN :first AND :last AND e.key_id = :key_id
ORDER BY e.id DESC
LIMIT 1;

-- name: consent_by_hash_next
-- roles: web writer staff mail
-- gives: person
-- Each living person whom events of a hash name, one after another.
SELECT p.id AS person
FROM consent_event e
JOIN person m ON m.id = e.person_id
JOIN person p ON p.id = coalesce(m.merged_into, m.id) AND p.state <> 'erased'
WHERE e.address_hash = :address_hash AND e.key_id = :key_id AND p.id > :after
ORDER BY p.id
LIMIT 1;
