-- name: policy_current
-- roles: web writer staff
-- gives: id version source
SELECT id, version, source FROM page_version
WHERE kind = 'policy' AND page = :page
ORDER BY version DESC
LIMIT 1;

-- name: policy_current_id
-- roles: web writer staff
-- gives: id
SELECT id FROM page_version
WHERE kind = 'policy' AND page = :page
ORDER BY version DESC
LIMIT 1;

-- name: policy_stamp
-- roles: web writer staff
-- gives: stamp
SELECT coalesce(max(id), 0) AS stamp FROM page_version WHERE kind = 'policy';

-- name: policy_newest
-- roles: writer staff
-- gives: version hash
SELECT version, hash FROM page_version
WHERE kind = 'policy' AND page = :page
ORDER BY version DESC
LIMIT 1;

-- name: wording_find
-- roles: web writer staff
-- gives: id
SELECT id FROM page_version WHERE kind = 'wording' AND page = :page AND hash = :hash;

-- name: page_version_make
-- roles: writer staff
-- gives: id
INSERT INTO page_version (kind, page, version, title, effective, source, hash, at, words_added,
                          words_removed)
VALUES (:kind, :page,
        (SELECT coalesce(max(version), 0) + 1 FROM page_version
         WHERE kind = :kind AND page = :page),
        :title, :effective, :source, :hash, :at, :words_added, :words_removed)
RETURNING id;

-- name: policy_versions
-- roles: web writer staff
-- gives: page version title effective at words_added words_removed
SELECT page, version, title, effective, at, words_added, words_removed FROM page_version
WHERE kind = 'policy'
ORDER BY page, version;

-- name: policy_source
-- roles: web writer staff
-- gives: source
SELECT source FROM page_version
WHERE kind = 'policy' AND page = :page AND version = :version;
