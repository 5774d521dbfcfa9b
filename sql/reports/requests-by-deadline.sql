-- Requests about personal data that are not closed, the most pressing first.
--   sqlite3 -readonly helpcenter.db < requests-by-deadline.sql
.mode column
.headers on
SELECT days_left, due_at, reference, kind, state, email, coalesce(assigned_to, '-') AS assigned_to
FROM v_requests
WHERE days_left IS NOT NULL
ORDER BY due_at;
