-- Addresses that led nowhere, the most often first, and the page that is nearest: lines "old:" to
-- write into the heads of pages.
--   sqlite3 -readonly helpcenter.db < addresses-not-found.sql
.mode column
.headers on
SELECT address, requests, suggestion, last_day
FROM v_not_found
ORDER BY requests DESC, last_day DESC, address
LIMIT 50;
