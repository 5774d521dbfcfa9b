-- How people leave, by month.
--   sqlite3 -readonly helpcenter.db < opt-outs-by-channel.sql
.mode column
.headers on
SELECT substr(at, 1, 7) AS month, channel, count(*) AS opt_outs,
       count(*) FILTER (WHERE email IS NULL) AS of_strangers,
       count(*) FILTER (WHERE reason IS NOT NULL) AS with_reason
FROM v_list_changes
WHERE event = 'leave'
GROUP BY month, channel
ORDER BY month DESC, opt_outs DESC;
