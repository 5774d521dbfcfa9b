-- The outbox as staff see it.

-- name: queue_look
-- roles: staff
-- gives: state letters oldest_at next_at
SELECT state, count(*) AS letters, min(created_at) AS oldest_at, min(next_at) AS next_at
FROM (SELECT CASE WHEN state <> 'queued' THEN state
                  WHEN leased_until > :now THEN 'sending'
                  WHEN due_at > :now THEN 'later'
                  ELSE 'due' END AS state,
             created_at, CASE WHEN state = 'queued' THEN due_at END AS next_at
      FROM outbox) AS letter
GROUP BY state;

-- name: queue_retry
-- roles: staff
UPDATE outbox SET due_at = :now
WHERE state = 'queued' AND due_at > :now AND (leased_until IS NULL OR leased_until <= :now);
