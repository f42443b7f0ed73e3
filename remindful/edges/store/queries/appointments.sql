-- Returns Appointments: appointments, those known at :known_at, as they are now.
SELECT organization_id, appointment_key, party_key, referral_key, provider_npi, booked_on, happens_on, state
FROM appointment WHERE recorded_at <= :known_at ORDER BY organization_id, appointment_key
