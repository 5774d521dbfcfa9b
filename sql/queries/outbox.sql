-- Letters that wait to be sent.

-- name: outbox_put
-- roles: writer staff mail
INSERT INTO outbox (random, key_id, letter, person_id, request_id, inquiry_id, change_id, token_id,
                    lists, reference, day, created_at, due_at)
VALUES (:random, :key_id, :letter, :person, :request, :inquiry, :change, :token,
        :lists, :reference, :day, :at, :at);
