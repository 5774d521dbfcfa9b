-- Letters that came back in the last 90 days, by address: dead ones first.
--   sqlite3 -readonly helpcenter.db < bounces.sql
.mode column
.headers on
SELECT coalesce(email, '(not known)') AS email, kind, count(*) AS letters, max(at) AS last,
       group_concat(DISTINCT status) AS status
FROM v_bounces
WHERE at >= strftime('%Y-%m-%d %H:%M', 'now', '-90 days')
GROUP BY email, kind
ORDER BY CASE kind WHEN 'hard' THEN 1 WHEN 'policy' THEN 2 ELSE 3 END, last DESC;
