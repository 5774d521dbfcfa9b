-- Pages served in each month, and on its busiest day.
--   sqlite3 -readonly helpcenter.db < pages-by-month.sql
.mode column
.headers on
SELECT substr(day, 1, 7) AS month, sum(requests) AS pages, max(requests) AS busiest_day
FROM v_requests_served
GROUP BY month
ORDER BY month DESC;
