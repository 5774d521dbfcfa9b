-- The pages that were read most in the last 30 days, and how often in the 30 before.
--   sqlite3 -readonly helpcenter.db < pages-read.sql
.mode column
.headers on
SELECT page, sum(reads) FILTER (WHERE day >= date('now', '-30 days')) AS reads,
       coalesce(sum(reads) FILTER (WHERE day < date('now', '-30 days')), 0) AS before
FROM v_pages_read
WHERE day >= date('now', '-60 days')
GROUP BY page
HAVING reads IS NOT NULL
ORDER BY reads DESC, page
LIMIT 50;
