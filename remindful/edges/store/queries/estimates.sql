-- Returns good-faith estimates given by :known_at; lines is JSON text. visit_id: what was billed for it, once it was.
SELECT organization_id, estimate_id, estimate_key, party_key, encounter_key, scheduled_on, service_on, given_on, due_on,
       expected_cents, lines::text AS lines, visit_id
FROM estimate WHERE recorded_at <= :known_at ORDER BY estimate_id
