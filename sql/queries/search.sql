-- The search index (sql/memory.sql). FTS5 is SQLite's own; the index never leaves the process.

-- name: search_api
-- roles: memory
-- gives: api
SELECT fts5(:api) AS api;

-- name: search_begin
-- roles: memory
BEGIN;

-- name: search_add
-- roles: memory
INSERT INTO entry (rowid, title, keywords, summary, body)
VALUES (:id, :title, :keywords, :summary, :body);

-- name: search_scan
-- roles: memory
-- gives: id hits
-- Every row that has the words, in no order of worth: desk/search_rank.c gives that.
SELECT rowid AS id, hits(entry) AS hits
FROM entry
WHERE entry MATCH :words;

-- name: search_snippet
-- roles: memory
-- gives: snippet
SELECT snippet(entry, :field, char(2), char(3), '…', 24) AS snippet
FROM entry
WHERE entry MATCH :words AND rowid = :id;
