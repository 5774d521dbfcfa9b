-- Applications that ended more than six months ago, by the last answer: the page about careers says
-- that they are deleted by then. `helpctl person erase ADDRESS` does so, and says what else it forgets.
--   sqlite3 -readonly helpcenter.db < applications-old.sql
.mode column
.headers on
SELECT reference, email, received_at, answered_at
FROM v_inquiries
WHERE kind = 'job' AND state <> 'open' AND email IS NOT NULL
  AND coalesce(answered_at, received_at) < datetime('now', '-6 months')
ORDER BY received_at;
