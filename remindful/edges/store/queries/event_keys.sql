-- Returns what tells one event from another.
SELECT organization_id, account_id, party_id, visit_id, kind, happened_on, happened_at, medium, value, amount_cents FROM event ORDER BY event_id
