-- Returns Fees: prices by schedule and day, those known at :known_at, as they are now.
SELECT organization_id, schedule, procedure_code, modifiers, from_on, to_on, unit_cents
FROM fee WHERE recorded_at <= :known_at ORDER BY organization_id, schedule, procedure_code, modifiers, from_on
