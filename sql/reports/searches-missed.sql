-- What people searched for and did not find, the most often first: keywords, pages or synonyms to
-- write.
--   sqlite3 -readonly helpcenter.db < searches-missed.sql
.mode column
.headers on
SELECT words, searches, last_day
FROM v_searches_missed
ORDER BY searches DESC, last_day DESC, words
LIMIT 50;
