-- How many letters strangers caused, by scope and hour.

-- name: quota_sum
-- roles: writer staff mail
-- gives: letters
-- An hour counts whole while its last letter does. Times far ahead are of a clock that went back.
SELECT coalesce(sum(letters), 0) AS letters FROM letter_quota
WHERE scope = :scope AND key = :key AND hour >= :hour AND last_at > :since AND last_at <= :until;

-- name: quota_add
-- roles: writer staff mail
-- What was held back is counted as well, by scope 'held' with the cap's name as key.
INSERT INTO letter_quota (scope, key, hour, letters, last_at)
VALUES (:scope, :key, :hour, 1, :at)
ON CONFLICT (scope, key, hour) DO UPDATE
SET letters = letter_quota.letters + 1, last_at = excluded.last_at;
