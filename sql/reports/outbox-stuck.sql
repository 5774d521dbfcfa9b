-- Letters that have waited for more than an hour, and why; the oldest first.
--   sqlite3 -readonly helpcenter.db < outbox-stuck.sql
.mode column
.headers on
SELECT id, letter, email, created_at, attempts, coalesce(status, '-') AS status, due_at
FROM v_outbox
WHERE state = 'queued' AND created_at < strftime('%Y-%m-%d %H:%M', 'now', '-1 hour')
ORDER BY created_at, id;
