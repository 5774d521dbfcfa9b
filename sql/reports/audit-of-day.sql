-- What was done today (UTC), by whom, to which row.
--   sqlite3 -readonly helpcenter.db < audit-of-day.sql
.mode column
.headers on
SELECT at, actor, channel, action, subject, subject_id, coalesce(detail, '') AS detail
FROM v_audit
WHERE at >= strftime('%Y-%m-%d', 'now')
ORDER BY id;
