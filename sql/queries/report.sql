-- Figures for staff's report: sums alone, nobody by name. Days are those of the shop's zone, both
-- ends included; times are [begin, end), summed by the quarter of an hour: every zone's days begin
-- at one.

-- name: report_served
-- roles: staff
-- gives: day pages
SELECT day, sum(requests) AS pages FROM request_count
WHERE day BETWEEN :from AND :to
GROUP BY day;

-- name: report_read
-- roles: staff
-- gives: page reads
SELECT page, sum(reads) AS reads FROM page_read
WHERE day BETWEEN :from AND :to
GROUP BY page
ORDER BY reads DESC, page;

-- name: report_searches
-- roles: staff
-- gives: day series searches
-- Series 0: all searches; 1: those that found nothing as typed.
SELECT day, 0 AS series, searches FROM search_day
WHERE day BETWEEN :from AND :to
UNION ALL
SELECT day, 1 AS series, sum(searches) FROM search_miss
WHERE day BETWEEN :from AND :to
GROUP BY day;

-- name: report_missed
-- roles: staff
-- gives: words searches
SELECT words, sum(searches) AS searches FROM search_miss
WHERE day BETWEEN :from AND :to
GROUP BY words
ORDER BY searches DESC, words;

-- name: report_lost
-- roles: staff
-- gives: address requests suggestion
SELECT address, sum(requests) AS requests, max(suggestion) AS suggestion FROM not_found
WHERE day BETWEEN :from AND :to
GROUP BY address
ORDER BY requests DESC, address;

-- name: report_helpful
-- roles: staff
-- gives: page yes no
-- The pages that helped least come first.
SELECT page, sum(helpful) AS yes, count(*) - sum(helpful) AS no FROM page_feedback
WHERE day BETWEEN :from AND :to
GROUP BY page
ORDER BY no DESC, yes DESC, page;

-- name: report_lists
-- roles: staff
-- gives: name title active
SELECT l.name, l.title,
       (SELECT count(*) FROM subscription s
        WHERE s.list = l.name AND s.state = 'active') AS active
FROM list l
ORDER BY l.position;

-- name: report_list
-- roles: staff
-- gives: at series people
-- Series 0: signed up; 1: opted out; 2: taken off since mail bounces; 3: imported. An opt-out of all
-- lists counts for those that the person was on.
SELECT e.at / 900 * 900 AS at,
       CASE e.kind WHEN 'leave' THEN 1 WHEN 'bounce' THEN 2 WHEN 'import' THEN 3 ELSE 0 END
       AS series,
       count(*) AS people
FROM consent_event e
WHERE e.at >= :begin AND e.at < :end
  AND e.kind IN ('confirm', 'undo', 'leave', 'bounce', 'import')
  AND (e.list = :list
       OR (e.list IS NULL AND e.kind = 'leave'
           AND (SELECT b.kind FROM consent_event b
                WHERE b.person_id = e.person_id AND b.id < e.id
                  AND (b.list = :list OR b.list IS NULL)
                  AND b.kind IN ('confirm', 'undo', 'leave', 'bounce', 'import')
                ORDER BY b.id DESC
                LIMIT 1) IN ('confirm', 'undo', 'import')))
GROUP BY 1, 2;

-- name: report_open
-- roles: staff
-- gives: received_at due_at
SELECT received_at, due_at FROM request
WHERE state IN ('received', 'awaiting_verification', 'verified', 'in_review', 'needs_info',
                'approved', 'cooling_off', 'executing', 'on_hold', 'exec_failed')
ORDER BY received_at;

-- name: report_ended
-- roles: staff
-- gives: state requests
SELECT state, count(*) AS requests FROM request
WHERE state IN ('fulfilled', 'partially_fulfilled', 'denied', 'withdrawn', 'expired_unverified',
                'merged')
  AND state_at >= :begin AND state_at < :end
GROUP BY state
ORDER BY requests DESC, state;

-- name: report_letters
-- roles: staff
-- gives: at series letters
-- Series 0: sent; 1: failed, refused at once; 2: came back later.
SELECT ended_at / 900 * 900 AS at, CASE state WHEN 'sent' THEN 0 ELSE 1 END AS series,
       count(*) AS letters
FROM outbox
WHERE ended_at >= :begin AND ended_at < :end AND state IN ('sent', 'failed')
GROUP BY 1, 2
UNION ALL
SELECT at / 900 * 900 AS at, 2 AS series, count(*) AS letters
FROM bounce
WHERE at >= :begin AND at < :end AND source = 'mail'
GROUP BY 1;
