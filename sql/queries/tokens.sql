-- The rows behind links in letters.

-- name: token_make
-- roles: writer staff mail
-- gives: id
INSERT INTO token (random, purpose, key_id, person_id, change_id, lists, reference, created_at,
                   ends_at)
VALUES (:random, :purpose, :key_id, :person, :change, :lists, :reference, :at, :ends_at)
RETURNING id;

-- name: token_look
-- roles: web writer staff mail
-- gives: id random purpose key_id person change lists reference created_at ends_at used_at
-- :id NULL: the one that a link names.
SELECT id, random, purpose, key_id, person_id AS person, change_id AS change, lists, reference,
       created_at, ends_at, used_at
FROM token
WHERE id = coalesce(:id, (SELECT id FROM token WHERE random = :random));

-- name: token_use
-- roles: writer staff mail
UPDATE token SET used_at = :at WHERE id = :id AND used_at IS NULL;
