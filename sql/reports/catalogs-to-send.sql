-- Where catalogues are to be sent, as CSV for labels; the oldest wish first.
--   sqlite3 -readonly helpcenter.db < catalogs-to-send.sql > labels.csv
.mode csv
.headers on
SELECT reference, name, address1, address2, city, region, zip, country, received_at
FROM v_inquiries
WHERE kind = 'catalog' AND state = 'open'
ORDER BY received_at;
