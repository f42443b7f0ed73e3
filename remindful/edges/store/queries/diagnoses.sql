-- Returns Diagnoses: diagnoses that stand, those known at :known_at, as they are now.
SELECT organization_id, encounter_key, rank, system, code, description, present_on_admission
FROM diagnosis WHERE recorded_at <= :known_at AND NOT is_withdrawn ORDER BY organization_id, encounter_key, rank
