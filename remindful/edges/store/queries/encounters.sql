-- Returns Encounters: encounters, with their state and the visit that bills them, those known at :known_at, as they are now.
SELECT organization_id, encounter_key, party_key, form, setting, started_on, ended_on, place_of_service, bill_type,
       admission_type, admission_source, discharge_status, billing_npi, rendering_npi, referring_npi, facility_npi,
       referral_key, authorization_number, accident_kind, accident_state, accident_on, reason, patient_paid_cents,
       is_finished, state, encounter_id, visit_id, billed_on
FROM encounter WHERE recorded_at <= :known_at ORDER BY organization_id, encounter_key
