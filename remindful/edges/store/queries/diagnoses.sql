-- Returns Diagnoses: diagnoses those withdrawn too, known at :known_at, as they are now.
SELECT organization_id, encounter_key, rank, system, code, description, present_on_admission, is_withdrawn
FROM diagnosis WHERE recorded_at <= :known_at ORDER BY organization_id, encounter_key, rank
