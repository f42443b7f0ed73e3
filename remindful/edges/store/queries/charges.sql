-- Returns Charges: charges those withdrawn too, known at :known_at, as they are now.
SELECT organization_id, encounter_key, line_no, system, procedure_code, modifiers, revenue_code, description, units,
       charge_cents, diagnosis_pointers, service_on, rendering_npi, ndc, captured_on, is_withdrawn
FROM charge WHERE recorded_at <= :known_at ORDER BY organization_id, encounter_key, line_no
