-- Returns Authorizations: payers' authorizations, those known at :known_at, as they are now.
SELECT organization_id, authorization_key, party_key, payer_key, referral_key, number, state, requested_on, decided_on, from_on,
       to_on, visits_allowed, units_allowed, service_codes, provider_npi, reason_code
FROM "authorization" WHERE recorded_at <= :known_at ORDER BY organization_id, authorization_key
