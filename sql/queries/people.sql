-- name: person_by_email
-- roles: writer staff mail
-- gives: id
SELECT id FROM person WHERE email = :email;

-- name: person_make
-- roles: writer staff mail
-- gives: id
INSERT INTO person (email, email_typed, mixed_script, name, created_at, updated_at)
VALUES (:email, :email_typed, :mixed_script, :name, :at, :at)
RETURNING id;

-- name: person_name
-- roles: writer staff mail
-- Only where there is none: nobody has proven yet who types it.
UPDATE person SET name = :name, updated_at = :at WHERE id = :person AND name IS NULL;

-- name: address_same
-- roles: writer staff mail
-- gives: id
SELECT id FROM address_book
WHERE person_id = :person
  AND name IS NOT DISTINCT FROM :name
  AND address1 IS NOT DISTINCT FROM :address1
  AND address2 IS NOT DISTINCT FROM :address2
  AND city IS NOT DISTINCT FROM :city
  AND state IS NOT DISTINCT FROM :state
  AND zip IS NOT DISTINCT FROM :zip
  AND country IS NOT DISTINCT FROM :country
ORDER BY id
LIMIT 1;

-- name: address_make
-- roles: writer staff mail
-- gives: id
INSERT INTO address_book (person_id, name, address1, address2, city, state, zip, country,
                          created_at)
VALUES (:person, :name, :address1, :address2, :city, :state, :zip, :country, :at)
RETURNING id;

-- name: person_look
-- roles: web writer staff mail
-- gives: email email_typed mixed_script name state
SELECT email, email_typed, mixed_script, name, state FROM person
WHERE id = :person AND state <> 'erased';

-- name: person_rename
-- roles: writer staff mail
UPDATE person SET name = :name, updated_at = :at WHERE id = :person AND state <> 'erased';
