-- What waits for an answer: the oldest first, with how many days it has waited and who has it.
--   sqlite3 -readonly helpcenter.db < inquiries-open.sql
.mode column
.headers on
SELECT reference, kind, received_at,
       CAST(julianday('now') - julianday(received_at) AS INTEGER) AS days,
       coalesce(assigned_to, '-') AS assigned_to, email, substr(message, 1, 60) AS message
FROM v_inquiries
WHERE state = 'open' AND kind <> 'catalog'
ORDER BY received_at;
