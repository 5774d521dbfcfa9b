-- How parcels travel. Only helpctl writes, all of it at once.

-- name: delivery_methods
-- roles: web writer staff
-- gives: name title summary cutoff handling_min handling_max saturday sunday
SELECT name, title, summary, cutoff, handling_min, handling_max, saturday, sunday
FROM shipping_method
ORDER BY position;

-- name: delivery_zones
-- roles: web writer staff
-- gives: name title calendar
SELECT name, title, calendar FROM shipping_zone ORDER BY position;

-- name: delivery_times
-- roles: web writer staff
-- gives: zone method days_min days_max
SELECT zone, method, days_min, days_max FROM shipping_time;

-- name: delivery_holidays
-- roles: web writer staff
-- gives: calendar day title
SELECT calendar, day, title FROM holiday ORDER BY calendar, day;

-- name: delivery_lines
-- roles: web writer staff
-- gives: line
-- All of it as text, to notice a change.
SELECT 'method ' || name || ' ' || title || ' ' || summary || ' ' || position || ' ' || cutoff
       || ' ' || handling_min || ' ' || handling_max || ' ' || saturday || ' ' || sunday AS line
FROM shipping_method
UNION ALL
SELECT 'zone ' || name || ' ' || title || ' ' || position || ' ' || calendar FROM shipping_zone
UNION ALL
SELECT 'time ' || zone || ' ' || method || ' ' || days_min || ' ' || days_max FROM shipping_time
UNION ALL
SELECT 'holiday ' || calendar || ' ' || day || ' ' || title FROM holiday
ORDER BY line;

-- name: delivery_clear_times
-- roles: staff
DELETE FROM shipping_time;

-- name: delivery_clear_methods
-- roles: staff
DELETE FROM shipping_method;

-- name: delivery_clear_zones
-- roles: staff
DELETE FROM shipping_zone;

-- name: delivery_clear_holidays
-- roles: staff
DELETE FROM holiday;

-- name: delivery_put_method
-- roles: staff
INSERT INTO shipping_method (name, title, summary, position, cutoff, handling_min, handling_max,
                             saturday, sunday)
VALUES (:name, :title, :summary, :position, :cutoff, :handling_min, :handling_max, :saturday,
        :sunday);

-- name: delivery_put_zone
-- roles: staff
INSERT INTO shipping_zone (name, title, position, calendar)
VALUES (:name, :title, :position, :calendar);

-- name: delivery_put_time
-- roles: staff
INSERT INTO shipping_time (zone, method, days_min, days_max)
VALUES (:zone, :method, :days_min, :days_max);

-- name: delivery_put_holiday
-- roles: staff
INSERT INTO holiday (calendar, day, title) VALUES (:calendar, :day, :title);
