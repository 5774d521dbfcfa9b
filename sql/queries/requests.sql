-- name: request_make
-- roles: writer staff mail
-- gives: id
INSERT INTO request (reference, kind, person_id, email, email_typed, old_email, name, message,
                     channel, received_at, due_at, state_at)
VALUES (:reference, :kind, :person, :email, :email_typed, :old_email, :name, :message,
        :channel, :at, :due_at, :at)
RETURNING id;

-- name: request_change_make
-- roles: writer staff mail
INSERT INTO request_change (request_id, field, old_value, new_value)
VALUES (:request, :field, :old_value, :new_value);
