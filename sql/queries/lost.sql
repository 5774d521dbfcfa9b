-- name: lost_pages
-- roles: staff
-- gives: address nearest last times
SELECT address, max(suggestion) AS nearest, max(day) AS last, sum(requests) AS times
FROM not_found
WHERE day >= :day
GROUP BY address
ORDER BY sum(requests) DESC, address;
