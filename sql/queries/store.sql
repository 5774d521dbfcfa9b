-- What the connections themselves need: transactions, savepoints, checks.

-- name: begin_read
-- roles: web writer staff mail
BEGIN;

-- name: begin_write
-- roles: writer staff mail
-- A read that turns into a write would fail at once, whatever the time-out.
BEGIN IMMEDIATE;

-- name: commit
-- roles: web writer staff mail memory
COMMIT;

-- name: rollback
-- roles: web writer staff mail memory
ROLLBACK;

-- name: savepoint_begin
-- roles: writer
SAVEPOINT job;

-- name: savepoint_undo
-- roles: writer
ROLLBACK TO SAVEPOINT job;

-- name: savepoint_end
-- roles: writer
RELEASE SAVEPOINT job;

-- name: setting_get
-- roles: web writer staff mail
-- gives: value
SELECT value FROM setting WHERE name = :name;

-- name: quick_check
-- roles: web staff
-- gives: quick_check
PRAGMA quick_check(20);

-- name: setting_put
-- roles: writer staff mail
INSERT INTO setting (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;
