-- Counts of what visitors do, folded from memory.

-- name: tally_page
-- roles: writer
INSERT INTO page_read (day, page, reads) VALUES (:day, :subject, :count)
ON CONFLICT (day, page) DO UPDATE SET reads = page_read.reads + excluded.reads;

-- name: tally_search
-- roles: writer
INSERT INTO search_day (day, searches) VALUES (:day, :count)
ON CONFLICT (day) DO UPDATE SET searches = search_day.searches + excluded.searches;

-- name: tally_miss
-- roles: writer
UPDATE search_miss SET searches = searches + :count WHERE day = :day AND words = :subject;

-- name: tally_miss_first
-- roles: writer
-- Robots make words up: a day takes so many.
INSERT INTO search_miss (day, words, searches)
SELECT :day, :subject, :count
WHERE (SELECT count(*) FROM search_miss WHERE day = :day) < :most;

-- name: tally_lost
-- roles: writer
UPDATE not_found SET requests = requests + :count, suggestion = :near
WHERE day = :day AND address = :subject;

-- name: tally_lost_first
-- roles: writer
INSERT INTO not_found (day, address, suggestion, requests)
SELECT :day, :subject, :near, :count
WHERE (SELECT count(*) FROM not_found WHERE day = :day) < :most;
