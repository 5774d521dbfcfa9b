-- Sign-ups and opt-outs of each day of the last 90, by list.
--   sqlite3 -readonly helpcenter.db < signups-by-day.sql
.mode column
.headers on
SELECT substr(at, 1, 10) AS day, list,
       count(*) FILTER (WHERE event = 'join') AS joined,
       count(*) FILTER (WHERE event = 'confirm') AS confirmed,
       count(*) FILTER (WHERE event = 'leave') AS "left"
FROM v_consent
WHERE at >= strftime('%Y-%m-%d', 'now', '-90 days')
GROUP BY day, list
ORDER BY day DESC, list;
