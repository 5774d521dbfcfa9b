-- The pages that helped least: those with five votes or more, the least helpful first.
--   sqlite3 -readonly helpcenter.db < feedback.sql
.mode column
.headers on
SELECT page, helpful, not_helpful, share, last_at
FROM v_feedback
WHERE helpful + not_helpful >= 5
ORDER BY share, not_helpful DESC, page
LIMIT 50;
