-- The counter of pages served.

-- name: counter_folded
-- roles: writer
-- gives: slot folded
SELECT slot, folded FROM counter_slot WHERE generation = :generation;

-- name: counter_fold_slot
-- roles: writer
INSERT INTO counter_slot (generation, slot, folded) VALUES (:generation, :slot, :folded)
ON CONFLICT (generation, slot) DO UPDATE SET folded = excluded.folded;

-- name: counter_add
-- roles: writer
INSERT INTO request_count (day, node, requests) VALUES (:day, :node, :requests)
ON CONFLICT (day, node) DO UPDATE SET requests = request_count.requests + excluded.requests;

-- name: counter_sum
-- roles: writer
-- gives: total
SELECT coalesce(sum(requests), 0) AS total FROM request_count;
