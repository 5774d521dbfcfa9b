-- Letters that wait to be sent.

-- name: outbox_put
-- roles: writer staff mail
INSERT INTO outbox (random, key_id, letter, person_id, request_id, inquiry_id, change_id, token_id,
                    lists, reference, day, answer_id, created_at, due_at)
VALUES (:random, :key_id, :letter, :person, :request, :inquiry, :change, :token,
        :lists, :reference, :day, :answer, :at, :at);

-- name: outbox_due
-- roles: staff mail
-- gives: id
-- What is due in a span, and in nobody's hands. A lease that ends further ahead than a lease can is
-- of a clock that went back.
SELECT id FROM outbox
WHERE state = 'queued' AND due_at > :since AND due_at <= :until
  AND (leased_until IS NULL OR leased_until <= :at OR leased_until > :latest)
ORDER BY due_at, id
LIMIT :most;

-- name: outbox_take
-- roles: staff mail
UPDATE outbox SET leased_by = :slot, leased_until = :until
WHERE id = :id AND state = 'queued';

-- name: outbox_letter
-- roles: staff mail
-- gives: random key_id leave_key letter person token lists reference day attempts created_at sent_to canonical name new_email request_kind due_at answer
-- Of a row in a slot's hands. To whom: the person, but for the letters to an address that was only
-- typed. Nobody, where a change of address isn't open any more, none of the letter's lists waits to
-- be confirmed, or the reader of a welcome or of "already" has left them. The name stands in letters
-- to a mailbox that was proven. leave_key: the ledger knows the address of today under that one; a
-- hash by another key would lead to nobody.
SELECT o.random, o.key_id,
       coalesce((SELECT e.key_id FROM consent_event e WHERE e.person_id = p.id
                 ORDER BY e.id DESC LIMIT 1), o.key_id) AS leave_key,
       o.letter, o.person_id AS person, o.token_id AS token, o.lists,
       o.reference, o.day, o.attempts, o.created_at,
       CASE o.letter WHEN 'request' THEN r.email_typed WHEN 'change-new' THEN c.email_typed
                     ELSE p.email_typed END AS sent_to,
       CASE o.letter WHEN 'request' THEN r.email WHEN 'change-new' THEN c.email
                     ELSE p.email END AS canonical,
       CASE WHEN o.letter NOT IN ('request', 'change-new')
             AND (EXISTS (SELECT 1 FROM subscription s
                          WHERE s.person_id = p.id AND s.state = 'active')
                  OR EXISTS (SELECT 1 FROM consent_event e
                             WHERE e.person_id = p.id AND e.kind = 'confirm'))
            THEN p.name END AS name,
       CASE o.letter WHEN 'change-old' THEN c.email_typed END AS new_email,
       coalesce(r.kind, q.kind) AS request_kind, r.due_at, a.text AS answer
FROM outbox o
LEFT JOIN address_change c ON c.id = o.change_id AND c.state = 'open'
LEFT JOIN request r ON r.id = o.request_id
LEFT JOIN inquiry q ON q.id = o.inquiry_id
LEFT JOIN inquiry_answer a ON a.id = o.answer_id
LEFT JOIN person p ON p.id = o.person_id
     AND (o.letter <> 'change-old' OR c.id IS NOT NULL)
     AND (o.letter NOT IN ('confirm', 'already', 'welcome')
          OR EXISTS (SELECT 1 FROM subscription s
                     WHERE s.person_id = o.person_id
                       AND (o.lists = 'all' OR ' ' || o.lists || ' ' LIKE '% ' || s.list || ' %')
                       AND s.state = CASE o.letter WHEN 'confirm' THEN 'pending'
                                                   ELSE 'active' END))
WHERE o.id = :id AND o.leased_by = :slot AND o.state = 'queued';

-- name: outbox_release
-- roles: staff mail
UPDATE outbox SET leased_by = NULL, leased_until = NULL
WHERE leased_by = :slot AND state = 'queued';

-- name: outbox_end
-- roles: staff mail
UPDATE outbox
SET state = :state, ended_at = :at, status = :status, attempts = attempts + 1, leased_by = NULL,
    leased_until = NULL
WHERE id = :id AND leased_by = :slot AND state = 'queued';

-- name: outbox_defer
-- roles: staff mail
UPDATE outbox
SET due_at = :due_at, status = :status, attempts = attempts + 1, leased_by = NULL,
    leased_until = NULL
WHERE id = :id AND leased_by = :slot AND state = 'queued';

-- name: outbox_look
-- roles: staff mail
-- gives: due waiting leased next_at
SELECT count(*) FILTER (WHERE NOT held AND NOT later) AS due,
       count(*) FILTER (WHERE NOT held AND later) AS waiting,
       count(*) FILTER (WHERE held) AS leased,
       min(due_at) FILTER (WHERE NOT held AND later) AS next_at
FROM (SELECT due_at, due_at > :at AND due_at <= :until AS later,
             coalesce(leased_until > :at AND leased_until <= :latest, 1 = 0) AS held
      FROM outbox WHERE state = 'queued' AND due_at IS NOT NULL) AS q;
