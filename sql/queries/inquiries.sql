-- name: inquiry_make
-- roles: writer staff mail
-- gives: id
INSERT INTO inquiry (reference, kind, person_id, name, message, address_book_id, channel,
                     received_at)
VALUES (:reference, :kind, :person, :name, :message, :address, :channel, :at)
RETURNING id;
