-- How many stand on each list, by state.
--   sqlite3 -readonly helpcenter.db < subscribers.sql
.mode column
.headers on
SELECT list,
       count(*) FILTER (WHERE state = 'active') AS active,
       count(*) FILTER (WHERE state = 'pending') AS pending,
       count(*) FILTER (WHERE state = 'opted_out') AS opted_out,
       count(*) FILTER (WHERE state = 'bounced') AS bounced
FROM v_subscribers
GROUP BY list
ORDER BY list;
