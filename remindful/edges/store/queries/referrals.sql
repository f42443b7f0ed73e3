-- Returns Referrals: orders that send patients elsewhere, those known at :known_at, as they are now.
SELECT organization_id, referral_key, party_key, ordered_on, state, priority, reason, reason_code, service_codes,
       referring_npi, referred_npi, referred_name, referred_taxonomy, payer_key, payer_number, expires_on,
       visits_allowed, needs_authorization, sent_on, reported_on
FROM referral WHERE recorded_at <= :known_at ORDER BY organization_id, referral_key
