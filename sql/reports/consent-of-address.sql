-- The whole story of one address: what it asked for, when, how, and in view of which words.
--   sqlite3 -readonly helpcenter.db -cmd ".parameter init" \
--     -cmd ".parameter set :email 'ann@example.com'" < consent-of-address.sql
-- The address in lower case, its domain as staff see it in v_subscribers.
.mode line
SELECT at, event, list, channel, page, network, reference, name, reason, source, words, policy,
       (SELECT p.source FROM page_version p WHERE p.page || ' version ' || p.version = words
        AND p.kind = 'wording') AS shown
FROM v_consent
WHERE email = :email
ORDER BY at, reference;
