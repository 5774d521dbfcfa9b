-- The search index (sql/memory.sql). FTS5 is SQLite's own; the index never leaves the process.

-- name: search_begin
-- roles: memory
BEGIN;

-- name: search_add
-- roles: memory
INSERT INTO entry (title, keywords, summary, body, address, path)
VALUES (:title, :keywords, :summary, :body, :address, :path);

-- name: search_pages
-- roles: memory
-- gives: address title path snippet
-- A word in the title or the keywords says more about a page than one in its text.
SELECT address, title, path, snippet(entry, 3, char(2), char(3), '…', 24) AS snippet
FROM entry
WHERE entry MATCH :words
ORDER BY bm25(entry, 10.0, 8.0, 4.0, 1.0)
LIMIT :most;
