-- Was this page helpful.

-- name: feedback_vote
-- roles: writer staff
-- The last vote counts. Words that stand there already aren't added once more, so that a form sent
-- twice changes nothing; a bar parts those of several. One network's are bounded: it can fill nothing.
INSERT INTO page_feedback (day, page, voter, helpful, reason, message, at)
VALUES (:day, :page, :voter, :helpful, :reason, :message, :at)
ON CONFLICT (page, day, voter) DO UPDATE
SET helpful = excluded.helpful, at = excluded.at,
    reason = coalesce(excluded.reason, page_feedback.reason),
    message = CASE
        WHEN excluded.message IS NULL THEN page_feedback.message
        WHEN page_feedback.message IS NULL THEN excluded.message
        WHEN replace(' | ' || page_feedback.message || ' | ', ' | ' || excluded.message || ' | ', '')
             <> ' | ' || page_feedback.message || ' | ' THEN page_feedback.message
        WHEN length(page_feedback.message) + length(excluded.message) > :most THEN page_feedback.message
        ELSE page_feedback.message || ' | ' || excluded.message END;

-- name: feedback_pages
-- roles: staff
-- gives: page helpful not_helpful
SELECT page, sum(helpful) AS helpful, sum(1 - helpful) AS not_helpful
FROM page_feedback
WHERE day >= :day AND (:page IS NULL OR page = :page)
GROUP BY page
ORDER BY 1.0 * sum(helpful) / count(*), count(*) DESC, page;

-- name: feedback_messages
-- roles: staff
-- gives: at page reason message
SELECT at, page, reason, message
FROM page_feedback
WHERE (reason IS NOT NULL OR message IS NOT NULL)
  AND day >= :day AND (:page IS NULL OR page = :page)
ORDER BY at DESC, id DESC;
