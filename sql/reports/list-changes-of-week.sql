-- Who came and went in the last seven days, how, and why; the newest last.
--   sqlite3 -readonly helpcenter.db < list-changes-of-week.sql
.mode column
.headers on
SELECT at, event, list, coalesce(email, '(not known)') AS email, channel,
       coalesce(reason, '-') AS reason
FROM v_list_changes
WHERE at >= strftime('%Y-%m-%d %H:%M', 'now', '-7 days');
