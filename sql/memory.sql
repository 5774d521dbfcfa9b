-- The search index: made in memory from the catalogue whenever content loads, never stored.
-- porter: "rings" finds "ring". remove_diacritics 2: "pave" finds "pavé".
CREATE VIRTUAL TABLE entry USING fts5 (
    title, keywords, summary, body,
    tokenize = 'porter unicode61 remove_diacritics 2'
);
-- All of it is made in one go, and written as one piece at its end.
INSERT INTO entry (entry, rank) VALUES ('hashsize', 268435456);
