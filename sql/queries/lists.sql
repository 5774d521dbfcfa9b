-- name: subscription_join
-- roles: writer staff mail
-- Changes nothing where the person is on the list, or has asked already.
INSERT INTO subscription (person_id, list, state, since, source, created_at)
VALUES (:person, :list, 'pending', :at, :source, :at)
ON CONFLICT (person_id, list) DO UPDATE
SET state = 'pending', since = excluded.since, source = excluded.source
WHERE subscription.state IN ('opted_out', 'bounced');

-- name: subscription_leave
-- roles: writer staff mail
-- :list NULL: every list.
UPDATE subscription SET state = 'opted_out', since = :at
WHERE person_id = :person AND state <> 'opted_out' AND list = coalesce(:list, list);

-- name: suppression_find
-- roles: writer staff mail
-- gives: id
SELECT id FROM suppression
WHERE address_hash = :address_hash AND coalesce(list, '') = coalesce(:list, '');

-- name: suppression_lay
-- roles: writer staff mail
INSERT INTO suppression (address_hash, key_id, list, person_id, channel, reference, at)
VALUES (:address_hash, :key_id, :list, :person, :channel, :reference, :at)
ON CONFLICT (address_hash, coalesce(list, '')) DO UPDATE
SET person_id = coalesce(excluded.person_id, suppression.person_id), channel = excluded.channel,
    reference = excluded.reference, at = excluded.at;

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
